"""From a commitment to the passages that bear on it: who is in, who is out, in what order."""

from __future__ import annotations

from pathlib import Path

import pytest

from aftersummit.errors import UserError
from aftersummit.evidence import Finding, Subject, find
from aftersummit.evidence.weights import parse
from aftersummit.model import Commitment, Document, Passage, Ref, Span
from aftersummit.retrieval import Filter, Index

PROMISE = Commitment(
    ref=Ref.parse("nals/2023/C038"),
    title="Senior fentanyl committee",
    statement="Form a committee of the three governments against illicit fentanyl.",
    parties=("US", "CA", "MX"),
)
MET = (
    "Mexico, Canada and the United States held the first meeting of the trilateral fentanyl "
    "committee in Washington. The committee reviewed progress against illicit fentanyl."
)


def made(number: int, text: str, **said: object) -> Document:
    values = {"title": f"Text {number}", "date": "2023-04-14", "issuers": ("US",), **said}
    return Document(text=text, source="a" * 64, member=number, **values)  # type: ignore[arg-type]


def subject(**said: object) -> Subject:
    values: dict[str, object] = {
        "commitment": PROMISE,
        "meeting": "2023-01-10",
        "until": "2023-12-31",
        "participants": ("US", "CA", "MX"),
        "forum": ("North American Leaders' Summit",),
        **said,
    }
    return Subject(**values)  # type: ignore[arg-type]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = Index(tmp_path)
    noise = [
        made(n, f"Officials of district {n} opened a school and planted trees along the road.")
        for n in range(100, 140)
    ]
    index.update(
        [
            *noise,
            made(1, MET, kind="joint-statement", issuers=("MX", "CA", "US")),
            made(2, "Fentanyl killed many people in a town, a newspaper wrote."),
            made(3, MET.replace("Washington", "Ottawa"), date="2024-06-01"),
            made(4, "Before the summit a fentanyl committee met.", date="2022-12-01"),
            made(
                5,
                "El comité trilateral sobre fentanilo de México, Canadá y Estados Unidos se reunió.",
                language="es",
                issuers=("MX",),
            ),
        ]
    )
    return index


def members(findings: list[Finding]) -> list[int]:
    return [int(finding.key.partition("#")[2]) for finding in findings]


def test_the_meeting_of_the_promised_committee_comes_first(index: Index) -> None:
    first, *_ = find(index, subject())
    assert members([first]) == [1]
    assert first.relevance > 0.5
    assert first.actors == ("MX", "CA", "US")
    assert "fentanyl" in first.words
    assert first.text[first.core.start - first.span.start :].startswith(first.words)


def test_the_words_it_rests_on_stand_where_it_says(tmp_path: Path) -> None:
    text = "\n\n".join(["Other matters were raised at length. " * 40, MET, "Nothing more."])
    index = Index(tmp_path)
    index.update([made(1, text)])
    first, *_ = find(index, subject(), floor=0)
    assert first.span.of(text) == first.text
    assert first.core.of(text) == first.words
    assert first.words in MET
    assert first.core.start > 1000


def test_each_finding_says_why(index: Index) -> None:
    first, *_ = find(index, subject())
    told = " | ".join(first.why)
    assert "fentanyl" in told
    assert "CA" in told
    assert "94 days after the meeting" in told
    assert first.stance
    assert first.rung


def test_nothing_from_before_the_meeting_is_proposed(index: Index) -> None:
    assert 4 not in members(find(index, subject(), floor=0))


def test_what_lies_outside_the_window_comes_last_and_says_so(index: Index) -> None:
    later = "The senior committee on fentanyl of Mexico, Canada and the United States met again."
    index.update([made(6, later, date="2024-02-08")])
    findings = find(index, subject(until="2023-12-31"), floor=0)
    places = [finding.place for finding in findings]
    assert places == sorted(places, key=lambda place: place != "inside")
    assert "after" in places
    after = findings[places.index("after")]
    assert any("outside the compliance window" in reason for reason in after.why)


def test_the_same_words_in_two_releases_are_one_finding(index: Index) -> None:
    twins = [f for f in find(index, subject(until=""), floor=0) if members([f])[0] in (1, 3)]
    assert len(twins) == 1
    assert len(twins[0].also) == 1


def test_of_two_copies_the_one_that_counts_is_shown(index: Index) -> None:
    index.update([made(3, MET, date="2024-06-01", kind="joint-statement", title="Committee")])
    shown = [f for f in find(index, subject(), floor=0) if members([f])[0] in (1, 3)]
    assert members(shown) == [1]


def test_a_promise_finds_deeds_in_another_language(index: Index) -> None:
    found = find(index, subject(), where=Filter(languages=("es",)))
    assert members(found) == [5]
    assert "fentanyl" in found[0].why[0]


def test_british_wording_finds_american_words(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.update([made(1, "The ministers organized labor inspections."), made(2, "Rain fell.")])
    promise = Commitment(title="Labour inspections", statement="Organise labour inspections.")
    assert members(find(index, subject(commitment=promise), floor=0))[0] == 1


def test_the_document_of_the_promise_is_no_evidence(index: Index) -> None:
    own = made(
        1, MET, url="https://example.org/declaration", ref=Ref.parse("nals/2023/declaration")
    )
    index.update([own, made(7, MET, url=own.url)])
    found = find(index, subject(documents=(own,)), floor=0)
    assert "nals/2023/declaration" not in {finding.key for finding in found}
    assert own.url not in {finding.url for finding in found}


def test_a_restatement_of_the_promise_is_no_evidence(index: Index) -> None:
    words = (
        "We will form a senior committee of the three governments that will steer our most "
        "urgent action against the threat of illicit fentanyl in North America."
    )
    index.update([made(8, f"As the leaders said in January: {words}")])
    promise = Commitment(
        ref=PROMISE.ref,
        title=PROMISE.title,
        parties=PROMISE.parties,
        passages=(Passage(Span(0, len(words)), words),),
    )
    assert 8 in members(find(index, subject(), floor=0))
    assert 8 not in members(find(index, subject(commitment=promise), floor=0))


def test_what_was_rejected_does_not_come_back_in_any_copy(index: Index) -> None:
    first, *_ = find(index, subject(until=""))
    again = find(index, subject(until="", rejected=frozenset({first.mark})), floor=0)
    assert not {1, 3} & set(members(again))


def test_only_what_came_since_is_looked_at_when_watching(index: Index) -> None:
    before = index.batch
    index.update([made(9, MET.replace("first", "second") + " It will meet again in Mexico City.")])
    found = find(index, subject(), where=Filter(after_batch=before))
    assert members(found) == [9]


def test_accepting_makes_a_record_with_its_place(index: Index) -> None:
    first, *_ = find(index, subject())
    ref = Ref.parse("nals/2023/C038/E001")
    record = first.evidence(ref, coder="ana", at="2024-01-01T00:00:00Z")
    assert record.commitment == PROMISE.ref
    assert record.passage is not None
    assert record.passage.span == first.core
    assert record.passage.quote == first.words == record.what
    assert (record.date, record.actors, record.coder) == (first.date, first.actors, "ana")


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    assert find(Index(tmp_path), subject()) == []


def test_broken_weights_say_where() -> None:
    with pytest.raises(UserError, match=r"rung\.tsv:3 has 1 columns"):
        parse(["feature\ta", "(bias)\t1", "torn"], "rung.tsv")


def test_the_sentence_shown_tells_news_and_not_the_promise_again(tmp_path: Path) -> None:
    index = Index(tmp_path)
    news = "The fentanyl committee of the three governments met and named a group of experts."
    back = (
        "At the North American Leaders' Summit the three governments decided to form a committee "
        "against illicit fentanyl."
    )
    index.update([made(1, f"{back} {news}", issuers=("MX",))])
    (first,) = find(index, subject(), floor=0.0)
    assert first.words == news
