"""Time limits: the exact words, the date they mean, the days it spans."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aftersummit.commitments.deadlines import bounds, candidates, day_of, deadline, meaning

EXPECTED = Path(__file__).parents[1] / "benchmarks" / "deadlines_expected.tsv"
DAY = "2023-01-10"

READINGS = [
    ("by 2030", "2030", "2030-01-01", "2030-12-31"),
    ("in early 2023", "2023-01/2023-06", "2023-01-01", "2023-06-30"),
    ("by the end of 2025", "2025-12-31", "2025-12-31", "2025-12-31"),
    ("within 90 days", "2023-01-10/2023-04-10", "2023-01-10", "2023-04-10"),
    ("before the next summit", "2023-01-10/", "2023-01-10", ""),
    ("over the next five years", "2023-01-10/2028-01-10", "2023-01-10", "2028-01-10"),
    ("before 2030", "../2029-12-31", "", "2029-12-31"),
    ("by the end of the decade", "2030", "2030-01-01", "2030-12-31"),
    ("this decade", "202X", "2020-01-01", "2029-12-31"),
    ("by the end of next month", "2023-02-28", "2023-02-28", "2023-02-28"),
    ("in the first half of 2024", "2024-01/2024-06", "2024-01-01", "2024-06-30"),
    ("in Q3 2024", "2024-07/2024-09", "2024-07-01", "2024-09-30"),
    ("by November", "2023-11", "2023-11-01", "2023-11-30"),
    ("by 15 March 2024", "2024-03-15", "2024-03-15", "2024-03-15"),
    ("by February 29, 2024", "2024-02-29", "2024-02-29", "2024-02-29"),
    ("in late June", "2023-06-16/2023-06-30", "2023-06-16", "2023-06-30"),
    ("by fiscal year 2025", "2025-09-30", "2025-09-30", "2025-09-30"),
    ("in FY 2023-2024", "2022-10-01/2024-09-30", "2022-10-01", "2024-09-30"),
    ("in Canadian fiscal year 2023-24", "2023-04-01/2024-03-31", "2023-04-01", "2024-03-31"),
    ("in Japanese fiscal year 2024", "2024-04-01/2025-03-31", "2024-04-01", "2025-03-31"),
    ("in Mexican fiscal year 2024", "2024-01-01/2024-12-31", "2024-01-01", "2024-12-31"),
    ("in Australian fiscal year 2024", "2023-07-01/2024-06-30", "2023-07-01", "2024-06-30"),
    ("d’ici la fin de 2025", "2025-12-31", "2025-12-31", "2025-12-31"),
    ("d’ici 2030", "2030", "2030-01-01", "2030-12-31"),
    ("au cours des cinq prochaines années", "2023-01-10/2028-01-10", "2023-01-10", "2028-01-10"),
    ("d’ici la fin de l’année", "2023-12-31", "2023-12-31", "2023-12-31"),
    ("l’année prochaine", "2024", "2024-01-01", "2024-12-31"),
    ("avant le prochain sommet", "2023-01-10/", "2023-01-10", ""),
    ("dans les 90 jours", "2023-01-10/2023-04-10", "2023-01-10", "2023-04-10"),
    ("dès 2024", "2024/..", "2024-01-01", ""),
    ("au premier semestre 2024", "2024-01/2024-06", "2024-01-01", "2024-06-30"),
    ("para 2030", "2030", "2030-01-01", "2030-12-31"),
    ("a más tardar en 2025", "2025", "2025-01-01", "2025-12-31"),
    ("antes de finales de 2024", "2024-12-31", "2024-12-31", "2024-12-31"),
    ("en los próximos cinco años", "2023-01-10/2028-01-10", "2023-01-10", "2028-01-10"),
    ("para finales de este año", "2023-12-31", "2023-12-31", "2023-12-31"),
    ("el 15 de marzo de 2024", "2024-03-15", "2024-03-15", "2024-03-15"),
    ("el próximo año", "2024", "2024-01-01", "2024-12-31"),
    ("antes de la próxima cumbre", "2023-01-10/", "2023-01-10", ""),
    ("en un plazo de 90 días", "2023-01-10/2023-04-10", "2023-01-10", "2023-04-10"),
]


@pytest.mark.parametrize(("words", "edtf", "first", "last"), READINGS, ids=lambda value: value[:40])
def test_words_mean_these_days(words: str, edtf: str, first: str, last: str) -> None:
    assert meaning(words, date.fromisoformat(DAY)) == edtf
    assert bounds(edtf) == (first, last)


@pytest.mark.parametrize("words", [row[0] for row in READINGS])
def test_the_words_are_found_whole_in_a_sentence(words: str) -> None:
    text = f"We will open a joint laboratory {words}."
    found = deadline(text, 0, len(text), DAY)
    assert found is not None
    assert found.span.of(text) == found.deadline.text
    assert found.deadline.text in (words, words.removeprefix("el "))


@pytest.mark.parametrize(
    "sentence",
    [
        "We will cut emissions from 2005 levels.",
        "We will implement the 2030 Agenda.",
        "We will follow up on the meeting held on 4 March 2022.",
        "We will build on the pledge that was made earlier this year.",
        "We will vaccinate citizens over 50 years old.",
        "Le Canada va aider 300 familles.",
        "We may march together in august company.",
    ],
)
def test_what_only_looks_like_a_limit_is_none(sentence: str) -> None:
    assert deadline(sentence, 0, len(sentence), DAY) is None


def test_a_frequency_is_a_limit_only_where_something_is_due() -> None:
    due, rate = "Ministers will meet annually.", "We will plant a million trees annually."
    assert deadline(due, 0, len(due), DAY) is not None
    assert deadline(rate, 0, len(rate), DAY) is None


def test_the_firmer_words_win() -> None:
    text = "In 2024 we will start work so that the bridge stands by 2030."
    found = deadline(text, 0, len(text), DAY)
    assert found is not None and found.deadline.text == "by 2030"


def test_the_fiscal_year_is_that_of_the_party_bound() -> None:
    today = date.fromisoformat(DAY)
    assert meaning("in fiscal year 2024", today, "US") == "2023-10-01/2024-09-30"
    assert meaning("in fiscal year 2024", today, "JP") == "2024-04-01/2025-03-31"
    assert meaning("in fiscal year 2024", today, "MX") == "2024-01-01/2024-12-31"


def test_relative_words_without_a_date_keep_their_words_only() -> None:
    text = "We will report within 90 days."
    found = deadline(text, 0, len(text))
    assert found is not None
    assert (found.deadline.text, found.deadline.edtf) == ("within 90 days", "")


def test_the_coded_limits_mean_what_was_written_down_for_them(shared: Path) -> None:
    with EXPECTED.open(encoding="utf-8") as lines:
        rows = csv.reader((line for line in lines if "\t" in line), delimiter="\t", quoting=3)
        expected = {(row[0], row[1]): tuple(row[2:]) for row in rows}
    documents = {
        entry["date"]: entry["id"]
        for entry in (
            {"id": e["id"], "date": (e.get("record") or e["source"]).split("/")[-1][:10]}
            for e in json.loads((shared / "gold/documents.json").read_text(encoding="utf-8"))
        )
    }
    assert {day for day, _ in expected} <= set(documents)
    for (day, words), meant in expected.items():
        if not words.startswith("#"):
            edtf = meaning(words, day_of(day))
            first, last = bounds(edtf) if edtf else ("", "")
            assert (edtf or "-", first or "-", last or "-") == meant, (day, words)


_WORDS = (
    "by|in the|end of|2030|1999|early|mid-|next|five|years|May|31|June|February 30|FY 23|24|-|/|to"
    "|fiscal year|annually|d’ici|la fin|août|próximos|años|before|COP28|0|999 decades|from now|,|."
)
_PIECES = st.lists(st.sampled_from(_WORDS.split("|")), max_size=14).map(" ".join)
_DAYS = st.sampled_from(["", "2023", "2024-02", "2024-02-29", "0001-01-01", "9999-12-31", "202X"])


@example(text="before May", dated="9999-12-31", party="")
@given(text=_PIECES | st.text(max_size=60), dated=_DAYS, party=st.sampled_from(["", "US", "JP"]))
def test_any_text_is_read_without_an_error(text: str, dated: str, party: str) -> None:
    for found in candidates(text, 0, len(text), dated, party):
        limit = found.deadline
        assert found.span.of(text) == limit.text
        assert not (limit.start and limit.end) or limit.start <= limit.end
        for day in filter(None, (limit.start, limit.end)):
            date.fromisoformat(day)


@given(st.text(max_size=12))
def test_any_date_has_bounds(edtf: str) -> None:
    assert len(bounds(edtf)) == 2
