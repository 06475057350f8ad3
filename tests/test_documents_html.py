"""Web pages give their text, their facts, and none of their furniture."""

from __future__ import annotations

import pytest

from aftersummit.documents import Limits, Unreadable, read
from aftersummit.model import Document

_SENTENCES = " ".join(f"The leaders agreed on point number {n}." for n in range(12))


def document(page: str | bytes, **options: object) -> Document:
    data = page.encode() if isinstance(page, str) else page
    found = [one for one in read(data, "page.html", **options) if isinstance(one, Document)]
    assert len(found) == 1
    return found[0]


def blocks(body: str) -> list[str]:
    text = document(f"<html><body>{body}</body></html>").text
    assert text is not None
    return text.rstrip("\n").split("\n\n")


def test_menus_footers_scripts_and_buttons_are_left_out() -> None:
    page = f"""<body><header><a href=/>Site</a></header><nav><ul><li>News<li>About</ul></nav>
    <main><h1>Declaration</h1><p>{_SENTENCES}</p><div class="social-share">Tweet this</div>
    <aside>Related</aside><button>Print</button></main>
    <footer>Contact</footer><script>var a;</script><div style="display:none">x</div></body>"""
    kept = blocks(page)
    assert kept[:2] == ["Declaration", _SENTENCES]
    assert not {"Site", "News", "Tweet this", "Print", "Contact", "var a;", "x"} & set(kept)


def test_a_page_without_a_marked_main_part_loses_only_its_menus() -> None:
    menu = "".join(f"<li><a href=/{n}>Section {n}</a>" for n in range(6))
    kept = blocks(f"<div class=top><ul>{menu}</ul></div><div><p>{_SENTENCES}<p>Second.</div>")
    assert kept == [_SENTENCES, "Second."]


def test_furniture_that_holds_the_text_is_kept() -> None:
    assert blocks(f"<div class='sidebar-layout menu'><p>{_SENTENCES}</p></div>") == [_SENTENCES]


def test_lists_numbers_and_starts() -> None:
    body = "<ul><li>One<ul><li>Inner</ul><li><p>Two</p></ul><ol start=3><li>c<li value=7>g</ol><ol type=a><li>x</ol>"
    assert blocks(body) == ["• One", "• Inner", "• Two", "3. c", "7. g", "a. x"]


def test_headings_and_bold_paragraphs_open_sections() -> None:
    found = document(
        "<body><h2>Part</h2><p>a<p><b>Point</b><p>b<p><strong>Bold</strong> start<p>c</body>"
    )
    assert [(s.title, s.level) for s in found.sections] == [("Part", 2), ("Point", 3)]


def test_data_tables_give_rows_and_layout_tables_their_text() -> None:
    data = "<table><tr><th>Party<th>Pledge<tr><td>Peru<td><p>10</p><p>more</p></table>"
    layout = "<table><tr><td><h2>Title</h2><p>Text</p></td></tr></table>"
    assert blocks(data + layout) == ["Party | Pledge", "Peru | 10 more", "Title", "Text"]


def test_line_breaks_fold_and_double_ones_part() -> None:
    assert blocks("<p>One<br>line<br><br>Next</p>") == ["One line", "Next"]


def test_typed_bullets_become_items() -> None:
    assert blocks("<p>• One<br>• Two</p><p>– Three</p>") == ["• One", "• Two", "• Three"]


def test_footnote_marks_go_and_ordinals_stay() -> None:
    body = (
        "<p>growth<sup><a href='#fn1'>1</a></sup> in the 21<sup>st</sup> century, x<sup>2</sup></p>"
    )
    assert blocks(body) == ["growth in the 21st century, x2"]


def test_facts_come_from_the_head() -> None:
    found = document(
        f"""<html lang="es-MX"><head><title>Declaración | Presidencia</title>
        <meta property="article:published_time" content="2023-01-10T21:00:00-06:00">
        <link rel=canonical href="https://example.gob.mx/d"></head><body><p>{_SENTENCES}</body>"""
    )
    assert (found.title, found.date) == ("Declaración", "2023-01-10")
    assert (found.url, found.issuers) == ("https://example.gob.mx/d", ("MX",))


def test_the_words_of_a_page_outweigh_the_language_of_its_site() -> None:
    french = "<p>Nous allons planter des arbres dans les villes et nous le ferons avec nos voisins."
    for stated, body, language in [
        ("en-US", french * 2, "fr"),
        ("fr-CA", french * 2, "fr"),
        ("es-MX", "<p>Acuerdo", "es"),
    ]:
        found = document(f"<html lang={stated}><title>T</title><body>{body}</body></html>")
        assert found.language == language


@pytest.mark.parametrize(
    "page",
    [
        "<meta charset=iso-8859-1><p>Décision “forte”</p>".encode("cp1252"),
        '<?xml version="1.0"?><html><p>Décision “forte”</p></html>'.encode("utf-16"),
        "<html><p>Décision “forte”</p></html>".encode("utf-8-sig"),
    ],
)
def test_declared_and_marked_encodings_are_followed(page: bytes) -> None:
    assert document(page).text == "Décision “forte”\n"


def test_a_page_nested_beyond_any_stack_is_read() -> None:
    deep = "<div class=nav>" * 30_000 + "Deep down." + "</div>" * 30_000
    assert blocks(deep) == ["Deep down."]


def test_a_page_filled_by_scripts_says_how_to_save_it() -> None:
    with pytest.raises(Unreadable, match="save the page as PDF") as caught:
        document("<html><body><div id=root></div><script>render()</script></body></html>")
    assert caught.value.code == "html-no-text"


def test_fifty_megabytes_are_refused_in_one_line_and_the_limit_can_be_set() -> None:
    page = b"<html><body>" + b"<p>Words without end.</p>\n" * 2_000_000 + b"</body></html>"
    assert len(page) > 50_000_000
    with pytest.raises(Unreadable, match="larger than 20 MB") as caught:
        document(page)
    assert caught.value.code == "html-too-large"
    assert "limit" in caught.value.remedy
    small = page[:100_000]
    with pytest.raises(Unreadable):
        document(small, limits=Limits(html=50_000))
    assert document(small, limits=Limits(html=200_000)).text


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        (
            "Ruritania – Freedonia Joint Statement | The Palace",
            "Ruritania – Freedonia Joint Statement",
        ),
        ("Declaration of the Lakes - Ministry of Fish", "Declaration of the Lakes"),
        ("A plan – fish.gc.ca", "A plan"),
        ("Statement — Fishnet", "Statement"),
    ],
)
def test_a_title_loses_its_publisher_and_keeps_its_dashes(stated: str, title: str) -> None:
    head = f'<title>{stated}</title><meta property="og:site_name" content="Fishnet">'
    assert document(f"<html><head>{head}</head><body><p>{_SENTENCES}</body>").title == title
