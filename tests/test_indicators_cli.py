"""Figures at the terminal: real files, malformed files, and questions that are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from aftersummit.cli import main

THREE = ("Cuba", "Haiti", "Nicaragua")
SEVEN = ("Guatemala", "Honduras", "El Salvador", "Mexico", "Colombia", "Ecuador", "Peru")
SOUTHWEST = "region=Southwest Land Border"
PATROL = "ohss-khsm-usbp/usbp_monthly_region_citizenship.csv"
HAC = ("--family", "poisson", "--errors", "hac", "--lags", "3", "--harmonics", "1")


@dataclass
class Done:
    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in this process, in a folder with an empty project."""
    monkeypatch.chdir(tmp_path)

    def called(*arguments: object) -> Done:
        monkeypatch.setattr("sys.argv", ["aftersummit", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    assert called("init").code == 0
    return called


@pytest.fixture
def official(shared: Path) -> Path:
    return shared / "data" / "indicators"


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def checks(record: dict[str, object]) -> dict[str, dict[str, object]]:
    found = record["checks"]
    assert isinstance(found, list)
    return {one["check"]: one for one in found}


def level(record: dict[str, object], digits: int = 3) -> tuple[float, float, float]:
    estimates = record["estimates"]
    assert isinstance(estimates, list)
    one = next(e for e in estimates if e["name"] == "level")
    return (round(one["value"], digits), round(one["low"], digits), round(one["high"], digits))


# -- acceptance on real files ---------------------------------------------------------


@pytest.fixture
def border(run: Run, official: Path) -> Run:
    """The three nationalities and seven comparators, between ports."""
    picks = ("--pick", f"citizenship={','.join(THREE)}", "--id", "three")
    title = ("--title", "Cubans, Haitians and Nicaraguans between ports")
    assert run("indicator", "add", official / PATROL, "--pick", SOUTHWEST, *picks, *title).code == 0
    for name in SEVEN:
        named = ("--pick", f"citizenship={name}", "--id", slug(name))
        assert run("indicator", "add", official / PATROL, "--pick", SOUTHWEST, *named).code == 0
    return run


def test_encounters_between_ports_carry_every_doubt(border: Run) -> None:
    compare = [word for name in SEVEN for word in ("--compare", slug(name))]
    window = ("--at", "2023-01", "--first", "2021-01", "--last", "2024-11")
    event = ("--event", "2023-05-11=the end of Title 42 expulsions")
    asked = ("effect", "-", "three", *window, *compare, *event, "--format", "jsonl")
    (published,) = border(*asked, *HAC).records
    assert level(published) == (0.047, 0.018, 0.119)
    estimates = {e["name"]: e for e in published["estimates"]}  # type: ignore[attr-defined]
    relative = estimates["relative level"]
    assert [round(relative[k], 3) for k in ("value", "low", "high")] == [0.022, 0.010, 0.049]
    told = checks(published)
    assert told["placebo-dates"]["passed"] is False
    assert "4 of 9 placebo dates" in str(told["placebo-dates"]["answer"])
    assert "7 comparators stood at 1.14 times" in str(told["comparators"]["answer"])
    assert "the series against them at 0.0220 times" in str(told["comparators"]["answer"])
    assert told["other-events"]["passed"] is False
    assert published["shown"] is False
    sentence = str(published["sentence"])
    assert "cannot be told apart from" in sentence
    assert "Title 42" in sentence and "4 of 9 placebo dates" in sentence
    (own,) = border(*asked).records
    # The default intervals are wider, and say what the usual ones would have claimed.
    usual = str(checks(own)["usual-method"]["answer"])
    assert "0.0467 times (95% interval 0.0183 to 0.119)" in usual and "4 of 9" in usual
    assert level(own)[2] > 5 * level(published)[2] and own["shown"] is False


def test_encounters_with_ports_and_nationwide(run: Run, official: Path) -> None:
    file = official / "cbp-encounters" / "cbp_encounters_monthly_citizenship.csv"
    people = ("--pick", f"citizenship={','.join(n.upper() for n in THREE)}")
    assert run("indicator", "add", file, *people, "--pick", SOUTHWEST, "--id", "ports").code == 0
    assert run("indicator", "add", file, *people, "--id", "nationwide").code == 0
    window = ("--at", "2023-01", "--first", "2021-01", "--last", "2024-12", "--format", "jsonl")
    (ports,) = run("effect", "-", "ports", *window, *HAC).records
    assert level(ports)[0] == 0.158
    (nationwide,) = run("effect", "-", "nationwide", *window, *HAC).records
    assert level(nationwide) == (0.411, 0.233, 0.726)
    assert not ports["shown"] and not nationwide["shown"]


def test_venezuelan_figures_are_not_pooled_with_the_three(run: Run, official: Path) -> None:
    pooled = ("--pick", "citizenship=Cuba,Venezuela", "--id", "pooled")
    refused = run("indicator", "add", official / PATROL, "--pick", SOUTHWEST, *pooled)
    assert refused.code == 1
    assert "Cuba January 2023, Venezuela October 2022" in refused.err
    assert "began at different dates" in refused.err and refused.err.count("\n") == 1
    assert run("indicator", "list", "--format", "jsonl").records == []
    for name in ("Cuba", "Venezuela"):
        named = ("--pick", f"citizenship={name}", "--id", slug(name))
        assert run("indicator", "add", official / PATROL, "--pick", SOUTHWEST, *named).code == 0
    asked = ("effect", "-", "cuba,venezuela", "--at", "2023-01", "--first", "2021-01")
    began = ("--began", "cuba=2023-01", "--began", "venezuela=2022-10")
    refused = run(*asked, *began)
    assert refused.code == 1 and "October 2022, January 2023" in refused.err
    assert run(*asked, *began, "--force", "--no-keep").code == 0
    forced = run("indicator", "add", official / PATROL, "--pick", SOUTHWEST, *pooled, "--force")
    assert forced.code == 0


def test_overdose_deaths_depend_on_the_window(run: Run, official: Path) -> None:
    file = official / "cdc-overdose" / "us_overdose_monthly_wonder.csv"
    assert run("indicator", "add", file, "--id", "deaths").code == 0
    asked = ("effect", "-", "deaths", "--at", "2023-01", "--last", "2024-06", "--format", "jsonl")
    for first, expected in (("2021-01", (1.074, 1.011, 1.141)), ("2018-01", (0.950, 0.880, 1.025))):
        (found,) = run(*asked, "--first", first, *HAC).records
        assert level(found) == expected
        (own,) = run(*asked, "--first", first).records
        for record in (found, own):
            window = checks(record)["window"]
            assert window["passed"] is False
            assert "the sign depends on the window" in str(window["answer"])
            assert "depends" in str(record["sentence"]) and record["shown"] is False


# -- malformed figures ----------------------------------------------------------------

SOUND = [(f"{2020 + i // 12}-{i % 12 + 1:02d}", str(100 + i)) for i in range(24)]
COLUMNS = ("--column", "period=month", "--column", "value=deaths", "--column", "unit=deaths")


def written(rows: list[tuple[str, str]], path: str = "deaths.csv") -> Path:
    text = "".join(f'"{month}","{value}"\n' for month, value in [("month", "deaths"), *rows])
    Path(path).write_text(text, "utf-8")
    return Path(path)


@pytest.mark.parametrize(
    ("rows", "words", "more"),
    [
        (SOUND[:5] + SOUND[6:], "nothing stands for June 2020", ()),
        ([*SOUND, SOUND[3]], "more than one figure stands here", ()),
        ([*SOUND, ("2023", "5000")], "periods of different length", ()),
        (
            [*SOUND, ("2022-01", "0"), ("2022-02", "0"), ("2022-03", "0")],
            "ends in 3 zeros from January 2022 on",
            (),
        ),
        (SOUND, "had not happened on 2021-06-15", ("--vintage", "2021-06-15")),
        (
            [(m, v if i < 12 else f"{v}000") for i, (m, v) in enumerate(SOUND)],
            "values change about",
            (),
        ),
        ([*SOUND[:4], ("2020-05", "12 people"), *SOUND[5:]], "line 6, column deaths", ()),
        ([*SOUND[:4], ("2020-05", "1,04"), *SOUND[5:]], "is not a figure with '.'", ()),
        ([*SOUND[:4], ("mayo perdido", "104"), *SOUND[5:]], "'mayo perdido' is not a period", ()),
    ],
    ids=[
        "gap", "duplicate", "mixed", "future zeros", "future", "unit", "words", "separators",
        "period",
    ],
)  # fmt: skip
def test_malformed_figures_are_explained_and_nothing_is_kept(
    run: Run, rows: list[tuple[str, str]], words: str, more: tuple[str, ...]
) -> None:
    done = run("indicator", "add", written(rows), *COLUMNS, *more)
    assert done.code == 1
    assert words in done.err and done.err.count("\n") == 1, done.err
    assert run("indicator", "list", "--format", "jsonl").records == []
    assert run("list", "sources", "--format", "jsonl").records == []


def test_marks_separators_spanish_months_and_fiscal_years_are_read(run: Run) -> None:
    names = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
    rows = [(f"{name}-23", f"1,{200 + i}{'*' if i == 3 else ''}") for i, name in enumerate(names)]
    done = run("indicator", "add", written(rows), *COLUMNS, "--id", "spanish", "--format", "jsonl")
    assert done.records[0]["values"] == 12, done.err
    shown = run("indicator", "show", "series/spanish", "--format", "jsonl").records
    assert (shown[0]["TIME_PERIOD"], shown[0]["OBS_VALUE"]) == ("2023-01", 1200)
    assert (shown[3]["TIME_PERIOD"], shown[3]["OBS_VALUE"]) == ("2023-04", 1203)
    Path("fy.toml").write_text(
        'id = "fiscal"\nunit = "pounds"\nvalue = "V"\nyear = "FY"\nmonth = "M"\nfiscal_start = 10\n'
    )
    Path("fy.csv").write_text("FY,M,V\n2023,OCT,10\n2023,NOV,11\n2023,DEC,12\n2023,JAN,13\n")
    assert run("indicator", "add", "fy.csv", "--mapping", "fy.toml").code == 0
    shown = run("indicator", "show", "series/fiscal", "--format", "jsonl").records
    assert [one["TIME_PERIOD"] for one in shown] == ["2022-10", "2022-11", "2022-12", "2023-01"]


# -- refusals and formats -------------------------------------------------------------


def test_refusals_are_one_line_with_what_to_do(run: Run) -> None:
    run("indicator", "add", written(SOUND), *COLUMNS, "--id", "deaths")
    for arguments, words in [
        (("effect", "-", "deaths"), "--at 2023-01"),
        (("effect", "-", "deaths", "--at", "2020-03"), "8 are needed on either side"),
        (("effect", "-", "absent", "--at", "2021-01"), "aftersummit indicator list"),
        (("indicator", "show", "series/absent"), "aftersummit indicator list"),
        (("indicator", "link", "g7/2026/C001", "deaths", "--want", "down"), "g7/2026/C001"),
        (("indicator", "add", "nowhere.csv"), "check its name"),
    ]:
        done = run(*arguments)
        assert done.code == 1 and words in done.err, (arguments, done.err)
        assert done.err.count("\n") == 1
    for arguments in [
        ("effect", "-", "deaths", "--at", "2021-01", "--family", "magic"),
        ("indicator", "add", "deaths.csv", "--pick", "nothing"),
        ("indicator", "add", "deaths.csv", *COLUMNS, "--vintage", "last week"),
    ]:
        assert run(*arguments).code == 2, arguments


def test_the_effect_is_printed_drawn_and_kept(run: Run) -> None:
    months = [f"{2016 + i // 12}-{i % 12 + 1:02d}" for i in range(96)]
    counts = [str(300 + 10 * (i % 7) - (120 if i >= 48 else 0)) for i in range(96)]
    run("indicator", "add", written(list(zip(months, counts, strict=True))), *COLUMNS, "--id", "d")
    done = run("effect", "-", "d", "--at", "2020-01", "--picture", "d.svg")
    assert done.code == 0, done.err
    assert done.out.startswith("D stood in January 2020 at") or "stood in January 2020" in done.out
    assert "placebo-dates" in done.out and "level" in done.out
    assert Path("d.svg").read_text("utf-8").startswith("<svg")
    assert run("effect", "-", "d", "--at", "2020-01", "--picture", "d.gif").code == 2


def test_the_demos_yardsticks_are_listed_linked_and_judged(run: Run) -> None:
    from aftersummit.project import open_project

    with open_project() as project:
        project.load_bundled("nals")
    links = run("indicator", "links", "nals/2023", "--format", "jsonl").records
    assert {one["series"] for one in links} >= {"series/usbp-three", "series/mx-homicide-victims"}
    judged = run("indicator", "status", "nals/2023/C017", "--format", "jsonl").records
    assert {one["state"] for one in judged} == {"hardly moving", "too slow"}
    refused = run("indicator", "link", "nals/2023/C040", "mx-homicide-victims")
    assert refused.code == 1 and "--want up or --want down" in refused.err
    made = run(
        "indicator", "link", "nals/2023/C040", "mx-homicides", "--want", "down", "--target",
        "20000", "--by", "2030", "--baseline", "2018", "--format", "jsonl",
    )  # fmt: skip
    assert made.records[0]["direction"] == "down"
    done = run("effect", "check", "nals/2023/C040", "--workers", "1", "--format", "jsonl")
    assert [one["series"] for one in done.records] == ["series/mx-homicide-victims"]
    assert done.records[0]["shown"] is False
    shown = run("effect", "show", "nals/2023/C040")
    assert shown.code == 0 and "the sign depends on the window" in shown.out
    again = run("effect", "check", "nals/2023/C040", "--workers", "1")
    assert "0 estimated" in again.err


def test_a_data_package_keeps_its_provenance_and_vintages_are_asked_for_by_day(run: Run) -> None:
    def package(created: str, count: int) -> None:
        fields = [
            {"name": "month", "type": "yearmonth"},
            {"name": "count", "type": "integer", "unit": "deaths"},
        ]
        resource = {"name": "deaths", "path": "table.csv", "schema": {"fields": fields}}
        head = {
            "name": "deaths", "title": "Deaths", "created": f"{created}T00:00:00Z",
            "licenses": [{"name": "CC0-1.0"}], "sources": [{"title": "Agency", "path": "https://x.test"}],
            "resources": [resource],
        }  # fmt: skip
        Path("datapackage.json").write_text(json.dumps(head), "utf-8")
        lines = [f"{month},{value}" for month, value in SOUND[:count]]
        Path("table.csv").write_text("\n".join(["month,count", *lines]) + "\n", "utf-8")

    package("2021-08-01", 18)
    (first,) = run("indicator", "add", "datapackage.json", "--format", "jsonl").records
    assert (first["state"], first["publisher"], first["licence"]) == ("new", "Agency", "CC0-1.0")
    package("2022-02-01", 24)
    (second,) = run("indicator", "add", "datapackage.json", "--format", "jsonl").records
    assert (second["state"], second["values"]) == ("new vintage", 24)
    vintages = run("indicator", "show", "deaths", "--vintages", "--format", "jsonl").records
    assert [one["vintage"] for one in vintages] == ["2021-08-01", "2022-02-01"]
    asked = ("indicator", "show", "deaths", "--format", "jsonl", "--as-of")
    assert len(run(*asked, "2021-12-31").records) == 18
    assert len(run(*asked, "2022-12-31").records) == 24
    early = run(*asked, "2020-12-31")
    assert early.code == 1 and "earliest vintage is of 2021-08-01" in early.err


def test_an_unknown_file_says_how_to_name_its_columns(run: Run) -> None:
    done = run("indicator", "add", written(SOUND))
    assert done.code == 1 and "--column period=NAME" in done.err
    looked = run("indicator", "add", written(SOUND), *COLUMNS, "--look", "--format", "jsonl")
    assert looked.records[0]["from"] == "2020-01" and looked.records[0]["unit"] == "deaths"
    assert run("indicator", "list", "--format", "jsonl").records == []


def test_columns_are_named_at_the_terminal(run: Run) -> None:
    Path("My Table.csv").write_text(
        "FY,M,State,V\n2023,OCT,Ohio,10\n2023,NOV,Ohio,11\n2023,OCT,Iowa,1\n2023,NOV,Iowa,2\n"
    )
    names = ("value=V", "year=FY", "month=M", "unit=cases", "dim.state=State", "additive=no")
    columns = [word for name in names for word in ("--column", name)]
    asked = ("indicator", "add", "My Table.csv", *columns, "--column")
    added = run(*asked, "fiscal_start=10", "--each", "state", "--format", "jsonl").records
    assert [one["address"] for one in added] == ["series/my-table-iowa", "series/my-table-ohio"]
    assert added[0]["first"] == "2022-10"
    assert "month from 1 to 12" in run(*asked, "fiscal_start=October").err
    assert "yes or no" in run(*asked, "summable=maybe").err
