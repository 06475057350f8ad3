"""The fold of the coders' log: which codes are in force, and what can be taken back.

Every coder has one history for each round. ``undo`` moves its last step to the steps that can
be brought again, ``redo`` brings it, and a new code forgets them. Lines that were sent as one
step (a code and its twins) share a key up to the dot and go and come together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from aftersummit.model import Code, Ref


@dataclass(slots=True)
class _History:
    done: list[Code] = field(default_factory=list)
    undone: list[Code] = field(default_factory=list)


class Sheets:
    """Codes in force, kept up to date line by line."""

    def __init__(self, log: Iterable[Code] = ()) -> None:
        self.last = 0
        self._histories: dict[tuple[str, str], _History] = defaultdict(_History)
        self._units: dict[tuple[str, Ref], list[Code]] = defaultdict(list)
        self._verdicts: dict[tuple[str, Ref], Code] = {}
        self._sent: dict[tuple[str, str], Code] = {}
        for code in log:
            self.take(code)

    def take(self, code: Code) -> None:
        """Add the next line of the log."""
        self.last = max(self.last, code.number)
        if code.key:
            self._sent[code.coder, code.key] = code
        if code.verdict == "adjudicate":
            self._verdicts[code.round, code.unit] = code
            return
        history = self._histories[code.round, code.coder]
        if code.verdict == "undo":
            self._move(history.done, history.undone, back=True)
        elif code.verdict == "redo":
            self._move(history.undone, history.done, back=False)
        else:
            history.undone.clear()
            history.done.append(code)
            self._units[code.round, code.unit].append(code)

    def _move(self, origin: list[Code], target: list[Code], *, back: bool) -> None:
        for code in _last_step(origin):
            target.append(origin.pop())
            stack = self._units[code.round, code.unit]
            if back:
                stack.remove(code)
            else:
                stack.append(code)
                stack.sort(key=lambda one: one.number)

    def sent(self, coder: str, key: str) -> Code | None:
        """The line that a coder sent under that key, or None."""
        return self._sent.get((coder, key))

    def undoable(self, round: str, coder: str) -> tuple[Code, ...]:
        """The codes that ``undo`` would take back, last first."""
        return tuple(_last_step(self._histories[round, coder].done))

    def redoable(self, round: str, coder: str) -> tuple[Code, ...]:
        """The codes that ``redo`` would bring again, first first."""
        return tuple(_last_step(self._histories[round, coder].undone))

    def own(self, round: str, unit: Ref, coder: str) -> Code | None:
        """A coder's own code of a unit, or None."""
        stack = self._units.get((round, unit), ())
        return next((code for code in reversed(stack) if code.coder == coder), None)

    def newest(self, round: str, unit: Ref) -> Code | None:
        """The last code of a unit in force, whoever gave it, or None."""
        stack = self._units.get((round, unit))
        return stack[-1] if stack else None

    def all(self, round: str, unit: Ref) -> dict[str, Code]:
        """Every coder's code of a unit in force."""
        return {code.coder: code for code in self._units.get((round, unit), ())}

    def units(self, round: str) -> list[Ref]:
        """Units of a round with at least one code in force, by place."""
        # A copy first: a server counts here while another request adds a unit.
        every = list(self._units.items())
        return sorted(unit for (where, unit), stack in every if where == round and stack)

    def adjudicated(self, round: str, unit: Ref) -> Code | None:
        """The third person's word on a unit, or None."""
        return self._verdicts.get((round, unit))

    def made(self, round: str, coder: str) -> list[Code]:
        """A coder's codes in force, in the order in which they were given."""
        return list(self._histories[round, coder].done)


def _last_step(codes: list[Code]) -> list[Code]:
    """The codes at the end of a history that were sent as one step, last first."""
    step: list[Code] = []
    for code in reversed(codes):
        if step and (not code.key or _base(code) != _base(step[0])):
            break
        step.append(code)
        if not code.key:
            break
    return step


def _base(code: Code) -> str:
    return code.key.partition(".")[0]
