"""The bundled facts: complete, sourced, consistent, and in words of our own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from edtf import parse_edtf

from aftersummit.catalogue import load
from aftersummit.errors import UserError
from aftersummit.model import RUNGS, STANCES, Ref, Register, to_wire

FORUMS = {
    "nals",
    "nadd",
    "tfc",
    "namcec",
    "twg-viwg",
    "usmx-bicentennial",
    "usmx-hled",
    "usmca-ftc",
    "la-declaration",
    "soa",
    "cec",
    "synthetic-drug-coalition",
}


@pytest.fixture(scope="module")
def register() -> Register:
    return load()


@pytest.fixture(scope="module")
def facts(shared: Path) -> dict[str, Any]:
    found = yaml.safe_load((shared / "facts" / "nals.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def records(register: Register) -> list[Any]:
    found: list[Any] = [
        *register.forums,
        *register.meetings,
        *register.documents,
        *register.commitments,
        *register.actions,
        *register.evidence,
        *register.series,
        *register.claims,
    ]
    return found


def test_the_register_holds_all_that_was_collected(register: Register) -> None:
    assert {str(f.ref) for f in register.forums} == FORUMS
    assert len(register.meetings) >= 48
    assert len(register.documents) >= 14
    assert len(register.commitments) >= 105
    assert len(register.actions) >= 90
    assert len(register.series) >= 20
    assert sum(len(s.observations) for s in register.series) >= 98
    assert len(register.codebook.priorities) == 5
    assert [p.order for p in register.codebook.pillars] == [1, 2, 3, 4, 5, 6]


def test_every_record_has_a_source(register: Register) -> None:
    for record in records(register):
        assert record.citations, record
        assert all(re.match(r"https?://\S+$", c.url) for c in record.citations), record
    for series in register.series:
        assert series.citations or all(o.citations for o in series.observations), series.ref
    for remark in register.remarks:
        assert remark.citations or remark.about or remark.kind == "method", remark.key


def test_no_source_is_named_twice_for_one_record(register: Register) -> None:
    for record in records(register):
        urls = [c.url for c in record.citations]
        assert len(urls) == len(set(urls)), (record, Counter(urls).most_common(1))


def test_keys_of_claims_and_remarks_stand_once(register: Register) -> None:
    keys = [c.key for c in register.claims] + [r.key for r in register.remarks]
    assert len(keys) == len(set(keys))


def test_codes_are_those_of_the_codebook(register: Register) -> None:
    parties = {p.code for p in register.codebook.parties}
    pillars = {p.code for p in register.codebook.pillars}
    priorities = {p.code for p in register.codebook.priorities}
    for meeting in register.meetings:
        named = {*meeting.participants, *meeting.leaders, *filter(None, [meeting.host])}
        assert named <= parties, meeting.ref
    for action in register.actions:
        assert action.actors and set(action.actors) <= parties, action.ref
    for document in register.documents:
        assert document.issuers and set(document.issuers) <= parties, document.ref
    for commitment in register.commitments:
        assert commitment.pillar in pillars and set(commitment.priorities) <= priorities
    assert {s.pillar for s in register.series} <= pillars
    assert {s.area for s in register.series} <= parties | {""}
    assert {code for p in register.codebook.pillars for code in p.priorities} == priorities


def test_every_date_is_edtf(register: Register) -> None:
    for date in sorted(set(dates(register))):
        assert str(parse_edtf(date)) == date


def dates(register: Register) -> Iterator[str]:
    yield from (m.date for m in register.meetings)
    yield from (f.since for f in register.forums if f.since)
    yield from (d.date for d in register.documents)
    yield from (a.date for a in register.actions)
    yield from (e.date for e in register.evidence)
    yield from (c.date for c in register.claims)
    yield from (o.period for s in register.series for o in s.observations)
    yield from (c.deadline.edtf for c in register.commitments if c.deadline)
    yield from (m.since for p in register.codebook.parties if p.code == "LADECL" for m in p.members)


def test_a_meeting_called_off_is_kept_and_not_counted(register: Register) -> None:
    held = [m for m in register.meetings if str(m.ref.forum_ref) == "nals" and m.kind == "summit"]
    assert sum(m.held for m in held) == 10
    assert {str(m.ref) for m in held if not m.held} == {
        "nals/2010",
        "nals/2011",
        "nals/2015",
        "nals/2024",
    }


def test_the_fentanyl_committee_is_counted_as_its_own_statements_count(
    register: Register,
) -> None:
    met = {str(m.ref): m.date for m in register.meetings if m.ref.forum == "tfc"}
    assert met == {
        "tfc/1": "2023-04-13",
        "tfc/2": "2023-07-25",
        "tfc/3": "2023-12-19",
        "tfc/4": "2024-02-07",
    }


def test_endorsers_have_a_day_and_nobody_is_guessed(register: Register) -> None:
    group = next(p for p in register.codebook.parties if p.code == "LADECL")
    joined = {m.party: m.since for m in group.members}
    assert Counter(joined.values()) == {"2022-06-10": 20, "2022-06-14": 1}
    assert joined["GY"] == "2022-06-14"
    assert not {"BS", "DO"} & joined.keys()
    assert "22" in group.note


def test_evidence_is_numbered_by_date_under_its_commitment(register: Register) -> None:
    assert len(register.evidence) >= 180
    by: dict[Ref, list[tuple[int, str]]] = {}
    for piece in register.evidence:
        assert piece.ref.commitment_ref == piece.commitment
        assert piece.stance in STANCES and piece.rung in (*RUNGS, "")
        assert piece.what and piece.action is not None
        by.setdefault(piece.commitment, []).append((piece.ref.number, piece.date))
    for found in by.values():
        found.sort()
        assert [number for number, _ in found] == list(range(1, len(found) + 1))
        assert [date for _, date in found] == sorted(date for _, date in found)


def test_an_announcement_alone_completes_nothing(register: Register) -> None:
    for piece in register.evidence:
        if piece.stance == "completes":
            assert piece.rung in ("instrument", "programme", "result"), piece.ref


def test_figures_are_those_of_the_facts_file(register: Register, facts: dict[str, Any]) -> None:
    series = {str(s.ref): s for s in register.series}
    for figure in facts["figures"]:
        held = {o.period: o for o in series[f"series/{figure['id']}"].observations}
        for point in figure["points"]:
            period = str(point["period"]).removeprefix("FY")
            assert held[period].value == point["value"], (figure["id"], period)
            if period != point["period"]:
                assert series[f"series/{figure['id']}"].fiscal_year


def test_what_is_remembered_is_never_shown_as_fact(
    register: Register, facts: dict[str, Any]
) -> None:
    """A point that was only remembered is unverified, or names a source that was added."""
    series = {str(s.ref): s for s in register.series}
    for figure in facts["figures"]:
        held = {o.period: o for o in series[f"series/{figure['id']}"].observations}
        for point in figure["points"]:
            if point["confidence"] != "from-memory":
                continue
            ours = held[str(point["period"]).removeprefix("FY")]
            added = {c.url for c in ours.citations} - set(point["source_urls"])
            assert ours.confidence == "unverified" or added, (figure["id"], point["period"])


def test_every_action_and_bearing_of_the_facts_file_is_here(
    register: Register, facts: dict[str, Any]
) -> None:
    """With one new number: the fourth meeting of the fentanyl committee."""
    keys = {c.key: c.ref for c in register.commitments}
    actions = {str(a.ref) for a in register.actions}
    shown = {(str(e.action), e.commitment) for e in register.evidence}
    for fact in facts["actions"]:
        address = "action/" + fact["id"].removeprefix("a-").replace("tfc3", "tfc4")
        assert address in actions, fact["id"]
        for key in fact["bears_on"]:
            assert (address, keys[key]) in shown, (fact["id"], key)


def test_numbers_of_actions_are_those_of_the_facts_file(
    register: Register, facts: dict[str, Any]
) -> None:
    actions = {str(a.ref): a for a in register.actions}
    for fact in facts["actions"]:
        ours = actions["action/" + fact["id"].removeprefix("a-").replace("tfc3", "tfc4")]
        missing = numbers(fact["what"]) - numbers(f"{ours.date} {ours.what} {ours.note}")
        assert not missing, (fact["id"], missing)
        assert ours.actors == tuple(fact["actors"]), fact["id"]


CORRECTED = {
    "nadd/8": "2024-11-13/2024-11-14",
    "twg-viwg/virtual-2021": "2021-11-30",
    "nals/foreign-ministers-2022": "2022-06-10",
}
"""Meetings whose days the facts file did not know, and the days that official pages give."""


def test_meetings_are_dated_as_in_the_facts_file_or_better(
    register: Register, facts: dict[str, Any]
) -> None:
    ours = Counter(m.date for m in register.meetings)
    known = Counter(m["date"] for m in facts["meetings"])
    late = known - ours
    assert sum(late.values()) == len(CORRECTED), late
    dates = {str(m.ref): m.date for m in register.meetings}
    assert {ref: dates[ref] for ref in CORRECTED} == CORRECTED


def test_no_sentence_is_taken_over_from_the_facts_file(
    register: Register, facts: dict[str, Any]
) -> None:
    theirs = {s for text in strings(facts) for s in sentences(text)}
    ours = {s for text in prose(register) for s in sentences(text)}
    assert not theirs & ours


def test_no_long_run_of_words_is_taken_over_from_the_facts_file(
    register: Register, facts: dict[str, Any]
) -> None:
    theirs = {run for text in strings(facts) for run in runs(text)}
    taken = {run for text in prose(register) for run in runs(text)} & theirs
    assert not taken, sorted(" ".join(run) for run in taken)


def prose(register: Register) -> Iterator[str]:
    """What was written for the register; names and titles are not."""
    yield from (f.note for f in register.forums)
    yield from (m.note for m in register.meetings)
    yield from (d.note for d in register.documents)
    for action in register.actions:
        yield from (action.what, action.note)
    for series in register.series:
        yield series.note
        yield from (o.note for o in series.observations)
    for claim in register.claims:
        yield from (claim.claim, claim.note)
    yield from (r.text for r in register.remarks)
    yield from (p.note for p in register.codebook.parties)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str) and not value.startswith("http"):
        yield value


NAMES = ("North American Preparedness for Animal and Human Pandemics Initiative",)
"""Names of eight words and more, which can only be given as they are."""


def words(text: str) -> list[str]:
    for name in NAMES:
        text = text.replace(name, "|")
    return re.findall(r"[^\W_]+|\|", text.lower())


def numbers(text: str) -> set[str]:
    return {found.rstrip(".,") for found in re.findall(r"\d[\d,.]*", text)}


def sentences(text: str, least: int = 6) -> Iterator[str]:
    for part in re.split(r"(?<=[.;:!?])\s+", text):
        if len(words(part)) >= least:
            yield " ".join(words(part))


def runs(text: str, length: int = 8) -> Iterator[tuple[str, ...]]:
    found = words(text)
    yield from (tuple(found[i : i + length]) for i in range(len(found) - length + 1))


def test_the_register_travels_as_json(register: Register) -> None:
    assert to_wire(register)["forums"][0]["ref"] == str(register.forums[0].ref)


def write(folder: Path, text: str) -> Path:
    (folder / "facts.toml").write_text(text, encoding="utf-8")
    return folder


FORUM = '[[forum]]\nref = "nals"\nname = "Summit"\ncitations = ["https://example.org/a"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[forum]\n", "facts.toml"),
        ('[[forom]]\nref = "nals"\n', "unknown table 'forom'"),
        (FORUM + FORUM, "nals stands twice"),
        ('[[forum]]\nref = "nals"\n', "facts.toml, forum nals: Forum lacks the field 'name'"),
        (FORUM + 'colour = "red"\n', "unknown field 'colour'"),
        ('[[forum]]\nref = "NALS!"\nname = "x"\n', "facts.toml, forum NALS!"),
        (
            FORUM + '[[meeting]]\nref = "nadd/1"\nname = "x"\ndate = "2016"\n',
            "nadd/1 points to nadd, which is not there",
        ),
        (
            '[[action]]\nref = "action/a"\ndate = "2023"\nactors = ["US"]\nwhat = "x"\n'
            'bears = [{ on = "n23-nothing", stance = "advances" }]\n',
            "n23-nothing",
        ),
        (
            '[[action]]\nref = "action/a"\ndate = "2023"\nactors = ["US"]\nwhat = "x"\n'
            'bears = [{ stance = "advances" }]\n',
            "facts.toml, action action/a: a bearing lacks 'on'",
        ),
        (
            '[[action]]\nref = "action/a"\ndate = "2023"\nactors = ["US"]\nwhat = "x"\n'
            'bears = [{ on = "nals/2023/C001", stance = "helps" }]\n',
            "Evidence.stance is 'helps'",
        ),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        load(write(tmp_path, text))
    assert said in str(caught.value)


def test_a_further_file_is_read_without_further_ado(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(
        '[[meeting]]\nref = "nals/2023"\nname = "Tenth"\ndate = "2023"\n', encoding="utf-8"
    )
    found = load(write(tmp_path, FORUM))
    assert [str(m.ref) for m in found.meetings] == ["nals/2023"]
    assert found.forums[0].citations[0].url == "https://example.org/a"


def test_the_first_endorsers_are_those_that_the_declaration_names(
    register: Register, shared: Path
) -> None:
    """The English text, as changed on 14 June 2022, has Guyana; the French has not."""
    found = shared / "corpus" / "summits"
    english = next(found.glob("2022-06-10-los-angeles-declaration-*.md")).read_text("utf-8")
    french = next(found.glob("2022-06-11-declaration-de-los-angeles-*.md")).read_text("utf-8")
    assert "modified_time: 2022-06-14" in english
    opening = " ".join(english.split()).split("Heads of State and Government of ")[1]
    names = re.split(r", (?:and )?", opening.split(", gathered in")[0])
    group = next(p for p in register.codebook.parties if p.code == "LADECL")
    assert len(names) == len(group.members) == 21
    assert any("Guyana" in name for name in names) and "Guyana" not in french
