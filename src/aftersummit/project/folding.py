"""The whole project as of a day, as one value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from aftersummit import catalogue, codebooks, review
from aftersummit.catalogue import official
from aftersummit.errors import NotFound
from aftersummit.model import (
    Action,
    Claim,
    Commitment,
    Document,
    Effect,
    Forum,
    Meeting,
    Party,
    Passage,
    Ref,
    Register,
    Remark,
    Score,
    Series,
    Source,
    Span,
    Yardstick,
)
from aftersummit.project.clock import today
from aftersummit.project.deciding import quoting
from aftersummit.project.proposing import standing
from aftersummit.project.reporting import reports
from aftersummit.project.settings import Settings
from aftersummit.store import FOREVER, Reader, first_day


def register(reader: Reader, settings: Settings) -> Register:
    """Everything the project knows as of the reader's moment.

    Documents come with their texts, commitments with their words where the text is held.
    """
    as_of = today() if reader.as_of == FOREVER else reader.as_of[:10]
    documents = tuple(reader.documents())
    texts = {str(d.ref): d for d in documents if d.text is not None}
    # Here, because it reads series through this module.
    from aftersummit.project.yardsticks import headway_of

    claims, remarks, compiled = _bundled_remarks(settings, as_of)
    parties = {party.code: party for party in codebooks.codebook().parties}
    parties |= {party.code: party for party in reader.all(Party)}
    return Register(
        title=settings.title,
        as_of=as_of,
        compiled=compiled,
        codebook=replace(codebooks.codebook(), parties=tuple(parties.values())),
        forums=tuple(reader.all(Forum)),
        meetings=tuple(reader.all(Meeting)),
        documents=documents,
        commitments=tuple(with_words(c, texts) for c in commitments(reader)),
        actions=tuple(reader.all(Action)),
        evidence=tuple(standing(reader)),
        series=tuple(until(series, as_of) for series in reader.all(Series)),
        scores=tuple(reader.all(Score)),
        decisions=tuple(reader.decisions()),
        sources=tuple(reader.all(Source)),
        problems=tuple(reader.problems()),
        claims=claims,
        remarks=remarks,
        yardsticks=tuple(reader.all(Yardstick)),
        headway=tuple(headway_of(reader, as_of=as_of)),
        effects=tuple(reader.all(Effect)),
        rounds=reports(reader),
    )


def commitments(reader: Reader, under: str = "") -> list[Commitment]:
    """Every commitment and proposal in its present state."""
    settled = review.settle(
        reader.proposals(under=under),
        reader.all(Commitment, under=under),
        reader.decisions(),
        quote=quoting(reader),
        lookup=reader.proposal_at,
    )
    return [c for c in settled if not under or _stands_under(c, under)]


def with_words(commitment: Commitment, texts: Mapping[str, Document]) -> Commitment:
    """The commitment with the exact words of its passages, where their text is held.

    A place that was taken from another rendering of an official text is found again in
    the one that is held; what is not found there is marked as missing and stays.
    """
    if not any(p.document and not p.quote for p in commitment.passages):
        return commitment
    return replace(commitment, passages=tuple(_quoted(p, texts) for p in commitment.passages))


def until(series: Series, as_of: str) -> Series:
    """The series without the periods that had not ended on that day."""
    kept = tuple(o for o in series.observations if first_day(o.period)[:7] <= as_of[:7])
    return series if len(kept) == len(series.observations) else replace(series, observations=kept)


def _quoted(passage: Passage, texts: Mapping[str, Document]) -> Passage:
    document = texts.get(str(passage.document))
    if passage.quote or passage.span is None or document is None or document.text is None:
        return passage
    if document.text_sha256 == passage.text_sha256:
        return replace(passage, quote=document.quote(passage.span))
    return _found_again(str(passage.document), document.text).get(passage.span, passage)


@lru_cache(maxsize=64)
def _found_again(document: str, text: str) -> dict[Span, Passage]:
    try:
        return official.passages_in(Ref.parse(document), text)
    except NotFound:
        return {}


def _stands_under(commitment: Commitment, under: str) -> bool:
    where: Iterator[Ref | None] = iter((commitment.ref, *(p.document for p in commitment.passages)))
    return any(ref and (str(ref) == under or str(ref).startswith(f"{under}/")) for ref in where)


def _bundled_remarks(
    settings: Settings, as_of: str
) -> tuple[tuple[Claim, ...], tuple[Remark, ...], str]:
    if not settings.bundled:
        return (), (), ""
    bundled = catalogue.load()
    claims = tuple(c for c in bundled.claims if first_day(c.date) <= as_of)
    return claims, bundled.remarks, bundled.compiled
