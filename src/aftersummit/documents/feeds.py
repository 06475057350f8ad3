"""Lists of pages that a site offers: RSS, Atom and sitemaps, and robots.txt beside them.

Formats: RSS 2.0 and 1.0, RFC 4287 (Atom), sitemaps.org 0.9, RFC 9309 (robots).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from aftersummit.documents.reading import Unreadable

_ROOTS = {"rss": "rss", "rdf": "rss", "feed": "atom", "urlset": "sitemap", "sitemapindex": "index"}
_OPENING = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(rss|rdf|feed|urlset|sitemapindex)[\s>]", re.I)
_HEAD = 4096
_UNPACKED = 50 * 1024 * 1024
"""Bytes of a packed sitemap when unpacked: the most that its standard allows."""
_ENTRIES = 50_000
"""Entries of one list: the most that the sitemap standard allows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a list names.

    Attributes:
        url: absolute address.
        title: as the list gives it, "" where it gives none.
        date: when it was published or last changed, ISO date, "" where unknown.
        is_list: whether it is a list itself (a sitemap in an index of sitemaps).
    """

    url: str
    title: str = ""
    date: str = ""
    is_list: bool = False


def is_feed(data: bytes) -> bool:
    """Whether bytes open a list of pages: RSS, Atom, a sitemap or an index of sitemaps."""
    try:
        head = _unpacked(data[: 16 * _HEAD], _HEAD, cut=True)
    except Unreadable:
        return False
    opening = _OPENING.search(head[:_HEAD])
    page = re.search(rb"<(?:!doctype\s+html|html)[\s>]", head[:_HEAD], re.I)
    return opening is not None and (page is None or page.start() > opening.start())


def entries(data: bytes, url: str) -> list[Entry]:
    """The pages that a list names, each address once, in the list's order.

    Args:
        data: the list, packed with gzip or not.
        url: where it was found; addresses in it are relative to that.

    Raises:
        Unreadable: it is no list, is broken before its first entry, or unpacks to more than
            50 MB.
    """
    root = _parsed(_unpacked(data, _UNPACKED, cut=False), url)
    form = _ROOTS.get(_name(root).lower(), "")
    readers = {"rss": _rss, "atom": _atom, "sitemap": _sitemap, "index": _index}
    if form not in readers:
        raise Unreadable("no-feed", f"{url} is no list of pages", "add the page itself")
    found: dict[str, Entry] = {}
    for entry in readers[form](root, url):
        if urlsplit(entry.url).scheme in ("http", "https"):
            found.setdefault(entry.url, entry)
        if len(found) == _ENTRIES:
            break
    return list(found.values())


class Robots:
    """What a site's robots.txt allows this program.

    Args:
        text: the file; "" allows everything.
        closed: why the file could not be had although it may exist; then nothing is allowed.
    """

    def __init__(self, text: str = "", *, closed: str = "") -> None:
        self._rules = RobotFileParser()
        self._closed = closed
        self._rules.parse(text.splitlines())

    @property
    def why(self) -> str:
        """Why a page is not allowed."""
        return self._closed or "its site's robots.txt says so"

    def allows(self, url: str, agent: str) -> bool:
        """Whether the page may be asked for."""
        return not self._closed and self._rules.can_fetch(agent, url)

    def pause(self, agent: str) -> float:
        """Seconds that it asks to leave between two requests; 0 where it asks for none."""
        delay = self._rules.crawl_delay(agent)
        return float(delay) if delay else 0.0

    def lists(self) -> list[str]:
        """Addresses of the site's sitemaps."""
        return self._rules.site_maps() or []


def _parsed(data: bytes, url: str) -> Any:
    from lxml import etree

    # No entity, no outside file, no network: a list is somebody else's bytes.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("feed-broken", f"{url} cannot be read ({error})", _LATER) from error
    if root is None:
        raise Unreadable("feed-broken", f"{url} holds no list", _LATER)
    return root


_LATER = "try again later, or add its pages one by one"


def _unpacked(data: bytes, limit: int, *, cut: bool) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        out = unpack.decompress(data, limit)
    except zlib.error as error:
        raise Unreadable("feed-broken", f"a packed list is broken ({error})", _LATER) from error
    if unpack.unconsumed_tail and not cut:
        raise Unreadable(
            "feed-large", "a packed list unpacks to more than 50 MB", "add its pages one by one"
        )
    return out


def _rss(root: Any, url: str) -> Iterator[Entry]:
    for item in _all(root, "item"):
        link = _text(item, "link") or _permalink(item)
        if link:
            date = _day(_text(item, "pubDate") or _text(item, "date"))
            yield Entry(urljoin(url, link), _text(item, "title"), date)


def _permalink(item: Any) -> str:
    for guid in _all(item, "guid"):
        if guid.get("isPermaLink", "true").lower() != "false":
            return (guid.text or "").strip()
    return ""


def _atom(root: Any, url: str) -> Iterator[Entry]:
    for entry in _all(root, "entry"):
        links = {
            link.get("rel", "alternate"): link.get("href", "")
            for link in reversed(list(_all(entry, "link")))
        }
        if links.get("alternate"):
            date = _day(_text(entry, "published") or _text(entry, "updated"))
            yield Entry(urljoin(url, links["alternate"].strip()), _text(entry, "title"), date)


def _sitemap(root: Any, url: str) -> Iterator[Entry]:
    for page in _all(root, "url"):
        if address := _text(page, "loc"):
            yield Entry(urljoin(url, address), "", _day(_text(page, "lastmod")))


def _index(root: Any, url: str) -> Iterator[Entry]:
    for each in _all(root, "sitemap"):
        if address := _text(each, "loc"):
            yield Entry(urljoin(url, address), "", _day(_text(each, "lastmod")), is_list=True)


def _all(element: Any, name: str) -> Iterator[Any]:
    """Elements below of that name, whatever their namespace."""
    return (each for each in element.iter() if _name(each) == name)


def _text(element: Any, name: str) -> str:
    for each in element:
        if _name(each) == name:
            return " ".join("".join(each.itertext("*")).split())
    return ""


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _day(written: str) -> str:
    """The day of an ISO or RFC 5322 date, "" for any other."""
    if re.match(r"\d{4}-\d{2}-\d{2}", written):
        return written[:10]
    try:
        found: datetime = parsedate_to_datetime(written)
    except (TypeError, ValueError, IndexError):
        return ""
    return found.date().isoformat()
