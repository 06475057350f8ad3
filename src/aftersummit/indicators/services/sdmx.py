"""Statistical services that speak SDMX, asked for comma-separated values.

The dimensions stand before ``TIME_PERIOD`` and the attributes behind ``OBS_VALUE``; which
columns there are differs by service. Powers of ten stand in ``UNIT_MULT``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aftersummit.errors import OutsideError, UserError
from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import parse_period
from aftersummit.indicators.services.asking import Answer, Ask, address
from aftersummit.indicators.sources.base import Reading, table
from aftersummit.model import slugify
from aftersummit.model.series import Frequency, ObsStatus

NOT_DIMENSIONS = frozenset(
    (
        *("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "KEY"),
        *("FREQ", "TIME_PERIOD", "LAST UPDATE"),
    )
)
POWERS = {"3": "thousand ", "6": "million ", "9": "billion ", "12": "trillion "}
STATUS: dict[str, ObsStatus] = {
    "": "final", "A": "final", "F": "final", "N": "final", "P": "provisional", "E": "estimated",
    "R": "revised", "B": "final", "D": "final", "U": "final", "S": "final",
}  # fmt: skip
"""CL_OBS_STATUS, and Eurostat's flags in capitals. A break (B) and others become a note."""
NOTES = {"B": "break in the series", "D": "definition differs", "U": "low reliability"}


@dataclass(frozen=True, slots=True)
class Sdmx:
    """One service. The key is dataflow and series key (``EXR/M.USD.EUR.SP00.A``); options are
    those of SDMX (``startPeriod=2015-01``)."""

    base: str
    form: str
    publisher: str

    def read(self, ask: Ask, key: str, options: Mapping[str, str], base: str = "") -> Answer:
        flow, _, series = key.partition("/")
        if not flow:
            raise UserError(f"'{key}' names no dataflow", "write it like EXR/M.USD.EUR.SP00.A")
        parts = [flow, series] if series else [flow]
        url = address(base or self.base, *parts, format=self.form, **options)
        body = ask(url)
        head = body[:4000].splitlines()[0] if body.strip() else b""
        if b"OBS_VALUE" not in head or b"TIME_PERIOD" not in head:
            said = body[:80].decode("utf-8", "replace")
            raise OutsideError(
                f"{self.publisher} answered with something else than SDMX-CSV ('{said}')",
                "check the dataflow and the key",
            )
        return Answer(tuple(_cubes(body, key, self.publisher, url)), body, url)


def _cubes(body: bytes, key: str, publisher: str, url: str) -> list[Cube]:
    """One cube for each frequency and unit in the answer."""
    reading = Reading(key)
    rows: dict[tuple[Frequency, str], list[Row]] = {}
    dims: tuple[str, ...] = ()
    for line, cells in table(body, key, ("TIME_PERIOD", "OBS_VALUE")):
        if not dims:
            dims = _dimensions(cells)
        period = reading.attempt(line, "TIME_PERIOD", parse_period, cells["TIME_PERIOD"])
        figure = reading.figure(line, "OBS_VALUE", cells["OBS_VALUE"])
        if period is None or figure is None:
            continue
        flag = (cells.get("OBS_STATUS") or cells.get("OBS_FLAG") or "").strip().upper()[:1]
        row = Row(
            period.edtf, tuple(cells[d] for d in dims), figure.value,
            STATUS.get(flag, "final"), NOTES.get(flag, ""),
        )  # fmt: skip
        reading.add(row)
        unit = _unit(cells)
        rows.setdefault((period.frequency, unit), []).append(row)
    reading.rows()
    flow = key.partition("/")[0]
    return [
        Cube(
            About(
                id=slugify(f"{publisher} {flow} {frequency} {unit}", 60),
                title=f"{publisher}, {flow}",
                unit=unit or "units of the dataflow",
                frequency=frequency,
                publisher=publisher,
                address=url,
                additive=False,
                summable=False,
            ),
            dims,
            tuple(found),
            where=key,
        )
        for (frequency, unit), found in rows.items()
    ]


def _dimensions(cells: Mapping[str, str]) -> tuple[str, ...]:
    names = list(cells)
    before = names[: names.index("TIME_PERIOD")]
    return tuple(name for name in before if name.upper() not in NOT_DIMENSIONS)


def _unit(cells: Mapping[str, str]) -> str:
    unit = cells.get("UNIT_MEASURE") or cells.get("UNIT") or cells.get("unit") or ""
    return f"{POWERS.get(cells.get('UNIT_MULT', ''), '')}{unit}"
