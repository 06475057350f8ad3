"""How soon the next unit is seen after a key: ``python -m benchmarks.workbench_screen``.

Real Chromium on a communiqué of some 7,000 words; the machine's proposals are taken one by one,
as the text runs and where the machine doubts most. A time runs from the key to the end of the frame
in which the next unit was lit inside the window, animations included. ``tests/install-browser.sh``
installs the browser.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from aftersummit.project import Settings, make_project
from aftersummit.server import application
from benchmarks.coded import GOLD

TEXT = GOLD / "texts" / "g7-hiroshima-2023-part.txt"
WATCH = """() => {
  window.times = [];
  const seen = (unit) => {
    const box = unit.getBoundingClientRect();
    const host = document.getElementById('text').getBoundingClientRect();
    return box.bottom > host.top && box.top < Math.min(host.bottom, innerHeight);
  };
  document.addEventListener('keydown', (event) => {
    const began = event.timeStamp, before = document.querySelector('.unit.now');
    const note = () => window.times.push(performance.now() - began);
    const look = () => {
      const unit = document.querySelector('.unit.now');
      requestAnimationFrame(unit !== before && seen(unit) ? note : look);
    };
    requestAnimationFrame(look);
  }, true);
}"""


def main() -> None:
    """Code units by Enter and print how long each next one took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=100)
    given = parser.parse_args(sys.argv[1:])
    from playwright.sync_api import sync_playwright
    from tests.workbench_serving import served

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        settings = Settings(meeting="gold/all", coder="lead")
        with make_project(Path(name) / "p", settings) as project:
            project.add([str(TEXT)])
            document = next(iter(project.list("document"))).ref
            units = len(project.coding.document(document).view.units)
            words = len(project.text(document).split())
            print(f"{words:,} words, {units} units, load average {os.getloadavg()[0]:.1f}")
            path = os.environ.get("AFTERSUMMIT_CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            with served(application(project)) as home:
                for order in ("document", "uncertain"):
                    page = browser.new_page(viewport={"width": 1280, "height": 900})
                    page.goto(f"{home}/work/code/{document}?order={order}")
                    page.wait_for_selector("html[data-ready]")
                    tell(order, pressed(page, given.units))
                    page.close()
            browser.close()


def pressed(page: Any, units: int) -> list[float]:
    """Milliseconds from each key to its next unit."""
    page.evaluate(WATCH)
    for _ in range(units):
        page.keyboard.press("Enter")
        page.wait_for_timeout(120)
    found: list[float] = page.evaluate("() => window.times")
    return found


def tell(order: str, times: list[float]) -> None:
    """Print one row."""
    took = np.array(times)
    print(
        f"order {order}: {len(took)} keys, next unit seen after {np.median(took):.0f} ms (median), "
        f"{np.quantile(took, 0.95):.0f} ms (p95), {took.max():.0f} ms (worst)"
    )


if __name__ == "__main__":
    main()
