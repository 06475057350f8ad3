"""``extract``: the commitments that documents hold, as proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from aftersummit.commitments import Extractor
from aftersummit.commitments.choosing import LLM, choose, names_in
from aftersummit.commitments.extractors.llm import PROBLEMS, Llm
from aftersummit.commitments.llm.endpoint import Endpoint, from_environment
from aftersummit.commitments.weights import Linear
from aftersummit.errors import NotFound
from aftersummit.model import Commitment, Document, Problem, Ref
from aftersummit.project.answers import ANSWERS, KeptAnswers
from aftersummit.project.clock import now
from aftersummit.project.learning import in_force, label_weights, outdated
from aftersummit.project.progress import Progress, silent
from aftersummit.store import Store, Writer

_BATCH_CHARACTERS = 2_000_000


@dataclass(slots=True)
class ExtractReport:
    """What an ``extract`` did.

    Attributes:
        documents: how many were read.
        unchanged: how many had been read before, by the same extractor, in the same text.
        found: how many proposals were made.
        disputed: on how many of them the extractors that voted did not agree.
        without_text: documents whose words are not in the project.
        lesson: what the project's coders taught the model that read, if anything.
        outdated: what they had taught it before its shipped weights changed.
        problems: what a language model said that could not be placed or read.
        spent: what asking it took, in words; "" where none was asked.
    """

    documents: int = 0
    unchanged: int = 0
    found: int = 0
    disputed: int = 0
    without_text: int = 0
    lesson: Ref | None = None
    outdated: Ref | None = None
    problems: list[Problem] = field(default_factory=list)
    spent: str = ""


def extract(
    store: Store,
    refs: Sequence[Ref],
    *,
    labels: Sequence[str],
    recall: str,
    again: bool = False,
    using: str = "model",
    endpoint: Endpoint | None = None,
    progress: Progress = silent,
) -> ExtractReport:
    """Propose commitments in the documents at ``refs`` (all documents when empty).

    A document is read again only if its text or the extractor changed, or if asked for
    ``again``. Each batch of documents is confirmed as it is done; what a language model read,
    one by one, so that an error loses nothing that was paid for.

    Args:
        using: an installed extractor, or several that vote: ``model,llm x3``.
        endpoint: what ``llm`` stands for, if not what the environment names; its answers are
            kept in the project's folder.

    Raises:
        NotFound: one of ``refs`` names no document.
        UserError: there is no such extractor, or the endpoint's ceiling is reached.
        OutsideError: the endpoint failed.
    """
    run = _Run(store, labels, recall)
    names, llm = names_in(using), None
    if LLM in names:
        answers = KeptAnswers(store.folder / ANSWERS)
        told = run.problems.append
        step = partial(run.step, progress)
        llm = Llm(endpoint or from_environment(), answers=answers, tell=told, step=step)
    learned = run.learned() if "model" in names else None
    chosen = choose(using, llm, learned)
    run.signature = f"{chosen.signature};labels={'+'.join(labels)};recall={recall}"
    if run.report.lesson is not None:
        run.signature += f";{run.report.lesson}"
    run.batch = _BATCH_CHARACTERS if llm is None else 1
    run.go(chosen.extract, refs, again, progress)
    if llm is not None:
        run.report.spent = llm.budget.in_words()
    return run.report


@dataclass(slots=True)
class _Run:
    """One extraction, with the documents that were read and are not yet confirmed."""

    store: Store
    labels: Sequence[str]
    recall: str
    signature: str = ""
    batch: int = _BATCH_CHARACTERS
    report: ExtractReport = field(default_factory=ExtractReport)
    read: list[tuple[Document, list[Commitment]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    place: tuple[int, int] = (0, 0)

    def step(self, progress: Progress, done: int, total: int, title: str) -> None:
        """Tell of a piece of the document that is being read."""
        progress(*self.place, f"{done} of {total} pieces: {title}")

    def learned(self) -> Linear | None:
        """The label weights of this project, None for the shipped ones."""
        with self.store.read() as reader:
            lesson, old = in_force(reader), outdated(reader)
            self.report.lesson = lesson.ref if lesson else None
            self.report.outdated = old.ref if old else None
            return label_weights(reader)

    def go(
        self, extractor: Extractor, refs: Sequence[Ref], again: bool, progress: Progress
    ) -> None:
        """Read the documents and confirm them."""
        with self.store.read() as reader:
            known = reader.last_runs()
            wanted = _addresses(reader.text_hashes(), refs)
        characters = 0
        for done, (address, text_sha256) in enumerate(wanted.items(), start=1):
            if not again and known.get(address) == (self.signature, text_sha256):
                self.report.unchanged += 1
                continue
            with self.store.read() as reader:
                document = reader.document(address)
            if document.text is None:
                self.report.without_text += 1
                continue
            self.place = (done - 1, len(wanted))
            found = extractor(document, labels=tuple(self.labels), recall=self.recall)
            self.read.append((document, [replace(c, status="proposed") for c in found]))
            characters += len(document.text)
            if characters >= self.batch:
                self.confirm()
                characters = 0
            progress(done, len(wanted), document.title)
        self.confirm()

    def confirm(self) -> None:
        """Keep what was read, in one transaction."""
        with self.store.write() as writer:
            at = now()
            for document, found in self.read:
                writer.put_run(document, self.signature, found, at=at)
            _mend(writer, {str(document.ref) for document, _ in self.read}, at)
            writer.put_problems([replace(problem, at=at) for problem in self.problems])
        found_now = [each for _, found in self.read for each in found]
        self.report.documents += len(self.read)
        self.report.found += len(found_now)
        self.report.disputed += sum(c.votes is not None and not c.votes.agreed for c in found_now)
        self.report.problems += self.problems
        self.read.clear()
        self.problems.clear()


def _mend(writer: Writer, documents: set[str], at: str) -> None:
    """Close what an earlier run could not place or read in documents that were read again."""
    for problem in list(writer.problems()):
        if problem.code in PROBLEMS and problem.where.partition(" (")[0] in documents:
            writer.mend(problem.where, at=at)


def _addresses(hashes: dict[str, str], refs: Sequence[Ref]) -> dict[str, str]:
    """Address to text hash of the documents at or under ``refs``."""
    prefixes = [str(ref.document_ref if ref.kind == "document" else ref) for ref in refs]
    matched = set[str]()
    wanted = {}
    for address, text_sha256 in hashes.items():
        under = [p for p in prefixes if address == p or address.startswith(f"{p}/")]
        matched.update(under)
        if under or not prefixes:
            wanted[address] = text_sha256
    missing = [prefix for prefix in prefixes if prefix not in matched]
    if missing:
        raise NotFound(
            f"there is no document at {missing[0]}", "see them with: aftersummit list documents"
        )
    return wanted
