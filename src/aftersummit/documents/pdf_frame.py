"""Running heads, running feet and page numbers, told by where they stand and recur."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from aftersummit.documents.pdf_lines import Line, PageLines

_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|página|p\.)\s*)?(?:\d{1,4}|[ivxl]{1,6})"
    r"(?:\s*(?:of|/|de|sur)\s*\d{1,4})?[-–—\s]*$",
    re.IGNORECASE,
)

# Shares of a page's height in which they stand, and of the pages on which they recur.
_MARGIN = 0.12
_REPEATED = 0.4


def without_running_heads(pages: Sequence[PageLines]) -> list[PageLines]:
    """The pages with their text alone; a head that stands on one page only is text."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_frame_key(line) for line in page.lines if _in_margin(line, page)})
    often = max(2, _REPEATED * len(pages))
    kept = []
    for page in pages:
        inward = sorted(page.lines, key=lambda line: line.base)
        frame = _frame(inward, page, seen, often) | _frame(inward[::-1], page, seen, often)
        lines = [line for line in page.lines if id(line) not in frame]
        kept.append(PageLines(page.number, page.width, page.height, lines))
    return kept


def _frame(inward: list[Line], page: PageLines, seen: Counter[str], often: float) -> set[int]:
    """Lines of the running head or foot, from the page's edge to the first that is none."""
    found: set[int] = set()
    for _, group in groupby(inward, key=lambda line: round(line.base / 4)):
        framed = {
            id(line)
            for line in group
            if _in_margin(line, page)
            and (_PAGE_NUMBER.match(line.text) or seen[_frame_key(line)] >= often)
        }
        if not framed:
            break
        found |= framed
    return found


def _frame_key(line: Line) -> str:
    return re.sub(r"\d+", "#", "".join(line.text.split())).casefold()


def _in_margin(line: Line, page: PageLines) -> bool:
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height
