"""From the lines of a PDF's pages to blocks: headings, paragraphs, items, table rows.

Nothing in a PDF says where a paragraph begins. What a typesetter leaves to be seen is
used: the space between lines, indents, a line that ends although the next word had room,
the size and weight of the type, and bullets and numbers at the left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Literal

from aftersummit.documents.builder import BULLET_SIGNS
from aftersummit.documents.pdf_lines import Line, PageLines
from aftersummit.documents.prose import reads_as_heading

BlockKind = Literal["paragraph", "heading", "bold", "item", "row"]

_BULLET = re.compile(rf"[{BULLET_SIGNS}o–-](?: |$)")
_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)](?: |$)")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|página|p\.)\s*)?(?:\d{1,4}|[ivxl]{1,6})"
    r"(?:\s*(?:of|/|de|sur)\s*\d{1,4})?[-–—\s]*$",
    re.IGNORECASE,
)
_SENTENCE_ENDS = tuple('.!?:;…”"»)]')

# Shares of a page's height in which running heads and page numbers stand.
_MARGIN = 0.12
_REPEATED = 0.4
# Shares of the letters' height.
_LOOSE = 1.18
_LARGER = 1.12
_SMALLER = 0.88
_SAME_SIZE = 0.08
_INDENT = 0.7
_FLUSH = 2.0
_JUSTIFIED = 0.6
_TALL_STEP = 0.25
_HEADING_LINES = 4


@dataclass(slots=True)
class Block:
    """Lines that belong together. A row holds the lines of its cells, cell by cell."""

    kind: BlockKind
    lines: list[Line]
    cells: list[list[Line]] = field(default_factory=list)

    @property
    def page(self) -> int:
        return self.lines[0].page


def blocks_of(pages: Sequence[PageLines]) -> list[Block]:
    """The blocks of a document in reading order, running heads and page numbers left out."""
    kept = _without_running_heads(pages)
    lines = [line for page in kept for line in _reading_order(page)]
    if not lines:
        return []
    shape = Shape(lines, {page.number: page.height for page in pages})
    blocks: list[Block] = []
    for page in kept:
        blocks.extend(_page_blocks([line for line in lines if line.page == page.number], shape))
    return _joined(blocks, shape)


class Shape:
    """What is usual in a document: letter size, line spacing, right margins."""

    def __init__(self, lines: Sequence[Line], heights: dict[int, float]) -> None:
        self.heights = heights
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[_rounded(line.size)] += len(line.text)
        self.body = sizes.most_common(1)[0][0]
        self._leading = _leadings(lines)
        self._rights = _right_edges(lines)
        self.justified = self._is_justified(lines)
        self.heading_sizes = self._heading_sizes(lines)

    def leading(self, size: float) -> float:
        """Usual distance between the base lines of text of this size."""
        return self._leading.get(_rounded(size), 1.25 * size)

    def right_edge(self, line: Line) -> float:
        """How far to the right the lines reach that begin where this one does."""
        return self._rights.get(_column(line), line.right)

    def has_room(self, line: Line, following: Line) -> bool:
        """Whether the next line's first word had room on this one: the break was meant."""
        blank = 0.3 * line.size
        slack = 0.4 * line.size
        room = self.right_edge(line) - line.right
        return following.first_width + blank + slack < room

    def level(self, size: float) -> int:
        """Heading level of a letter size: 1 for the largest."""
        larger = [known for known in self.heading_sizes if known >= _rounded(size) - 0.25]
        return max(1, min(6, len(larger)))

    def is_large(self, line: Line) -> bool:
        return line.size > _LARGER * self.body

    def is_small(self, line: Line) -> bool:
        return line.size < _SMALLER * self.body

    def _is_justified(self, lines: Sequence[Line]) -> bool:
        body = [line for line in lines if abs(line.size - self.body) < 1]
        flush = sum(self.right_edge(line) - line.right < _FLUSH for line in body)
        return flush > _JUSTIFIED * len(body)

    def _heading_sizes(self, lines: Sequence[Line]) -> list[float]:
        found = {_rounded(line.size) for line in lines if self.is_large(line)}
        return sorted(found, reverse=True)


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _column(line: Line) -> tuple[int, int]:
    return line.page, round(line.starts[0] / 4)


def _leadings(lines: Sequence[Line]) -> dict[float, float]:
    """The commonest distance of successive lines for each letter size."""
    gaps: dict[float, Counter[float]] = {}
    for above, below in pairwise(lines):
        gap = below.base - above.base
        same = above.page == below.page and abs(above.size - below.size) < 0.5
        if same and 0.8 * below.size < gap < 2.5 * below.size:
            gaps.setdefault(_rounded(below.size), Counter())[_rounded(gap)] += 1
    return {size: _lowest_common(counts) for size, counts in gaps.items()}


def _lowest_common(counts: Counter[float]) -> float:
    """The smallest gap that is not rare: lists with space between outnumber lines at times."""
    enough = max(2, 0.15 * counts.total())
    usual = [gap for gap, count in counts.items() if count >= enough]
    return min(usual) if usual else min(counts)


def _right_edges(lines: Iterable[Line]) -> dict[tuple[int, int], float]:
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        key = _column(line)
        edges[key] = max(edges.get(key, 0.0), line.right)
    return edges


def _without_running_heads(pages: Sequence[PageLines]) -> list[PageLines]:
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
    return re.sub(r"\d+", "#", line.text).strip().casefold()


def _in_margin(line: Line, page: PageLines) -> bool:
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


def _reading_order(page: PageLines) -> list[Line]:
    """Content order, unless it jumps up the page without a second column to jump to."""
    stray = 0
    for above, below in pairwise(page.lines):
        up = above.base - below.base
        if up > above.size and below.left < above.right - above.size:
            stray += 1
    return sorted(page.lines, key=lambda line: (line.base, line.left)) if stray else page.lines


def _page_blocks(lines: list[Line], shape: Shape) -> list[Block]:
    blocks: list[Block] = []
    runs = _runs(_with_markers(lines))
    index = 0
    while index < len(runs):
        row = _row(runs, index, shape)
        if len(row) > 1:
            cells = [line for run in row for line in run]
            blocks.append(Block("row", cells, [list(run) for run in row]))
        else:
            blocks.extend(_paragraphs(runs[index], shape))
        index += max(1, len(row))
    return blocks


def _with_markers(lines: list[Line]) -> list[Line]:
    """Bullets and numbers put in front of the text that stands on their base line."""
    out: list[Line] = []
    for line in lines:
        marker = out[-1] if out else None
        if marker is not None and _is_marker(marker.text) and _beside(marker, line):
            out[-1] = _merged(marker, line)
        else:
            out.append(line)
    return out


def _is_marker(text: str) -> bool:
    return bool(_BULLET.fullmatch(text) or _NUMBER.fullmatch(text))


def _beside(left: Line, right: Line) -> bool:
    near = 0.5 * max(left.size, right.size)
    return abs(left.base - right.base) < near and right.left >= left.right - 1


def _merged(marker: Line, line: Line) -> Line:
    return Line(
        line.page,
        marker.left,
        line.right,
        min(marker.top, line.top),
        max(marker.bottom, line.bottom),
        line.base,
        line.size,
        f"{marker.text} {line.text}",
        [*marker.origins, -1, *line.origins],
        [marker.left, *line.starts][:3],
        marker.right - marker.left,
        line.bold + len(marker.text) if line.is_bold else line.bold,
    )


def _runs(lines: list[Line]) -> list[list[Line]]:
    """Lines below each other; a new run begins where the text steps to the right or up."""
    runs: list[list[Line]] = []
    for line in lines:
        last = runs[-1][-1] if runs else None
        if last is None or line.base <= last.base + 0.3 * line.size:
            runs.append([line])
        else:
            runs[-1].append(line)
    return runs


def _row(runs: list[list[Line]], index: int, shape: Shape) -> list[list[Line]]:
    """The cells of the table row that begins at ``index``; one run when there is none.

    The last line of a run of text above a table, and the first lines of the text below
    one, hang on to its cells: only what stands beside the other cells is taken.
    """
    row = [runs[index]]
    for run in runs[index + 1 :]:
        first, before = run[0], row[-1]
        level = before[-1] if len(row) == 1 else row[0][0]
        beside = first.left >= max(line.right for line in row[-1][-1:]) - 1
        near = abs(first.base - level.base) < 1.2 * first.size
        if not (beside and near and first.page == before[0].page):
            break
        row.append(run)
    if len(row) == 1:
        return row
    return _cut_to_row(runs, index, len(row), shape)


def _cut_to_row(runs: list[list[Line]], index: int, count: int, shape: Shape) -> list[list[Line]]:
    """Puts what stands above or below the row's cells into runs of its own."""
    first = runs[index]
    if len(first) > 1:
        # The row's first cell is the last line of what was gathered above it.
        runs[index : index + 1] = [first[:-1], first[-1:]]
        return [runs[index]]
    last = runs[index + count - 1]
    stop = next(
        (place for place, line in enumerate(last) if place and line.left < last[0].left - 1), 0
    )
    if stop:
        runs[index + count - 1 : index + count] = [last[:stop], last[stop:]]
    return runs[index : index + count]


def _paragraphs(lines: list[Line], shape: Shape) -> list[Block]:
    """One run of lines cut where a new paragraph begins."""
    blocks: list[list[Line]] = []
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        if blocks and not _begins(blocks[-1], line, following, shape):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [Block(_kind(block, shape), block) for block in blocks]


def _begins(block: list[Line], line: Line, following: Line | None, shape: Shape) -> bool:
    last = block[-1]
    if abs(line.size - last.size) > _SAME_SIZE * max(line.size, last.size):
        return True
    if line.base - last.base > _LOOSE * shape.leading(line.size) + 0.5:
        return True
    if _BULLET.match(line.text) and _hangs(line, following, last, shape):
        return True
    if _NUMBER.match(line.text) and _ends(last, line, shape):
        return True
    if line.is_bold != last.is_bold and _bold_line_ends(block, line, shape):
        return True
    if _is_indented(block, line, following):
        return True
    return shape.has_room(last, line)


def _hangs(line: Line, following: Line | None, last: Line, shape: Shape) -> bool:
    """Whether a line that begins with a bullet or dash is an item and no running text."""
    if line.text[0] not in "-–o":
        return True
    if following is not None and following.left > line.left + 0.5 * line.size:
        return True
    return last.text.endswith(_SENTENCE_ENDS) and shape.has_room(last, line)


def _ends(last: Line, line: Line, shape: Shape) -> bool:
    return (
        last.text.endswith(_SENTENCE_ENDS)
        or last.text.endswith((",", " and", " or", " y", " et"))
        or shape.has_room(last, line)
    )


def _bold_line_ends(block: list[Line], line: Line, shape: Shape) -> bool:
    """A bold heading over its text, or text over a bold heading, without space between."""
    if all(above.is_bold for above in block):
        return shape.has_room(block[-1], line)
    return line.is_bold and _ends(block[-1], line, shape)


def _is_indented(block: list[Line], line: Line, following: Line | None) -> bool:
    """The first line of a paragraph, set in from the lines above and below it."""
    step = _INDENT * line.size
    margin = min(above.left for above in block[1:]) if len(block) > 1 else block[0].left
    if line.left < margin + step or _is_item(block):
        return False
    return following is None or following.left < line.left - 0.5 * step


def _is_item(block: list[Line]) -> bool:
    return bool(_BULLET.match(block[0].text) or _NUMBER.match(block[0].text))


def _kind(block: list[Line], shape: Shape) -> BlockKind:
    text = " ".join(line.text for line in block)
    if len(block) <= _HEADING_LINES:
        if all(shape.is_large(line) for line in block) and not _BULLET.match(text):
            return "heading"
        if all(line.is_bold for line in block) and not _is_item(block) and reads_as_heading(text):
            return "bold"
    return "item" if _BULLET.match(text) and len(text) > 1 else "paragraph"


def _joined(blocks: list[Block], shape: Shape) -> list[Block]:
    """Paragraphs that run on over the turn of a page or column made one again."""
    out: list[Block] = []
    for block in blocks:
        place = _open_end(out, shape)
        if place is not None and _runs_on(out[place], block, shape):
            notes = out[place + 1 :]
            running = out[place]
            out[place:] = [*notes, Block(running.kind, running.lines + block.lines)]
        else:
            out.append(block)
    return out


def _open_end(blocks: list[Block], shape: Shape) -> int | None:
    """The last block of the text, footnotes at the foot of its page passed over."""
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        if block.kind == "paragraph" and all(shape.is_small(line) for line in block.lines):
            continue
        return place if block.kind in ("paragraph", "item") else None
    return None


def _runs_on(before: Block, after: Block, shape: Shape) -> bool:
    last, first = before.lines[-1], after.lines[0]
    turned = (
        first.page != last.page or first.base < last.base - shape.heights[last.page] * _TALL_STEP
    )
    if after.kind != "paragraph" or not turned or _is_item(after.lines):
        return False
    if abs(first.size - last.size) > _SAME_SIZE * last.size or first.page > last.page + 1:
        return False
    if last.text.endswith("-") or first.text[0].islower():
        return True
    if shape.has_room(last, first):
        return False
    if not last.text.endswith(_SENTENCE_ENDS):
        return True
    return shape.justified and shape.right_edge(last) - last.right < _FLUSH
