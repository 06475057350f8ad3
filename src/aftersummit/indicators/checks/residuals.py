"""Is what the model leaves over free of pattern?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aftersummit.indicators.checks.base import impossible
from aftersummit.indicators.regression import newey_west_lags
from aftersummit.indicators.special import chi_square_tail
from aftersummit.model import CheckAnswer

if TYPE_CHECKING:
    from aftersummit.indicators.study import Study


@dataclass(frozen=True, slots=True)
class ResidualAutocorrelation:
    """Ljung and Box's test (Biometrika 1978, 297-303) on what remains after the model.

    Newey-West errors allow for ties within their window, so only longer ones are tested.
    """

    level: float = 0.01
    name: str = "residuals"
    question: str = "Do neighbouring errors still resemble each other beyond the model?"

    def run(self, study: Study) -> CheckAnswer:
        """Test the residuals up to a year (or a fifth of the series)."""
        main = study.main
        residual = main.fitted.residuals - main.fitted.residuals.mean()
        n = len(residual)
        most = min(12, n // 5)
        least = 1
        if main.design.errors == "hac":
            width = main.design.lags
            least = (newey_west_lags(n) if width is None else width) + 1
        if most <= least:
            return impossible(self, "the series is too short for this test")
        lags = np.arange(1, most + 1)
        total = float(residual @ residual)
        ties = np.array([float(residual[k:] @ residual[:-k]) / total for k in lags])
        used = lags >= least
        statistic = float(n * (n + 2) * np.sum((ties**2 / (n - lags))[used]))
        free = int(used.sum()) - (1 if main.design.errors == "ar1" else 0)
        p = chi_square_tail(max(free, 1), statistic)
        told = f"Ljung-Box p {p:.3f} over {int(used.sum())} lags"
        pairs = zip(lags, ties, strict=True)
        rows = tuple({"lag": int(k), "autocorrelation": float(t)} for k, t in pairs)
        doubt = f"slow swings that the model does not hold ({told})"
        return CheckAnswer(self.name, self.question, p >= self.level, told, doubt, rows)
