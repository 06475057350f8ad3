"""The bundled tables of figures: small, sourced, and what the publishers' files say."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from scripts import compile_figures

from aftersummit import catalogue
from aftersummit.catalogue.figures import observations
from aftersummit.catalogue.load import DATA
from aftersummit.errors import UserError
from aftersummit.indicators.faults import faults
from aftersummit.model import Register, Series

TABLES = sorted((DATA / "figures").glob("*.csv"))


@pytest.fixture(scope="module")
def register() -> Register:
    return catalogue.load()


@pytest.fixture(scope="module")
def official(register: Register) -> dict[str, Series]:
    columns = {name for table in TABLES for name in _header(table)}
    return {s.ref.item: s for s in register.series if s.ref.item in columns}


def _header(table: Path) -> list[str]:
    return table.read_text("utf-8").split("\n", 1)[0].split(",")[1:]


def test_every_column_is_a_series_with_its_source_and_licence(official: dict[str, Series]) -> None:
    assert set(official) == {name for table in TABLES for name in _header(table)}
    for series in official.values():
        assert series.licence and series.publisher and series.note, series.ref
        assert series.citations and series.citations[0].url.startswith("https://"), series.ref


def test_no_bundled_series_is_malformed(official: dict[str, Series]) -> None:
    for series in official.values():
        assert faults(str(series.ref), series.observations, series.vintage) == []
        assert len(series.observations) >= 12, series.ref


def test_the_tables_are_small(official: dict[str, Series]) -> None:
    assert sum(table.stat().st_size for table in TABLES) < 40_000


def test_every_yardstick_states_its_direction_and_its_reason(register: Register) -> None:
    assert {y.direction for y in register.yardsticks} == {"up", "down"}
    for stick in register.yardsticks:
        assert stick.why.endswith("."), stick.ref
        assert stick.start or stick.target is not None, stick.ref
        if stick.target is not None:
            assert stick.baseline and stick.by, stick.ref


def test_six_themes_have_a_yardstick(register: Register) -> None:
    pillars = {c.ref: c.pillar for c in register.commitments}
    held = {pillars[y.commitment] for y in register.yardsticks}
    assert held == {
        "climate-environment", "competitiveness", "health", "migration-development",
        "regional-security",
    }  # fmt: skip


def test_venezuela_and_the_three_keep_their_own_dates(register: Register) -> None:
    starts = {y.series.item: y.start for y in register.yardsticks}
    assert (starts["usbp-venezuela"], starts["usbp-three"]) == ("2022-10", "2023-01")


def test_a_cell_carries_its_status(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    table = tmp_path / "figures" / "t.csv"
    table.write_text("period,a,b\n2023-Q1,5p,\n2023-Q2,6r,7\n2023-Q3,8,9s\n", "utf-8")
    assert [(o["period"], o["value"], o["status"]) for o in observations(tmp_path, "t", "a")] == [
        ("2023-33", 5.0, "provisional"),
        ("2023-34", 6.0, "revised"),
        ("2023-35", 8.0, "final"),
    ]
    assert [o["status"] for o in observations(tmp_path, "t", "b")] == ["final", "rolling"]
    with pytest.raises(UserError, match="no column 'c'"):
        observations(tmp_path, "t", "c")
    for broken, words in (("period,a\n2023,x\n", "no figure"), ("period,a\n2023\n", "too few")):
        other = tmp_path / "figures" / f"{len(broken)}.csv"
        other.write_text(broken, "utf-8")
        with pytest.raises(UserError, match=words):
            observations(tmp_path, other.stem, "a")


def test_two_fiscal_years_of_refugees_add_up_as_the_publisher_counts_them(
    official: dict[str, Series],
) -> None:
    months = {o.period: o.value for o in official["us-refugees-americas"].observations}
    inside = [v for p, v in months.items() if "2022-10" <= p <= "2024-09"]
    assert len(inside) == 24 and sum(inside) == 31_670
    last = official["us-refugees-americas-two-years"].observations[-1]
    assert (last.period, last.value, last.status) == ("2024", 31_670, "rolling")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_the_tables_are_what_the_publishers_files_give(
    table: Path, shared: Path, tmp_path: Path
) -> None:
    made = dict(getattr(compile_figures, table.stem)(shared / "data" / "indicators"))
    out = tmp_path / table.name
    compile_figures.write(out, made)
    held = list(csv.reader(io.StringIO(table.read_text("utf-8"))))
    assert list(csv.reader(io.StringIO(out.read_text("utf-8")))) == held
