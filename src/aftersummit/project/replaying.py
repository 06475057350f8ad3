"""``score replay``: does what was published follow from the log and the evidence?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aftersummit.assessment.replay import (
    Difference,
    Replay,
    replay_summaries,
    replay_values,
)
from aftersummit.errors import UserError
from aftersummit.model import (
    Decision,
    Gap,
    Measure,
    Score,
    ScoreSummary,
    Square,
    from_wire,
    to_wire,
)

if TYPE_CHECKING:
    from aftersummit.project.scoring import Scores


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found.

    Attributes:
        as_of: the day of the published register.
        decisions: number of the last decision folded into it.
        parts: verdicts, proposals, log, means, coverage and gaps, each by its name.
    """

    as_of: str
    decisions: int
    parts: dict[str, Replay]

    @property
    def equal(self) -> bool:
        """Whether everything published follows."""
        return all(part.equal for part in self.parts.values())


def replay(scores: Scores, site: Path) -> Replayed:
    """Recompute everything that a site published and compare.

    Args:
        site: the folder of a published site.

    Raises:
        UserError: there is no published assessment in it.
    """
    data = site / "data"
    stamp = _read(data / "scoring.json")
    again = scores.register(
        as_of=stamp["as_of"], proposals=stamp["proposals"], last=stamp["decisions"] or -1
    )
    published = [from_wire(Score, each) for each in _read(data / "scores.json")]
    means = [from_wire(ScoreSummary, each) for each in _read(data / "summaries.json")]
    parts = {
        "verdicts": replay_values(
            _only(again.scores, machine=False), _only(published, machine=False)
        ),
        "proposals": replay_values(
            _only(again.scores, machine=True), _only(published, machine=True)
        ),
        "decisions": _same(
            {str(d.number): d for d in again.scoring.log},
            [from_wire(Decision, each) for each in _read(data / "score-log.json")],
            lambda d: str(d.number),
        ),
        "means": replay_summaries(again.scoring.summaries, means),
        "agreement": _same(
            {_measure(m): m for m in again.scoring.agreement},
            [from_wire(Measure, each) for each in _read(data / "agreement.json")],
            _measure,
        ),
        "coverage": _same(
            {_square(s): s for m in again.scoring.matrices for s in m.squares},
            [from_wire(Square, each) for each in _read(data / "coverage.json")],
            _square,
        ),
        "gaps": _same(
            {str(g.commitment): g for g in again.scoring.gaps},
            [from_wire(Gap, each) for each in _read(data / "gaps.json")],
            lambda g: str(g.commitment),
        ),
    }
    return Replayed(stamp["as_of"], stamp["decisions"], parts)


def _only(scores: Iterable[Score], *, machine: bool) -> list[Score]:
    return [score for score in scores if score.proposed is machine]


def _measure(measure: Measure) -> str:
    return f"{measure.scale}, {measure.by} {measure.group}, {measure.coefficient}"


def _square(square: Square) -> str:
    return f"{square.matrix}, {square.party}, {square.column}"


def _same(ours: dict[str, Any], published: list[Any], name: Any) -> Replay:
    theirs = {name(each): each for each in published}
    found = [
        Difference(key, _brief(theirs.get(key)), _brief(ours.get(key)))
        for key in sorted({*ours, *theirs})
        if to_wire(ours.get(key)) != to_wire(theirs.get(key))
    ]
    return Replay(len({*ours, *theirs}), tuple(found))


def _brief(value: Any) -> str:
    return "nothing" if value is None else json.dumps(to_wire(value), ensure_ascii=False)[:160]


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UserError(
            f"{path.parent.parent} holds no published assessment ({path.name} is missing)",
            "publish first: aftersummit publish, or name the site's folder",
        ) from None
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read ({error})", "publish the site again") from error
