"""From a question about a series and a date to a checked effect that can be kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from aftersummit.errors import NotFound, UserError
from aftersummit.execution import HERE, How, run
from aftersummit.indicators.checks import OtherEvents
from aftersummit.indicators.design import Design, default_design
from aftersummit.indicators.effect import Estimation
from aftersummit.indicators.its import cut
from aftersummit.indicators.study import Study, estimate, pooled
from aftersummit.model import (
    Effect,
    Ref,
    Series,
    Yardstick,
    effect_ref,
    to_wire,
)
from aftersummit.project.clock import now
from aftersummit.project.deciding import present
from aftersummit.project.folding import until
from aftersummit.project.other_events import Beside, events_near
from aftersummit.project.progress import Progress, silent
from aftersummit.store import Reader, Store

_BATCH = 4


Method = Literal["its", "synthetic", "structural"]


@dataclass(frozen=True, slots=True)
class Question:
    """What a series is asked.

    Attributes:
        series: one address, or several that are added up.
        start: EDTF date of the promise or of the measure.
        commitment: None asks outside any commitment; such an effect is not kept.
        compare, untouched: see :class:`aftersummit.model.Yardstick`.
        events: actions of the register; empty takes those of the commitment's pillar.
        told: further events as (EDTF date, words).
        began: series address to the date on which the measure began for it.
        force: add up series although the measure began at different dates.
        method: an interrupted time series, a synthetic control from the comparators, or the
            forecast of a structural model.
        design: settings of :class:`aftersummit.indicators.design.Design` that differ from the
            default for the series.
    """

    series: tuple[Ref, ...]
    start: str
    commitment: Ref | None = None
    compare: tuple[Ref, ...] = ()
    untouched: tuple[Ref, ...] = ()
    events: tuple[Ref, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    began: dict[str, str] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    relative: bool = False
    force: bool = False
    design: dict[str, Any] = field(default_factory=dict)
    method: Method = "its"
    as_of: str = ""


def ask(reader: Reader, question: Question, beside: Beside | None = None) -> Study:
    """The study behind a question, with the register's other events.

    Args:
        beside: shared by the questions of one reader.

    Raises:
        NotFound: a record does not exist, or had not been issued.
        UserError: the series cannot be added up.
    """
    found = [_series(reader, ref, question.as_of) for ref in question.series]
    if not question.start:
        raise UserError("no date is given", "name the date of the promise with --at 2023-01")
    subject = found[0]
    if len(found) > 1:
        subject = pooled(found, question.start, _starts(reader, question), force=question.force)
    commitment = question.commitment
    if commitment is not None:
        present(reader, commitment)
    return Study(
        subject,
        question.start,
        tuple(_series(reader, ref, question.as_of) for ref in question.compare),
        tuple(_series(reader, ref, question.as_of) for ref in question.untouched),
        events=tuple(
            events_near(
                beside or Beside(reader), commitment, question.start, question.events, question.told
            )
        ),
        design=_design(subject, question),
        first=question.first,
        last=question.last,
        relative=question.relative,
    )


Task = tuple[Study | None, Question, Effect]
"""A study, the question behind it, and the effect that stands for it if it is refused; without
a study the refusal is the answer."""


def answer(study: Study, question: Question) -> Effect:
    """The checked effect as a record.

    Raises:
        UserError: the question cannot be answered; the message says why.
    """
    if question.method == "its":
        return _record(estimate(study), study, question.commitment)
    series = cut(study.series, study.first, study.last)
    if question.method == "synthetic":
        from aftersummit.indicators.synthetic import synthetic_effect

        found = synthetic_effect(series, study.comparators, question.start)
    else:
        from aftersummit.indicators.structural import structural

        found = structural(series, question.start, study.comparators)
    other = OtherEvents().run(study)
    found = replace(found, checks=(*found.checks, other), events=study.events)
    return _record(found, study, question.commitment)


def check(
    store: Store,
    *,
    under: str = "",
    again: bool = False,
    how: How = HERE,
    progress: Progress = silent,
) -> list[Effect]:
    """The effect behind every yardstick that names a date; see ``Indicators.check``."""
    with store.read() as reader:
        tasks = list(_tasks(reader, under, again))
    total = len(tasks)
    progress(0, total, "effects")
    made: list[Effect] = []
    batches = [tasks[i : i + _BATCH] for i in range(0, total, _BATCH)]
    for done in run(_worked, batches, how=how):
        made.extend(done)
        with store.write() as writer:
            writer.put_all(done, at=now(), origin="machine")
        progress(len(made), total, str(done[-1].series))
    return made


def _tasks(reader: Reader, under: str, again: bool) -> Iterator[Task]:
    """Each question with its study and the effect that stands for it if it is refused."""
    beside = Beside(reader)
    for one in reader.all(Yardstick):
        where = str(one.commitment)
        if not one.start or (under and where != under and not where.startswith(f"{under}/")):
            continue
        question = question_of(one)
        try:
            study = ask(reader, question, beside)
        except UserError as error:
            yield None, question, _refusal(one, error)
            continue
        held = reader.find(Effect, effect_ref(one.commitment, one.series))
        blank = _blank(study, question)
        if again or held is None or held.inputs != blank.inputs:
            yield study, question, blank


def _refusal(one: Yardstick, error: UserError) -> Effect:
    """An effect that could not even be asked for."""
    return Effect(
        ref=effect_ref(one.commitment, one.series),
        series=one.series,
        start=one.start,
        sentence=f"No effect was estimated: {error.what}.",
        commitment=one.commitment,
        refused=error.what,
    )


def question_of(one: Yardstick) -> Question:
    """The question that a yardstick asks."""
    return Question(
        series=(one.series,),
        start=one.start,
        commitment=one.commitment,
        compare=one.compare,
        untouched=one.untouched,
        events=one.events,
        first=one.first,
        last=one.last,
        relative=one.relative,
    )


def _worked(batch: Sequence[Task]) -> list[Effect]:
    """One batch, in any process; a refusal is a result like any other."""
    found = []
    for study, question, blank in batch:
        if study is None:
            found.append(replace(blank, computed=now()))
            continue
        try:
            found.append(answer(study, question))
        except UserError as error:
            why = error.what.replace(str(study.series.ref), "the series")
            told = f"No effect was estimated: {why}."
            found.append(replace(blank, refused=error.what, sentence=told, computed=now()))
    return found


def _record(found: Estimation, study: Study, commitment: Ref | None) -> Effect:
    kept = {f.name: getattr(found, f.name) for f in fields(found)}
    return Effect(
        ref=effect_ref(commitment, found.series),
        sentence=found.sentence,
        shown=found.shown,
        commitment=commitment,
        compare=tuple(one.ref for one in study.comparators),
        vintage=study.series.vintage,
        inputs=_hash(study),
        computed=now(),
        **kept,
    )


def picture(effect: Effect, form: str) -> bytes:
    """The picture of an effect as ``svg``, ``png`` or its Vega-Lite description (``json``).

    Raises:
        UserError: nothing was estimated, so that there is nothing to draw.
    """
    from aftersummit.indicators.picture import effect_chart, png, svg

    if not effect.points:
        raise UserError(f"{effect.ref} has no picture: {effect.refused}", "draw its series instead")
    chart = effect_chart(effect)
    if form == "json":
        return json.dumps(chart, indent=1, ensure_ascii=False).encode()
    return png(chart) if form == "png" else svg(chart).encode()


def _blank(study: Study, question: Question) -> Effect:
    """An effect with everything that identifies its question, and no answer."""
    series = study.series
    return Effect(
        ref=effect_ref(question.commitment, series.ref),
        series=series.ref,
        start=question.start,
        sentence="",
        commitment=question.commitment,
        title=series.title,
        unit=series.unit,
        publisher=series.publisher,
        compare=tuple(one.ref for one in study.comparators),
        vintage=series.vintage,
        inputs=_hash(study),
    )


def _hash(study: Study) -> str:
    """The same for the same question asked of the same figures, whenever it is asked."""
    asked = {f.name: to_wire(getattr(study, f.name)) for f in fields(study)}
    text = json.dumps(asked, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _series(reader: Reader, ref: Ref, as_of: str) -> Series:
    found = reader.find(Series, ref) if ref.kind == "series" else None
    if found is None:
        when = f" as known on {as_of}" if as_of else ""
        raise NotFound(
            f"there is no series at {ref}{when}",
            "see what there is with: aftersummit indicator list",
        )
    return until(found, as_of) if as_of else found


def _starts(reader: Reader, question: Question) -> dict[str, str]:
    """When the measure began for each series: as told, else as the yardsticks say."""
    told = {str(y.series): y.start for y in reader.all(Yardstick) if y.start}
    named = {str(ref) for ref in question.series}
    return {key: date for key, date in {**told, **question.began}.items() if key in named}


def _design(series: Series, question: Question) -> Design | None:
    """The default design with what the question changes; None where it changes nothing."""
    if not question.design:
        return None
    base = default_design(cut(series, question.first, question.last))
    unknown = set(question.design) - {f.name for f in fields(Design)}
    if unknown:
        raise UserError(f"'{min(unknown)}' is no setting of a design", "see docs/indicators.md")
    return replace(base, **question.design)
