"""HTML pages: the text of the page without the furniture around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from aftersummit.documents.builder import TextBuilder
from aftersummit.documents.encoding import decode
from aftersummit.documents.markup import Walker
from aftersummit.documents.pagefacts import page_facts
from aftersummit.documents.reading import Reading, Received, Unreadable
from aftersummit.model import Problem
from aftersummit.text.normalise import canonical

_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w:-]+)", re.IGNORECASE)
# Browsers read these labels as Windows-1252, and so does everybody who writes them.
_LATIN = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}

# A main part shorter than this is a wrapper that scripts would have filled.
_MAIN_CHARACTERS = 200
_ARTICLE_SHARE = 0.5


class HtmlReader:
    """``.html`` files and web pages; menus, footers and sharing buttons are left out."""

    name = "html"
    suffixes = (".html", ".htm", ".xhtml", ".shtml")
    media_types = ("text/html", "application/xhtml+xml")

    def sniff(self, head: bytes) -> bool:
        """A document type or an opening tag of the page itself, comments aside."""
        return _START.match(head.replace(b"\0", b"")) is not None

    def read(self, received: Received) -> Iterator[Reading | Problem]:
        """One text, with title, date, language and address from the page's head."""
        data = received.bytes(received.limits.html, "html-too-large", "html")
        text, problems = decode(data, received.name, _charset(data, received.charset))
        yield from problems
        tree = _parse(canonical(text), received.name)
        builder = TextBuilder()
        body = tree.body
        if body is not None:
            root, chosen = _main(body)
            Walker(builder, furniture=not chosen).walk(root)
        built = builder.build()
        if not built.text:
            raise Unreadable(
                "html-no-text",
                f"{received.name} holds no text; it may be filled by scripts",
                "open it in a browser and save the page as PDF, then add that",
            )
        yield Reading(built.text, built.sections, facts=page_facts(tree, builder))


def add_fragment(builder: TextBuilder, markup: str) -> None:
    """Adds what a piece of HTML inside another format says."""
    body = _parse(markup, "a piece of HTML").body
    if body is not None:
        Walker(builder, furniture=False).walk(body)


def _parse(text: str, name: str) -> Any:
    from resiliparse.parse.html import HTMLTree

    try:
        return HTMLTree.parse(text)
    except (ValueError, RuntimeError) as error:
        raise Unreadable(
            "html-broken", f"{name} cannot be parsed as HTML: {error}", "save it again as HTML"
        ) from error


def _charset(data: bytes, declared: str) -> str:
    match = _META_CHARSET.search(data[:4096])
    charset = (declared or (match[1].decode("ascii") if match else "")).lower()
    return "cp1252" if charset in _LATIN else charset


def _main(body: Any) -> tuple[Any, bool]:
    """The part of the page that holds the text, and whether the page itself marks it."""
    for query in ("main", '[role="main"]'):
        for node in body.query_selector_all(query):
            if _length(node) >= _MAIN_CHARACTERS:
                return node, True
    articles = list(body.query_selector_all("article"))
    if articles:
        longest = max(articles, key=_length)
        if _length(longest) >= max(_MAIN_CHARACTERS, _ARTICLE_SHARE * _length(body)):
            return longest, True
    return body, False


def _length(node: Any) -> int:
    return len(node.text)
