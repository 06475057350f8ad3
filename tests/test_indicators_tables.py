"""Broken tables are detected and explained, and nothing of them is loaded."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersummit.errors import NotFound, UnreadableSource, UserError
from aftersummit.indicators import harmonise
from aftersummit.indicators.cube import Cube
from aftersummit.indicators.faults import MalformedSeries, faults
from aftersummit.indicators.figures import read_figure
from aftersummit.indicators.periods import (
    at_frequency,
    days_in,
    from_ordinal,
    label,
    ordinal,
    parse_period,
)
from aftersummit.indicators.sources.datapackage import read_package
from aftersummit.indicators.sources.mapping import Mapped, load_mapping
from aftersummit.model import Observation, Ref, Series


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2023", "2023"), ("1901.0", "1901"), ("2023-01", "2023-01"), ("2023/01", "2023-01"),
        ("2023-01-15", "2023-01-15"), ("20230115", "2023-01-15"), ("01/2023", "2023-01"),
        ("Jan., 2023", "2023-01"), ("January 2023", "2023-01"), ("Sept 2023", "2023-09"),
        ("enero de 2023", "2023-01"), ("ene-23", "2023-01"), ("DIC 2024", "2024-12"),
        ("août 2023", "2023-08"), ("févr. 2023", "2023-02"), ("juillet 2023", "2023-07"),
        ("2023M07", "2023-07"), ("2023 Q1", "2023-33"), ("2023-Q4", "2023-36"),
        ("Q2 2023", "2023-34"), ("T3 2023", "2023-35"), ("1er trimestre 2023", "2023-33"),
        ("2023-34", "2023-34"), ("mai 2023", "2023-05"),
    ],
)  # fmt: skip
def test_periods_are_read_in_three_languages(text: str, edtf: str) -> None:
    assert parse_period(text).edtf == edtf


@pytest.mark.parametrize("text", ["", "soon", "2023-13", "2023-02-30", "Brumaire 2023"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        parse_period(text)


@given(st.integers(1900 * 12, 2100 * 12))
def test_periods_count_without_holes(number: int) -> None:
    for frequency in ("M", "Q", "A"):
        step = number if frequency == "M" else number // (3 if frequency == "Q" else 12)
        assert ordinal(from_ordinal(step, frequency)) == step  # type: ignore[arg-type]


def test_a_date_falls_in_its_period_and_a_year_names_no_month() -> None:
    assert at_frequency("2023-05-31", "Q") == "2023-34"
    assert at_frequency("2023-05", "A") == "2023"
    with pytest.raises(UserError, match="which month"):
        at_frequency("2023", "M")
    assert (days_in("2024-02"), days_in("2023-33"), days_in("2024")) == (29, 90, 366)
    assert label("2023-35") == "the third quarter of 2023"


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("1,234", ".", 1234), ("1.234,5", ",", 1234.5), ("1 234", ".", 1234), ("1\u202f234", ".", 1234),
        ("12,345,678.9", ".", 12345678.9), ("−3", ".", -3), ("(3.5)", ".", -3.5), ("+4", ".", 4),
        ("12*", ".", 12), ("12†", ".", 12), ("12 [1]", ".", 12), ("12(r)", ".", 12), ("5%", ".", 5),
        ("1'234", ".", 1234), ("1e3", ".", 1000), ("$2,000", ".", 2000),
    ],
)  # fmt: skip
def test_figures_are_read_as_printed(cell: str, decimal: str, value: float) -> None:
    assert read_figure(cell, decimal).value == value


@pytest.mark.parametrize("cell", ["1,23", "1,2345", "12 people", "1.2.3", "nan%", "--5"])
def test_impossible_figures_are_refused_and_not_guessed(cell: str) -> None:
    with pytest.raises(UserError):
        read_figure(cell)


def test_suppressed_and_missing_cells_are_no_zeros() -> None:
    assert read_figure("Suppr.").why == "suppressed" and read_figure("<10").value is None
    assert read_figure("n/a").why == "missing" and read_figure("").value is None
    assert (read_figure("12p").status, read_figure("12(r)").status) == ("provisional", "revised")


def run(values: list[float], first: str = "2020-01") -> list[Observation]:
    start = ordinal(first)
    return [Observation(from_ordinal(start + i, "M"), v) for i, v in enumerate(values)]


def code(observations: list[Observation], vintage: str = "") -> str:
    found = faults("x", observations, vintage)
    return found[0].code if found else ""


def test_a_sound_series_has_no_faults() -> None:
    assert code(run([5, 0, 3, 9, 0, 0, 0, 2])) == ""


def test_each_malformation_has_its_own_name() -> None:
    sound = run([100.0 + i for i in range(24)])
    assert code([]) == "series-empty"
    assert code(sound[:5] + sound[6:]) == "series-gap"
    assert code([*sound, sound[3]]) == "series-duplicate"
    assert code([*sound, Observation("2023", 5)]) == "series-mixed-frequency"
    assert code([*sound, *run([0, 0, 0], "2022-01")]) == "series-future-zeros"
    assert code(sound, "2021-06-15") == "series-future"
    thousands = run([v.value if i < 12 else v.value * 1000 for i, v in enumerate(sound)])
    assert code(thousands) == "series-unit-change"


def test_a_collapse_that_happened_is_no_change_of_unit() -> None:
    assert code(run([38000, 36000, 35000, 1500, 900, 700, 650, 600, 620, 700])) == ""


def test_small_counts_may_end_in_true_zeros() -> None:
    assert code(run([3, 1, 2, 0, 1, 0, 0, 0])) == ""


MAPPING = b"""
id = "permits"
title = "Permits"
unit = "permits"
publisher = "IRCC"
period = "Mes"
value = "Total"
decimal = ","
delimiter = ";"
[dims]
state = "Estado"
"""
TABLE = "Estado;Mes;Total\nColima;ene-23;1.204\nColima;feb-23;980,5\nJalisco;ene-23;7*\nJalisco;feb-23;8\n"


def mapped(table: str = TABLE, mapping: bytes = MAPPING) -> Cube:
    return Mapped(load_mapping(mapping, "permits.toml")).read(table.encode(), "permits.csv")[0]


def test_a_table_is_read_through_a_mapping() -> None:
    cube = mapped()
    assert [o.value for o in cube.series(state="Colima").observations] == [1204, 980.5]
    assert cube.about.frequency == "M"
    assert cube.problems[0].code == "footnote-mark"
    assert [str(one.ref) for one in cube.each("state")] == [
        "series/permits-colima",
        "series/permits-jalisco",
    ]


def test_two_rows_for_one_place_and_month_are_refused() -> None:
    with pytest.raises(MalformedSeries, match="more than one figure"):
        mapped(TABLE + "Colima;ene-23;5\n")


def test_months_and_years_in_one_table_are_refused() -> None:
    with pytest.raises(MalformedSeries, match="years from line 6"):
        mapped(TABLE + "Colima;2023;5000\n")


def test_more_than_one_unit_is_refused() -> None:
    mapping = MAPPING.replace(b"[dims]", b'unit_column = "Unidad"\n[dims]')
    rows = "Estado;Mes;Total;Unidad\nColima;ene-23;1;kg\nColima;feb-23;2;lb\n"
    with pytest.raises(MalformedSeries, match="'lb' from line 3"):
        mapped(rows, mapping)


def test_fiscal_years_are_stated_in_the_mapping() -> None:
    mapping = b'id="x"\nunit="u"\nvalue="V"\nyear="FY"\nmonth="M"\nfiscal_start=10\n'
    cube = Mapped(load_mapping(mapping, "m")).read(b"FY,M,V\n2023,OCT,1\n2023,NOV,2\n", "x.csv")[0]
    assert cube.periods == ["2022-10", "2022-11"]


@pytest.mark.parametrize(
    ("mapping", "message"),
    [(b"id = ", "not TOML"), (b'id="x"\nvalue="v"\nunit="u"', "'period'"), (b'colour="x"', "colour")],
)  # fmt: skip
def test_a_faulty_mapping_says_what_is_wrong(mapping: bytes, message: str) -> None:
    with pytest.raises(UserError, match=message):
        load_mapping(mapping, "m.toml")


PACKAGE = {
    "name": "deaths", "title": "Deaths", "created": "2024-03-01T00:00:00Z",
    "licenses": [{"name": "CC0-1.0"}], "sources": [{"title": "Agency", "path": "https://x.test"}],
    "resources": [{
        "name": "deaths", "path": "deaths.csv",
        "schema": {"fields": [{"name": "month", "type": "yearmonth"},
                              {"name": "state", "type": "string"},
                              {"name": "count", "type": "integer", "unit": "deaths"}]},
    }],
}  # fmt: skip


def test_a_data_package_is_read_with_its_provenance() -> None:
    data = json.dumps(PACKAGE).encode()
    cube = read_package(data, "datapackage.json", lambda path: b"month,state,count\n2023-01,A,5\n")[
        0
    ]
    series = cube.series(state="A")
    assert (series.publisher, series.licence, series.unit) == ("Agency", "CC0-1.0", "deaths")
    assert series.vintage == "2024-03-01"


def test_a_data_package_cannot_lead_out_of_its_folder() -> None:
    evil = {**PACKAGE, "resources": [{**PACKAGE["resources"][0], "path": "../../etc/passwd"}]}
    with pytest.raises(UnreadableSource, match="out of the package"):
        read_package(json.dumps(evil).encode(), "datapackage.json", lambda path: b"")


def series(values: list[float], item: str = "x", **changes: object) -> Series:
    fields: dict[str, object] = {"unit": "deaths", "publisher": "p", "frequency": "M"}
    return Series(
        ref=Ref.flat("series", item), title=item, observations=tuple(run(values)),
        **{**fields, **changes},  # type: ignore[arg-type]
    )  # fmt: skip


def test_series_that_began_at_different_dates_are_not_pooled_unless_forced() -> None:
    first, second = series([1, 2, 3], "cuba"), series([10, 20, 30], "venezuela")
    starts = {first.ref: "2023-01", second.ref: "2022-10"}
    with pytest.raises(UserError, match="October 2022, January 2023"):
        harmonise.pool([first, second], starts)
    forced = harmonise.pool([first, second], starts, force=True)
    assert [o.value for o in forced.observations] == [11, 22, 33]
    assert "Forced" in forced.note
    assert harmonise.pool([first, second], {first.ref: "2023-01"}).observations


def test_what_was_known_on_a_day_is_the_latest_vintage_of_that_day() -> None:
    old, new = series([1, 2], vintage="2023-03-01"), series([1, 5], vintage="2024-03-01")
    assert harmonise.as_known_on([new, old], "2023-12-31") is old
    assert harmonise.as_known_on([new, old], "2024-03-01") is new
    with pytest.raises(NotFound, match="2023-03-01"):
        harmonise.as_known_on([new, old], "2022-01-01")
    assert harmonise.revisions(old, new) == [("2020-02", 2, 5)]


def test_years_are_summed_only_when_whole() -> None:
    whole = series([float(i) for i in range(30)])
    assert [o.period for o in harmonise.yearly(whole).observations] == ["2020", "2021"]
    fiscal = harmonise.yearly(whole, 10)
    assert [(o.period, o.value) for o in fiscal.observations] == [("2021", sum(range(9, 21)))]


def test_observations_leave_under_sdmx_names() -> None:
    row = harmonise.sdmx_rows(series([5], unit="million US dollars", area="US"))[0]
    assert row == {
        "FREQ": "M", "REF_AREA": "US", "INDICATOR": "series/x", "TIME_PERIOD": "2020-01",
        "OBS_VALUE": 5, "UNIT_MEASURE": "US dollars", "UNIT_MULT": 6, "OBS_STATUS": "A",
        "OBS_COMMENT": "",
    }  # fmt: skip


def test_a_rate_needs_a_base_for_every_period() -> None:
    base = Series(Ref.flat("series", "pop"), "pop", "persons", "p", (Observation("2020", 1000.0),))
    rate = harmonise.per(series([5, 10]), base)
    assert [o.value for o in rate.observations] == [500, 1000] and not rate.summable
    with pytest.raises(UserError, match="January 2021"):
        harmonise.per(series([5.0] * 13), base)


def test_a_window_outside_the_series_is_refused_with_what_it_covers() -> None:
    assert len(harmonise.window(series([1, 2, 3]), "2020-02").observations) == 2
    with pytest.raises(UserError, match="January 2020 to March 2020"):
        harmonise.window(series([1, 2, 3]), "2021-01")
