"""The site: every page made, every link leads somewhere, the same register gives the same bytes."""

from __future__ import annotations

import dataclasses
import json
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest

from aftersummit.errors import NotFound, OutsideError, UserError
from aftersummit.model import Citation, Codebook, Ref, Register, Span
from aftersummit.publish.site import Site, write_site
from aftersummit.publish.site.lit import Light, blocks
from aftersummit.publish.site.paths import path_of
from tests.publish_sample import DECLARATION, QUOTES, TEXT, commitment, register


class Reader(HTMLParser):
    """Links, anchors, ids, headings and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.open.append(tag)
        if "id" in named:
            self.ids.append(named["id"])
        for name in ("href", "src", "action"):
            if name in named:
                self.links.append(named[name])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("script", "style"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(register())


@pytest.fixture(scope="module")
def pages(site) -> dict[str, Reader]:
    return {path: Reader(site.render(path).decode()) for path in site.pages}


def page(site: Site, path: str) -> Reader:
    return Reader(site.render(path).decode())


def broken_links(site: Site, pages: dict[str, Reader]) -> list[str]:
    known = set(site.paths())
    broken = []
    for path, reader in pages.items():
        for link in reader.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "data"):
                continue
            target = path
            if parts.path:
                steps: list[str] = []
                for step in (PurePosixPath(path).parent / unquote(parts.path)).parts:
                    steps = steps[:-1] if step == ".." else [*steps, step]
                target = "/".join(steps)
            if target not in known:
                broken.append(f"{path} -> {link}")
            elif (
                parts.fragment
                and target in pages
                and "=" not in parts.fragment
                and parts.fragment not in pages[target].ids
            ):
                broken.append(f"{path} -> {link} (no such place)")
    return broken


def test_every_internal_link_leads_to_a_page_and_a_place_on_it(site, pages):
    assert broken_links(site, pages) == []


def test_links_are_relative_so_that_the_folder_can_lie_anywhere(pages):
    for path, reader in pages.items():
        assert not [link for link in reader.links if link.startswith(("/", "file:"))], path


def test_headings_go_down_one_level_at_a_time_and_ids_are_unique(pages):
    for path, reader in pages.items():
        assert reader.headings[0] == 1 and reader.headings.count(1) == 1, path
        steps = zip(reader.headings, reader.headings[1:], strict=False)
        assert all(after - before <= 1 for before, after in steps), path
        assert len(reader.ids) == len(set(reader.ids)), path


def test_every_record_has_its_page_at_its_address(site):
    sample = register()
    for kind in ("forums", "meetings", "documents", "series"):
        for record in getattr(sample, kind):
            assert path_of(record.ref) in site.pages
    for record in sample.commitments:
        assert record.ref is None or f"{record.ref}.html" in site.pages


def test_the_same_register_gives_the_same_bytes_and_another_gives_others(site):
    again = Site(register())
    assert list(site.paths()) == list(again.paths())
    assert all(site.render(path) == again.render(path) for path in site.paths())
    assert Site(register(as_of="2026-11-22")).render("index.html") != site.render("index.html")


def test_an_empty_register_still_makes_a_whole_site():
    site = Site(Register("Nothing yet", "2026-11-23", Codebook("empty", "0", "")))
    pages = {path: page(site, path) for path in site.pages}
    assert broken_links(site, pages) == []
    assert "No commitment has been recorded yet." in pages["index.html"].text
    assert "assets/vega.js" not in set(site.paths())


def test_the_front_page_says_the_figures_in_its_first_line(pages):
    line = "Of 8 commitments, something was done or announced for 4; nothing was found for 2; 1 was not yet searched; 1 was only worked against."
    assert line in pages["index.html"].text


def test_a_commitment_shows_words_source_deadline_and_who_did_what(pages):
    text = pages["rivers/2023/C001.html"].text
    for words in (QUOTES[1], "Déclaration des deux rivières", "Before the end of 2024 (passed)",
                  "completed", "Something that completes", "a result, independently confirmed",
                  "Study a joint office", "economic stability"):  # fmt: skip
        assert words in text
    assert "https://example.org/page" in pages["rivers/2023/C001.html"].links
    assert "Taken up by" in pages["rivers/2021/C001.html"].text


def test_a_proposal_is_marked_and_counted_nowhere(pages):
    assert "Machine proposal" in pages["rivers/2023/C007.html"].text
    assert "Rejected on review" in pages["rivers/2023/C008.html"].text
    listed = pages["commitments.html"].text
    assert "Proposed pledge" in listed.split("Proposed by a machine")[1]
    assert "Proposed pledge" not in listed.split("Proposed by a machine")[0]
    assert "Rejected pledge" not in listed


def test_unverified_is_said_beside_the_name_wherever_it_stands(pages):
    for path, reader in pages.items():
        if path in ("rivers/2023/C006.html", "search.html"):
            continue
        for match in re.finditer("Remembered pledge(?!,)", reader.text):
            assert reader.text[match.end() :].lstrip().startswith("unverified"), path
    assert "unverified" in pages["rivers/2023/C006.html"].text
    assert "nothing confirmed" in pages["rivers/2023/C006.html"].text


def test_unverified_values_stay_out_of_the_sentence_and_are_marked_in_the_table(pages):
    text = pages["series/discharges.html"].text
    assert "105 tonnes in 2023, against 100 in 2018." in text
    assert re.search(r"2020 102 unverified", text)
    assert pages["series/discharges.html"].text.count("unverified") >= 2


def test_nothing_found_says_where_was_looked_and_until_when(pages):
    text = pages["rivers/2023/C005.html"].text
    assert "Nothing that was done about it was found, up to 20 November 2026." in text
    assert "2 recorded actions and 1 document held in full, gathered up to 20 November 2026" in text


def test_without_the_text_a_document_says_how_to_get_it():
    site = Site(register(text=None))
    assert "aftersummit fetch rivers" in page(site, "rivers/2023/declaration.html").text
    assert "Open a joint office" in page(site, "rivers/2023/declaration.html").text


def test_a_text_that_changed_is_never_lit_at_old_places():
    site = Site(register(text=TEXT.replace("Commerce", "Échanges")))
    html = site.render("rivers/2023/declaration.html").decode()
    assert "<mark" not in html
    assert "another version of this text" in html


def test_lit_places_carry_the_language_the_anchor_and_the_way_to_the_commitment(site, pages):
    html = site.render("rivers/2023/declaration.html").decode()
    start = TEXT.index(QUOTES[2])
    assert f'id="s-{start}-{start + len(QUOTES[2])}"' in html
    assert '<article class="text" lang="fr"' in html
    assert "C003.html" in html and "&lt;ensemble&gt;" in html


def test_lit_blocks_give_the_text_back_and_cover_exactly_the_places():
    places = [Span(0, 5), Span(3, 79), Span(4, 4), Span(30, 44), Span(70, 10_000)]
    lights = [Light(span, "x.html", f"L{i}") for i, span in enumerate(places)]
    found = blocks(TEXT, lights)
    assert "\n\n".join("".join(p.text for p in b.pieces) for b in found) == TEXT
    offset = 0
    for block in found:
        offset = block.start
        for piece in block.pieces:
            for at in range(offset, offset + len(piece.text)):
                expected = {f"L{i}" for i, s in enumerate(places) if s.start <= at < s.end}
                assert {li.label for li in piece.lights} == expected
            offset += len(piece.text)
    opened = [li.label for b in found for p in b.pieces for li in p.opens]
    closed = [li.label for b in found for p in b.pieces for li in p.closes]
    assert sorted(opened) == sorted(closed) == ["L0", "L1", "L3", "L4"]


def test_markup_and_script_addresses_in_records_stay_words():
    evil = commitment(
        1,
        "<script>alert(1)</script>",
        statement="</script><script>alert(2)</script>",
        citations=(Citation("javascript:alert(3)", "press me"),),
    )
    site = Site(register(commitments=(evil,), evidence=()))
    for path in site.paths():
        if path.endswith((".html", "search-index.js")):
            body = site.render(path).decode()
            assert "<script>alert" not in body, path
            assert 'href="javascript:' not in body, path
    assert "\\u003c/script>" in site.render("assets/search-index.js").decode()


def test_the_search_index_holds_no_text_of_a_document(site):
    body = site.render("assets/search-index.js").decode()
    rows = json.loads(body[body.index("[") : body.rindex("]") + 1])
    assert {row[1] for row in rows} >= {"Commitment", "Meeting", "Action", "Document", "Figure"}
    assert "Année" not in body
    known = set(site.paths())
    assert all(row[0].split("#")[0] in known for row in rows)


def test_many_documents_are_listed_in_parts_and_only_used_ones_get_pages():
    plain = register().documents[1]
    many = [
        dataclasses.replace(
            plain, ref=Ref.parse(f"rivers/2023/d{n}"), url=f"https://e.org/{n}", title=f"D{n}"
        )
        for n in range(1200)
    ]
    site = Site(register(documents=(*register().documents, *many)))
    assert "documents-3.html" in site.pages and "documents-4.html" not in site.pages
    assert "rivers/2023/d7.html" not in site.pages
    assert str(DECLARATION) + ".html" in site.pages
    listed = "".join(page(site, f"documents{n}.html").text for n in ("", "-2", "-3"))
    assert all(f"D{n} " in listed for n in (0, 600, 1199))
    pages = {p: page(site, p) for p in ("documents.html", "documents-2.html", "index.html")}
    assert broken_links(site, pages) == []


def test_asking_for_a_page_that_is_not_there_says_so(site):
    with pytest.raises(NotFound, match=r"nowhere\.html"):
        site.render("nowhere.html")


def test_writing_replaces_the_whole_site_and_leaves_no_stale_file(tmp_path):
    folder = tmp_path / "out" / "site"
    seen = []
    first = write_site(register(), folder, progress=lambda n, total: seen.append((n, total)))
    assert first == folder / "index.html" and seen[-1][0] == seen[-1][1]
    (folder / "stale.html").write_text("old")
    write_site(register(series=()), folder)
    assert not (folder / "stale.html").exists()
    assert not (folder / "series").exists()
    assert [p.name for p in folder.parent.iterdir()] == ["site"]


def test_the_old_site_stays_until_the_new_one_is_whole(tmp_path, monkeypatch):
    folder = tmp_path / "site"
    write_site(register(), folder)
    before = (folder / "index.html").read_bytes()
    real = Site.render

    def failing(self, path):
        if path == "method.html":
            raise OSError(28, "No space left on device")
        return real(self, path)

    monkeypatch.setattr(Site, "render", failing)
    with pytest.raises(OutsideError, match="No space left"):
        write_site(register(as_of="2026-11-22"), folder)
    assert (folder / "index.html").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_reader_inside_the_old_site_may_replace_it(tmp_path, monkeypatch):
    write_site(register(), tmp_path / "site")
    monkeypatch.chdir(tmp_path / "site")
    assert write_site(register(series=()), "../site").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_of_somebodys_own_files_is_never_replaced(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(UserError, match="choose an empty or a new folder"):
        write_site(register(), tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "mine"
    with pytest.raises(UserError, match="not a folder"):
        write_site(register(), tmp_path / "letter.txt")


def test_the_bundled_register_makes_a_site_without_a_broken_link():
    from aftersummit.catalogue import load

    site = Site(load())
    pages = {p: page(site, p) for p in site.pages}
    assert len(pages) > 200
    assert broken_links(site, pages) == []
