"""A language model at any OpenAI-compatible address, asked in the codebook's words.

It says which words are what; where they stand, and every attribute of a promise, is found by
us. What it quotes and the text does not hold is told apart and becomes no commitment.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Collection
from dataclasses import asdict
from typing import Protocol

from aftersummit.commitments.assembly import assemble
from aftersummit.commitments.issuers import speakers
from aftersummit.commitments.judging import Reading, read_document, threshold_of
from aftersummit.commitments.llm.answers import Told, read_answer
from aftersummit.commitments.llm.budget import Budget
from aftersummit.commitments.llm.chunks import Chunk, chunks, halves
from aftersummit.commitments.llm.endpoint import Endpoint, from_environment
from aftersummit.commitments.llm.exchange import Exchange
from aftersummit.commitments.llm.placing import Placing
from aftersummit.commitments.llm.prompt import Question, question, schema
from aftersummit.errors import OutsideError
from aftersummit.model import Commitment, Document, Problem

UNPLACED, UNREAD = "quotation-unplaced", "answer-unread"
PROBLEMS = (UNPLACED, UNREAD)
"""Codes of the problems that asking a language model can leave."""

_CONFIDENCE = 2 / 3
"""Of one pass: (1 + 1) / (1 + 2), Laplace's rule for one voice out of one. What a model says of
its own certainty is not asked for, because nobody has measured it."""
_HEAT = 0.7  # temperature of the passes after the first, which must be able to differ from it
_HALVED = 2  # how often a piece is parted whose answer cannot be read
_SILENCE = 7  # answers in a row that cannot be read, from which on no more are paid for
_FIRST_WORDS = 80


class Answers(Protocol):
    """Where answers are kept so that no question is paid for twice."""

    def get(self, key: str) -> str | None:
        """The answer under a key of hexadecimal digits."""

    def put(self, key: str, answer: str) -> None:
        """Keep an answer."""


class Llm:
    """The extractor for one endpoint; a call reads one document.

    Args:
        endpoint: whom to ask, and the limits.
        answers: keeps answers by what was asked; without it every question is put.
        tell: told of quotations without a place and of passages without a readable answer.
        step: told after each piece of a document: its number, how many, the document's title.
        wait: sleeps for seconds between attempts; another one in tests.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        answers: Answers | None = None,
        tell: Callable[[Problem], None] = lambda problem: None,
        step: Callable[[int, int, str], None] = lambda done, total, title: None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint
        self.budget = Budget(endpoint)
        self.number = 1
        self._exchange = Exchange(endpoint, self.budget, wait)
        self._answers = answers
        self._tell = tell
        self._step = step
        self._silent = 0

    @property
    def name(self) -> str:
        """``llm:NAME``, with the number of the pass from the second on."""
        later = f"/{self.number}" if self.number > 1 else ""
        return f"llm:{self.endpoint.model}{later}"

    @property
    def signature(self) -> str:
        """What the answers depend on, beside the text and our own code."""
        return f"{self.name} at {self.endpoint.url} by {self.endpoint.chunk}"

    def again(self, number: int) -> Llm:
        """Another pass over the same endpoint, within the same budget.

        Args:
            number: of the pass, from 1; later ones sample, so that they can differ.
        """
        other = Llm(self.endpoint, answers=self._answers, tell=self._tell, step=self._step)
        other.number = number
        other.budget, other._exchange = self.budget, self._exchange
        return other

    def __call__(
        self,
        document: Document,
        *,
        labels: Collection[str] = ("commitment",),
        recall: str = "default",
    ) -> list[Commitment]:
        """Commitments (and calls and stances, where asked for) of a document, in its order.

        Raises:
            CostReached: the ceiling would be passed.
            UserError: ``recall`` is no setting, or the server does not take the question.
            OutsideError: the server failed as often as was tried.
        """
        reading = read_document(document)
        threshold_of(recall, reading.genre)
        text = document.text or ""
        placing = Placing(text, reading.views)
        unread = 0
        pieces = chunks(text, reading.cut, self.endpoint.chunk)
        for done, chunk in enumerate(pieces, start=1):
            unread += self._hear(document, reading, chunk, recall, placing)
            self._step(done, len(pieces), document.title)
        self._report(document, placing.unplaced, unread)
        judged = [one for one in placing.judged(_CONFIDENCE, self.name) if one.label in labels]
        who = speakers(document, reading.views, reading.genre)
        return assemble(document, judged, who)

    def _hear(
        self, document: Document, reading: Reading, chunk: Chunk, recall: str, placing: Placing
    ) -> int:
        """Ask about a chunk, in smaller ones where that fails; how many entries and passages
        stay unread."""
        faults = 0
        waiting = [(chunk, 0)]
        while waiting:
            piece, parted = waiting.pop(0)
            told = self._answer(question(document, piece, recall))
            if told is not None:
                placing.take(piece, told.entries)
                faults += told.faults
                continue
            smaller = halves(document.text or "", reading.cut, piece) if parted < _HALVED else []
            waiting[:0] = [(one, parted + 1) for one in smaller]
            faults += not smaller
        return faults

    def _answer(self, asked: Question) -> Told | None:
        """The answer to a question, from before or from the server; None if unreadable.

        Raises:
            OutsideError: nothing that this model wrote lately could be read.
        """
        key = self._key(asked)
        kept = None if self._answers is None else self._answers.get(key)
        known = read_answer(kept) if kept is not None else None
        if known is not None:
            self.budget.remembered += 1
            return known
        heat = 0.0 if self.number == 1 else _HEAT
        answer = self._exchange.ask(asked.messages(), schema(), seed=self.number, heat=heat)
        told = read_answer(answer.content) if answer.complete else None
        if told is None or self._shows_key(told):
            self._silent += 1
            if self._silent >= _SILENCE:
                raise OutsideError(
                    f"{self.endpoint.model} gave {self._silent} answers in a row that cannot be "
                    "read",
                    "try another model; what was read before is kept",
                )
            return None
        self._silent = 0
        if self._answers is not None:
            self._answers.put(key, _kept(told))
        return told

    def _key(self, asked: Question) -> str:
        """Hash of all that decides an answer: text, prompt, model and settings, never the key."""
        settings = (self.endpoint.url, self.endpoint.model, self.endpoint.most_tokens, self.number)
        whole = json.dumps([settings, asked.messages(), schema()], ensure_ascii=False)
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()

    def _shows_key(self, told: Told) -> bool:
        return any(self.endpoint.hides(f"{entry.quote} {entry.why}") for entry in told.entries)

    def _report(self, document: Document, unplaced: list[str], unread: int) -> None:
        where = str(document.ref or document.title or "the text")
        if unplaced:
            shown = "; ".join(f'"{quote[:_FIRST_WORDS]}"' for quote in unplaced[:3])
            self._tell(Problem(
                UNPLACED,
                f"{where} (quotations of {self.name})",
                f"{len(unplaced)} stand nowhere in the text: {shown}",
                "none of them is kept as a commitment; read the places yourself",
                "warning",
            ))  # fmt: skip
        if unread:
            self._tell(Problem(
                UNREAD,
                f"{where} (answers of {self.name})",
                f"{unread} entries or passages are not in the agreed form",
                "extract it again, or with another model",
                "warning",
            ))  # fmt: skip


def extract(
    document: Document, *, labels: Collection[str] = ("commitment",), recall: str = "default"
) -> list[Commitment]:
    """The same with the endpoint that the environment names (``AFTERSUMMIT_LLM_ENDPOINT``,
    ``_MODEL``, ``_PRICES``, ``_KEY``), and nothing kept.

    Raises:
        UsageError: the environment names none.
    """
    return Llm(from_environment())(document, labels=labels, recall=recall)


def _kept(told: Told) -> str:
    """An answer as it is kept: its entries alone, nothing else that came with it."""
    return json.dumps({"found": [asdict(entry) for entry in told.entries]}, ensure_ascii=False)
