"""What the judge of units promises: heads, leads, second clauses, settings and odd input."""

from __future__ import annotations

from pathlib import Path

import pytest

from aftersummit.commitments import extract_commitments
from aftersummit.commitments.clause import read, tokens
from aftersummit.commitments.context import views
from aftersummit.commitments.explain import in_words
from aftersummit.commitments.foreign import english
from aftersummit.commitments.judging import read_document, verdicts
from aftersummit.commitments.signals import decide
from aftersummit.errors import UserError
from aftersummit.model import Commitment, Document
from aftersummit.text.segment import segment

LIST = """Over the next year, we will protect the river through the following actions:

• Expand the patrols on both banks.

• Build three stations for clean water.

The river is long. The two banks are joined by a bridge."""


def _found(text: str, recall: str = "default", language: str = "en") -> list[Commitment]:
    return extract_commitments(Document(title="", text=text, language=language), recall=recall)


def _sign(text: str, language: str = "en") -> str:
    return decide(views(text, segment(text, language).units, language)[0].signs)[1]


def test_items_of_one_promise_are_commitments_with_their_head() -> None:
    items = [one for one in _found(LIST) if one.quote.startswith("•")]
    assert len(items) == 2
    assert all(one.head is not None and "protect the river" in one.head.of(LIST) for one in items)


def test_a_bracketed_lead_is_the_head_clause() -> None:
    text = "[To restore the lake, we will:] Plant reeds along its northern shore by 2031."
    (one,) = _found(text)
    assert one.head is not None
    assert one.head.of(text).startswith("To restore the lake")
    assert one.quote == text


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The pilot will promote trade.", "other"),
        ("The ministers of health will meet.", "subject"),
        ("The United States and Canada will open a bridge.", "party"),
        ("Today Mexico and Japan are launching a fund.", "party"),
        ("We, the leaders, will open a bridge.", "we"),
        ("It will promote trade.", "it"),
    ],
)
def test_a_subject_is_known_by_its_noun(text: str, subject: str) -> None:
    assert read(tokens(text)).subject == subject


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("We will open a bridge.", "will"),
        ("The partners will be able to trade.", "able"),
        ("We ask our ministers to report by May.", "task"),
        ("We ask all other states to report by May.", "call"),
        ("We condemn the attack and stand ready to help.", "and-promise"),
        ("We urge the parties to rebuild trust and seek peace.", "call"),
        ("We reaffirm our commitment to build a bridge.", "reaffirm-do"),
        ("We reaffirm our commitment to peace.", "reaffirm-thing"),
        ("We call on them to honor their commitment to build a bridge.", "call"),
        ("We have agreed to build a bridge.", "has-promised"),
        ("We stand ready to build a bridge.", "ready"),
        ("We maintain our commitment to build a bridge.", "reaffirm-do"),
        ("We recognize the risk and to this end commit to share the data.", "and-promise"),
        ("We welcome the study and ask our experts to widen it.", "and-task"),
        ("We have asked our foreign, finance and other relevant ministers to report.", "task"),
        ("We reaffirm our strong will to peace.", "stance"),
        ("Our cities have a plan, and we will connect them.", "and-will"),
        ("The old bridge will be rebuilt by 2031.", "will-be-done"),
        ("It is essential to rebuild the bridge.", "must"),
        ("Japan pledges 1 billion dollars to the fund.", "commit"),
        ("To mobilise 1 billion dollars by 2031.", "bare-act"),
        ("(b) Rationalise the tariffs by 2031.", "bare-act"),
        ("In line with the law, expand the patrols.", "bare-act"),
        ("Do hereby agree to build a bridge.", "commit"),
    ],
)
def test_the_sign_that_decides_follows_the_clause(text: str, sign: str) -> None:
    assert _sign(text) == sign


def test_what_is_being_done_above_a_list_is_no_promise_of_its_items() -> None:
    text = "At home we are:\n\n• Cleaning the two rivers.\n\n• Planting trees."
    found = views(text, segment(text).units)
    assert [decide(view.signs) for view in found[1:]] == [("N", "item-state")] * 2


@pytest.mark.parametrize(
    "text",
    [
        "We stand ready to take further action against tax havens.",
        "We reaffirm our commitment to the full implementation of the treaty.",
        "[In Lima we agreed] to widen access to clean water by 2031",
        "Rationalise subsidies on fishing over the medium term",
        "We ask our ministers of finance and our central bank governors to report in July.",
        "Canada and Japan will each submit a national plan.",
    ],
)
def test_a_passage_quoted_alone_is_a_promise_where_an_issuer_speaks(text: str) -> None:
    assert [one.quote for one in _found(text)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "The weather was fine.",
        "It will rain tomorrow.",
        "Inflation will fall towards the target.",
        "The global economy will grow by 3 per cent next year.",
        "The company will open a factory in Leipzig.",
        "The opposition will vote against the bill.",
        "Crises will continue to affect our community.",
        "The bank announced a dividend of two euros.",
        "We thank the President for his warm welcome.",
        "Thank you all for coming.",
        "We met in Rome on 30 October. The river is long.",
        "We welcome the report of the high-level panel.",
        "We share the values of democracy.",
        "We support the work of the United Nations.",
        "We look forward to our next meeting in Lima.",
        "We call on all parties to lay down their arms.",
        "Will the leaders meet again?",
        "Trade and investment",
        "Access to finance",
        "Building Resilient Supply Chains",
        "Strengthening democratic governance",
        "Click here to download the report.",
    ],
)
def test_what_nobody_promised_is_no_promise_when_it_is_quoted_alone(text: str) -> None:
    assert _found(text) == []


def test_less_is_asked_of_a_passage_than_of_a_document() -> None:
    passage = "We reaffirm our commitment to the full implementation of the treaty."
    document = "\n\n".join(["The two sides met in Rome."] * 4 + [passage])
    assert _found(passage) and not _found(document)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nous renforcerons nos écoles.", "fr"),
        ("Le Canada s’engage à financer un pont.", "fr"),
        ("Fortaleceremos nuestras escuelas.", "es"),
        ("México se compromete a construir un puente.", "es"),
        ("Nous avons l’intention de construire un pont.", "fr"),
        ("Le Canada réaffirme son engagement d’accorder 500 bourses.", "fr"),
        ("Les États-Unis mettront en place un fonds de deux millions de dollars.", "fr"),
        ("Los Estados Unidos reanudarán las patrullas en el río.", "es"),
        ("Tenemos previsto construir tres puentes.", "es"),
    ],
)
def test_french_and_spanish_promises_show_the_same_signs(text: str, language: str) -> None:
    assert decide([_sign(text, language)])[0] == "C"


def test_names_and_phrases_of_several_words_are_read_as_one() -> None:
    said = ["los", "estados", "unidos", "pondrán", "en", "marcha", "un", "plan"]
    assert english(said, "es") == ["the", "estados", "unidos", "will", "launch", "a", "plan"]
    assert english(["los", "estados", "miembros"], "es") == ["the", "states", "miembros"]


def test_english_words_are_left_as_they_are() -> None:
    assert english(["we", "will"], "en") == ["we", "will"]


def test_high_recall_finds_all_that_the_default_finds() -> None:
    text = LIST + "\n\nWe welcome the plan to open a school. We hope to see it grow."
    usual = {(one.start, one.end) for one in _found(text)}
    assert usual <= {(one.start, one.end) for one in _found(text, recall="high")}


def test_a_recall_that_is_not_a_setting_is_refused_even_without_text() -> None:
    with pytest.raises(UserError, match="default or high"):
        _found("", recall="all")


def test_chances_sum_to_one_and_reasons_are_words() -> None:
    reading = read_document(Document(title="", text=LIST))
    judged = list(verdicts(reading))
    assert len(judged) == len(reading.views)
    for one in judged:
        assert sum(one.chances.values()) == pytest.approx(1, abs=1e-4)
        assert one.judged.why
        assert not any("=" in reason or "|" in reason for reason in one.judged.why)


def test_reasons_name_the_sign_in_plain_words() -> None:
    assert in_words("sign=will") == "an issuer 'will' do it"
    assert in_words("rule=C") == "the word lists say a commitment"
    assert in_words("modal:we|main") == "it has 'will' as its main verb, with 'we'"


def test_a_paragraph_in_the_third_person_is_no_promise_of_a_news_article(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        assert _found(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "we will act together and build " * 30_000,
        "[" * 50_000,
        "a" * 500_000,
        "\n\n• " * 20_000,
        "We will: " * 20_000,
    ],
    ids=["no full stop", "brackets", "one word", "empty items", "colons"],
)
def test_hard_texts_finish_with_exact_quotes(text: str) -> None:
    for one in _found(text):
        assert text[one.start : one.end] == one.quote


def test_a_text_of_any_length_is_read_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(f"We will open school {n} by 2030." for n in range(50))
    whole = _found(text)
    monkeypatch.setattr("aftersummit.commitments.judging.STRETCH", 7)
    parts = _found(text)
    assert len(parts) == 50
    assert [(c.span, c.deadline, c.parties) for c in parts] == [
        (c.span, c.deadline, c.parties) for c in whole
    ]
