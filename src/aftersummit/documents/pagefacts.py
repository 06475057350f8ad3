"""Title, date, language and address as a web page's head states them."""

from __future__ import annotations

import re
from typing import Any

from aftersummit.documents.builder import TextBuilder, clean
from aftersummit.documents.frontmatter import iso_date
from aftersummit.documents.reading import Facts

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_DATES = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.issued", "dcterms.date", "dcterms.created", "publish_date", "pubdate",
    "citation_publication_date", "og:published_time",
)  # fmt: skip
_LANGUAGES = ("og:locale", "content-language", "dc.language", "dcterms.language")
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
_SITE = re.compile(r"\s+[|»]\s+[^|»]{2,60}$")
# A dash also stands within titles ("A – B joint statement"): only a publisher goes after it.
_PUBLISHER = re.compile(
    r"\s+[–—·-]\s+[^|–—·»]*\b(?:house|government|gouvernement|gobierno|ministry|minist[eè]re"
    r"|ministerio|secretar[iy]\w*|department|office|presidencia|[eé]lys[eé]e|commission|council"
    r"|consilium|embassy|news|press|site|website|home|go[bv]|gouv|gc|[\w-]+\.\w{2,6})\b[^|–—·»]*$",
    re.IGNORECASE,
)


def page_facts(tree: Any, builder: TextBuilder) -> Facts:
    """Facts from meta elements, the ``lang`` attribute, JSON-LD and the page's title."""
    meta = _meta(tree)
    return Facts(
        title=_title(tree, meta, builder),
        date=_date(tree, meta),
        language=_language(tree, meta),
        url=_url(tree, meta),
    )


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.document.query_selector_all("meta"):
        key = node.getattr("property") or node.getattr("name") or node.getattr("http-equiv")
        content = clean(node.getattr("content") or "")
        if key and content:
            found.setdefault(key.lower(), content)
    return found


def _title(tree: Any, meta: dict[str, str], builder: TextBuilder) -> str:
    first = builder.first_heading
    title = next((meta[name] for name in _TITLES if name in meta), "") or clean(tree.title or "")
    if first and title.startswith(first):
        return first
    shorter = _PUBLISHER.sub("", _SITE.sub("", title))
    name = meta.get("og:site_name", "")
    if name and shorter.endswith(name):
        shorter = shorter[: -len(name)].rstrip(" |–—·»-")
    return shorter or title or first


def _date(tree: Any, meta: dict[str, str]) -> str:
    for name in _DATES:
        if date := iso_date(meta.get(name, "")):
            return date
    for node in tree.document.query_selector_all('script[type="application/ld+json"]'):
        if match := _JSON_LD_DATE.search(node.text or ""):
            return iso_date(match[1])
    node = tree.document.query_selector("time[datetime]")
    return iso_date(node.getattr("datetime") or "") if node is not None else ""


def _language(tree: Any, meta: dict[str, str]) -> str:
    root = tree.document.query_selector("html")
    claimed = (root.getattr("lang") if root is not None else "") or next(
        (meta[name] for name in _LANGUAGES if name in meta), ""
    )
    return claimed.replace("_", "-").split("-")[0].strip().lower()


def _url(tree: Any, meta: dict[str, str]) -> str:
    node = tree.document.query_selector('link[rel="canonical"]')
    address = (node.getattr("href") if node is not None else "") or meta.get("og:url", "")
    return address if address.startswith(("http://", "https://")) else ""
