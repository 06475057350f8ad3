"""What asking has cost so far, and the line that it may not cross."""

from __future__ import annotations

from dataclasses import dataclass

from aftersummit.commitments.llm.endpoint import Endpoint
from aftersummit.errors import UserError

_BYTES_PER_TOKEN = 2.5
"""Prose of our languages has four and more; fewer are reckoned with before a question is put."""


class CostReached(UserError):
    """The ceiling would be passed by the next question."""


@dataclass(slots=True)
class Budget:
    """The tokens and the cost of one run.

    Attributes:
        asked: questions that were put to the server.
        remembered: questions whose answer was known from before.
        sent, received: tokens as the server counts them, estimated where it does not say.
        cost: in the currency of the prices; 0 without prices.
    """

    endpoint: Endpoint
    asked: int = 0
    remembered: int = 0
    sent: int = 0
    received: int = 0
    cost: float = 0.0

    def check(self, question: str) -> None:
        """Whether a question can be afforded, its answer as long as it may be.

        Raises:
            CostReached: it cannot.
        """
        most = self.endpoint.most_cost
        if most is None:
            return
        if self.cost + self._cost(tokens(question), self.endpoint.most_tokens) > most:
            raise CostReached(
                f"the next question to {self.endpoint.model} could pass the ceiling of "
                f"{most:g}; {self.cost:.4f} is spent",
                "what was answered is kept; go on with a higher --most-cost",
            )

    def charge(self, sent: int, received: int) -> None:
        """Add what one question took, in tokens."""
        self.sent += sent
        self.received += received
        self.cost += self._cost(sent, received)

    def in_words(self) -> str:
        """The run in one line: ``4 questions to m (1 known from before), ...``."""
        known = f" and {self.remembered} known from before" if self.remembered else ""
        line = (
            f"{self.endpoint.model}: {self.asked} question{'' if self.asked == 1 else 's'}{known}, "
            f"{self.sent:,} tokens sent, {self.received:,} received"
        )
        if self.endpoint.prices is None:
            return line
        most = self.endpoint.most_cost
        return f"{line}, cost {self.cost:.4f}" + (f" of {most:g}" if most is not None else "")

    def _cost(self, sent: int, received: int) -> float:
        prices = self.endpoint.prices
        if prices is None:
            return 0.0
        return (sent * prices.sent + received * prices.received) / 1_000_000


def tokens(text: str) -> int:
    """How many tokens a text has at most, by its bytes; prose has fewer."""
    return int(len(text.encode()) / _BYTES_PER_TOKEN) + 1
