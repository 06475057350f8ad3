"""The official figures: one page a series, with its chart, its table and its sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from aftersummit.model import Series
from aftersummit.publish.site.charts import LONG, chartable, describe, render, sparkline
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.paths import path_of
from aftersummit.publish.site.words import (
    counted,
    date_bounds,
    date_words,
    number_words,
    short_month,
)


def pages(look: Lookup) -> Iterator[Page]:
    """The list of figures and a page for each series."""
    yield Page(
        "figures.html",
        "figures.html",
        "The figures",
        f"{counted(len(look.register.series), 'official series', 'official series')} "
        "shown beside the commitments.",
        lambda: _index(look),
        "figures.html",
    )
    for series in look.register.series:
        yield Page(
            path_of(series.ref),
            "series.html",
            series.title,
            f"{series.title}: {sentence(series)}",
            lambda series=series: _series(look, series),  # type: ignore[misc]
            "figures.html",
            charts=chartable(series),
        )


def spark(series: Series) -> dict[str, Any]:
    """A series in small: its latest figure, a line, and where its page stands."""
    ordered = sorted(series.observations, key=lambda o: date_bounds(o.period)[0])
    sure = [o for o in ordered if o.confidence != "unverified"]
    return {
        "series": series,
        "path": path_of(series.ref),
        "line": sparkline(series),
        "latest": sure[-1] if sure else None,
        "first": sure[0] if sure else None,
        "sentence": sentence(series),
    }


def period_words(series: Series, period: str) -> str:
    """A period as printed; a bare year of a fiscal series says so."""
    return f"fiscal year {period}" if series.fiscal_year else date_words(period)


def sentence(series: Series) -> str:
    """The first line of a series' page: where it started, where it stands; verified points only."""
    ordered = sorted(series.observations, key=lambda o: date_bounds(o.period)[0])
    sure = [o for o in ordered if o.confidence != "unverified"]
    if not sure:
        return "No value of this series could be verified."
    first, last = sure[0], sure[-1]
    unit = "per cent" if series.unit == "percent" else series.unit
    now = f"{number_words(last.value)} {unit} in {period_words(series, last.period)}"
    if first is last:
        return f"{now}."
    return f"{now}, against {number_words(first.value)} in {period_words(series, first.period)}."


def _index(look: Lookup) -> dict[str, Any]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for series in look.register.series:
        pillar = look.pillars.get(series.pillar)
        groups.setdefault(pillar.name if pillar else "", []).append(spark(series))
    points = [o for s in look.register.series for o in s.observations]
    return {
        "groups": groups,
        "total": len(look.register.series),
        "points": len(points),
        "unverified": sum(o.confidence == "unverified" for o in points),
    }


def _series(look: Lookup, series: Series) -> dict[str, Any]:
    refs = (
        *series.commitments,
        *(y.commitment for y in look.register.yardsticks if y.series == series.ref),
    )
    beside = [look.commitments[r] for r in dict.fromkeys(map(str, refs)) if r in look.commitments]
    marks = []
    for commitment in beside:
        meeting = look.meeting(commitment.ref)
        if meeting and meeting.date:
            start = date_bounds(meeting.date)[0]
            marks.append((start, f"{meeting.kind}, {short_month(start)}"))
    chart = describe(series, marks) if chartable(series) else None
    label = f"Line chart of {series.title}. {sentence(series)} The values stand in the table below."
    held = {str(y.commitment): y for y in look.register.yardsticks if y.series == series.ref}
    return {
        "s": series,
        "held": [(look.commitments[c], y) for c, y in held.items() if c in look.commitments],
        "long": len(series.observations) > LONG,
        "sourced": any(o.citations for o in series.observations),
        "chart": chart,
        "svg": Markup(render(chart, label)) if chart else "",
        "sentence": sentence(series),
        "rows": [(period_words(series, o.period), o) for o in series.observations],
        "beside": beside,
        "unsure": [o for o in series.observations if o.confidence == "unverified"],
        "pillar": look.pillars.get(series.pillar),
    }
