"""Other studies' tables: what is read, what is put right, what is refused, and why."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest

from aftersummit.assessment.aggregate import summarise
from aftersummit.assessment.cells import check_average, read_cell
from aftersummit.assessment.mapping import bundled, bundled_mapping, read_mapping
from aftersummit.assessment.sheets import read_sheet
from aftersummit.assessment.tables import Imported, import_table
from aftersummit.codebooks.scales import scheme
from aftersummit.errors import NotFound, UserError

WIDE = """
title = "T"
forum = "g3"
scale = "compliance"
coder = "ann"
[columns]
id = "id"
meeting = "year"
issue = "area"
text = "text"
published = "average"
[parties]
canada = "CA"
mexico = "MX"
us = "US"
[values]
"n/a" = "not-applicable"
"?" = "unrateable"
"""
TABLE = """id,year,area,text,average,canada,mexico,us
1 ,2021,Trade,[We will:] open doors,0.5,1,0,
1,2021,Trade,Shut windows,0.33,\u22121,1,1
2,2023,Health,,-0.5,-,0,-1
3,2023,Health,Cure,,n/a,?,2
,2023,Health,Lost,1,1,1,1
"""


def take(text: str = TABLE, mapping: str = WIDE, name: str = "t.csv") -> Imported:
    return import_table(text.encode(), name, read_mapping(mapping, "m.toml"))


def test_a_wide_table_becomes_commitments_and_scores() -> None:
    found = take()
    assert [str(c.ref) for c in found.commitments] == [
        "g3/2021/C001",
        "g3/2021/C002",
        "g3/2023/C001",
        "g3/2023/C002",
    ]
    assert [c.key for c in found.commitments] == ["1", "1~2", "2", "3"]
    scores = {str(s.ref): s for s in found.scores()}
    assert scores["g3/2021/C002/CA@final"].value == -1
    assert "g3/2021/C001/US@final" not in scores
    assert scores["g3/2023/C002/CA@final"].outcome == "not-applicable"
    assert scores["g3/2023/C002/MX@final"].outcome == "unrateable"
    assert all(s.coder == "ann" and not s.proposed for s in scores.values())


def test_every_blank_repair_refusal_and_duplicate_is_reported_with_its_place() -> None:
    found = take()
    places = {(p.code, p.where) for p in found.problems}
    assert places == {
        ("id-blanks", "t.csv, line 2 (1)"),
        ("blank-cell", "t.csv, line 2, us"),
        ("duplicate-id", "t.csv, line 3 (1)"),
        ("cell-repaired", "t.csv, line 3, canada"),
        ("text-missing", "t.csv, line 4 (2)"),
        ("cell-refused", "t.csv, line 4, canada"),
        ("cell-refused", "t.csv, line 5, us"),
        ("average-missing", "t.csv, line 5 (3)"),
        ("row-refused", "t.csv, line 6"),
    }
    assert all(p.what and p.remedy for p in found.problems)


def test_a_bracketed_lead_is_the_head_clause() -> None:
    first = take().commitments[0]
    assert first.quote == "open doors"
    assert first.head is not None and first.span is not None
    assert first.head.of(first.statement) == "[We will:] "
    assert first.span.of(first.statement) == first.quote


def test_the_table_and_the_scores_are_the_same_cells() -> None:
    found = take()
    assert len(found.table()) == sum(1 for _ in found.scores())
    (whole,) = summarise(found.table())
    assert whole.rated == 7 and whole.mean == pytest.approx(1 / 7)
    assert (whole.unrateable, whole.not_applicable) == (1, 1)


@pytest.mark.parametrize(
    ("printed", "agrees"),
    [
        ("0.33", True),
        ("0.333333333", True),
        ("0.34", False),
        ("0.333333334", False),
        ("0.3", False),
        ("1", False),
        ("0.3333", True),
        ("words", False),
    ],
)
def test_an_average_agrees_to_its_printed_digits_and_two_at_the_least(
    printed: str, agrees: bool
) -> None:
    cells = take().lines[1].cells
    found = check_average(printed, [cell for _, cell in cells], 2, (1, "x"))
    assert found is not None and found.agrees is agrees


def test_a_tie_counts_either_way() -> None:
    mapping, scale = read_mapping(WIDE, "m"), scheme().scale("compliance")
    cells = [read_cell(c, mapping, scale) for c in "11111000"]
    for printed, agrees in (("0.62", True), ("0.63", True), ("0.625", True), ("0.61", False)):
        found = check_average(printed, cells, 2, (1, "x"))
        assert found is not None and found.agrees is agrees


@pytest.mark.parametrize(
    ("cells", "printed", "reading"),
    [
        (["\u22121", "1", "1"], "1", "the repaired cells were left out"),
        (["-", "1", "1"], "0.333333333", "a bare sign counts as one"),
        (["-", "1", "0"], "0.33", "the refused cells count as zero"),
        (["", "1", "0"], "0.33", "blanks count as zero"),
        (["1", "1", "0"], "0.7", "it was rounded to fewer digits"),
        (["1", "1", "0"], "-0.4", ""),
    ],
)
def test_a_disagreement_names_the_reading_under_which_it_would_follow(
    cells: list[str], printed: str, reading: str
) -> None:
    mapping, scale = read_mapping(WIDE, "m"), scheme().scale("compliance")
    found = check_average(printed, [read_cell(c, mapping, scale) for c in cells], 2, (1, "x"))
    assert found is not None and not found.agrees
    assert found.reading.startswith(reading) and bool(found.reading) == bool(reading)


@pytest.mark.parametrize("raw", ["-", "+", "\u2212", "2", "0.5", "1 1", "nan", "inf", "full"])
def test_what_is_not_on_the_scale_is_refused_and_not_guessed(raw: str) -> None:
    found = read_cell(raw, read_mapping(WIDE, "m"), scheme().scale("compliance"))
    assert (found.state, found.number) == ("refused", None) and found.refused


def test_a_repair_that_the_mapping_asks_for_is_made_and_reported() -> None:
    mapping = read_mapping(WIDE + '[repair]\n"-" = "-1"\n', "m")
    found = read_cell("-", mapping, scheme().scale("compliance"))
    assert found.number == Fraction(-1) and "as the mapping says" in found.repaired


def test_long_tables_words_json_lines_and_lists() -> None:
    mapping = """
title = "T"
forum = "g3"
layout = "long"
scale = "newsroom"
coder = "ann"
[columns]
id = "id"
party = "who"
value = "status"
[constants]
meeting = "2021"
[parties]
canada = "CA"
"""
    text = "id,who,status\n1,canada,Kept\n1,MX,In the works\n2,canada,Lost\n1,canada,Broken\n1,??,Kept\n"
    found = take(text, mapping)
    assert {str(s.ref): s.code for s in found.scores()} == {
        "g3/2021/C001/CA@final": "kept",
        "g3/2021/C001/MX@final": "in-the-works",
    }
    assert found.count("cell-refused") == 1 and found.count("row-refused") == 2
    lines = '{"id": 1, "who": "MX", "status": "Kept"}\n{"id": 2, "who": "MX", "status": null}\n'
    again = take(lines, mapping, "t.jsonl")
    assert [s.code for s in again.scores()] == ["kept"] and again.count("blank-cell") == 1
    listed = take(TABLE, WIDE.replace("title", 'layout = "list"\ntitle').partition("[values]")[0])
    assert len(listed.commitments) == 4 and not list(listed.scores())
    with pytest.raises(UserError, match="list without scores"):
        listed.table()


def test_a_machines_table_stays_a_proposal() -> None:
    found = take(mapping=WIDE.replace('coder = "ann"', "proposed = true"))
    assert all(score.proposed for score in found.scores())
    assert summarise(found.table())[0].proposed


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('coder = "ann"', ""), "who judged"),
        (('"compliance"', '"nope"'), "no scale 'nope'"),
        (('meeting = "year"', ""), "'meeting'"),
        (('text = "text"', 'txet = "text"'), "unknown role 'txet'"),
        (('title = "T"', 'titel = "T"'), "unknown field 'titel'"),
        (('"unrateable"', '"bad"'), "no value of"),
        (('canada = "CA"', 'canada = "Canada"'), "not an address"),
        (('title = "T"', 'title = "T"\nlayout = "tall"'), "layout 'tall'"),
        (("[parties]", "[parties"), "not TOML"),
        (("[values]", '[extract]\nid = "("\n[values]'), "no pattern"),
    ],
)
def test_an_unsound_mapping_is_refused(change: tuple[str, str], says: str) -> None:
    assert change[0] in WIDE
    with pytest.raises(UserError, match=says):
        read_mapping(WIDE.replace(*change, 1), "m.toml")


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("id,year\n1,2\n", "t.csv", "no column 'area'"),
        ("", "t.csv", "no rows"),
        ("a,a\n1,2\n", "t.csv", "two columns 'a'"),
        ("x", "t.pdf", "not a table"),
        ("x", "t.xlsx", "not a workbook"),
        ("{", "t.json", "not JSON"),
        ("{}", "t.json", "no list of records"),
    ],
)
def test_an_unreadable_table_is_refused(text: str, name: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        take(text, name=name)
    assert caught.value.remedy


def test_a_workbook_reads_like_its_csv() -> None:
    rows = [line.split(",") for line in TABLE.strip().splitlines()]
    found = import_table(_workbook(rows), "t.xlsx", read_mapping(WIDE, "m.toml"))
    plain = take()
    assert [s.value for s in found.scores()] == [s.value for s in plain.scores()]
    assert [p.code for p in found.problems] == [p.code for p in plain.problems]
    with pytest.raises(UserError, match="no sheet 'Two'"):
        read_sheet(_workbook(rows), "t.xlsx", "Two")


def _workbook(rows: list[list[str]]) -> bytes:
    """The smallest workbook that says what spreadsheets say: shared strings and numbers."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strings: list[str] = []
    lines = []
    for n, row in enumerate(rows, 1):
        cells = []
        for c, value in enumerate(row):
            if not value:
                continue
            at = f'r="{chr(65 + c)}{n}"'
            if value.replace(".", "").lstrip("-").isdigit():
                cells.append(f"<c {at}><v>{value}</v></c>")
            else:
                cells.append(f'<c {at} t="s"><v>{len(strings)}</v></c>')
                strings.append(value)
        lines.append(f'<row r="{n}">{"".join(cells)}</row>')
    items = "".join(f'<si><t xml:space="preserve">{s}</t></si>' for s in strings)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        book.writestr(
            "xl/workbook.xml",
            f'<workbook {main} xmlns:r="{rel}"><sheets><sheet name="One" r:id="rId1"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr("xl/sharedStrings.xml", f"<sst {main}>{items}</sst>")
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {main}><sheetData>{''.join(lines)}</sheetData></worksheet>",
        )
    return file.getvalue()


def test_windows_text_and_ragged_rows_are_read_and_reported() -> None:
    found = read_sheet("a,b\ncaf\u00e9\n1,2,3\n".encode("cp1252"), "t.csv")
    assert found.rows == ((2, {"a": "caf\u00e9", "b": ""}), (3, {"a": "1", "b": "2"}))
    assert [code for code, _, _ in found.notes] == ["encoding", "row-length", "row-length"]


def test_every_bundled_mapping_is_sound() -> None:
    assert len(bundled()) >= 8
    for name in bundled():
        mapping = bundled_mapping(name)
        assert mapping.source.startswith("https://") and mapping.licence
    with pytest.raises(NotFound, match="no mapping"):
        bundled_mapping("g99")


# The published tables, read where they lie. Only counts stand here.

G20 = "data/compliance/g20/2023/compliance.csv"
G7 = "data/compliance/g7/2020/analysis/compliance.csv"


def published(shared: Path, name: str, path: str) -> Imported:
    file = shared / path
    if not file.is_file():
        pytest.skip(f"the table is not here: {path}")
    return import_table(file.read_bytes(), file.name, bundled_mapping(name))


def test_the_g20_table_gives_exactly_its_dirt(shared: Path) -> None:
    found = published(shared, "g20-2023", G20)
    assert len(found.lines) == 397
    assert len({party for line in found.lines for party, _ in line.cells}) == 20
    assert found.count("blank-cell") == 195
    malformed = [p for p in found.problems if p.code in ("cell-repaired", "cell-refused")]
    assert len(malformed) == 7
    assert found.count("cell-repaired") == 4
    assert [p.where.split("(")[-1] for p in found.problems if p.code == "duplicate-id"] == [
        "2018-47)"
    ]
    assert found.count("byte-order-mark") == 1
    assert found.count("id-blanks") == 89
    assert found.count("text-missing") == found.count("row-refused") == 0
    assert len(list(found.scores())) == 397 * 20 - 195 - 3


def test_the_g20_averages_are_reproduced_but_for_those_listed(shared: Path) -> None:
    found = published(shared, "g20-2023", G20)
    assert len(found.averages) == 397
    wrong = [a for a in found.averages if not a.agrees]
    assert [a.line for a in wrong] == [
        *(22, 23, 72, 86, 128, 130, 169, 170, 172, 176, 178),
        *(181, 213, 236, 291, 312, 314, 322, 328, 344, 382, 395),
    ]
    explained = [a.line for a in wrong if a.reading]
    assert explained == [22, 23, 128, 130, 172, 178, 181, 213, 382]


def test_the_g7_table_gives_exactly_its_dirt(shared: Path) -> None:
    found = published(shared, "g7-2020", G7)
    assert len(found.lines) == 640
    assert found.count("blank-cell") == 523
    assert found.count("cell-refused") == 2 and found.count("cell-repaired") == 0
    assert found.count("text-missing") == 7
    assert found.count("duplicate-id") == 11
    wrong = [a for a in found.averages if not a.agrees]
    assert len(found.averages) == 640 and len(wrong) == 10
    assert sum(bool(a.reading) for a in wrong) == 3


def test_two_layouts_of_the_same_study_agree(shared: Path) -> None:
    wide = published(shared, "g20-2023", G20)
    long = published(
        shared, "g20-2023-long", "data/compliance/g20/2023/G20 Dataset with Full Features.csv"
    )
    assert long.count("blank-cell") == 195 and len(long.lines) == 397
    ours = {str(s.ref): s.value for s in wide.scores()}
    theirs = {str(s.ref): s.value for s in long.scores()}
    # The long file holds a value for the three bare signs that the wide one leaves open.
    assert len(theirs) == len(ours) + 3
    keys = {str(c.ref): c.key for c in wide.commitments}
    assert keys == {str(c.ref): c.key for c in long.commitments}
    assert {k: v for k, v in theirs.items() if k in ours} == ours


def test_means_by_member_year_and_issue_of_both_sets_count_every_score(shared: Path) -> None:
    for name, path in (("g20-2023", G20), ("g7-2020", G7)):
        table = published(shared, name, path).table()
        for by in ("party", "year", "issue"):
            found = summarise(table, by)
            assert all(s.mean is None or -1 <= s.mean <= 1 for s in found)
            assert sum(s.rated for s in found) == len(table)


def test_trackers_of_other_traditions_come_in_on_their_own_scales(shared: Path) -> None:
    found = published(shared, "trumptracker", "data/trackers/trumptracker/data.json")
    (whole,) = summarise(found.table())
    assert whole.mean is None
    assert whole.counts == {
        "not-started": 84,
        "broken": 43,
        "in-progress": 18,
        "compromised": 8,
        "achieved": 21,
    }
    machine = published(
        shared, "buildcanada-2024", "data/trackers/buildcanada/canada_promises_2024.jsonl"
    )
    assert len(machine.lines) == 351
    assert machine.count("blank-cell") == 13 and machine.count("cell-refused") == 3
    (progress,) = summarise(machine.table())
    assert progress.proposed and progress.counts["1"] == 314
    listed = published(
        shared, "canada-mandate-2021", "data/trackers/buildcanada/2021-mandate-commitments.csv"
    )
    assert len(listed.commitments) == 760
    pledges = published(
        shared, "ndc-ratification", "data/trackers/ndc-assessments/ndc-content-cait.csv"
    )
    assert summarise(pledges.table())[0].counts == {"no": 19, "leaving": 1, "yes": 177}


def test_a_real_workbook_comes_in(shared: Path) -> None:
    found = published(
        shared, "g8-by-issue", "data/compliance/g7/2018/analysis/G8 Compliance by Issue.xlsx"
    )
    assert len(found.lines) == 527
    assert sum(not a.agrees for a in found.averages) == 4
    assert found.count("cell-refused") == 1
