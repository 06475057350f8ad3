"""Do 95% intervals cover 95%, and how often is an alarm false? Known truth, many runs.

    python -m benchmarks.indicators [--runs 1000] [--slow-runs 100] [--processes 2]

Series are made, never read: Poisson counts around a trend, a season and a latent AR(1), with or
without a step of a fifth at the middle. A cell is a length, an autocorrelation, a spread of the
latent noise and a mean; each method answers for the same series. Prints one row a cell, then the
time of one effect with all checks and the rate of a batch.
"""

from __future__ import annotations

import argparse
import itertools
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

# One thread a process: the matrices are small, and threads of several processes would fight.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from aftersummit.errors import UserError
from aftersummit.execution import chosen
from aftersummit.indicators.design import Design
from aftersummit.indicators.its import interrupt
from aftersummit.indicators.periods import from_ordinal, ordinal
from aftersummit.indicators.structural import structural
from aftersummit.indicators.study import Study, estimate
from aftersummit.model import Commitment, Observation, Ref, Series, Yardstick, yardstick_ref
from aftersummit.project import make_project

STEP = float(np.log(0.8))
FAST = {
    "qp-indep": Design("quasi-poisson", "independent"),
    "poisson-hac3": Design("poisson", "hac", lags=3),
    "negbin-hac3": Design("negative-binomial", "hac", lags=3),
    "log-hac-ss": Design("log", "hac", small_sample=True),
    "qp-ar1": Design("quasi-poisson", "ar1"),
    "log-ar1": Design("log", "ar1"),
}
SLOW = {"log-arima": Design("log", "arima")}
STRUCTURAL = ("struct-level", "struct-slope")
LENGTHS, TIES, SPREADS = (24, 48, 96), (0.0, 0.3, 0.6), (0.05, 0.2)
MEANS = (500.0,)
START = "2016-01"


def make(n: int, rho: float, spread: float, mean: float, step: float, rng: Any) -> Series:
    """One monthly series."""
    when = np.arange(n)
    latent = np.zeros(n)
    latent[0] = rng.normal()
    for i in range(1, n):
        latent[i] = rho * latent[i - 1] + rng.normal() * np.sqrt(1 - rho * rho)
    linear = np.log(mean) + 0.3 * when / n + 0.15 * np.sin(2 * np.pi * when / 12)
    linear += spread * latent + step * (when >= n // 2)
    values = rng.poisson(np.exp(linear))
    first = ordinal(START)
    observations = tuple(
        Observation(from_ordinal(first + i, "M"), float(v)) for i, v in enumerate(values)
    )
    return Series(Ref.flat("series", "made"), "made", "cases", "benchmark", observations, "M")


def cell(task: tuple[int, float, float, float, int, int, bool]) -> dict[str, tuple[int, ...]]:
    """For each method: intervals that held the step, false alarms without, and runs of each."""
    n, rho, spread, mean, runs, seed, slow = task
    rng = np.random.default_rng(seed)
    designs = SLOW if slow else FAST
    found = {name: [0, 0, 0, 0] for name in [*designs, *(STRUCTURAL if slow else ())]}
    at = from_ordinal(ordinal(START) + n // 2, "M")
    for _ in range(runs):
        for step in (STEP, 0.0):
            one = make(n, rho, spread, mean, step, rng)
            for name, tally in found.items():
                try:
                    if name in STRUCTURAL:
                        level = structural(one, at, trend=name.endswith("slope")).headline
                    else:
                        level = interrupt(one, at, designs[name]).level
                except UserError:
                    continue
                held = level.low <= np.exp(step) <= level.high
                tally[0] += step != 0 and held
                tally[1] += step == 0 and not held
                tally[2] += step != 0
                tally[3] += step == 0
    return {name: tuple(tally) for name, tally in found.items()}


def study_coverage(runs: int, processes: int, slow: bool) -> None:
    """Print coverage and false alarms of every method in every cell."""
    cells = list(itertools.product(LENGTHS, TIES, SPREADS, MEANS))
    if not slow:
        cells += [(n, rho, 0.2, 4.0) for n in (48, 96) for rho in (0.0, 0.6)]
    tasks = [(*c, runs, 1000 + i, slow) for i, c in enumerate(cells)]
    names = [*SLOW, *STRUCTURAL] if slow else list(FAST)
    print(f"\n{runs} runs a cell; coverage of 95% intervals / false alarms, per cent")
    print(f"{'n':>4} {'rho':>4} {'spread':>6} {'mean':>5}  " + "  ".join(f"{n:>12}" for n in names))
    with ProcessPoolExecutor(processes) as workers:
        for (n, rho, spread, mean, *_), result in zip(tasks, workers.map(cell, tasks), strict=True):
            told = [_percent(runs, *result[name]) for name in names]
            print(
                f"{n:>4} {rho:>4} {spread:>6} {mean:>5.0f}  " + "  ".join(f"{t:>12}" for t in told),
                flush=True,
            )


def _percent(runs: int, held: int, alarms: int, steps: int, flats: int) -> str:
    # A method that refuses most series of a cell (a logarithm of zeros) has no figure there.
    if min(steps, flats) < runs / 2:
        return "-"
    return f"{100 * held / steps:.1f} / {100 * alarms / flats:.1f}"


def time_one() -> None:
    """Print the time of one effect with all checks on 100 months."""
    rng = np.random.default_rng(1)
    one = make(100, 0.4, 0.1, 500, STEP, rng)
    beside = tuple(make(100, 0.4, 0.1, 500, 0.0, rng) for _ in range(5))
    study = Study(one, from_ordinal(ordinal(START) + 60, "M"), beside, placebo_outcomes=beside[:1])
    estimate(study)
    spent, used = [], []
    for _ in range(5):
        begin, before = time.perf_counter(), time.process_time()
        estimate(Study(study.series, study.at, beside, placebo_outcomes=beside[:1]))
        spent.append(time.perf_counter() - begin)
        used.append(time.process_time() - before)
    print(f"one effect with all checks, 100 months: {np.median(spent):.2f} s", end=", ")
    print(f"{np.median(used):.2f} s of processor time (medians of 5)")


def time_many(count: int, processes: int) -> None:
    """Print the time of ``effect check`` over a project, and what it lets pass.

    Four in five series are flat; in the fifth there is a step of a fifth.
    """
    rng = np.random.default_rng(2)
    # make() puts its step at the middle.
    at = from_ordinal(ordinal(START) + 50, "M")
    promise = Ref.parse("test/2021/C001")
    with tempfile.TemporaryDirectory() as folder, make_project(Path(folder) / "p") as project:
        with project._store.write() as writer:
            writer.put(Commitment(ref=promise, status="catalogued"), at="2021-01-01T00:00:00Z")
            for i in range(count):
                kind = "flat" if i % 5 else "step"
                made_up = make(100, 0.4, 0.1, 500, STEP if kind == "step" else 0.0, rng)
                series = replace(made_up, ref=Ref.parse(f"series/{kind}-{i}"))
                stick = Yardstick(yardstick_ref(promise, series.ref), promise, series.ref, "down")
                for record in (series, replace(stick, start=at)):
                    writer.put(record, at="2021-01-01T00:00:00Z")
        begin = time.perf_counter()
        made = project.indicators.check(how=chosen(processes), progress=_told)
        spent = time.perf_counter() - begin
    print(f"{count} series, all checks, {processes} processes: {spent:.1f} s", end="; ")
    for kind in ("flat", "step"):
        inside = [e for e in made if e.series.item.startswith(kind)]
        print(f"{sum(e.shown for e in inside)} of {len(inside)} {kind} series shown", end="; ")
    print()


def _told(done: int, total: int | None, what: str) -> None:
    if done % 100 == 0:
        print(f"  {done} of {total}", flush=True)


def main() -> None:
    """Run the study."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--slow-runs", type=int, default=100)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    time_one()
    if options.batch:
        time_many(options.batch, options.processes)
    if options.runs:
        study_coverage(options.runs, options.processes, slow=False)
    if options.slow_runs:
        study_coverage(options.slow_runs, options.processes, slow=True)


if __name__ == "__main__":
    main()
