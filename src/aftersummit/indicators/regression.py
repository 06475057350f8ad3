"""Regressions for time series, in numpy: generalised linear models with honest errors.

Four ways to judge how sure a coefficient is:

* ``independent``: as if neighbours were strangers;
* ``hac``: Newey and West's estimator with Bartlett weights (Econometrica 1987, 703-708);
* ``ar1``: neighbours' errors follow a first-order autoregression whose strength is not
  known: the interval averages over it, weighted by the restricted likelihood and the prior
  (1 - rho^2)^(-1/2) (Zellner and Tiao, JASA 1964, 763-778). Plugging in one estimate, as
  restricted maximum likelihood does, gives intervals that are too narrow in short series;
* ``arima``: Gaussian regression with ARIMA errors, by statsmodels.

One file, because families and errors share one interval: :class:`Fitted` is read off the same
matrices whichever of them made it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from aftersummit.errors import MissingExtra, UserError
from aftersummit.indicators.special import (
    log_gamma,
    normal_cdf,
    normal_quantile,
    student_cdf,
    student_quantile,
)

Family = Literal["gaussian", "log", "poisson", "quasi-poisson", "negative-binomial"]
Errors = Literal["independent", "hac", "ar1", "arima"]
Array = NDArray[np.floating[Any]]

FAMILIES: tuple[Family, ...] = ("gaussian", "log", "poisson", "quasi-poisson", "negative-binomial")
COUNTS: tuple[Family, ...] = ("poisson", "quasi-poisson", "negative-binomial")


@dataclass(frozen=True)
class Mixture:
    """Student distributions, one for each strength of autocorrelation, with their weights."""

    weights: Array
    betas: Array
    covs: Array
    df: float

    def cdf(self, contrast: Array) -> Callable[[float], float]:
        """The distribution function of ``contrast @ beta``."""
        centres = self.betas @ contrast
        spreads = self._spreads(contrast)

        def share(value: float) -> float:
            return float(self.weights @ student_cdf(self.df, (value - centres) / spreads))

        return share

    def _spreads(self, contrast: Array) -> Array:
        variances: Any = self.covs @ contrast @ contrast
        return np.asarray(np.sqrt(variances))

    def quantile(self, contrast: Array, share: float) -> float:
        """By secants inside a bracket, to a billionth of the spread."""
        cdf = self.cdf(contrast)
        spreads = self._spreads(contrast)
        centres = self.betas @ contrast
        middle = float(self.weights @ centres)
        wide = float(np.sqrt(self.weights @ (spreads**2 + (centres - middle) ** 2)))
        reach = 12 * float(spreads.max())
        low, high = middle - reach, middle + reach
        old, before = middle - wide, cdf(middle - wide) - share
        new = middle + wide * student_quantile(self.df, share)
        for _ in range(60):
            here = cdf(new) - share
            low, high = (new, high) if here < 0 else (low, new)
            if abs(new - old) < 1e-9 * reach or here == before:
                break
            step = here * (new - old) / (here - before)
            old, before = new, here
            # A secant that leaves the bracket has nothing to say; halve instead.
            new = new - step if low < new - step < high else (low + high) / 2
        return new


@dataclass(frozen=True)
class Fitted:
    """Coefficients with their covariance.

    Attributes:
        df: degrees of freedom of Student's t; None stands for the normal law.
        mean: fitted values on the scale of the response.
        residuals: standardised, with the modelled autocorrelation taken out.
        dispersion: Pearson chi-square over its degrees of freedom (counts), or the variance.
        rho: first-order autocorrelation of the errors, where the model has one.
        mixture: for ``ar1`` errors, what the intervals are read from.
    """

    beta: Array
    cov: Array
    df: float | None
    mean: Array
    residuals: Array
    dispersion: float
    rho: float | None = None
    mixture: Mixture | None = None

    def interval(self, contrast: Array, level: float = 0.95) -> tuple[float, float, float, float]:
        """Value, lower and upper end, and two-sided p of ``contrast @ beta``."""
        value = float(contrast @ self.beta)
        if self.mixture is not None:
            low = self.mixture.quantile(contrast, 0.5 - level / 2)
            high = self.mixture.quantile(contrast, 0.5 + level / 2)
            below = self.mixture.cdf(contrast)(0.0)
            return value, low, high, 2 * min(below, 1 - below)
        error = max(float(contrast @ self.cov @ contrast), 0.0) ** 0.5
        reach = quantile(0.5 + level / 2, self.df) * error
        p = 2 * (1 - _cdf(abs(value) / error, self.df)) if error > 0 else 1.0
        return value, value - reach, value + reach, p


def quantile(share: float, df: float | None) -> float:
    """Quantile of Student's t, or of the normal law where ``df`` is None."""
    return normal_quantile(share) if df is None else student_quantile(df, share)


def _cdf(value: float, df: float | None) -> float:
    return normal_cdf(value) if df is None else float(student_cdf(df, value))


def statsmodels() -> Any:
    """statsmodels.api, or the hint how to install it."""
    try:
        import statsmodels.api as module
    except ImportError as error:
        raise MissingExtra("this method", "analysis") from error
    return module


def fit(
    y: Array,
    x: Array,
    family: Family,
    errors: Errors,
    *,
    offset: Array | None = None,
    lags: int | None = None,
    small_sample: bool = False,
    order: tuple[int, int, int] = (1, 0, 0),
) -> Fitted:
    """Fit a regression.

    Args:
        y: the response, one value a period.
        x: one column a term, the constant included; full column rank.
        offset: added to the linear predictor (log of the population).
        lags: of the Bartlett window; None takes Newey and West's rule, 4 (n/100)^(2/9).
        small_sample: multiply the HAC covariance by n / (n - k).
        order: of the ARIMA errors.

    Raises:
        UserError: too few periods, terms that cannot be told apart, values that the family
            does not allow, or a pair of family and errors that does not exist.
        MissingExtra: the method needs statsmodels.
    """
    _demand(y, x, family)
    shift = np.zeros(len(y)) if offset is None else offset
    if errors == "arima":
        return _arima(y, x, family, shift, order)
    if family == "negative-binomial":
        return _negative_binomial(y, x, shift, errors, lags, small_sample)
    if family in ("gaussian", "log"):
        response = np.log(y) - shift if family == "log" else y - shift
        found = _least_squares(response, x, errors, lags, small_sample)
        mean = x @ found.beta + shift
        return _with_mean(found, np.exp(mean) if family == "log" else mean)
    if errors == "ar1":
        return _quasi_poisson_ar1(y, x, shift)
    return _poisson(y, x, shift, family, errors, lags, small_sample)


def _demand(y: Array, x: Array, family: Family) -> None:
    n, k = x.shape
    if n < k + 3:
        raise UserError(
            f"{n} periods are too few for {k} terms", "lengthen the window or drop seasonal terms"
        )
    if np.linalg.matrix_rank(x) < k:
        raise UserError(
            "the terms of the model cannot be told apart in this window",
            "move the date inwards or drop seasonal terms",
        )
    if family == "log" and (y <= 0).any():
        raise UserError(
            "a logarithm needs values above zero", "choose the family quasi-poisson or gaussian"
        )
    if family in COUNTS and (y < 0).any():
        raise UserError("counts cannot be negative", "choose the family gaussian")


def _with_mean(found: Fitted, mean: Array) -> Fitted:
    return replace(found, mean=mean)


def _least_squares(
    z: Array, x: Array, errors: Errors, lags: int | None, small_sample: bool
) -> Fitted:
    if errors == "ar1":
        return _ar1(z, x)
    n, k = x.shape
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ (x.T @ z)
    residual = z - x @ beta
    variance = float(residual @ residual) / (n - k)
    if errors == "hac":
        cov = _sandwich(bread, x * residual[:, None], lags, small_sample, k)
        df = None
    else:
        cov, df = variance * bread, float(n - k)
    return Fitted(beta, cov, df, x @ beta, residual / np.sqrt(variance), variance)


def _sandwich(bread: Array, scores: Array, lags: int | None, small_sample: bool, k: int) -> Array:
    n = len(scores)
    reach = newey_west_lags(n) if lags is None else lags
    meat = scores.T @ scores
    for lag in range(1, min(reach, n - 1) + 1):
        cross = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (reach + 1)) * (cross + cross.T)
    cov: Array = bread @ meat @ bread
    return cov * n / (n - k) if small_sample else cov


def newey_west_lags(n: int) -> int:
    """Newey and West's rule of thumb for the width of the window."""
    return int(4 * (n / 100) ** (2 / 9))


def _irls(y: Array, x: Array, offset: Array, alpha: float = 0.0) -> tuple[Array, Array]:
    """Coefficients and means of a count model with a log link and variance mean + alpha mean^2."""
    mean = np.maximum(y, 0.5)
    beta: Array = np.zeros(x.shape[1])
    for _ in range(100):
        eta = np.log(mean)
        work = eta - offset + (y - mean) / mean
        weighted = x * (mean / (1 + alpha * mean))[:, None]
        new = np.linalg.solve(x.T @ weighted, weighted.T @ work)
        mean = np.exp(np.clip(x @ new + offset, -30, 30))
        if np.max(np.abs(new - beta)) < 1e-10:
            return new, mean
        beta = new
    raise UserError(
        "the counts allow no such fit", "drop terms, or lengthen the window around the zeros"
    )


def _poisson(
    y: Array,
    x: Array,
    offset: Array,
    family: Family,
    errors: Errors,
    lags: int | None,
    small_sample: bool,
) -> Fitted:
    beta, mean = _irls(y, x, offset)
    n, k = x.shape
    bread = np.linalg.inv(x.T @ (x * mean[:, None]))
    pearson = (y - mean) / np.sqrt(mean)
    dispersion = float(pearson @ pearson) / (n - k)
    if errors == "hac":
        cov = _sandwich(bread, x * (y - mean)[:, None], lags, small_sample, k)
    else:
        cov = bread * (dispersion if family == "quasi-poisson" else 1.0)
    return Fitted(beta, cov, None, mean, pearson / np.sqrt(max(dispersion, 1e-12)), dispersion)


def _quasi_poisson_ar1(y: Array, x: Array, offset: Array) -> Fitted:
    """Quasi-Poisson whose Pearson residuals follow AR(1): reweighted generalised least squares."""
    beta, mean = _irls(y, x, offset)
    found = _ar1(np.sqrt(mean) * (x @ beta + (y - mean) / mean), x * np.sqrt(mean)[:, None])
    for _ in range(50):
        root = np.sqrt(mean)
        work = x @ beta + (y - mean) / mean
        found = _ar1(root * work, x * root[:, None])
        step = float(np.max(np.abs(found.beta - beta)))
        beta = found.beta
        mean = np.exp(np.clip(x @ beta + offset, -30, 30))
        if step < 1e-7:
            break
    else:
        raise UserError(
            "the counts allow no fit with autoregressive errors",
            "shorten the window, or choose the family log",
        )
    pearson = (y - mean) / np.sqrt(mean)
    dispersion = float(pearson @ pearson) / (len(y) - x.shape[1])
    return replace(found, mean=mean, dispersion=dispersion)


GRID = np.concatenate([np.linspace(-0.8, 0.88, 43), np.linspace(0.9, 0.98, 9)])


def _ar1(z: Array, x: Array) -> Fitted:
    """Gaussian regression with AR(1) errors, averaged over their strength."""
    n, k = x.shape
    both = np.column_stack([x, z])
    # The cross-products of whitened data are quadratic in rho, so the grid needs no loop.
    lagged = both[1:].T @ both[:-1]
    inner = both[1:-1].T @ both[1:-1]
    rho = GRID[:, None, None]
    gram = both.T @ both - rho * (lagged + lagged.T) + rho**2 * inner
    bread = np.linalg.inv(gram[:, :k, :k])
    betas = np.einsum("mij,mj->mi", bread, gram[:, :k, k])
    rss = np.maximum(gram[:, k, k] - np.einsum("mi,mi->m", betas, gram[:, :k, k]), 1e-300)
    _, logdet = np.linalg.slogdet(gram[:, :k, :k])
    likelihood = 0.5 * np.log(1 - GRID**2) - 0.5 * logdet - 0.5 * (n - k) * np.log(rss)
    density = likelihood - 0.5 * np.log(1 - GRID**2)
    weights = np.exp(density - density.max()) * np.gradient(GRID)
    weights /= weights.sum()
    covs = bread * (rss / (n - k))[:, None, None]
    beta = weights @ betas
    off = betas - beta
    cov = np.einsum("m,mij->ij", weights, covs + off[:, :, None] * off[:, None, :])
    mixture = Mixture(weights, betas, covs, float(n - k))
    strength = float(weights @ GRID)
    residual = z - x @ beta
    innovations = residual.copy()
    innovations[0] *= np.sqrt(1 - strength**2)
    innovations[1:] -= strength * residual[:-1]
    variance = float(innovations @ innovations) / (n - k)
    scaled = innovations / np.sqrt(max(variance, 1e-300))
    return Fitted(beta, cov, float(n - k), x @ beta, scaled, variance, strength, mixture)


def _negative_binomial(
    y: Array, x: Array, offset: Array, errors: Errors, lags: int | None, small_sample: bool
) -> Fitted:
    if errors == "ar1":
        raise UserError(
            "negative binomial with autoregressive errors is not offered",
            "choose the family quasi-poisson, or the errors hac",
        )
    alpha = _best_alpha(y, x, offset)
    beta, mean = _irls(y, x, offset, alpha)
    weight = mean / (1 + alpha * mean)
    bread = np.linalg.inv(x.T @ (x * weight[:, None]))
    k = x.shape[1]
    cov = bread
    if errors == "hac":
        scores = x * ((y - mean) / (1 + alpha * mean))[:, None]
        cov = _sandwich(bread, scores, lags, small_sample, k)
    pearson = (y - mean) / np.sqrt(mean + alpha * mean**2)
    return Fitted(beta, cov, None, mean, pearson, alpha)


def _best_alpha(y: Array, x: Array, offset: Array) -> float:
    """The overdispersion of highest likelihood (variance = mean + alpha mean^2), by golden section
    on its logarithm: the profile is smooth and has one peak."""

    def likelihood(log_alpha: float) -> float:
        alpha = float(np.exp(log_alpha))
        _, mean = _irls(y, x, offset, alpha)
        size = 1 / alpha
        return float(
            np.sum(
                log_gamma(y + size)
                - log_gamma(size)
                + size * np.log(size / (size + mean))
                + y * np.log(mean / (size + mean))
            )
        )

    low, high = np.log(1e-7), np.log(1e2)
    golden = (np.sqrt(5) - 1) / 2
    for _ in range(40):
        left, right = high - golden * (high - low), low + golden * (high - low)
        if likelihood(left) < likelihood(right):
            low = left
        else:
            high = right
    return float(np.exp((low + high) / 2))


def _arima(
    y: Array, x: Array, family: Family, offset: Array, order: tuple[int, int, int]
) -> Fitted:
    if family not in ("gaussian", "log"):
        raise UserError(
            f"ARIMA errors do not go with the family {family}", "choose gaussian or log"
        )
    import warnings

    sm = statsmodels()
    response = (np.log(y) if family == "log" else y) - offset
    # statsmodels warns about starting values; a failed optimum is raised below instead.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = sm.tsa.SARIMAX(response, exog=x, order=order).fit(disp=0, maxiter=200)
    if not np.all(np.isfinite(result.bse)):
        raise UserError("the ARIMA errors could not be fitted", "choose the errors ar1 or hac")
    k = x.shape[1]
    beta = np.asarray(result.params[:k])
    cov = np.asarray(result.cov_params())[:k, :k]
    mean = x @ beta + offset
    residual = np.asarray(result.resid)
    return Fitted(
        beta,
        cov,
        float(len(y) - k),
        np.exp(mean) if family == "log" else mean,
        residual / (residual.std() or 1.0),
        float(result.params[-1]),
    )
