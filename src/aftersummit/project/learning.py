"""``extract --learn``: what people decided in this project, taught to the extractor for it.

A lesson is a record; its weights are a text, kept under their hash as texts are. Both are
written in one transaction, so that a lesson that was cut short never was. The newest lesson
that was not forgotten is in force, as long as the shipped weights are those that it was added
to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from aftersummit import review
from aftersummit.commitments import weights
from aftersummit.errors import UserError
from aftersummit.model import Commitment, Document, Lesson, Ref, Round, text_hash
from aftersummit.project.clock import now
from aftersummit.project.deciding import named
from aftersummit.project.folding import commitments
from aftersummit.project.progress import Progress, silent
from aftersummit.store import Event, Reader, Store

if TYPE_CHECKING:
    from aftersummit.commitments.learning import Decided, Learned, Said

_DECIDED = frozenset(["accepted", "merged", "split"])


@dataclass(frozen=True, slots=True)
class LearnReport:
    """What a learning came to.

    Attributes:
        lesson: what is in force from now on, None where the shipped weights stay.
    """

    learned: Learned
    lesson: Lesson | None


class Learning:
    """The lessons of one project."""

    def __init__(self, store: Store, coder: str) -> None:
        self._store = store
        self._coder = coder

    def learn(
        self, *, coder: str = "", insist: bool = False, progress: Progress = silent
    ) -> LearnReport:
        """Fit the label weights to what people decided, and keep them if that helps.

        Whether it helps is asked of decisions that are held back in turn.

        Args:
            coder: who asks for it; the project's own coder, if left out.
            insist: keep the weights though they are no better.

        Raises:
            UserError: too little was decided, or nobody is named.
        """
        from aftersummit.commitments.learning import learn

        who = named(coder, self._coder)
        with self._store.read() as reader:
            learned = learn(_told(decided(reader), progress))
        if not (learned.better or insist):
            return LearnReport(learned, None)
        with self._store.write() as writer:
            at = now()
            number = 1 + sum(1 for _ in writer.all(Lesson))
            lesson = _lesson(Ref.flat("lesson", str(number)), who, at, learned)
            writer.put_texts([learned.change])
            writer.put(lesson, at=at)
            note = f"{lesson.units} units of {lesson.documents} documents"
            writer.people.log(Event(at, who, "learned", str(lesson.ref), note))
        return LearnReport(learned, lesson)

    def forget(self, *, coder: str = "") -> tuple[Lesson, Lesson | None]:
        """Give up the newest lesson; returns it, and the one that is in force now.

        Raises:
            UserError: nothing was learned, or nobody is named.
        """
        who = named(coder, self._coder)
        with self._store.write() as writer:
            standing = _standing(writer)
            if not standing:
                raise UserError("nothing was learned here", "the shipped weights are in use")
            at = now()
            given_up = replace(standing[0], forgotten=at, forgotten_by=who)
            writer.put(given_up, at=at)
            writer.people.log(Event(at, who, "forgot", str(given_up.ref)))
            return given_up, in_force(writer)


def in_force(reader: Reader) -> Lesson | None:
    """The lesson by which this project's documents are read, None for the shipped weights."""
    fitting = weights.fingerprint("label")
    return next((one for one in _standing(reader) if one.shipped == fitting), None)


def outdated(reader: Reader) -> Lesson | None:
    """A lesson that would be in force had the shipped weights not changed since."""
    newest = next(iter(_standing(reader)), None)
    return newest if newest != in_force(reader) else None


def label_weights(reader: Reader) -> weights.Linear | None:
    """The label weights in force in this project, None for the shipped ones."""
    lesson = in_force(reader)
    change = reader.text(lesson.weights) if lesson else None
    return None if change is None else _added(change)


def decided(reader: Reader) -> Iterator[Decided]:
    """Every document on which somebody decided something, with what was said in it.

    Codes count outside rounds, and of rounds that were taken in; what an open round holds is
    blind, for machines too.
    """
    from aftersummit.commitments.learning import Decided

    said = _decisions(reader)
    for ref, found in _codes(reader).items():
        said.setdefault(ref, []).extend(found)
    for ref in sorted(said):
        document = reader.document(ref)
        if document.text is not None and any(one.labels for one in said[ref]):
            yield Decided(document, said[ref])


def _told(documents: Iterator[Decided], progress: Progress) -> Iterator[Decided]:
    for done, one in enumerate(documents, start=1):
        yield one
        progress(done, None, one.document.title)


def _lesson(ref: Ref, coder: str, at: str, learned: Learned) -> Lesson:
    return Lesson(
        ref=ref,
        coder=coder,
        at=at,
        weights=text_hash(learned.change),
        shipped=learned.shipped,
        units=learned.units,
        documents=learned.documents,
        undecided=learned.undecided,
        changed=learned.changed,
        before=learned.before,
        after=learned.after,
        mended=learned.mended,
        spoilt=learned.spoilt,
        folds=learned.folds,
        by=learned.by,
        insisted=not learned.better,
        seconds=learned.seconds,
    )


def _standing(reader: Reader) -> list[Lesson]:
    """Lessons that were not forgotten, the newest first."""
    known = sorted(reader.all(Lesson), key=lambda one: -int(one.ref.item))
    return [one for one in known if not one.forgotten]


@lru_cache(maxsize=4)
def _added(change: str) -> weights.Linear:
    return weights.added(weights.load("label"), weights.parse(change, "learned here"))


def _decisions(reader: Reader) -> dict[Ref, list[Said]]:
    """What the decisions in force say, by document; proposals still open say nothing."""
    from aftersummit.commitments.learning import Said

    log = review.effective(reader.decisions())
    spoken = {str(ref): d.at for d in log for ref in (d.subject, *d.assigned)}
    since = _Since(reader)
    said: dict[Ref, list[Said]] = {}
    for commitment in commitments(reader):
        labels = _allowed(commitment)
        names = (str(commitment.ref), str(review.place(commitment)))
        at = max(spoken.get(name, "") for name in names)
        if labels is None or (labels and not at):
            continue  # a record of the bundle, or of a study: nobody here spoke of it
        for passage in commitment.passages:
            if passage.document and passage.span and (not labels or at >= since[passage.document]):
                said.setdefault(passage.document, []).append(Said(passage.span, labels))
    return said


def _allowed(commitment: Commitment) -> frozenset[str] | None:
    """The labels that a commitment's state allows; none while it is open, None for records."""
    from aftersummit.commitments.learning import EVERY

    if commitment.status == "proposed":
        return frozenset()
    if commitment.status == "rejected":
        return EVERY - {commitment.label}
    return frozenset([commitment.label]) if commitment.status in _DECIDED else None


def _codes(reader: Reader) -> dict[Ref, list[Said]]:
    """What coders said of units that are no commitments, by document.

    Units that are have been carried into decisions, which are asked instead: they can have
    been changed since.
    """
    from aftersummit.commitments.learning import Said

    sheets = review.Sheets(reader.codes())
    newest = {unit: sheets.newest("", unit) for unit in sheets.units("")}
    for held in reader.all(Round):
        if held.settled:
            outcomes = {u: review.outcome(held, u, sheets) for u in sheets.units(held.name)}
            newest = {**outcomes, **newest}
    since = _Since(reader)
    said: dict[Ref, list[Said]] = {}
    for unit, code in newest.items():
        if code is None or code.label in ("", "commitment") or unit.span is None:
            continue
        if code.at >= since[unit.document_ref]:
            said.setdefault(unit.document_ref, []).append(Said(unit.span, frozenset([code.label])))
    return said


class _Since(dict[Ref, str]):
    """Since when each document has the text that it has; what was said before is of another."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __missing__(self, document: Ref) -> str:
        versions = self._reader.versions(Document, document)
        since = ""
        for known, version in reversed(versions):
            if version.text_sha256 != versions[-1][1].text_sha256:
                break
            since = known
        self[document] = since
        return since
