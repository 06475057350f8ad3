"""The World Bank's indicators, version 2 of its interface.

An answer is a pair: how many pages there are, and the rows of one; a fault is a single message.
A country without a value has a row with nothing in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aftersummit.errors import OutsideError, UserError
from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import parse_period
from aftersummit.indicators.services.asking import Answer, Ask, address, parsed
from aftersummit.model import slugify

BASE = "https://api.worldbank.org/v2"
PAGE = "1000"


class WorldBank:
    """The key is countries and an indicator (``MEX;USA/EN.GHG.ALL.MT.CE.AR5``); options are
    the interface's own (``date=2000:2023``)."""

    def read(self, ask: Ask, key: str, options: Mapping[str, str], base: str = "") -> Answer:
        countries, _, indicator = key.partition("/")
        if not countries or not indicator or "/" in indicator:
            raise UserError(
                f"'{key}' names no countries and indicator", "write it like MEX;USA/SP.POP.TOTL"
            )
        bodies: list[bytes] = []
        rows: list[dict[str, Any]] = []
        first = ""
        head: dict[str, Any] = {}
        page, pages = 1, 1
        while page <= pages:
            url = address(
                base or BASE, "country", countries, "indicator", indicator,
                format="json", per_page=PAGE, page=str(page), **options,
            )  # fmt: skip
            first = first or url
            bodies.append(ask(url))
            head, found = _split(parsed(bodies[-1], url), key)
            pages = int(head.get("pages", 1) or 1)
            rows.extend(found)
            page += 1
        total = int(head.get("total", len(rows)) or 0)
        if total != len(rows):
            raise OutsideError(
                f"the World Bank announced {total} rows of {key} and sent {len(rows)}",
                "ask again: its figures may have been changing",
            )
        return Answer((_cube(rows, indicator, head),), b"\n".join(bodies), first)


def _split(answer: Any, key: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if isinstance(answer, list) and answer and isinstance(answer[0], dict):
        faults = answer[0].get("message")
        if faults:
            said = "; ".join(str(one.get("value", one)) for one in faults)
            raise UserError(
                f"the World Bank does not know {key}: {said}", "check the country and indicator"
            )
        if len(answer) == 2:
            return answer[0], list(answer[1] or [])
    raise OutsideError(f"the World Bank's answer for {key} is not understood", "try again later")


def _cube(rows: list[dict[str, Any]], indicator: str, head: Mapping[str, Any]) -> Cube:
    if not rows:
        raise UserError(f"the World Bank has no figures of {indicator} there", "widen the question")
    found, kinds = [], set()
    for row in rows:
        period = parse_period(str(row["date"]))
        kinds.add(period.frequency)
        value = row.get("value")
        at = (str(row.get("countryiso3code") or row["country"]["id"]),)
        # Without it an empty year at either end shortens the series, and one inside is a gap.
        if value is not None:
            found.append(Row(period.edtf, at, float(value)))
    if len(kinds) != 1:
        raise UserError(
            f"{indicator} mixes years and shorter periods", "ask for one: date=2000:2023"
        )
    if not found:
        raise UserError(f"the World Bank has no figures of {indicator} there", "widen the question")
    title = str(rows[0]["indicator"]["value"])
    about = About(
        id=slugify(f"wb {indicator}", 60),
        title=title,
        unit=str(rows[0].get("unit") or _unit(title)),
        frequency=kinds.pop(),
        publisher="World Bank",
        address=f"https://data.worldbank.org/indicator/{indicator}",
        licence="CC BY 4.0",
        vintage=str(head.get("lastupdated", "")),
        additive=False,
        summable=False,
        note="The World Bank compiles national and international sources; see its own page.",
    )
    return Cube(about, ("country",), tuple(found), where=f"World Bank, {indicator}")


def _unit(title: str) -> str:
    """The unit that a title carries in its last brackets."""
    start, end = title.rfind("("), title.rfind(")")
    return title[start + 1 : end] if 0 <= start < end else title
