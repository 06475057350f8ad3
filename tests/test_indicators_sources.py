"""Publishers' files become series, and each trap in them is met."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from aftersummit.errors import NotFound, UnreadableSource, UserError
from aftersummit.indicators import sources
from aftersummit.indicators.corrections import Correction, corrected, known_corrections
from aftersummit.indicators.cube import Cube
from aftersummit.indicators.faults import MalformedSeries
from aftersummit.indicators.harmonise import join, yearly
from aftersummit.model import Series


@pytest.fixture(scope="session")
def official(shared: Path) -> Path:
    return shared / "data" / "indicators"


def load(official: Path, path: str) -> tuple[Cube, ...]:
    file = official / path
    return sources.read(file.read_bytes(), file.name)


def values(series: Series) -> dict[str, float]:
    return {one.period: one.value for one in series.observations}


@pytest.mark.parametrize("name", sorted(sources.providers()))
def test_every_provider_keeps_the_protocol(name: str) -> None:
    provider = sources.provider(name)
    assert isinstance(provider, sources.Provider)
    assert provider.name == name and provider.title
    assert provider.recognises("nothing.csv", b"a,b\n1,2\n") is False


def test_an_unknown_provider_or_file_is_named_with_what_to_do() -> None:
    with pytest.raises(NotFound, match="choose among"):
        sources.read(b"", "x.csv", "weather")
    with pytest.raises(UnreadableSource, match="mapping"):
        sources.read(b"a,b\n1,2\n", "x.csv")


ENCOUNTERS = (
    "Fiscal Year,Month Grouping,Month (abbv),Land Border Region,State,Demographic,"
    "Citizenship,Title of Authority,Encounter Count\n"
    "2023,FYTD,OCT,Southwest Land Border,TX,Single Adults,CUBA,Title 8,10\n"
    "2023,FYTD,OCT,Southwest Land Border,AZ,Single Adults,CUBA,Title 8,5\n"
    "2023,FYTD,NOV,Southwest Land Border,TX,Single Adults,HAITI,Title 8,4\n"
    "2023,FYTD,DEC,Southwest Land Border,TX,Single Adults,CUBA,Title 8,\"1,200\"\n"
    "2025 (FYTD),FYTD,JAN,Southwest Land Border,TX,Single Adults,CUBA,Title 8,3\n"
)  # fmt: skip


def encounters(text: str = ENCOUNTERS) -> Cube:
    return sources.read(text.encode(), "encounters.csv")[0]


def test_october_of_a_fiscal_year_lies_in_the_year_before() -> None:
    cube = encounters().until("2022-12")
    assert values(cube.series(citizenship="CUBA")) == {"2022-10": 15, "2022-11": 0, "2022-12": 1200}


def test_a_year_to_date_is_read_as_its_fiscal_year() -> None:
    assert encounters().periods[-1] == "2025-01"


def test_a_month_in_which_the_whole_table_is_silent_is_a_gap_and_not_a_zero() -> None:
    with pytest.raises(MalformedSeries, match="nothing stands for January 2023"):
        encounters().series(citizenship="CUBA")


def test_state_files_refuse_to_tell_ports_from_the_land_between_them() -> None:
    with pytest.raises(UserError, match="usbp-monthly"):
        encounters().series(component="U.S. Border Patrol")


def test_an_unknown_member_or_dimension_is_named() -> None:
    with pytest.raises(UserError, match="no citizenship 'ATLANTIS'"):
        encounters().series(citizenship="ATLANTIS")
    with pytest.raises(UserError, match="no dimension 'colour'"):
        encounters().series(colour="red")


def test_a_broken_figure_keeps_the_whole_file_out_and_every_fault_is_told() -> None:
    broken = ENCOUNTERS.replace(",10\n", ",1O\n").replace("NOV", "NOX")
    with pytest.raises(MalformedSeries) as caught:
        encounters(broken)
    assert [one.where.split(", ")[1] for one in caught.value.problems] == ["line 2", "line 4"]


def test_a_line_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="line 7: 2 cells under 9"):
        encounters(ENCOUNTERS + "2023,FYTD\n")


def test_the_official_state_files_joined_give_the_known_compilation(official: Path) -> None:
    folder = official / "cbp-encounters"
    names = (
        "cbp-nationwide-encounters-fy20-fy23-state.csv",
        "nationwide-encounters-fy21-fy24-state.csv",
        "nationwide-encounters-fy22-fy25-may-state.csv",
    )
    releases = [sources.read((folder / name).read_bytes(), name)[0] for name in names]
    compiled = load(official, "cbp-encounters/cbp_encounters_monthly_citizenship.csv")[0]
    joined = join(*releases)
    for citizenship in ("CUBA", "HAITI", "MEXICO"):
        assert values(joined.series(citizenship=citizenship)) == values(
            compiled.series(citizenship=citizenship)
        )
    # The same children under two names are no revision.
    assert {row.status for row in joined.rows} == {"final"}


def test_a_figure_that_the_newer_release_changed_is_marked_as_revised() -> None:
    older = encounters().until("2022-12")
    newer = encounters(ENCOUNTERS.replace("HAITI,Title 8,4", "HAITI,Title 8,6")).since("2022-11")
    joined = join(older, newer)
    assert [o.status for o in joined.until("2022-12").series().observations] == [
        "final", "revised", "final",
    ]  # fmt: skip
    assert values(joined.until("2022-12").series())["2022-11"] == 6


def test_ports_and_the_land_between_them_are_told_apart_by_component(official: Path) -> None:
    cube = load(official, "cbp-southwest-component/sbo-encounters-fy22-fy25-aug.csv")[0]
    ports = values(cube.series(component="Office of Field Operations"))
    between = values(cube.series(component="U.S. Border Patrol"))
    both = values(cube.series())
    assert all(both[p] == ports[p] + between[p] for p in both)
    assert len(both) == 47


def test_border_patrol_figures_say_that_they_are_rounded(official: Path) -> None:
    cube = load(official, "ohss-khsm-usbp/usbp_monthly_region_citizenship.csv")[0]
    series = cube.series(region="Southwest Land Border", citizenship=["Cuba", "Haiti"])
    assert all(value % 10 == 0 for value in values(series).values())
    assert "nearest ten" in series.note and series.observations[-1].period == "2024-11"
    with pytest.raises(UserError, match="between ports of entry only"):
        cube.series(port="yes")


def test_sectors_are_read_once_although_the_table_repeats_them_in_totals(official: Path) -> None:
    name = "usbp-sector-fy2000-2020/usbp_monthly_encounters_fy2000-fy2020.csv.gz"
    cube = load(official, name)[0]
    assert values(cube.series())["1999-10"] == 94391
    assert len(cube.values("sector")) == 21


def test_a_broken_compressed_file_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="broken"):
        sources.read(gzip.compress(b"date,region")[:-6], "x.csv.gz")


def test_seizures_drop_the_footnote_from_the_drugs_name(official: Path) -> None:
    pounds, events = load(official, "cbp-drug-seizures/nationwide-drugs-fy23-fy26-dec.csv")
    assert "Other Drugs" in pounds.values("drug")
    compiled, _ = load(official, "cbp-drug-seizures/cbp_drug_seizures_monthly.csv")
    fentanyl = yearly(pounds.series(drug="Fentanyl"), first_month=10)
    assert values(fentanyl)["2023"] == pytest.approx(
        values(yearly(compiled.series(drug="Fentanyl"), 10))["2023"], rel=1e-4
    )
    assert (pounds.about.unit, events.about.unit) == ("pounds", "seizures")


def test_total_rows_of_overdose_exports_are_not_counted_twice(official: Path) -> None:
    compiled = values(load(official, "cdc-overdose/us_overdose_monthly_wonder.csv")[0].series())
    for year in range(2018, 2025):
        cube = load(official, f"cdc-overdose/WONDER_{year}.txt")[0]
        mine = values(cube.series())
        assert mine == {p: v for p, v in compiled.items() if p.startswith(str(year))}
    first = load(official, "cdc-overdose/WONDER_2018.txt")[0]
    assert any("303 deaths fewer" in one.what for one in first.problems)


def test_overdose_months_are_final_provisional_or_incomplete(official: Path) -> None:
    final = load(official, "cdc-overdose/WONDER_2023.txt")[0].series()
    late = load(official, "cdc-overdose/WONDER_2024.txt")[0].series()
    assert {one.status for one in final.observations} == {"final"}
    assert {one.status for one in late.observations} == {"provisional"}
    assert late.vintage == "2025-04-21"
    assert [o.period for o in late.observations if "incomplete" in o.note] == ["2024-10"]


def test_twelve_month_sums_are_rolling_and_a_third_partys_months_are_estimates(
    official: Path,
) -> None:
    name = "cdc-overdose/vsrr_T404_state_12mo_and_estimated_monthly.csv"
    rolling, guess = load(official, name)
    ohio = rolling.series(state="Ohio")
    assert {o.status for o in ohio.observations} == {"rolling"} and not ohio.summable
    assert {o.status for o in guess.series(state="Ohio").observations} == {"estimated"}
    assert "Not official" in guess.about.note
    merged = load(official, "cdc-overdose/merged_data.csv")[0]
    assert values(merged.series(state="Alabama"))["2024-01"] == 1572


def test_homicide_and_the_killing_of_women_are_two_crimes(official: Path) -> None:
    cube = load(official, "sesnsp-victims/sesnsp_victims_state_month.csv")[0]
    both = values(cube.series(crime=["Homicidio doloso", "Feminicidio"]))
    only = values(cube.series(crime="Homicidio doloso"))
    assert len(both) == 126 and all(both[p] > only[p] for p in both)


def test_the_published_sheet_with_spanish_months_leaves_months_to_come_out() -> None:
    sheet = (
        "Año,Clave_Ent,Entidad,Subtipo de delito,Enero,Febrero,Marzo,Abril\n"
        '2025,1,Colima,Homicidio doloso,"1,204",12,9,\n'
    )
    for encoding in ("utf-8", "cp1252"):
        cube = sources.read(sheet.encode(encoding), "victimas.csv")[0]
        assert values(cube.series()) == {"2025-01": 1204, "2025-02": 12, "2025-03": 9}


def test_imports_carry_their_partner_and_unit(official: Path) -> None:
    series = load(official, "us-goods-imports/imports_mexico_IMPMX.csv")[0].series(partner="Mexico")
    assert (series.unit, len(series.observations)) == ("million US dollars", 128)
    assert series.citations[0].url.endswith("IMPMX")


def test_a_full_stop_is_a_missing_month() -> None:
    data = b"observation_date,IMPCA\n2020-01-01,5.5\n2020-02-01,.\n2020-03-01,6\n"
    cube = sources.read(data, "IMPCA.csv")[0]
    with pytest.raises(MalformedSeries, match="February 2020"):
        cube.series()


def test_visa_months_must_not_be_summed_and_the_missing_month_is_known(official: Path) -> None:
    cube = load(official, "dos-niv-h2/niv_h2_tn_monthly_nationality.csv")[0]
    series = cube.series({"class": "H2A", "nationality": "Mexico"})
    assert "2019-05" not in values(series)
    assert any(one.code == "correction-applied" for one in cube.problems)
    with pytest.raises(UserError, match="must not be added up"):
        yearly(series, 10)


def test_refugee_months_add_up_to_the_published_fiscal_years(official: Path) -> None:
    folder = "prm-refugee-admissions"
    monthly = load(official, f"{folder}/prm_refugee_admissions_monthly.csv")[0]
    years = values(yearly(monthly.series(), 10))
    assert {y: years[y] for y in ("2020", "2021", "2022", "2023", "2024")} == {
        "2020": 11814, "2021": 11411, "2022": 25465, "2023": 60014, "2024": 100034,
    }  # fmt: skip
    assert "2025" not in years
    ceiling, admitted = load(official, f"{folder}/MPI-Data-Hub_Refugee-Admissions_Clean.csv")
    assert values(ceiling.series())["2024"] == 125000
    assert values(admitted.series())["2024"] == 100034


def test_refugee_months_that_had_not_happened_are_left_out_and_told() -> None:
    rows = "fy,date,region,country,admissions\n" + "".join(
        f"2025,{date}-01,Africa,{country},{count}\n"
        for date, count in (("2024-10", 7), ("2024-11", 9), ("2024-12", 0), ("2025-01", 0))
        for country in ("Congo", "Sudan")
    )
    cube = sources.read(rows.encode(), "refugees.csv")[0]
    assert cube.periods == ["2024-10", "2024-11"]
    assert "had not happened yet" in cube.problems[0].what


def test_a_month_in_the_wrong_fiscal_year_is_a_fault() -> None:
    data = b"fy,date,region,country,admissions\n2025,2025-10-01,Africa,Congo,1\n"
    with pytest.raises(MalformedSeries, match="not in fiscal year 2025"):
        sources.read(data, "refugees.csv")


def test_canadian_years_quarters_numbers_and_rates_are_kept_apart(official: Path) -> None:
    cubes = {c.about.id: c for c in load(official, "phac-substance-harms/SubstanceHarmsData.csv")}
    assert len(cubes) == 4
    quarters = cubes["ca-substance-harms-number-quarterly"]
    picks = {"substance": "Opioids", "source": "Deaths", "measure": "Overall numbers"}
    deaths = quarters.series(picks, region="Canada")
    assert values(deaths)["2023-33"] == 1960 and deaths.frequency == "Q"
    years = cubes["ca-substance-harms-number-yearly"].series(
        picks, region="Canada", aggregator="all", group="all"
    )
    # Some deaths are reported by year only, so the quarters fall short of the year.
    assert values(years)["2023"] == 8020
    assert sum(values(deaths)[f"2023-3{q}"] for q in (3, 4, 5, 6)) == 7999
    assert "2025" not in values(years)
    assert any("part of a year" in one.what for one in quarters.problems)


def test_rates_and_overlapping_regions_are_not_added(official: Path) -> None:
    cubes = load(official, "phac-substance-harms/SubstanceHarmsData.csv")
    rate = next(c for c in cubes if c.about.id.endswith("rate-yearly"))
    with pytest.raises(UserError, match="cannot be added over"):
        rate.series(substance="Opioids", source="Deaths", measure="Overall numbers")


def test_emissions_keep_each_measure_in_its_own_unit(official: Path) -> None:
    cubes = {c.about.id: c for c in load(official, "owid-climate/owid_co2_dec2020_subset.csv")}
    mexico = values(cubes["co2-emissions"].series(country="Mexico"))
    assert 400 < mexico["2018"] < 500
    with pytest.raises(UserError, match="cannot be added"):
        cubes["co2-per-capita-emissions"].series()


def test_every_known_correction_has_a_reason_and_still_holds(official: Path) -> None:
    folders = {"us-visas": "dos-niv-h2/niv_h2_tn_monthly_nationality.csv",
               "cdc-wonder": "cdc-overdose/WONDER_2023.txt"}  # fmt: skip
    for one in known_corrections():
        told = load(official, folders[one.source])[0].problems
        assert one.reason in [p.what for p in told if p.code == "correction-applied"]


def correction(**changes: object) -> Correction:
    fields: dict[str, object] = {
        "id": "test", "source": "cbp-encounters", "first": "2022-11", "last": "2022-11",
        "act": "replace", "reason": "printed wrong", "expect": 4.0, "value": 40.0,
    }  # fmt: skip
    return Correction(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_correction_acts_only_while_the_file_shows_its_error() -> None:
    cube = encounters().until("2022-12")
    mended = corrected("cbp-encounters", cube, (correction(),))
    assert values(mended.series())["2022-11"] == 40
    assert mended.series().observations[1].status == "revised"
    stale = corrected("cbp-encounters", cube, (correction(expect=5.0),))
    assert values(stale.series())["2022-11"] == 4
    assert stale.problems[-1].code == "correction-stale"
    dropped = corrected(
        "cbp-encounters",
        cube,
        (correction(act="drop", first="2022-12", last="2022-12", expect=1200.0),),
    )
    assert dropped.periods == ["2022-10", "2022-11"]


def test_a_gap_that_is_filled_again_makes_its_correction_stale() -> None:
    gap = correction(act="accept-gap", first="2023-01", last="2024-12", expect=0.0, value=None)
    assert len(corrected("cbp-encounters", encounters(), (gap,)).series().observations) == 4
    filled = correction(act="accept-gap", expect=0.0, value=None)
    assert (
        corrected("cbp-encounters", encounters(), (filled,)).problems[-1].code == "correction-stale"
    )
