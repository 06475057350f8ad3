"""Official figures. Names follow SDMX (TIME_PERIOD, OBS_VALUE, OBS_STATUS, FREQ, REF_AREA)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aftersummit.model.citation import Citation, Confidence
from aftersummit.model.ref import Ref

ObsStatus = Literal["final", "provisional", "revised", "rolling", "estimated"]
Frequency = Literal["A", "Q", "M", "W", "D"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One value: ``period`` is an EDTF date (``2023`` or ``2023-01``)."""

    period: str
    value: float
    status: ObsStatus = "final"
    confidence: Confidence = "confirmed"
    note: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator: one quantity of one area over time, in one vintage.

    Attributes:
        unit: what one unit of ``value`` is (UNIT_MEASURE).
        frequency: SDMX code of the period's length.
        area: party code of the reference area, "" where it is not one.
        publisher: who compiled it.
        vintage: date on which the publisher issued these values, "" where unknown.
        commitments: what it is shown beside.
        fiscal_year: whether a yearly period is the publisher's fiscal year.
        summable: False where the publisher warns against adding periods up, or where
            a value is a rate, a stock or a rolling sum.
        citations: where the publisher issues it.
        note: what a reader must know before comparing two points.
    """

    ref: Ref
    title: str
    unit: str
    publisher: str
    observations: tuple[Observation, ...]
    frequency: Frequency = "A"
    area: str = ""
    vintage: str = ""
    licence: str = ""
    pillar: str = ""
    commitments: tuple[Ref, ...] = ()
    fiscal_year: bool = False
    summable: bool = True
    citations: tuple[Citation, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Datum:
    """One observation as a row of its own, for tools that want long tables.

    The names are those of SDMX in lower case; ``time_period`` is an EDTF date and
    ``obs_status`` the word of :class:`Observation`.
    """

    indicator: Ref
    time_period: str
    obs_value: float
    freq: Frequency
    unit_measure: str
    obs_status: ObsStatus = "final"
    ref_area: str = ""
    confidence: Confidence = "confirmed"
    obs_comment: str = ""
    vintage: str = ""


def data_of(series: Series) -> tuple[Datum, ...]:
    """A series as rows, in its own order."""
    return tuple(
        Datum(
            indicator=series.ref,
            time_period=one.period,
            obs_value=one.value,
            freq=series.frequency,
            unit_measure=series.unit,
            obs_status=one.status,
            ref_area=series.area,
            confidence=one.confidence,
            obs_comment=one.note,
            vintage=series.vintage,
        )
        for one in series.observations
    )
