"""How the register was made, its downloads, and the search page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from aftersummit.publish.site.downloads import FORMATS, download_path, offered
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.pages.gaps import searched
from aftersummit.publish.site.status import STANDINGS


def pages(look: Lookup) -> Iterator[Page]:
    """The method page, the downloads page and the search page."""
    yield Page(
        "method.html",
        "method.html",
        "How this was made",
        "What counts as a commitment, what counts as action, and how sure each record is.",
        lambda: _method(look),
        "method.html",
    )
    yield Page(
        "downloads.html",
        "downloads.html",
        "Download the data",
        "Every record as CSV, JSON and JSON lines, with its schema.",
        lambda: _downloads(look),
        "downloads.html",
    )
    yield Page("search.html", "search.html", "Search", "Search everything in this register.")


def _method(look: Lookup) -> dict[str, Any]:
    register = look.register
    confidence: Counter[str] = Counter(c.checked for c in look.settled)
    confidence.update(a.confidence for a in register.actions)
    confidence.update(m.confidence for m in register.meetings)
    confidence.update(o.confidence for s in register.series for o in s.observations)
    placed = sum(any(p.span for p in c.passages) for c in look.settled)
    return {
        "standings": STANDINGS,
        "confidence": confidence,
        "searched": searched(look),
        "placed": placed,
        "total": len(look.settled),
        "book": register.codebook,
        "five": "economic-stability" in look.priorities,
    }


def _downloads(look: Lookup) -> dict[str, Any]:
    rows = [
        {
            "noun": noun,
            "count": len(records),
            "files": [(name, download_path(noun, name)) for name in FORMATS],
            "schema": f"data/{noun}.schema.json",
        }
        for noun, _, records in offered(look.register)
    ]
    return {"rows": rows}
