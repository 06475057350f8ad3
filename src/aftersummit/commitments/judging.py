"""Every unit of a document with the chance of each label, and the label that follows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from aftersummit.commitments import weights
from aftersummit.commitments.assembly import Judged
from aftersummit.commitments.context import Genre, View, genre, views
from aftersummit.commitments.explain import in_words
from aftersummit.commitments.features import document_features, unit_features
from aftersummit.commitments.signals import decide
from aftersummit.errors import UserError
from aftersummit.model import Document
from aftersummit.text.segment import Segmentation, Unit, segment

NAMES = {"C": "commitment", "S": "stance", "H": "call", "N": "none"}
_QUOTED_UNITS = 3  # of one paragraph: what somebody copies out of a document
_AT_ONCE = 512  # units whose features are held in memory together
_REASONS = 4
_TELLING = ("sign=", "rule=", "hrule=", "hsign=", "act=", "has ", "prev=", "V=", "SH=")


@dataclass(frozen=True, slots=True)
class Reading:
    """A document cut into units, each in its context, and what kind of text it is."""

    cut: Segmentation
    views: list[View]
    genre: Genre

    @property
    def quoted(self) -> bool:
        """Whether this is no document but a passage that somebody quoted from one.

        It was quoted because it was taken for a promise: where an issuer speaks in it, a lower
        chance is enough than for one unit among many.
        """
        return (
            len(self.cut.blocks) == 1
            and len(self.views) <= _QUOTED_UNITS
            and self.genre.code != "talk"
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model makes of one unit: its label, and the chance of every label."""

    judged: Judged
    chances: dict[str, float]


def read_document(document: Document) -> Reading:
    """The units of a document's text in their context."""
    cut = segment(document.text or "", document.language)
    return _read(document, cut, cut.units)


def readings(document: Document) -> Iterator[Reading]:
    """The same in stretches of at most :data:`STRETCH` units, one after another.

    No official text is as long as one stretch. A longer one is read as if each stretch stood
    alone, except that the first tells what kind of text it is, so that the memory it takes
    does not grow with its length.
    """
    cut = segment(document.text or "", document.language)
    first = _read(document, cut, cut.units[:STRETCH])
    yield first
    for start in range(STRETCH, len(cut.units), STRETCH):
        yield _read(document, cut, cut.units[start : start + STRETCH], first.genre)


STRETCH = 20_000
"""Units that are held in memory together with all that is read from them: some three million
characters."""


def _read(
    document: Document, cut: Segmentation, units: Sequence[Unit], known: Genre | None = None
) -> Reading:
    found = views(document.text or "", units, document.language)
    return Reading(cut, found, known or genre(found, document.kind))


def verdicts(
    reading: Reading,
    *,
    labels: Collection[str] = tuple(NAMES.values()),
    recall: str = "default",
    learned: weights.Linear | None = None,
) -> Iterator[Verdict]:
    """A verdict for every unit that gets one of ``labels``, in order.

    Args:
        learned: label weights to judge by, in place of the shipped ones.

    Raises:
        UserError: ``recall`` is not a setting.
    """
    usual = threshold_of(recall, reading.genre)
    quoted = min(usual, float(weights.settings()["quoted"][recall])) if reading.quoted else usual
    model = learned or weights.load("label")
    shared = document_features(reading.genre)
    for start in range(0, len(reading.views), _AT_ONCE):
        some = reading.views[start : start + _AT_ONCE]
        features = [unit_features(view, reading.genre) + shared for view in some]
        scores = model.score(features)
        chances = weights.softmax(scores)
        order = scores.argsort(axis=1)[:, ::-1].tolist()
        for row, (view, chance) in enumerate(zip(some, chances.tolist(), strict=True)):
            least = quoted if quoted < usual and _issuer_speaks(view) else usual
            best = _choose(chance, order[row], model.classes, least)
            name = NAMES[model.classes[best]]
            if name in labels:
                against = order[row][1] if best == order[row][0] else order[row][0]
                why = _why(model, features[row], best, against)
                named = {NAMES[c]: p for c, p in zip(model.classes, chance, strict=True)}
                yield Verdict(Judged(view, name, chance[best], why), named)


def threshold_of(recall: str, kind: Genre) -> float:
    """The chance from which a unit counts as a commitment in this kind of text."""
    settings = weights.settings()
    known = settings["threshold"]
    if recall not in known:
        raise UserError(f"recall '{recall}' is not known", f"use {' or '.join(known)}")
    return float(settings.get(kind.code, known)[recall])


def _issuer_speaks(view: View) -> bool:
    """Whether the signs are of an issuer who promises, takes a position or goes on with a deed."""
    return decide(view.signs)[0] in {"C", "S"} or "continue" in view.signs


def _choose(chance: list[float], order: list[int], classes: tuple[str, ...], least: float) -> int:
    first = classes.index("C")
    if chance[first] >= least:
        return first
    return next(column for column in order if column != first)


def _why(model: weights.Linear, features: list[str], best: int, against: int) -> tuple[str, ...]:
    """The features that decided, in words: signs before single words, then by their weight."""
    for_it = [name for name, gain in model.reasons(features, best, against, 24) if gain > 0]
    chosen = [name for name in for_it if name.startswith(_TELLING)][:_REASONS]
    if len(chosen) < _REASONS:
        chosen += [name for name in for_it if not name.startswith(_TELLING)]
    return tuple(dict.fromkeys(map(in_words, chosen[:_REASONS])))
