"""All pages and files of one register's site, each made when it is asked for."""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any

from aftersummit.errors import NotFound
from aftersummit.model import Register
from aftersummit.publish.site.charts import chartable, scripts
from aftersummit.publish.site.downloads import (
    FORMATS,
    download,
    download_path,
    offered,
    schema,
    scoring_stamp,
)
from aftersummit.publish.site.draw import Pen
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.pages import (
    about,
    actions,
    commitments,
    coverage,
    documents,
    figures,
    gaps,
    home,
    meetings,
    parties,
    rounds,
    scorecards,
    topics,
)
from aftersummit.publish.site.search import index

FAMILIES = (
    home,
    meetings,
    commitments,
    scorecards,
    parties,
    coverage,
    topics,
    documents,
    actions,
    figures,
    gaps,
    rounds,
    about,
)
OWN_ASSETS = ("site.css", "site.js", "search.js", "charts.js")


class Site:
    """The published form of a register.

    Args:
        register: plain values; the site holds nothing else and asks nobody.
    """

    def __init__(self, register: Register) -> None:
        self.look = Lookup(register)

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every page by its path. Where two would stand at one place, the first stays
        (:func:`aftersummit.publish.gate.check` names both)."""
        found: dict[str, Page] = {}
        taken: set[str] = set()
        for family in FAMILIES:
            for page in family.pages(self.look):
                if page.path.casefold() not in taken:
                    taken.add(page.path.casefold())
                    found[page.path] = page
        return found

    @cached_property
    def files(self) -> dict[str, Callable[[], bytes]]:
        """Every file that is no page, by its path."""
        register = self.look.register
        found: dict[str, Callable[[], bytes]] = {
            f"assets/{name}": partial(_own, name) for name in OWN_ASSETS
        }
        found["assets/search-index.js"] = partial(index, self.look)
        if any(chartable(series) for series in register.series):
            found["assets/vega.js"] = scripts
        for noun, _, _ in offered(register):
            for format in FORMATS:
                found[download_path(noun, format)] = partial(download, register, noun, format)
            found[f"data/{noun}.schema.json"] = partial(schema, noun)
        found["data/scoring.json"] = partial(scoring_stamp, register)
        return found

    @cached_property
    def _pen(self) -> Pen:
        return Pen(self.look)

    def paths(self) -> Iterator[str]:
        """Every path of the site, relative to its root, in a fixed order."""
        yield from self.pages
        yield from self.files

    def render(self, path: str) -> bytes:
        """The bytes of one page or file.

        Raises:
            NotFound: the site has nothing at ``path``.
        """
        if path in self.files:
            return self.files[path]()
        page = self.pages.get(path)
        if page is None:
            raise NotFound(f"the site has no page '{path}'", "start from index.html")
        return self._pen.draw(page)

    def values(self, path: str) -> dict[str, Any]:
        """What the page at ``path`` is drawn from; for tests and for other surfaces."""
        return self.pages[path].make()


def _own(name: str) -> bytes:
    folder = importlib.resources.files("aftersummit.publish.site") / "assets"
    return (folder / name).read_bytes()
