"""Compile the bundled tables of figures from the publishers' files.

    python scripts/compile_figures.py ../shared/data/indicators

Reads the files through the program's own readers, picks what the register shows, and writes
small tables of our own layout under ``src/aftersummit/catalogue/data/figures/``: one column a
series, one line a period, a letter behind a value that is not final (p provisional, r revised,
s a sum that shares periods with its neighbour).
The descriptions of the series stand in ``catalogue/data/series_official.toml``.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from aftersummit.indicators import sources
from aftersummit.indicators.cube import Cube
from aftersummit.indicators.harmonise import convert, window, yearly
from aftersummit.indicators.periods import ordinal, sdmx_period
from aftersummit.model import Series

TARGET = Path(__file__).parents[1] / "src/aftersummit/catalogue/data/figures"
LETTERS = {"final": "", "provisional": "p", "revised": "r", "rolling": "s"}
SOUTHWEST = "Southwest Land Border"
THREE = ("Cuba", "Haiti", "Nicaragua")
OTHERS = ("Colombia", "Ecuador", "El Salvador", "Guatemala", "Honduras", "Mexico", "Peru")
TRIANGLE = ("El Salvador", "Guatemala", "Honduras")


def main(folder: Path) -> None:
    """Write every table."""
    TARGET.mkdir(exist_ok=True)
    for name, series in {
        "border": border(folder),
        "pathways": pathways(folder),
        "refugees": refugees(folder),
        "drugs": drugs(folder),
        "crime": crime(folder),
        "trade": trade(folder),
        "emissions": emissions(folder),
    }.items():
        write(TARGET / f"{name}.csv", dict(series))


def border(folder: Path) -> Iterator[tuple[str, Series]]:
    """Encounters at the southwest border by nationality, 2018 to the end of the file."""
    patrol = table(folder / "ohss-khsm-usbp/usbp_monthly_region_citizenship.csv")
    people = {"three": THREE, "venezuela": ("Venezuela",), **{slug(n): (n,) for n in OTHERS}}
    for name, members in people.items():
        series = patrol.series(region=SOUTHWEST, citizenship=members)
        yield f"usbp-{name}", window(series, "2019-01")
    all_ports = table(folder / "cbp-encounters/cbp_encounters_monthly_citizenship.csv")
    capitals = [name.upper() for name in THREE]
    yield "cbp-three-southwest", all_ports.series(region=SOUTHWEST, citizenship=capitals)
    yield "cbp-three-nationwide", all_ports.series(citizenship=capitals)


def pathways(folder: Path) -> Iterator[tuple[str, Series]]:
    """Seasonal work visas for northern Central America, and refugees from the hemisphere."""
    visas = table(folder / "dos-niv-h2/niv_h2_tn_monthly_nationality.csv")
    neighbours = [name for name in visas.values("nationality") if name.title() in TRIANGLE]
    for kind in ("H2A", "H2B"):
        series = visas.series({"nationality": neighbours, "class": kind})
        yield f"us-{kind.lower()}-triangle", window(series, "2019-06")
    yield "us-refugees-americas", window(admitted(folder), "2016-10")


def refugees(folder: Path) -> Iterator[tuple[str, Series]]:
    """Two fiscal years together, as the promise of 2022 counts them."""
    years = yearly(admitted(folder), first_month=10).observations
    pairs = tuple(
        replace(now, value=before.value + now.value, status="rolling")
        for before, now in pairwise(years)
    )
    series = replace(yearly(admitted(folder), first_month=10), observations=pairs)
    yield "us-refugees-americas-two-years", window(series, "2012")


def admitted(folder: Path) -> Series:
    """Refugees from Latin America and the Caribbean by month."""
    cube = table(folder / "prm-refugee-admissions/prm_refugee_admissions_monthly.csv")
    return cube.series(region="Latin America/Caribbean")


def drugs(folder: Path) -> Iterator[tuple[str, Series]]:
    """Overdose deaths by month, opioid deaths in Canada by quarter, fentanyl seized."""
    deaths = table(folder / "cdc-overdose/us_overdose_monthly_wonder.csv").series()
    # The half year before the query of 21 April 2025 is incomplete.
    yield "us-overdose-deaths-monthly", window(deaths, last="2024-06")
    harms = sources.read(*named(folder / "phac-substance-harms/SubstanceHarmsData.csv"))
    quarterly = next(c for c in harms if c.about.id == "ca-substance-harms-number-quarterly")
    yield (
        "ca-opioid-deaths-quarterly",
        quarterly.series(
            substance="Opioids", source="Deaths", measure="Overall numbers", region="Canada"
        ),
    )
    seized = sources.read(*named(folder / "cbp-drug-seizures/cbp_drug_seizures_monthly.csv"))
    for cube in seized:
        kind = "events" if cube.about.id.endswith("events") else "lb"
        yield f"cbp-fentanyl-{kind}-monthly", cube.series(drug="Fentanyl")


def crime(folder: Path) -> Iterator[tuple[str, Series]]:
    """Victims in Mexico by month."""
    victims = table(folder / "sesnsp-victims/sesnsp_victims_state_month.csv")
    names = {"homicide": "Homicidio doloso", "trafficking": "Trata de personas"}
    for name, crime_ in names.items():
        yield f"mx-{name}-victims", victims.series(crime=crime_)


def trade(folder: Path) -> Iterator[tuple[str, Series]]:
    """US imports by partner and month, in million dollars."""
    for partner, code in {"mexico": "IMPMX", "canada": "IMPCA", "china": "IMPCH"}.items():
        series = table(folder / f"us-goods-imports/imports_{partner}_{code}.csv").series()
        yield f"us-imports-{partner}-monthly", convert(series, 1.0, series.unit)


def emissions(folder: Path) -> Iterator[tuple[str, Series]]:
    """Greenhouse gases and methane by country and year."""
    cubes = sources.read(*named(folder / "owid-climate/owid_climate_1750_2020.csv"))
    by_id = {cube.about.id: cube for cube in cubes}
    for country, code in {"United States": "us", "Canada": "ca", "Mexico": "mx"}.items():
        yield f"{code}-greenhouse-gases", by_id["total-ghg"].series(country=country)
        yield f"{code}-methane", by_id["methane"].series(country=country)


def table(path: Path) -> Cube:
    """The only table of a file."""
    (cube,) = sources.read(*named(path))
    return cube


def named(path: Path) -> tuple[bytes, str]:
    """A file's bytes and name."""
    return path.read_bytes(), path.name


def slug(name: str) -> str:
    """``El Salvador`` as ``el-salvador``."""
    return name.lower().replace(" ", "-")


def write(path: Path, series: dict[str, Series]) -> None:
    """One table: a line a period, a column a series, an empty cell where nothing stands."""
    cells: dict[str, dict[str, str]] = {}
    for name, one in series.items():
        for o in one.observations:
            row = cells.setdefault(o.period, {})
            row[name] = f"{round(o.value, 1):.10g}{LETTERS[o.status]}"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["period", *series])
        for period in sorted(cells, key=lambda p: (p[:4], ordinal(p))):
            writer.writerow([sdmx_period(period), *(cells[period].get(n, "") for n in series)])
    sys.stdout.write(
        f"{path.name}: {len(series)} series, {len(cells)} periods, {path.stat().st_size} bytes\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/indicators"))
