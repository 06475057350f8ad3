"""Does one comparator, or one year, carry the whole result?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from aftersummit.errors import UserError
from aftersummit.indicators.checks.base import impossible, row
from aftersummit.model import CheckAnswer, EffectEstimate

if TYPE_CHECKING:
    from aftersummit.indicators.study import Study


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """The estimate without each comparator in turn, or without each year.

    A year is left out by giving each of its periods a term of its own when that leaves room,
    so that neighbours keep their distance in time.
    """

    name: str = "leave-one-out"
    question: str = "Does one comparator or one year carry the whole result?"

    def run(self, study: Study) -> CheckAnswer:
        """Estimate again without each."""
        found = self._comparators(study) if len(study.comparators) >= 3 else self._years(study)
        if len(found) < 3:
            return impossible(self, "too little is left when something is left out")
        main = (study.against() if len(study.comparators) >= 3 else study.main).level
        turned = [
            name
            for name, one in found
            if one.excludes_null != main.excludes_null
            or (main.excludes_null and one.rises != main.rises)
        ]
        rows: tuple[dict[str, Any], ...] = tuple(row(name, one) for name, one in found)
        told = f"the result holds without any of {len(found)}"
        if turned:
            shows = "no change shows" if main.excludes_null else "a change shows"
            told = f"without {', '.join(turned[:3])} {shows}"
        doubt = f"{' or '.join(turned[:3])} alone, without which it goes"
        return CheckAnswer(self.name, self.question, not turned, told, doubt, rows)

    def _comparators(self, study: Study) -> list[tuple[str, EffectEstimate]]:
        found = []
        for i, one in enumerate(study.comparators):
            rest = [c for j, c in enumerate(study.comparators) if j != i]
            try:
                found.append((one.title, study.against(rest).level))
            except UserError:
                continue
        return found

    def _years(self, study: Study) -> list[tuple[str, EffectEstimate]]:
        main = study.main
        if study.series.frequency == "A":
            return []
        found = []
        for year in sorted({p[:4] for p in main.periods}):
            inside = [i for i, p in enumerate(main.periods) if p[:4] == year]
            terms = tuple((f"out{i}", np.eye(len(main.periods))[i]) for i in inside)
            # One term a period needs room: more terms than half the data tell nothing.
            if len(terms) + len(main.names) > len(main.periods) / 2:
                return []
            try:
                again = study.again(extra=terms)
            except UserError:
                continue
            found.append((year, again.level))
        return found
