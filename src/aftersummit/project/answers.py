"""Answers of language models, one file each, so that no question is paid for twice.

Derived: deleting the folder loses nothing but what the answers cost.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

ANSWERS = "answers"
"""Folder of a project that holds them."""


class KeptAnswers:
    """A folder of answers.

    Args:
        folder: made, readable by its owner alone, when the first answer comes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> str | None:
        """The answer under a key, or None; one that cannot be read counts as none."""
        try:
            return self._path(key).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def put(self, key: str, answer: str) -> None:
        """Keep an answer, whole or not at all."""
        path = self._path(key)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(exist_ok=True)
        new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
        new.write_text(answer, "utf-8")
        new.replace(path)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json"


def own_folder() -> Path:
    """Where answers about files outside any project are kept: the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "aftersummit" / ANSWERS
