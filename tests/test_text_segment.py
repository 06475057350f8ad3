"""Promises of the segmentation."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aftersummit.text.segment import Segmentation, segment

PIECES = (
    "We will act.|U.S.| |\n|\n\n|• |- |1. |2) |(a) |:|;|…|“|”|»|« |by:|The|the|\u200b|\u00a0|No. 5"
    "|é|III. |?|!|.|\u2028|\t|\x1c|o  |。|Sec. 2. |3.5|; and (b) |: 1) "
)
PARTS = st.sampled_from(PIECES.split("|"))
TEXTS = st.one_of(st.text(), st.lists(PARTS, max_size=30).map("".join))


def words_of(text: str) -> list[str]:
    return [unit.span.of(text) for unit in segment(text).units]


@given(TEXTS)
@settings(max_examples=400, deadline=None)
@example("\u200b")
@example("1. ")
@example("•")
@example(": (a) \n- x")
def test_units_are_ordered_whole_and_within_their_blocks(text: str):
    cut = segment(text)
    check(text, cut)


def check(text: str, cut: Segmentation) -> None:
    at = 0
    for index, unit in enumerate(cut.units):
        span = unit.span
        assert unit.index == index
        assert span.start >= at and len(span) > 0
        assert not text[at : span.start].strip(), "something is in no unit"
        assert span.of(text) == span.of(text).strip()
        assert span.contains(unit.words)
        block = cut.blocks[unit.block]
        assert block.span.contains(span)
        assert block.first <= index < block.last
        assert unit in cut.siblings(unit)
        assert cut.unit_at(span.start) is unit and cut.unit_at(span.end - 1) is unit
        for other in (unit.head, unit.section):
            assert other is None or other.end <= span.start
        at = span.end
    assert not text[at:].strip()
    ends = [0] + [block.last for block in cut.blocks]
    assert [block.first for block in cut.blocks] == ends[:-1]
    assert ends[-1] == len(cut.units)


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. Department of State leads the work with the U.K. and the U.N. system.",
        "Resolution No. 5 of Jan. 9 was adopted.",
        "Under art. 3 and para. 12 of the treaty, both sides report.",
        "President Joseph R. Biden, Jr. met Dr. Elizabeth Sherwood-Randall in St. Louis.",
        "It grew by 3.5 percent, e.g. in steel, i.e. more than before.",
        "They met in Washington, D.C. on May 18-19.",
        "“We will act. We will act together.” said the leaders.",
        "He paused ... and went on.",
        "Les dirigeants ont dit : « Nous agirons. » et sont partis.",
        "M. Trudeau et Mme Joly ont cité l’art. 3 du traité.",
        "El Sr. Ebrard y la Sra. Bárcena viajaron a EE. UU. en enero.",
        "El decreto n.º 5 del Lic. López entra en vigor.",
        "Is this enough? said nobody.",
        "Canada | Will act. | 2025",
        "Warming must stay under 1.5 degrees (see fig. 2) by 2050.",
    ],
)
def test_one_sentence_stays_one(sentence: str):
    assert words_of(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentences",
    [
        ["We welcome this.", "We will do more."],
        ["It was the first visit to the U.S.", "The leaders will meet again."],
        ["They stayed in Washington, D.C.", "He left early."],
        ["She said “we will act.”", "Canada agreed."],
        ["He asked: “Why?”", "Nobody knew."],
        ["It is so (see below.)", "Mexico agrees."],
        ["Thank you.", "(Applause.)", "I mean it!", "Do you?", "Yes."],
        ["Nous agirons !", "Le ferez-vous ?", "Oui."],
        ["Il a dit : « Nous agirons. »", "Le Canada aussi."],
        ["¿Cuándo?", "¡Ahora!", "El gobierno actuará."],
        ["Emissions fall by 2030.", "5 countries agree."],
        ["El acuerdo entra en vigor.", "«Cumpliremos», dijo."],
        ["It ends here...", "We go on."],
        ["We agree with Phase I.", "We go on."],
    ],
)
def test_sentences_are_parted_where_they_end(sentences: list[str]):
    assert words_of(" ".join(sentences)) == sentences


def test_a_bullet_knows_the_clause_over_its_list():
    text = (
        "Climate\n\nOur aims are high. The three countries will:\n\n• Cut methane by 2030.\n\n"
        "• Host a forum. It is the first.\n\nWe thank Mexico."
    )
    units = segment(text).units
    assert [unit.kind for unit in units] == [
        "heading", "sentence", "sentence", "bullet", "bullet", "sentence", "sentence",
    ]  # fmt: skip
    heads = [unit.head.of(text) if unit.head else "" for unit in units]
    assert heads == ["", "", "", *["The three countries will:"] * 3, ""]
    assert {unit.section.of(text) for unit in units[1:] if unit.section} == {"Climate"}
    assert units[3].words.of(text) == "Cut methane by 2030."
    assert [unit.depth for unit in units] == [0, 0, 0, 1, 1, 1, 0]


def test_a_list_within_a_list_has_its_own_head_and_ends():
    text = (
        "We will:\n\n• Work on drugs by:\n\n• tracing precursors;\n\n• closing labs.\n\n"
        "• Meet each year."
    )
    units = segment(text).units
    heads = [unit.head.of(text) if unit.head else "" for unit in units]
    assert heads == ["", "We will:", "Work on drugs by:", "Work on drugs by:", "We will:"]
    assert [unit.depth for unit in units] == [0, 1, 2, 2, 1]


def test_indented_lists_return_to_their_level():
    text = "We will:\n- Act on drugs:\n    - labs\n    - guns\n- Meet each year"
    units = segment(text).units
    heads = [unit.head.of(text) if unit.head else "" for unit in units]
    assert heads == ["", "We will:", "Act on drugs:", "Act on drugs:", "We will:"]


def test_a_list_inside_a_paragraph_is_cut_into_its_items():
    text = "We intend to: (i) end the pandemic; (ii) protect the planet; and (iii) trade more. We meet."
    units = segment(text).units
    assert [unit.span.of(text) for unit in units] == [
        "We intend to:",
        "(i) end the pandemic;",
        "(ii) protect the planet; and",
        "(iii) trade more.",
        "We meet.",
    ]
    assert [unit.head is not None for unit in units] == [False, True, True, True, False]


def test_a_head_may_lack_its_colon():
    text = "To reach this, the leaders will\n\n• cut methane\n\n• plant trees"
    units = segment(text).units
    assert [unit.kind for unit in units] == ["sentence", "bullet", "bullet"]
    assert units[2].head == units[0].span


@pytest.mark.parametrize("marker", ["•", "-", "*", "–", "o ", "(a)", "1.", "i)", "▪"])
def test_each_common_marker_opens_an_item(marker: str):
    text = f"We will:\n{marker} Cut methane emissions by 2030\n{marker} Meet every year"
    units = segment(text).units
    assert [unit.span.start for unit in units][1:] == [9, 9 + len(marker) + 31]
    assert all(unit.head == units[0].span for unit in units[1:])
    assert units[1].words.of(text) == "Cut methane emissions by 2030"


def test_a_list_without_markers_is_still_a_list():
    text = "We agree to:\n\ncut methane;\n\nPlant trees; and\n\nmeet each year.\n\nWe thank Mexico."
    units = segment(text).units
    heads = [unit.head.of(text) if unit.head else "" for unit in units]
    assert heads == ["", "We agree to:", "We agree to:", "We agree to:", ""]
    assert [unit.kind for unit in units][1:4] == ["bullet"] * 3


@pytest.mark.parametrize(
    ("head", "items", "after"),
    [
        ("In the next year we will:", ["Establish a task force. It is new.", "Hold a forum."], "The work goes on."),
        ("They do so by:", ["Harnessing new data.", "Extending support."], "Canada leads."),
        ("We commit to:", ["Take joint steps."], "Mexico will host the forum."),
    ],
)  # fmt: skip
def test_paragraphs_that_finish_an_open_clause_are_its_items(
    head: str, items: list[str], after: str
):
    text = "\n\n".join([head, *items, after])
    blocks = segment(text).blocks
    heads = [block.head.of(text) if block.head else "" for block in blocks]
    assert heads == ["", *[head] * len(items), ""]


def test_a_paragraph_indented_under_an_item_does_not_end_the_list():
    text = "We will:\n\n- Cut methane.\n\n  It harms the climate.\n\n- Plant trees."
    units = segment(text).units
    assert units[3].head == units[0].span


WRAPPED = """The leaders met in Mexico City on January 10 and spoke about the future of the
continent. They agreed that the three countries will host a forum of industry in
early 2023, and that work goes on.

CLIMATE AND ENERGY

They will cut methane from the waste sector by at least 15 percent from the 2020
level, and they will meet again.
"""


def test_wrapped_lines_are_one_paragraph():
    cut = segment(WRAPPED)
    assert [block.kind for block in cut.blocks] == ["paragraph", "heading", "paragraph"]
    assert len(cut.units) == 4


def test_one_paragraph_a_line_is_one_block_a_line():
    line = "The leaders will host a forum of industry in early 2023 and will work on it. " * 3
    text = "Climate\n" + line + "\n" + line + "\nEnergy\n" + line
    kinds = [block.kind for block in segment(text).blocks]
    assert kinds == ["heading", "paragraph", "paragraph", "heading", "paragraph"]


def wrapped(text: str) -> str:
    """The text as an editor wraps it, lists without blank lines between their items."""
    return "\n\n".join(
        textwrap.fill(
            block,
            76,
            subsequent_indent="  " if block.startswith("•") else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for block in text.split("\n\n")
    ).replace("\n\n• ", "\n- ")


@pytest.mark.parametrize("as_written", [wrapped, lambda text: text.replace("\n\n", "\n")])
def test_the_same_units_come_out_of_other_line_conventions(
    shared: Path, as_written: Callable[[str], str]
):
    same = total = 0
    for path in sorted((shared / "gold" / "texts").glob("*.txt"))[::6]:
        text = path.read_bytes().decode()
        other = as_written(text)
        ours = {" ".join(words.split()).lstrip("•- ") for words in words_of(text)}
        theirs = {" ".join(words.split()).lstrip("•- ") for words in words_of(other)}
        same += len(ours & theirs)
        total += len(ours | theirs)
    assert same >= 0.97 * total


def test_a_number_at_the_end_of_a_sentence_opens_no_item():
    text = "27. We met at COP 28. In addition, we will act.\n\n28. We go on."
    assert words_of(text) == ["27. We met at COP 28.", "In addition, we will act.", "28. We go on."]


def test_a_numbered_paragraph_after_a_list_belongs_to_no_list():
    text = "1. We met.\n\nWe will:\n\n• Act on it.\n\n2. We go on."
    last = segment(text).units[-1]
    assert (last.kind, last.head, last.depth) == ("item", None, 1)


def test_an_item_without_a_colon_heads_nothing():
    text = "We will:\n\n• Provide what we agreed to\n\n• Act on it"
    units = segment(text).units
    assert [unit.head for unit in units[1:]] == [units[0].span] * 2


def test_a_heading_run_into_its_paragraph_is_parted():
    text = "3. We agree.\n\nII. Protect our planet 4. We will plant trees."
    units = segment(text).units
    assert [(unit.kind, unit.span.of(text)) for unit in units][1:] == [
        ("heading", "II. Protect our planet"),
        ("item", "4. We will plant trees."),
    ]


def test_neighbours_can_be_walked():
    cut = segment("One. Two.\n\nThree.")
    first, second, third = cut.units
    assert cut.previous(first) is None and cut.next(third) is None
    assert cut.next(first) is second and cut.previous(third) is second
    assert cut.siblings(first) == (first, second)
    assert cut.unit_at(4) is None


def test_an_unbroken_text_of_any_kind_finishes():
    for text in (
        "- a:\n" * 10**5,
        "a" * 10**6,
        "." * 10**5,
        "\n" * 10**6,
        '"' * 10**5,
        "“" * 10**5,
        " " * 10**6,
    ):
        check(text, segment(text))


def test_the_coded_units_are_found(shared: Path):
    """At least 97 of 100 coded units come out with their exact span."""
    coded = found = 0
    for path in sorted((shared / "gold" / "labels").glob("*.jsonl")):
        text = (shared / "gold" / "texts" / f"{path.stem}.txt").read_bytes().decode()
        rows = [json.loads(row) for row in path.read_text("utf-8").splitlines()]
        spans = {(unit.span.start, unit.span.end) for unit in segment(text).units}
        coded += len(rows)
        found += sum((row["start"], row["end"]) in spans for row in rows)
    assert found >= 0.97 * coded
