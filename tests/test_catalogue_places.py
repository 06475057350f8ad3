"""The bundled places hold in the official texts, and are found again in other renderings."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from scripts.link_places import rendered, texts_in

from aftersummit.catalogue import linking, load
from aftersummit.catalogue.official import official_texts, passages_in, with_text
from aftersummit.catalogue.places import located, marked_texts
from aftersummit.documents import read
from aftersummit.errors import NotFound, UserError
from aftersummit.model import Commitment, Document, Ref, Span, text_hash
from aftersummit.text.align import find

SEARCHED = ("nals/2021", "nals/2023", "la-declaration/2022")


@pytest.fixture(scope="session")
def folder(shared: Path) -> Path:
    found = shared / "corpus" / "summits"
    if not found.is_dir():
        pytest.skip("the official texts are not here: no folder corpus/summits")
    return found


@pytest.fixture(scope="session")
def texts(folder: Path) -> dict[Ref, str]:
    return texts_in(folder, linking.read_locators()[0])


def test_linking_again_changes_nothing(folder: Path) -> None:
    for path, content in rendered(folder).items():
        assert path.read_text(encoding="utf-8") == content, f"{path.name} is stale"


def test_every_place_lies_on_whole_words_of_its_text(texts: dict[Ref, str]) -> None:
    for commitment, span, document, digest in placed():
        text = texts[document]
        assert text_hash(text) == digest, document
        words = span.of(text)
        assert len(words.split()) >= 3 and words == words.strip(), commitment.key
        assert not (text[span.start - 1 : span.start].isalnum() and words[0].isalnum())
        assert not (words[-1].isalnum() and text[span.end : span.end + 1].isalnum())
        assert "\n" not in words, f"{commitment.key} runs across blocks"


def test_fingerprints_agree_with_offsets(texts: dict[Ref, str]) -> None:
    for document, marked in marked_texts().items():
        marks = list(marked.marks.values())
        found = find([mark.fingerprint for mark in marks], texts[document])
        for mark, there in zip(marks, found, strict=True):
            assert there is not None and there.start >= mark.span.start
            assert mark.span.start + 3 >= there.start and abs(there.end - mark.span.end) <= 3
            assert linking.words_hash(mark.span.of(texts[document])) == mark.words


def test_every_place_of_the_register_has_a_fingerprint() -> None:
    marked = marked_texts()
    for _, span, document, digest in placed():
        assert span in marked[document].marks and marked[document].text_sha256 == digest


def test_every_commitment_of_the_searched_meetings_is_located_or_marked() -> None:
    counts = {str(c.meeting): c for c in located(load())}
    for meeting in SEARCHED:
        count = counts[meeting]
        assert count.located + count.not_found == count.commitments and count.not_searched == 0
        assert count.located >= 0.9 * count.commitments
    assert sum(c.commitments for c in counts.values()) == len(load().commitments)


def test_what_was_not_found_says_so_and_is_not_located_elsewhere() -> None:
    for commitment in load().commitments:
        missing = [p for p in commitment.passages if p.match == "missing"]
        if missing:
            assert len(missing) == len(commitment.passages), commitment.key
            assert commitment.note.startswith("Not found in the official texts"), commitment.key


def test_bundled_places_carry_no_sentence() -> None:
    for path in (linking.PLACES, linking.FINGERPRINTS):
        content = re.sub(r"^#.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
        assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", content), path.name
    for text in linking.read_locators()[0]:
        for one in text.locators:
            assert max(len(one.first.split()), len(one.last.split())) <= 6, one


def test_a_locator_is_placed_by_block_and_words() -> None:
    text = "Heading\n\nWe will meet. We will act now, and later.\n\n• Planting trees.\n"

    def words(**given: object) -> str:
        return linking.place(linking.Locator("key", **given), text).of(text)  # type: ignore[arg-type]

    assert words(block=2) == "Planting trees."
    assert words(block=1, last="meet.") == "We will meet."
    assert words(block=1, first="We will act", last="now") == "We will act now"
    with pytest.raises(UserError, match="3 blocks"):
        words(block=3)
    with pytest.raises(UserError, match="not in the block"):
        words(block=1, first="They")
    with pytest.raises(UserError, match="not in the block"):
        words(block=1, last="then")


def test_a_text_that_is_lacking_is_named() -> None:
    texts, absent = linking.read_locators()
    with pytest.raises(UserError, match="is lacking"):
        linking.link({}, texts, absent)


def test_every_official_text_has_an_address_and_places() -> None:
    official = official_texts(load())
    assert {t.document for t in official} == set(marked_texts())
    assert all(t.urls[0].startswith("https://") and t.places > 0 for t in official)


def test_the_text_itself_gives_every_place_exactly(texts: dict[Ref, str]) -> None:
    for document, text in texts.items():
        for span, passage in passages_in(document, text).items():
            assert (passage.span, passage.match) == (span, "exact")
            assert passage.quote == span.of(text)


def test_places_are_found_in_an_html_page_of_the_same_text(
    folder: Path, texts: dict[Ref, str]
) -> None:
    found = exact = total = 0
    for entry in linking.read_locators()[0]:
        page = as_html((folder / entry.file).read_text(encoding="utf-8"))
        documents = [d for d in read(page.encode(), "page.html") if isinstance(d, Document)]
        text = documents[0].text or ""
        for span, passage in passages_in(entry.document, text).items():
            total += 1
            if passage.span is not None:
                found += 1
                exact += passage.match == "exact"
                original = span.of(texts[entry.document])
                assert passage.quote == passage.span.of(text)
                assert letters(passage.quote) == letters(original)
    assert found >= 0.98 * total, f"{found} of {total}"
    assert exact >= 0.95 * total, f"{exact} of {total}"


def test_places_are_found_in_text_with_other_white_space_and_quotes(texts: dict[Ref, str]) -> None:
    document = Ref.parse("nals/2023/fact-sheet-us")
    text = texts[document].replace(" ", " \n ").replace("’", "'").replace("–", "-")
    passages = passages_in(document, text).values()
    assert all(p.span is not None for p in passages)
    assert any(p.match == "normalised" for p in passages)


def test_a_sentence_that_was_cut_out_is_missing_and_the_rest_is_found(
    texts: dict[Ref, str],
) -> None:
    document = Ref.parse("nals/2023/declaration")
    text = texts[document]
    cut = sorted(marked_texts()[document].marks)[4]
    shorter = text[: cut.start] + text[cut.end :]
    passages = passages_in(document, shorter)
    assert passages[cut].span is None and passages[cut].match == "missing"
    assert sum(p.span is None for p in passages.values()) == 1


def test_an_unknown_document_is_refused() -> None:
    with pytest.raises(NotFound, match="no official text"):
        passages_in(Ref.parse("nals/2023/no-such-text"), "")


def test_a_register_with_a_text_in_hand_shows_the_words(texts: dict[Ref, str]) -> None:
    document = Ref.parse("nals/2023/fact-sheet-us")
    text = "Cover page\n\n" + texts[document]
    register = with_text(load(), document, text)
    held = next(d for d in register.documents if d.ref == document)
    assert held.text == text and held.text_sha256 == text_hash(text)
    shown = [
        p for c in register.commitments for p in c.passages if p.document == document and p.span
    ]
    assert shown and all(p.quote == p.span.of(text) != "" for p in shown if p.span)
    before, after = (
        [p for c in r.commitments for p in c.passages if p.document != document]
        for r in (load(), register)
    )
    assert before == after


def test_coverage_counts_each_commitment_once() -> None:
    register = load()
    few = [c for c in register.commitments if c.key in ("n23-tfc", "n23-border-infra", "n16-nadd")]
    counts = {str(c.meeting): c for c in located(replace(register, commitments=tuple(few)))}
    assert (counts["nals/2023"].located, counts["nals/2023"].not_found) == (1, 1)
    assert counts["nals/2016"].not_searched == 1


def placed() -> list[tuple[Commitment, Span, Ref, str]]:
    return [
        (c, p.span, p.document, p.text_sha256)
        for c in load().commitments
        for p in c.passages
        if p.span is not None and p.document is not None
    ]


def letters(words: str) -> str:
    return "".join(char for char in words.casefold() if char.isalnum())


def as_html(markdown: str) -> str:
    """A web page with the words of a markdown file, as another program would publish it."""
    body = markdown.split("---\n", 2)[2]
    parts = []
    for chunk in re.split(r"\n\s*\n", body):
        items = re.split(r"^\s*[-*]\s+", chunk, flags=re.M)
        if "<!--" in chunk or not chunk.strip():
            continue
        if len(items) > 1:
            listed = "".join(f"\n <li>{inline(item)}</li>" for item in items[1:])
            parts.append(f"<ul>{listed}\n</ul>")
        else:
            parts.append(f"<p>{inline(chunk)}</p>")
    navigation = "<nav><ul><li><a href='/'>Home</a></li><li>Menu</li></ul></nav>"
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>Page</title></head><body>"
        f"{navigation}<main><article><p>Reprinted by another office.</p>{''.join(parts)}"
        f"<p>Ask us for more.</p></article></main>"
        f"<footer>All rights</footer></body></html>"
    )


def inline(text: str) -> str:
    text = re.sub(r"\\([^\w\s])", r"\1", html.unescape(text))
    text = html.escape(re.sub(r"</?(?:sup|u)>", "", text), quote=False)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"<a href='#'>\1</a>", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text, flags=re.S)
    text = re.sub(r"(?<!\w)[*_](.+?)[*_](?!\w)", r"<em>\1</em>", text, flags=re.S)
    return text.replace("’", "&rsquo;").replace("\n", "\n      ")
