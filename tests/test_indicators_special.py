"""Our special functions agree with scipy's, so that an effect needs no more than numpy."""

from __future__ import annotations

import numpy as np
import pytest

from aftersummit.indicators import special as ours

scipy = pytest.importorskip("scipy.special")
VALUES = np.linspace(-9, 9, 37)


@pytest.mark.parametrize("df", [1, 2, 3, 4, 9, 40, 91, 400])
def test_students_distribution_and_its_quantiles(df: int) -> None:
    assert ours.student_cdf(df, VALUES) == pytest.approx(scipy.stdtr(df, VALUES), abs=1e-12)
    for share in (0.005, 0.025, 0.5, 0.9, 0.975):
        found = ours.student_quantile(df, share)
        assert found == pytest.approx(scipy.stdtrit(df, share), rel=1e-10, abs=1e-10)


@pytest.mark.parametrize("df", [1, 2, 7, 12, 36])
def test_the_chi_square_tail(df: int) -> None:
    for value in (0.0, 0.1, 1.0, 5.0, 20.0, 90.0):
        assert ours.chi_square_tail(df, value) == pytest.approx(scipy.chdtrc(df, value), abs=1e-12)


def test_the_normal_law_and_the_gamma_function() -> None:
    assert ours.normal_cdf(1.3) == pytest.approx(scipy.ndtr(1.3), abs=1e-12)
    assert ours.normal_quantile(0.975) == pytest.approx(scipy.ndtri(0.975), abs=1e-10)
    values = np.array([0.3, 1.0, 5.5, 1e4])
    assert ours.log_gamma(values) == pytest.approx(scipy.gammaln(values))
