"""From a parsed HTML tree to blocks of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from aftersummit.documents.builder import BULLET, TextBuilder, clean
from aftersummit.documents.numbering import letters, roman
from aftersummit.documents.prose import reads_as_heading, word_set

_SKIPPED = word_set(
    "head script style noscript template svg iframe object embed canvas audio video map "
    "button select option textarea input dialog datalist meter progress #comment"
)
_FURNITURE = word_set("nav footer aside header form menu")
_BLOCKS = word_set(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption "
    "figure footer form header hgroup html legend main menu nav p pre section summary "
    "table caption thead tbody tfoot hr h1 h2 h3 h4 h5 h6 ul ol li tr"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset(("b", "strong"))
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"(?:^|[-_ ])(?:share|sharing|social|breadcrumbs?|cookies?|consent|newsletter|subscribe|"
    r"related|sidebar|menu|nav|navbar|navigation|skip|screen-reader-text|sr-only|"
    r"visually-hidden|advert|promo|pagination|pager|comments|masthead|toolbar|site-header|"
    r"site-footer|footer|print-link|addtoany|sharedaddy)(?:$|[-_ ])",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\n\s*\n")
_FOOTNOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡])[\])]?$")

_MENU_LINKS = 4
_MENU_SHARE = 0.75
_MENU_WORD = 40
_MENU_DEPTH = 3
_TEXT_SHARE = 0.5
# How many times the length of a page may be looked at to tell furniture from text.
_MEASURED = 20


@dataclass(slots=True)
class _ListState:
    ordered: bool
    number: int = 0
    style: str = "1"


@dataclass(slots=True)
class _Gathered:
    """Inline text since the last block ended, and how much of it was bold."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    bold: int = 0


class Walker:
    """Goes through a tree once, without recursion: real pages nest thousands deep.

    Args:
        builder: takes the blocks.
        furniture: whether to leave out headers, footers and lists of links too: right for
            a whole page, wrong inside the part that the page marks as its text.
    """

    def __init__(self, builder: TextBuilder, *, furniture: bool) -> None:
        self.builder = builder
        self.furniture = furniture
        self.lists: list[_ListState] = []
        self.marker = ""
        self.level = 0
        self.bold_depth = 0
        self.pre_depth = 0
        self.cells: list[str] | None = None
        self.tables: list[bool] = []
        self.gathered = _Gathered()
        self.total = 0
        self.budget = 0

    def walk(self, root: Any) -> None:
        """Adds everything under ``root``."""
        self.total = len(root.text)
        self.budget = _MEASURED * self.total
        node = root.first_child
        while node is not None:
            child = None
            tag = node.tag
            if tag == "#text":
                self._text(node.value)
            elif not self._left_out(node, tag):
                self._enter(node, tag)
                child = node.first_child
                if child is None:
                    self._leave(node, tag)
            node = child if child is not None else self._onward(node, root)
        self._flush()

    def _onward(self, node: Any, root: Any) -> Any:
        """The next node in document order after ``node`` and all below it."""
        while node is not None:
            following = node.next_sibling
            if following is not None:
                return following
            node = node.parent
            if node is None or node == root:
                return None
            self._leave(node, node.tag)
        return None

    def _text(self, text: str) -> None:
        if not self.pre_depth:
            text = text.replace("\n", " ")
        self.gathered.parts.append(text)
        size = len(text.strip())
        self.gathered.size += size
        if self.bold_depth or self.level:
            self.gathered.bold += size

    def _left_out(self, node: Any, tag: str) -> bool:
        if tag in _SKIPPED or tag.startswith(("#", "!")):
            return True
        if tag == "sup":
            return _is_footnote_mark(node)
        names = node.attrs or ()
        if self.furniture and (tag in _FURNITURE or self._is_menu(node, tag)):
            return not self._holds_text(node)
        if not names:
            return False
        if "hidden" in names or node.getattr("aria-hidden") == "true":
            return True
        if "style" in names and _HIDDEN_STYLE.search(node.getattr("style") or ""):
            return True
        if tag in _BLOCKS and ("class" in names or "id" in names):
            label = f"{node.getattr('class') or ''} {node.getattr('id') or ''}"
            return bool(_BOILERPLATE.search(label)) and not self._holds_text(node)
        return False

    def _holds_text(self, node: Any) -> bool:
        """Whether something that looks like furniture holds the text of the page after all."""
        if self.budget <= 0:
            # A page that nests furniture without end would be measured without end.
            return True
        if node.query_selector("main, article, h1") is not None:
            return True
        size = len(node.text)
        self.budget -= size + 1
        return size > _TEXT_SHARE * self.total

    def _is_menu(self, node: Any, tag: str) -> bool:
        """A list made of short links and little else."""
        if tag not in ("ul", "ol") or len(self.lists) > _MENU_DEPTH or self.budget <= 0:
            return False
        links = node.query_selector_all("a")
        count = len(links)
        if count < _MENU_LINKS:
            return False
        linked = sum(len(link.text.strip()) for link in links)
        total = len(clean(node.text))
        self.budget -= total
        return linked >= _MENU_SHARE * total and linked < _MENU_WORD * count

    def _enter(self, node: Any, tag: str) -> None:
        if tag == "br":
            self.gathered.parts.append("\n")
        elif tag in _BLOCKS:
            self._flush()
            self._enter_block(node, tag)
        elif tag in ("td", "th"):
            self._flush()
        elif tag in _BOLD or _is_bold(node):
            self.bold_depth += 1

    def _enter_block(self, node: Any, tag: str) -> None:
        if tag in _HEADINGS:
            self.level = _HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self.lists.append(_list_state(node, tag))
        elif tag == "li":
            self.marker = self._next_marker(node)
        elif tag == "pre":
            self.pre_depth += 1
        elif tag == "table":
            self.tables.append(_is_data_table(node))
        elif tag == "tr" and self.tables[-1:] == [True]:
            self.cells = []

    def _leave(self, node: Any, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            self._leave_block(tag)
        elif tag in ("td", "th"):
            self._leave_cell()
        elif tag in _BOLD or (tag != "br" and _is_bold(node)):
            self.bold_depth = max(0, self.bold_depth - 1)

    def _leave_block(self, tag: str) -> None:
        if tag in _HEADINGS:
            self.level = 0
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.marker = ""
        elif tag == "pre":
            self.pre_depth -= 1
        elif tag == "table" and self.tables:
            self.tables.pop()
        elif tag == "tr" and self.cells is not None:
            row, self.cells = self.cells, None
            self.builder.add_row(row)

    def _leave_cell(self) -> None:
        self._flush()
        if self.cells is not None:
            self.cells.append("")

    def _flush(self) -> None:
        """Ends the block that is being gathered."""
        gathered, self.gathered = self.gathered, _Gathered()
        if not gathered.size:
            return
        text = "".join(gathered.parts)
        if self.cells is not None:
            if not self.cells:
                self.cells.append("")
            self.cells[-1] = f"{self.cells[-1]} {text}".strip()
            return
        bold = gathered.bold >= gathered.size
        for block in _BREAK.split(text):
            for line in _typed_items(block):
                self._add(line, bold)

    def _add(self, text: str, bold: bool) -> None:
        if not text.strip():
            return
        marker, self.marker = self.marker, ""
        if self.level:
            self.builder.add_heading(text, self.level)
        elif marker:
            self.builder.add_item(text, marker)
        elif bold and not self.lists and reads_as_heading(text):
            self.builder.add_bold_heading(text)
        else:
            self.builder.add_paragraph(text)

    def _next_marker(self, node: Any) -> str:
        if not self.lists or not self.lists[-1].ordered:
            return BULLET
        state = self.lists[-1]
        value = node.getattr("value") or ""
        state.number = int(value) if value.isdigit() else state.number + 1
        return f"{_shown(state.number, state.style)}."


def _typed_items(block: str) -> list[str]:
    """Lines of a block where bullets were typed and parted by line breaks; else one line."""
    lines = [line for line in map(clean, block.split("\n")) if line]
    out: list[str] = []
    for line in lines:
        if out and line[0] not in "•▪◦‣●○■":
            out[-1] += f" {line}"
        else:
            out.append(line)
    return out


def _list_state(node: Any, tag: str) -> _ListState:
    start = node.getattr("start") or ""
    number = int(start) - 1 if start.isdigit() else 0
    return _ListState(tag == "ol", number, node.getattr("type") or "1")


def _shown(number: int, style: str) -> str:
    if style in ("a", "A"):
        shown = letters(number)
    elif style in ("i", "I"):
        shown = roman(number)
    else:
        return str(number)
    return shown.upper() if style.isupper() else shown


def _is_bold(node: Any) -> bool:
    return node.tag in ("span", "font") and bool(_BOLD_STYLE.search(node.getattr("style") or ""))


def _is_footnote_mark(node: Any) -> bool:
    """A raised number that links to a note on the same page: a mark, not a word."""
    if not _FOOTNOTE_MARK.match(node.text.strip()):
        return False
    links = [node.parent, *node.query_selector_all("a")]
    return any(
        link is not None and link.tag == "a" and "#" in (link.getattr("href") or "")
        for link in links
    )


def _is_data_table(node: Any) -> bool:
    """Whether a table holds data: cells side by side, and no headings or tables inside."""
    if node.getattr("role") == "presentation":
        return False
    if node.query_selector("table, h1, h2, h3, h4, li") is not None:
        return False
    return node.query_selector("tr > * + *") is not None
