"""From the lines of a PDF's pages to blocks: headings, paragraphs, items, table rows.

Nothing in a PDF says where a paragraph begins. What a typesetter leaves to be seen is
used: the space between lines, indents, a line that ends although the next word had room,
the size and weight of the type, and bullets and numbers at the left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from aftersummit.documents.numbering import counts_on
from aftersummit.documents.pdf_frame import without_running_heads
from aftersummit.documents.pdf_lines import Line, PageLines
from aftersummit.documents.pdf_pieces import BULLET_START, NUMBER_START, made_whole
from aftersummit.documents.pdf_shape import FLUSH, Shape
from aftersummit.documents.prose import reads_as_heading

BlockKind = Literal["paragraph", "heading", "bold", "item", "row"]

_SENTENCE_ENDS = tuple('.!?:;…”"»)]')

# Shares of the letters' height.
_LOOSE = 1.18
_SAME_SIZE = 0.08
_INDENT = 0.7
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
    kept = without_running_heads(pages)
    lines = [line for page in kept for line in _reading_order(page)]
    if not lines:
        return []
    shape = Shape(lines, {page.number: page.height for page in pages})
    blocks: list[Block] = []
    for page in kept:
        blocks.extend(_page_blocks([line for line in lines if line.page == page.number], shape))
    return _joined(blocks, shape)


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
    runs = _runs(made_whole(lines))
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
    if _has_bullet(line) and _hangs(line, following, last, shape):
        return True
    if NUMBER_START.match(line.text) and _ends(last, line, shape):
        below = following.text if following else ""
        return not counts_on([each.text for each in block], line.text, below)
    if line.is_bold != last.is_bold and _bold_line_ends(block, line, shape):
        return True
    if _is_indented(block, line, following):
        return True
    return shape.has_room(last, line)


def _has_bullet(line: Line) -> bool:
    return line.has_shape or BULLET_START.match(line.text) is not None


def _hangs(line: Line, following: Line | None, last: Line, shape: Shape) -> bool:
    """Whether a line that begins with a bullet or dash is an item and no running text."""
    if line.has_shape or line.text[0] not in "-–o":
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
        text = " ".join(above.text for above in block)
        fills = reads_as_heading(text) and text[-1].isalnum() and line.text[0].isupper()
        return fills or shape.has_room(block[-1], line)
    return line.is_bold and _ends(block[-1], line, shape)


def _is_indented(block: list[Line], line: Line, following: Line | None) -> bool:
    """The first line of a paragraph, set in from the lines above and below it."""
    step = _INDENT * line.size
    margin = min(above.left for above in block[1:]) if len(block) > 1 else block[0].left
    if line.left < margin + step or _is_item(block):
        return False
    return following is None or following.left < line.left - 0.5 * step


def _is_item(block: list[Line]) -> bool:
    return _has_bullet(block[0]) or NUMBER_START.match(block[0].text) is not None


def _kind(block: list[Line], shape: Shape) -> BlockKind:
    text = " ".join(line.text for line in block)
    if len(block) <= _HEADING_LINES:
        if all(shape.is_large(line) for line in block) and not _has_bullet(block[0]):
            return "heading"
        if all(line.is_bold for line in block) and not _is_item(block) and reads_as_heading(text):
            return "bold"
    return "item" if _has_bullet(block[0]) and len(text) > 1 else "paragraph"


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


def _goes_on(before: Block, after: Block) -> bool:
    """Whether a number at the head of a page belongs to a list within a sentence."""
    below = after.lines[1].text if len(after.lines) > 1 else ""
    return counts_on([line.text for line in before.lines], after.lines[0].text, below)


def _runs_on(before: Block, after: Block, shape: Shape) -> bool:
    last, first = before.lines[-1], after.lines[0]
    turned = (
        first.page != last.page or first.base < last.base - shape.heights[last.page] * _TALL_STEP
    )
    if after.kind != "paragraph" or not turned:
        return False
    if _is_item(after.lines) and not _goes_on(before, after):
        return False
    if abs(first.size - last.size) > _SAME_SIZE * last.size or first.page > last.page + 1:
        return False
    if last.text.endswith("-") or first.text[0].islower():
        return True
    if shape.has_room(last, first):
        return False
    if not last.text.endswith(_SENTENCE_ENDS):
        return True
    return shape.justified and shape.right_edge(last) - last.right < FLUSH
