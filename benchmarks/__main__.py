"""List the measurements, or run all that need no long data: `python -m benchmarks [NAME...]`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks


def main(names: list[str]) -> None:
    """Run the named measurements, or say what there is."""
    if not names:
        print("measurements (run one with: aftersummit bench NAME, or python -m benchmarks.NAME):")
        for module in pkgutil.iter_modules(benchmarks.__path__):
            about = importlib.util.find_spec(f"benchmarks.{module.name}")
            source = about.loader.get_source(about.name) if about and about.loader else ""
            # What others import to measure with prints nothing of its own.
            if "\ndef main(" in source and module.name[0] != "_":
                title = source.strip().lstrip('"').splitlines()[0].rstrip('"')
                print(f"  {module.name:<22}{title}")
        return
    for name in names:
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
