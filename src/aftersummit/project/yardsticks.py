"""Which series a commitment is held against, and where that stands on the way to a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftersummit.errors import NotFound, UserError
from aftersummit.model import (
    Action,
    Citation,
    Commitment,
    Headway,
    Ref,
    Series,
    Yardstick,
    yardstick_ref,
)
from aftersummit.project.clock import now
from aftersummit.project.deciding import present
from aftersummit.project.folding import until
from aftersummit.store import FOREVER, Reader

if TYPE_CHECKING:
    from aftersummit.indicators.status import TargetStatus


@dataclass(frozen=True, slots=True)
class Choice:
    """How a commitment is to be held against a series; see :class:`Yardstick` for the fields.

    Attributes:
        target: the level to reach.
        own_target: take the commitment's own target, its date and its baseline.
    """

    direction: str = ""
    baseline: str = ""
    baseline_value: float | None = None
    target: float | None = None
    by: str = ""
    start: str = ""
    compare: Sequence[Ref] = ()
    untouched: Sequence[Ref] = ()
    events: Sequence[Ref] = ()
    first: str = ""
    last: str = ""
    relative: bool = False
    own_target: bool = False
    why: str = ""
    coder: str = ""
    url: str = ""


def yardstick(
    reader: Reader, commitment: Ref, series: Ref, choice: Choice, *, coder: str
) -> Yardstick:
    """A yardstick from a person's choice, checked against the records.

    Raises:
        NotFound: the commitment or a series does not exist.
        UserError: the direction is not stated, or the target cannot be followed.
    """
    subject = present(reader, commitment)
    if subject.ref is None:
        raise UserError(
            f"{commitment} is an undecided proposal",
            f"accept it first: aftersummit decide accept '{commitment}'",
        )
    for ref in (series, *choice.compare, *choice.untouched):
        _demand_series(reader, ref)
    for ref in choice.events:
        reader.get(Action, ref)
    direction = choice.direction
    if direction not in ("up", "down"):
        raise UserError(
            f"whether {series} should rise or fall is not stated",
            "add --want up or --want down; it is never guessed",
        )
    target, by = choice.target, choice.by
    baseline, baseline_value = choice.baseline, choice.baseline_value
    if choice.own_target:
        target, by, baseline, baseline_value = _own_target(subject, reader.get(Series, series), by)
    made = Yardstick(
        ref=yardstick_ref(subject.ref, series),
        commitment=subject.ref,
        series=series,
        direction="up" if direction == "up" else "down",
        baseline=baseline or choice.baseline,
        baseline_value=baseline_value if choice.baseline_value is None else choice.baseline_value,
        target=target,
        by=by,
        start=choice.start,
        compare=tuple(choice.compare),
        untouched=tuple(choice.untouched),
        events=tuple(choice.events),
        first=choice.first,
        last=choice.last,
        relative=choice.relative,
        why=choice.why,
        coder=choice.coder or coder,
        chosen=now(),
        citations=(Citation(choice.url),) if choice.url else (),
    )
    if made.target is not None:
        if not made.by:
            raise UserError("the target has no date", "add --by 2030")
        _judge(reader.get(Series, series), made)
    return made


def headway_of(reader: Reader, *, under: str = "", as_of: str = "") -> list[Headway]:
    """Where every series with a target stands, as known to the reader."""
    day = as_of or ("" if reader.as_of == FOREVER else reader.as_of[:10])
    found = []
    for one in reader.all(Yardstick):
        where = str(one.commitment)
        if one.target is None or (under and where != under and not where.startswith(f"{under}/")):
            continue
        series = reader.find(Series, one.series)
        found.append(_headway(until(series, day) if series and day else series, one))
    return sorted(found, key=lambda h: (str(h.commitment), str(h.series)))


def _headway(series: Series | None, one: Yardstick) -> Headway:
    assert one.target is not None
    about = (one.ref, one.commitment, one.series)
    wanted = {"direction": one.direction, "target": one.target, "by": one.by}
    try:
        if series is None or not series.observations:
            raise UserError(f"no figures of {one.series} had been issued", "add a vintage")
        status = _judge(series, one)
    except UserError as error:
        return Headway(*about, "not judged", f"Not judged: {error.what}.", **wanted)  # type: ignore[arg-type]
    return Headway(
        *about,
        status.standing,
        status.sentence,
        **wanted,  # type: ignore[arg-type]
        ratio=status.ratio,
        expected=status.expected,
        baseline=status.baseline.period,
        baseline_value=status.baseline.value,
        latest=status.latest.period,
        latest_value=status.latest.value,
    )


def _judge(series: Series, one: Yardstick) -> TargetStatus:
    from aftersummit.indicators.status import target_status

    assert one.target is not None
    return target_status(
        series,
        one.target,
        one.by,
        one.direction,
        baseline=one.baseline,
        baseline_value=one.baseline_value,
    )


def _own_target(
    subject: Commitment, series: Series, by: str
) -> tuple[float, str, str, float | None]:
    """Level, date and baseline of the commitment's own target, in the series' unit."""
    from aftersummit.indicators.status import level_of

    target = subject.target
    if target is None:
        raise UserError(f"{subject.ref} has no target", "give the level with --target")
    same = target.unit.rstrip("s") == series.unit.rstrip("s")
    if not target.change and not same:
        raise UserError(
            f"the target of {subject.ref} is in {target.unit or 'no unit'} and {series.ref} in"
            f" {series.unit}",
            "give the level in the series' unit with --target",
        )
    base = str(target.baseline_year or "")
    return level_of(series, target), by or str(target.year), base, target.baseline_value


def _demand_series(reader: Reader, ref: Ref) -> None:
    if ref.kind != "series" or reader.find(Series, ref) is None:
        raise NotFound(
            f"there is no series at {ref}", "see what there is with: aftersummit indicator list"
        )
