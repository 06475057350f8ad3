"""The few special functions that intervals and tests need, in numpy.

Student's t for whole degrees of freedom is a finite sum (Abramowitz and Stegun 26.7.3-4); the
chi-square tail is the incomplete gamma function, by its series or its continued fraction
(26.4.14 and 6.5.29-31). They stand here so that an effect needs no more than numpy; the tests
hold them to scipy's to ten digits.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
_NORMAL = NormalDist()


def normal_cdf(value: float) -> float:
    """Share of the normal law below ``value``."""
    return _NORMAL.cdf(value)


def normal_quantile(share: float) -> float:
    """The value below which ``share`` of the normal law lies."""
    return _NORMAL.inv_cdf(share)


def student_cdf(df: float, value: Array | float) -> Array:
    """Share of Student's t with ``df`` degrees of freedom below each value.

    Args:
        df: at least 1; a fraction is cut off, which widens an interval by a hair.
    """
    n = max(int(df), 1)
    t = np.asarray(value, dtype=np.float64)
    cosine2 = n / (n + t * t)
    sine = t / np.sqrt(n + t * t)
    if n % 2:
        angle = np.arctan(t / np.sqrt(n))
        inner = sine * np.sqrt(cosine2) * _sum(n, cosine2) if n > 1 else 0.0
        return np.asarray(0.5 + (angle + inner) / np.pi)
    return np.asarray(0.5 + 0.5 * sine * _sum(n, cosine2))


@lru_cache(maxsize=1024)
def student_quantile(df: float, share: float) -> float:
    """The value below which ``share`` of Student's t lies, by bisection to machine precision."""
    if share < 0.5:
        return -student_quantile(df, 1 - share)
    high = 1.0
    while float(student_cdf(df, high)) < share and high < 1e12:
        high *= 2
    low = 0.0
    for _ in range(200):
        half = (low + high) / 2
        if half in (low, high):
            break
        low, high = (half, high) if float(student_cdf(df, half)) < share else (low, half)
    return (low + high) / 2


def chi_square_tail(df: float, value: float) -> float:
    """Share of the chi-square law with ``df`` degrees of freedom above ``value``."""
    a, x = df / 2, value / 2
    if x <= 0:
        return 1.0
    scale = exp(a * log(x) - x - lgamma(a))
    if x < a + 1:
        return 1.0 - scale * _series(a, x)
    return scale * _fraction(a, x)


def log_gamma(values: Array | float) -> Array:
    """Logarithm of the gamma function of each value."""
    return np.asarray(np.vectorize(lgamma, otypes=[np.float64])(values))


def _sum(n: int, cosine2: Array) -> Array:
    """The finite sum of powers of the squared cosine."""
    weights = _weights(n)
    rows = np.empty((len(weights), *cosine2.shape))
    rows[0], rows[1:] = 1.0, cosine2
    return np.asarray(np.tensordot(weights, np.multiply.accumulate(rows, axis=0), axes=1))


@lru_cache(maxsize=256)
def _weights(n: int) -> Array:
    """Coefficients of the sum for ``n`` degrees of freedom, of the lowest power first."""
    odd = n % 2
    count = (n - 1) // 2 if odd else n // 2
    found = [1.0]
    for k in range(1, count):
        found.append(found[-1] * (2 * k / (2 * k + 1) if odd else (2 * k - 1) / (2 * k)))
    return np.array(found)


def _series(a: float, x: float) -> float:
    """The lower incomplete gamma function over its scale."""
    term = total = 1 / a
    k = a
    while abs(term) > abs(total) * 1e-16:
        k += 1
        term *= x / k
        total += term
    return total


def _fraction(a: float, x: float) -> float:
    """The upper incomplete gamma function over its scale, by Lentz's method."""
    tiny = 1e-300
    b = x + 1 - a
    c, d = 1 / tiny, 1 / b
    found = d
    for i in range(1, 1000):
        step = -i * (i - a)
        b += 2
        d = 1 / ((step * d + b) or tiny)
        c = (b + step / c) or tiny
        change = d * c
        found *= change
        if abs(change - 1) < 1e-16:
            break
    return found
