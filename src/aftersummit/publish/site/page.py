"""One page that can be made: where it stands, what it is called, what goes into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Page:
    """A page before it is drawn.

    Attributes:
        path: from the site's root, ``nals/2023/C017.html``.
        template: file in ``templates/``.
        title: for the browser's tab and for search engines.
        description: one sentence for search results.
        make: gives the template's values; called only when the page is drawn.
        section: which entry of the main navigation it belongs to.
        charts: whether the page needs the chart scripts.
    """

    path: str
    template: str
    title: str
    description: str
    make: Callable[[], dict[str, Any]] = field(default=dict)
    section: str = ""
    charts: bool = False
