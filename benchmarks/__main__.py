"""List the measurements, or run all that need no long data: `python -m benchmarks [NAME...]`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks


def main(names: list[str]) -> None:
    """Run the named measurements, or say what there is."""
    found = {m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name[0] != "_"}
    if not names:
        print("measurements (run one with: python -m benchmarks.NAME):")
        for name in sorted(found):
            about = importlib.util.find_spec(f"benchmarks.{name}")
            source = about.loader.get_source(about.name) if about and about.loader else ""
            print(f"  {name:<22}{source.strip().lstrip(chr(34)).splitlines()[0].rstrip(chr(34))}")
        return
    for name in names:
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
