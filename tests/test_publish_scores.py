"""Scores on the site: marked, explained, never a verdict without a person, readable by all."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from aftersummit.publish.gate import blockers, check
from aftersummit.publish.site import Site
from tests.publish_sample import register
from tests.scoring_sample import scored_register
from tests.test_publish_site import Reader, broken_links

CARD = "scorecards/rivers-2023.html"


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(scored_register())


@pytest.fixture(scope="module")
def pages(site) -> dict[str, Reader]:
    return {path: Reader(site.render(path).decode()) for path in site.pages}


def test_links_lead_somewhere_headings_go_down_and_ids_are_unique(site, pages):
    assert broken_links(site, pages) == []
    for path, reader in pages.items():
        steps = zip(reader.headings, reader.headings[1:], strict=False)
        assert all(after - before <= 1 for before, after in steps), path
        assert len(reader.ids) == len(set(reader.ids)), path


def test_every_table_has_a_caption_and_its_heads_say_what_they_head(site):
    for path in ("scorecards.html", CARD, "coverage.html", "party/CA.html"):
        html = site.render(path).decode()
        for table in re.findall(r"<table.*?</table>", html, flags=re.DOTALL):
            assert "<caption" in table, path
            assert all("scope=" in head for head in re.findall(r"<th[^>e][^>]*>", table)), path


def test_every_cell_says_its_score_in_words_and_leads_to_its_reason(site, pages):
    html = site.render(CARD).decode()
    cells = re.findall(r'<td class="p[^"]*"><a href="([^"]+)">(.*?)</a></td>', html)
    assert cells
    for link, inside in cells:
        assert link.split("#")[1] in pages["/".join(link.split("#")[0].split("/")[1:])].ids
        assert re.sub("<[^>]+>", "", inside).strip(), "a cell that only a sighted reader can read"
    text = pages[CARD].text
    for words in ("full", "partial", "unrateable", "disputed", "nothing found"):
        assert words in text


def test_a_machine_proposal_is_marked_wherever_it_stands(site, pages):
    proposed = [s for s in scored_register().scores if s.proposed]
    assert proposed
    for path in (CARD, "scorecards.html", "rivers/2023/C004.html", "party/CA.html"):
        assert "Machine proposals. A written rule read the evidence" in pages[path].text, path
    html = site.render(CARD).decode()
    for score in proposed:
        cell = re.search(
            rf'<a href="[^"]*{score.ref.item}\.html#{score.ref.part}-final">(.*?)</a>', html
        )
        assert cell and "(machine proposal)" in cell[1]
    data = json.loads(site.render("data/scores.json"))
    assert {s["ref"] for s in data if s["proposed"]} == {str(s.ref) for s in proposed}


def test_proposals_are_published_only_when_asked_for():
    asked_not = scored_register(proposals=False)
    assert not any(score.proposed for score in asked_not.scores)
    site = Site(asked_not)
    for path in site.pages:
        html = site.render(path).decode()
        assert 'class="machine"' not in html and "A written rule" not in html, path


def test_why_this_score_shows_the_whole_chain(pages):
    text = pages["rivers/2023/C001.html"].text
    for words in (
        "ana coded it blind: +1",
        "ben coded it blind: 0",
        "cy adjudicated: 0",
        "“Half <open>.”",
        "Mexico replied",
        "“We disagree.”",
        "0% of the pairs of blind codes are equal",
        "by version 2 of the guideline",
        "It is open, version 1.",
        "inside the window",
        "50 x 0 + 50 = 50 percent",
        "Settled by adjudication",
        "rivers/2023/C001/MX@interim",
    ):
        assert words in text, words


def test_a_blind_code_is_nowhere_on_the_site_before_the_round_is_complete(site):
    for path in site.paths():
        if not path.endswith("vega.js"):
            assert b"hush-hush" not in site.render(path), path
    log = json.loads(site.render("data/score-log.json"))
    assert {entry["number"] for entry in log} == {2, 3, 4, 5, 6, 7, 9, 10, 11}


def test_nothing_found_is_never_called_failed_and_not_searched_is_said(pages):
    unsearched = scored_register()
    nobody = tuple(replace(c, searched="") for c in unsearched.commitments)
    site = Site(scored_register(commitments=nobody))
    page = Reader(site.render("rivers/2023/C005.html").decode()).text
    assert "Nobody has looked yet" in page and "nothing found" not in page
    for path in ("coverage.html", "gaps.html", CARD, "rivers/2023/C005.html"):
        for text in (pages[path].text, Reader(site.render(path).decode()).text):
            assert not re.search(r"\bfailed\b", text), path
    assert "not the same as failure" in pages["coverage.html"].text


def test_the_coverage_matrix_counts_in_words_and_gives_every_reason(pages):
    matrix = scored_register().scoring.matrices[0]
    text = pages["coverage.html"].text
    assert "of 2 who pledged" in text and matrix.title in text
    for square in matrix.squares:
        assert square.reason in text or square.state == "not-bound"


def test_the_gap_list_is_ordered_and_gives_every_reason(pages):
    gaps = scored_register().scoring.gaps
    text = pages["gaps.html"].text
    for gap in gaps:
        for reason in gap.reasons:
            assert reason.text in text
    plain = Reader(Site(register()).render("gaps.html").decode()).text
    assert "Past the deadline" in plain and "Nothing found" in plain


def test_the_data_carry_scores_chains_coverage_gaps_means_and_a_stamp(site):
    found = scored_register().scoring
    read = {n: json.loads(site.render(f"data/{n}.json")) for n in
            ("assessments", "guidelines", "coverage", "gaps", "summaries", "scoring")}  # fmt: skip
    assert len(read["assessments"]) == len(found.assessments)
    assert len(read["coverage"]) == sum(len(m.squares) for m in found.matrices)
    assert len(read["gaps"]) == len(found.gaps) and len(read["guidelines"]) == 2
    assert read["scoring"]["decisions"] == 11 and read["scoring"]["proposals"] is True
    assert {s["period"] for s in read["summaries"]} == {"final", "interim"}
    assert str(found.gaps[0].commitment).encode() in site.render("data/gaps.csv")


def test_agreement_on_the_blind_codes_is_published(site, pages):
    text = pages["scorecards.html"].text
    assert "How far the coders agree" in text and "ana and ben" in text
    data = json.loads(site.render("data/agreement.json"))
    (percent,) = [m for m in data if m["by"] == "all" and m["coefficient"] == "percent"]
    assert (percent["value"], percent["units"]) == (0.0, 2), "the hidden code is in no figure"


def test_a_scored_register_passes_the_gate():
    assert not [p for p in blockers(check(scored_register())) if p.code == "score-unfounded"]


def test_a_score_whose_evidence_was_taken_back_is_not_published():
    scored = scored_register()
    resting = next(score for score in scored.scores if score.evidence)
    without = tuple(e for e in scored.evidence if e.ref not in resting.evidence)
    found = {p.where for p in blockers(check(replace(scored, evidence=without)))}
    assert str(resting.ref) in found
