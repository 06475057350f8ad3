"""How fast scores are read, counted and compared, and how honest the intervals are.

Run with ``python -m benchmarks.assessment [FOLDER]``; FOLDER holds the published tables
(``data/compliance``); without them their rows are left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from aftersummit.assessment import agreement
from aftersummit.assessment.aggregate import rank, summarise
from aftersummit.assessment.columns import Filing, Table, from_columns, tabulate
from aftersummit.assessment.mapping import bundled_mapping
from aftersummit.assessment.resample import Plan
from aftersummit.assessment.tables import import_table
from aftersummit.codebooks.scales import scheme
from aftersummit.model import Ref, Score, SummaryBy

GROUPS: tuple[SummaryBy, ...] = (
    "all",
    "party",
    "issue",
    "pillar",
    "priority",
    "meeting",
    "forum",
    "year",
    "commitment",
)
PUBLISHED = {
    "g20-2023": "data/compliance/g20/2023/compliance.csv",
    "g7-2020": "data/compliance/g7/2020/analysis/compliance.csv",
}
PARTIES = 20
COMPLIANCE = scheme().scale("compliance")


def main() -> None:
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared"
    published(shared)
    for scores in (250_000, 500_000, 1_000_000, 2_000_000):
        print(json.loads(_alone(scores)))
    coefficients()
    coverage()


def published(shared: Path) -> None:
    """Seconds to read both published sets and to compute their means by member, year, issue."""
    start = time.perf_counter()
    counted = 0
    for name, path in PUBLISHED.items():
        file = shared / path
        if not file.is_file():
            print(f"{name}: not here")
            continue
        found = import_table(file.read_bytes(), file.name, bundled_mapping(name))
        table = found.table()
        counted += len(table)
        for by in ("party", "year", "issue"):
            summarise(table, by)
        agrees = sum(average.agrees for average in found.averages)
        print(f"{name}: {agrees} of {len(found.averages)} printed averages reproduced")
    print(f"both sets, {counted} scores: {time.perf_counter() - start:.2f} s with intervals")


def made(scores: int) -> Table:
    """A table of made scores with every kind of grouping filled."""
    commitments = scores // PARTIES
    cells = np.arange(scores)
    value = np.random.default_rng(1).integers(-1, 2, scores).astype(float)
    return from_columns(
        list(_filings(commitments)),
        [f"P{n:02d}" for n in range(PARTIES)],
        {"row": cells // PARTIES, "column": cells % PARTIES, "value": value},
        COMPLIANCE,
    )


def _filings(commitments: int) -> Iterator[Filing]:
    for n in range(commitments):
        year = str(1980 + n % 40)
        yield Filing(
            f"g/{year}/C{n:06d}",
            "g",
            f"g/{year}",
            year,
            f"issue {n % 19}",
            f"pillar {n % 6}",
            (f"priority {n % 5}",),
        )


def _alone(scores: int) -> str:
    """One size in a process of its own, so that the memory of another does not show."""
    code = f"from benchmarks.assessment import size; size({scores})"
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout


def size(scores: int) -> None:
    """Seconds and megabytes for one number of made scores, as a JSON line."""
    import resource

    def peak() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    table = made(scores)
    before = peak()
    start = time.perf_counter()
    for by in GROUPS:
        summarise(table, by)
    rank(table)
    grouped = time.perf_counter() - start
    more = peak() - before
    start = time.perf_counter()
    tabulate(_stream(scores), _filings(scores // PARTIES), COMPLIANCE)
    streamed = time.perf_counter() - start
    print(
        json.dumps(
            {
                "scores": scores,
                "nine groupings and ranks, s": round(grouped, 2),
                "MB above the table": round(more),
                "stream of nouns made and tabulated, s": round(streamed, 2),
            }
        )
    )


def _stream(scores: int) -> Iterator[Score]:
    values = (-1.0, 0.0, 1.0)
    for filing in _filings(scores // PARTIES):
        forum, meeting, item = filing.commitment.split("/")
        for n in range(PARTIES):
            ref = Ref("assessment", forum, meeting, item, f"P{n:02d}", "final")
            yield Score(ref, "compliance", "rated", values[n % 3], coder="ann")


def coefficients() -> None:
    """Seconds for coefficients with 1,000 bootstrap draws on 1,000 units by 4 coders."""
    source = np.random.default_rng(2)
    truth = source.integers(0, 3, (1000, 1))
    codes = np.where(source.random((1000, 4)) < 0.8, truth, source.integers(0, 3, (1000, 4)))
    rows = [[None if source.random() < 0.1 else int(c) for c in row] for row in codes]
    for name in ("percent", "fleiss", "alpha-nominal", "alpha-ordinal", "alpha-interval"):
        start = time.perf_counter()
        found = agreement.measure(rows, name)  # type: ignore[arg-type]
        seconds = time.perf_counter() - start
        print(f"{name}: {found.value:.3f} ({found.low:.3f}-{found.high:.3f}) in {seconds:.2f} s")


def coverage(tables: int = 400) -> None:
    """How often the 95% intervals hold the true mean (0 by symmetry) of made tables."""
    for name, party_sd in (("parties alike", 0.0), ("parties differ", 0.5)):
        plain = crossed = 0
        for seed in range(tables):
            (found,) = summarise(_symmetric(60, 20, seed, party_sd), plan=Plan(replicates=400))
            plain += (found.low or 0) <= 0 <= (found.high or 0)
            crossed += (found.crossed_low or 0) <= 0 <= (found.crossed_high or 0)
        print(f"{name}: over commitments {plain / tables:.3f}, pigeonhole {crossed / tables:.3f}")


def _symmetric(rows: int, parties: int, seed: int, party_sd: float) -> Table:
    source = np.random.default_rng([7, seed])
    leaning = source.normal(0, 0.8, (rows, 1)) + source.normal(0, party_sd, (1, parties))
    value = np.sign(np.round(leaning + source.normal(0, 0.6, (rows, parties))))
    cells = np.arange(rows * parties)
    return from_columns(
        [Filing(f"g/1/C{n:03d}") for n in range(rows)],
        [f"P{n:02d}" for n in range(parties)],
        {"row": cells // parties, "column": cells % parties, "value": value.ravel()},
        COMPLIANCE,
    )


if __name__ == "__main__":
    main()
