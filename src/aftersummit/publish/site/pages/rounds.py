"""How far coders agreed: one page for every closed round of blind coding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aftersummit.model import Measure, RoundReport
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.page import Page

KINDS = (
    ("all", "All labels"),
    ("label", "By label"),
    ("attribute", "By attribute"),
    ("document", "By document"),
    ("pair", "By pair of coders"),
)
COEFFICIENTS = {
    "percent": "equal",
    "alpha-nominal": "Krippendorff’s alpha",
    "cohen": "Cohen’s kappa",
    "fleiss": "Fleiss’ kappa",
}


def pages(look: Lookup) -> Iterator[Page]:
    """One page a round; none while nobody coded blind."""
    for report in look.register.rounds:
        yield Page(
            path(report),
            "round.html",
            f"Agreement: {report.title}",
            f"How far {report.coders} coders agreed on the labels of {report.units} units.",
            lambda report=report: {"report": report, "tables": tables(report)},  # type: ignore[misc]
            "method.html",
        )


def path(report: RoundReport) -> str:
    """Where a round's page stands."""
    return f"{report.ref}.html"


def tables(report: RoundReport) -> list[dict[str, Any]]:
    """A table for each kind of measure: a row a group, a column a coefficient."""
    found = []
    for kind, name in KINDS:
        groups: dict[str, dict[str, Measure]] = {}
        for measure in report.measures:
            if measure.by == kind:
                groups.setdefault(measure.group, {})[measure.coefficient] = measure
        columns = [c for c in COEFFICIENTS if any(c in row for row in groups.values())]
        if groups:
            heads = [COEFFICIENTS[c] for c in columns]
            found.append({"name": name, "columns": columns, "heads": heads, "groups": groups})
    return found
