"""The bundled commitments are complete, sourced, coded by the codebook and in our own words."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from scripts.link_places import texts_in

from aftersummit.catalogue import linking, load
from aftersummit.codebooks import codebook
from aftersummit.model import Commitment, Ref

FACTS_MEETINGS = {
    "nals_2021": "nals/2021",
    "los_angeles_2022": "la-declaration/2022",
    "nals_2023": "nals/2023",
}
GOLD = {
    "nals-2021-statement": "nals/2021/statement",
    "nals-2021-factsheet": "nals/2021/fact-sheet",
    "nals-2023-declaration": "nals/2023/declaration",
    "nals-2023-factsheet": "nals/2023/fact-sheet-us",
    "la-declaration-2022": "la-declaration/2022/declaration",
    "la-deliverables-2022": "la-declaration/2022/deliverables",
    "la-deliverables-2022-fr": "la-declaration/2022/deliverables-fr",
    "la-ministerial-2024-factsheet": "la-declaration/new-york-2024/fact-sheet",
    "semiconductor-2023": "namcec/2023/joint-statement",
}
RUN = 8


def commitments() -> tuple[Commitment, ...]:
    return load().commitments


def test_there_are_more_commitments_than_the_first_list_had() -> None:
    counts = Counter(str(c.ref.meeting_ref) for c in commitments() if c.ref)
    assert counts["nals/2021"] >= 35 and counts["nals/2023"] >= 45
    assert counts["la-declaration/2022"] >= 20 and sum(counts.values()) >= 105


def test_numbers_run_without_a_gap_and_keys_are_unique() -> None:
    assert max(Counter(c.key for c in commitments()).values()) == 1
    numbers: dict[Ref, list[int]] = {}
    for commitment in commitments():
        assert commitment.ref is not None
        numbers.setdefault(commitment.ref.meeting_ref, []).append(commitment.ref.number)
    for meeting, given in numbers.items():
        assert given == list(range(1, len(given) + 1)), meeting


def test_the_facts_keep_their_order_and_their_keys(shared: Path) -> None:
    facts = (shared / "facts" / "nals.yaml").read_text(encoding="utf-8")
    section = facts[facts.index("\ncommitments:\n") : facts.index("\nactions:\n")]
    for name, meeting in FACTS_MEETINGS.items():
        part = re.split(r"\n  \w+:\n", section[section.index(f"\n  {name}:\n") + 2 :])[0]
        keys = re.findall(r"^  - id: ([\w-]+)", part, flags=re.M)
        ours = [c.key for c in commitments() if c.ref and str(c.ref.meeting_ref) == meeting]
        assert ours[: len(keys)] == keys


def test_every_record_is_complete_and_coded_by_the_codebook() -> None:
    scheme = codebook()
    issues = {term.code for term in scheme.issues}
    parties = {party.code for party in scheme.parties}
    for c in commitments():
        assert c.citations and all(one.url.startswith("http") for one in c.citations), c.key
        assert 5 <= len(c.statement) <= 320 and c.statement.endswith("."), c.key
        assert 3 <= len(c.title) <= 60 and not c.title.endswith("."), c.key
        assert c.issue in issues and c.pillar and c.priorities, c.key
        assert c.strength in ("firm", "soft") and c.kind in ("action", "outcome"), c.key
        assert c.parties and set(c.parties) <= parties, c.key
        assert c.form in ("trilateral", "bilateral", "national", "plurilateral"), c.key
        assert (c.form == "national") == (len(c.parties) == 1), c.key
        assert c.status == "catalogued" and c.label == "commitment", c.key


def test_deadlines_are_dates_and_no_copied_words() -> None:
    deadlines = [c.deadline for c in commitments() if c.deadline]
    assert len(deadlines) > 30
    for deadline in deadlines:
        assert deadline.text == "" and deadline.edtf
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", deadline.start), deadline
        assert deadline.end == "" or deadline.start <= deadline.end
        assert (deadline.end == "") == deadline.edtf.endswith("/.."), deadline


def test_what_was_only_remembered_is_not_confirmed() -> None:
    unverified = [c for c in commitments() if c.checked == "unverified"]
    assert all(p.span is None for c in unverified for p in c.passages)
    for commitment in commitments():
        if any(p.match == "missing" for p in commitment.passages) and not any(
            "remarks" in str(d) for d in commitment.documents
        ):
            assert commitment.checked != "confirmed", commitment.key


def test_lineage_leads_back_in_time() -> None:
    order = ["2012", "2016", "2021", "2022", "2023", "new-york-2024"]
    for commitment in commitments():
        assert commitment.ref is not None
        for earlier in commitment.continues:
            assert earlier != commitment.ref
            assert order.index(earlier.meeting) <= order.index(commitment.ref.meeting)


def test_every_coded_commitment_of_the_official_texts_is_covered(shared: Path) -> None:
    texts = texts_in(shared / "corpus" / "summits", linking.read_locators()[0])
    places: dict[str, list[tuple[int, int]]] = {}
    for commitment in commitments():
        for passage in commitment.passages:
            if passage.span is not None:
                spans = places.setdefault(str(passage.document), [])
                spans.append((passage.span.start, passage.span.end))
    parts = 0
    for name, document in GOLD.items():
        text = texts[Ref.parse(document)]
        for unit in coded(shared / "gold" / "labels" / f"{name}.jsonl"):
            words = unit["text"].replace("\u200b", "")
            shift = text.find(words) - unit["start"]
            assert words in text, f"{name}: unit {unit['u']} is not in the text"
            for part in unit["parts"]:
                parts += 1
                start, end = part["start"] + shift, part["end"] + shift
                assert any(s < end and start < e for s, e in places[document]), (name, unit["u"])
    assert parts > 300


def coded(path: Path) -> list[dict[str, object]]:
    if not path.exists():
        pytest.skip(f"the coded texts are not here: no {path.name}")
    units = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [unit for unit in units if unit["label"] == "C"]


def test_no_sentence_is_copied(shared: Path) -> None:
    sources = [shared / "facts" / "nals.yaml"]
    sources += [shared / "corpus" / "summits" / t.file for t in linking.read_locators()[0]]
    runs: set[tuple[str, ...]] = set()
    for source in sources:
        runs |= runs_of(source.read_text(encoding="utf-8"))
    for commitment in commitments():
        for words in (commitment.title, commitment.statement, commitment.note):
            copied = runs_of(words) & runs
            assert not copied, (commitment.key, sorted(copied)[0])


def runs_of(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower().replace("’", "").replace("'", ""))
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
