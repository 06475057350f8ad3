"""The pages as a reader meets them: real Chromium, opened from disk, light and dark, wide and narrow."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from aftersummit.publish.site import write_site
from tests.publish_sample import TEXT
from tests.scoring_sample import scored_register

pytestmark = pytest.mark.browser

TYPES = {
    "front page": "index.html",
    "meetings": "meetings.html",
    "meeting": "rivers/2023.html",
    "meeting not held": "rivers/2024.html",
    "forum": "forum/rivers.html",
    "commitments": "commitments.html",
    "commitment": "rivers/2023/C001.html",
    "commitment with figures": "rivers/2023/C002.html",
    "commitment unverified": "rivers/2023/C006.html",
    "proposal": "rivers/2023/C007.html",
    "commitment in another state": "rivers/2023/C004.html",
    "scorecards": "scorecards.html",
    "scorecard": "scorecards/rivers-2023.html",
    "parties": "parties.html",
    "coverage": "coverage.html",
    "country": "party/CA.html",
    "group": "party/RIV.html",
    "topics": "topics.html",
    "pillar": "pillar/trade.html",
    "priority": "priority/economic-stability.html",
    "issue": "issue/trade.html",
    "documents": "documents.html",
    "document": "rivers/2023/declaration.html",
    "document without text": "rivers/2023/fact-sheet.html",
    "actions": "actions.html",
    "figures": "figures.html",
    "series": "series/discharges.html",
    "short series": "series/offices.html",
    "deadlines": "deadlines.html",
    "gaps": "gaps.html",
    "method": "method.html",
    "downloads": "downloads.html",
    "search": "search.html",
}
"""One page of every type."""


def chromium() -> str:
    names = (
        os.environ.get("AFTERSUMMIT_CHROMIUM", ""),
        "chromium",
        "chromium-browser",
        "google-chrome",
    )
    return next((found for name in names if name and (found := shutil.which(name))), "")


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = chromium()
    if not path:
        pytest.skip("no Chromium on this machine: run tests/install-browser.sh")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return write_site(scored_register(), tmp_path_factory.mktemp("out") / "site").parent


@pytest.fixture(scope="module")
def axe() -> str:
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        pytest.skip("axe is not installed: pip install axe-playwright-python")
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text()


class Visit:
    """One page opened from disk, with everything it said and asked for."""

    def __init__(
        self, browser, folder: Path, path: str, scheme="light", width=1280, query=""
    ) -> None:
        self.context = browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
        )
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto((folder / path).as_uri() + query)
        if path.startswith("series/") and self.page.query_selector("figure.chart"):
            self.page.wait_for_selector(".drawing .vega-embed svg")

    @property
    def outside(self) -> list[str]:
        return [url for url in self.asked if not url.startswith(("file:", "data:"))]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()


@pytest.mark.parametrize("path", TYPES.values(), ids=TYPES)
def test_every_type_of_page_is_silent_asks_nobody_and_has_no_barrier(browser, folder, axe, path):
    for scheme in ("light", "dark"):
        with Visit(browser, folder, path, scheme) as visit:
            visit.page.evaluate(axe)
            found = visit.page.evaluate("axe.run({preload: false})")
            barriers = [
                (v["id"], v["help"], [n["html"][:160] for n in v["nodes"]][:3])
                for v in found["violations"]
            ]
            assert barriers == [], scheme
            assert visit.said == []
            assert visit.outside == []


@pytest.mark.parametrize("path", TYPES.values(), ids=TYPES)
def test_no_page_scrolls_sideways_on_the_narrowest_phone(browser, folder, path):
    with Visit(browser, folder, path, width=320) as visit:
        wide = visit.page.evaluate(
            "[document.documentElement.scrollWidth, "
            "...[...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll, svg, .hidden')"
            " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))]"
        )
        assert wide == [320]


def test_search_finds_by_word_without_accents_and_leads_to_the_page(browser, folder):
    with Visit(browser, folder, "search.html", query="?q=REDUIRE+rejets") as visit:
        link = visit.page.locator(".results a").first
        assert link.text_content() == "Cut discharges by 15 per cent"
        visit.page.keyboard.press("Tab")
        visit.page.fill("#query", "publish")
        visit.page.wait_for_function(
            "document.querySelector('.results a').textContent.includes('Publish')"
        )
        visit.page.press("#query", "ArrowDown")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/rivers/2023/C003.html")
        assert visit.said == []


def test_the_search_field_on_every_page_works_from_disk(browser, folder):
    with Visit(browser, folder, "rivers/2023/C001.html") as visit:
        visit.page.fill("#q", "engineers")
        visit.page.press("#q", "Enter")
        visit.page.wait_for_url("**/search.html?q=engineers")
        assert "1 record found." in visit.page.text_content("[role=status]")


def test_a_search_without_a_hit_says_what_to_do(browser, folder):
    with Visit(browser, folder, "search.html", query="?q=zzzz") as visit:
        assert "Nothing in this register has all of these words." in visit.page.text_content("main")


def test_filters_show_what_was_chosen_and_can_be_linked_to(browser, folder):
    with Visit(browser, folder, "commitments.html", query="#status=undercut") as visit:
        titles = visit.page.locator(".entry:visible .entry-title a").all_text_contents()
        assert titles == ["Train engineers"]
        visit.page.select_option("select[name=status]", "completed")
        assert visit.page.locator(".entry:visible .entry-title a").all_text_contents() == [
            "Open a joint office"
        ]


def test_the_exact_words_are_lit_where_the_link_leads(browser, folder):
    with Visit(browser, folder, "rivers/2023/C003.html") as visit:
        visit.page.click("figcaption a")
        start = TEXT.index("publier chaque")
        visit.page.wait_for_url(f"**/declaration.html#s-{start}-*")
        lit = visit.page.evaluate(
            "getComputedStyle(document.querySelector(':target + mark')).outlineStyle"
        )
        assert lit == "solid"
        assert visit.page.text_content(":target + mark") == "publier chaque année les résultats."


def test_the_chart_takes_the_width_and_the_colours_of_the_page(browser, folder):
    with Visit(browser, folder, "series/discharges.html", width=390) as visit:
        box = visit.page.locator(".drawing svg").bounding_box()
        assert 250 < box["width"] <= 390
        before = visit.page.inner_html(".drawing")
        visit.page.click("button.theme")
        visit.page.wait_for_function(
            "before => document.querySelector('.drawing').innerHTML !== before", arg=before
        )
        assert visit.page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_without_scripts_charts_lists_and_words_are_all_there(browser, folder):
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto((folder / "series/discharges.html").as_uri())
    assert page.locator(".drawing svg[role=img] path").count() > 3
    page.goto((folder / "commitments.html").as_uri())
    assert page.locator(".entry:visible").count() == 8
    context.close()


def test_the_keyboard_reaches_the_content_first(browser, folder):
    with Visit(browser, folder, "index.html") as visit:
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.className") == "skip"
        visit.page.keyboard.press("Enter")
        assert visit.page.url.endswith("#main")


def test_the_bundled_front_page_has_no_barrier_and_fits_a_phone(browser, axe, tmp_path):
    from aftersummit.catalogue import load

    folder = write_site(load(), tmp_path / "site").parent
    for scheme in ("light", "dark"):
        with Visit(browser, folder, "index.html", scheme, 320) as visit:
            visit.page.evaluate(axe)
            assert visit.page.evaluate("axe.run({preload: false})")["violations"] == []
            assert visit.page.evaluate("document.documentElement.scrollWidth") == 320
            assert visit.said == [] and visit.outside == []
