"""Place every bundled commitment in the official texts again.

    python -m scripts.link_places FOLDER [--check]

FOLDER holds the official texts as markdown, under the names that ``locators.toml`` gives.
``--check`` writes nothing and ends with exit code 1 when the bundled places would change.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from aftersummit.catalogue import linking
from aftersummit.documents import read
from aftersummit.model import Document, Ref


def texts_in(folder: Path, texts: tuple[linking.Text, ...]) -> dict[Ref, str]:
    """The canonical text of every official text, read from ``folder``."""
    found: dict[Ref, str] = {}
    for text in texts:
        for document in read(folder / text.file, text.file):
            if isinstance(document, Document):
                found[text.document] = document.text or ""
    return found


def rendered(folder: Path) -> dict[Path, str]:
    """What the two bundled files should hold, given the texts in ``folder``."""
    texts, absent = linking.read_locators()
    linked = linking.link(texts_in(folder, texts), texts, absent)
    return {
        linking.PLACES: linking.places_toml(linked),
        linking.FINGERPRINTS: linking.fingerprints_json(linked),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    changed = [
        path
        for path, content in rendered(options.folder).items()
        if not path.exists() or path.read_text(encoding="utf-8") != content
    ]
    if not options.check:
        for path in changed:
            path.write_text(rendered(options.folder)[path], encoding="utf-8")
    for path in changed:
        word = "would change" if options.check else "written"
        sys.stdout.write(f"{path.name}: {word}\n")
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
