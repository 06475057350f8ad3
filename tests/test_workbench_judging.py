"""Evidence, scores and adjudication in a browser: by the keyboard, with a connection that breaks."""

from __future__ import annotations

import pytest

from aftersummit.model import Ref
from aftersummit.project.adding import Given as Added
from aftersummit.project.judging import Given
from aftersummit.server import application
from tests.documents_making import Part, as_pdf
from tests.test_publish_browser import browser  # noqa: F401  (a fixture)
from tests.test_server_judging import project  # noqa: F401  (a fixture)
from tests.workbench_serving import served
from tests.workbench_visits import DOCUMENT, Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def home(project):  # noqa: F811
    with served(application(project)) as address:
        yield address


def test_evidence_is_corrected_taken_and_undone_by_keys(browser, home, project):  # noqa: F811
    with Visit(browser, home) as visit:
        page = visit.page
        page.goto(f"{home}/work/evidence")
        assert "planted 30 million trees" in page.text_content(".around mark")
        visit.press("r")
        page.keyboard.type("result")
        visit.press("Escape", "t")
        page.keyboard.type("it says planted")
        visit.press("Escape", "Enter")
        page.wait_for_selector("text=Taken as evidence")
        visit.begun()
        (kept,) = project.list("evidence")
        assert (kept.rung, kept.note, kept.coder) == ("result", "it says planted", "me")
        visit.press("u")
        page.wait_for_selector(".around mark")
        visit.begun()
        assert [held.status for held in project.finding.queue(status="")] == ["proposed"]
        assert project.register().evidence == ()
        visit.press("x")
        page.wait_for_selector("text=Set aside")
        assert project.finding.queue() == []
        assert visit.said == []


def test_the_passage_is_found_in_its_archived_page(browser, home):  # noqa: F811
    with Visit(browser, home) as visit:
        visit.page.goto(f"{home}/work/evidence")
        visit.press("o")
        visit.page.wait_for_url("**/news/2027/trees.html*")
        assert "planted 30 million trees" in visit.page.text_content("main")


def test_a_passage_of_a_pdf_is_shown_where_it_was_printed(browser, project, tmp_path):  # noqa: F811
    pytest.importorskip("typst", reason="typst is not installed")
    words = "Canada planted 30 million trees by 2030, as it had promised, and counted every one."
    parts = [Part("heading", "Report on trees", 1), Part("paragraph", words)]
    (tmp_path / "report.pdf").write_bytes(as_pdf(parts, "Report on trees"))
    project.add([str(tmp_path / "report.pdf")], Added(meeting="news/2028", date="2028-05-01"))
    project.finding.screen()
    found = [held.finding.key for held in project.finding.queue()]
    at = found.index("news/2028/report-on-trees")
    with served(application(project)) as home, Visit(browser, home) as visit:
        visit.page.goto(f"{home}/work/evidence?at={at}")
        visit.press("g")
        visit.page.wait_for_selector("#page[open] rect")
        visit.until("document.querySelector('.printed img').naturalWidth > 400")
        visit.press("Escape", "x")
        visit.page.wait_for_selector("text=Set aside")
        assert visit.said == []


def test_a_judgement_written_in_a_tunnel_is_sent_later(browser, home, project):  # noqa: F811
    trees = next(c for c in project.commitments() if c.ref)
    ref = Ref.parse(f"{trees.ref}/CA@final")
    with Visit(browser, home) as visit:
        visit.page.goto(f"{home}/work/scores/{ref}")
        visit.context.set_offline(True)
        visit.press("4", "t")
        visit.page.keyboard.type("nothing can be checked")
        visit.press("Control+Enter")
        visit.page.wait_for_selector("[data-lost]:visible")
        assert not project.scores.why(ref).assessment.judgements
        visit.context.set_offline(False)
        visit.page.wait_for_url("**saved=1*")
        (judgement,) = project.scores.why(ref).assessment.judgements
        assert judgement.code == "unrateable"
        assert visit.page.input_value("#reason") == "", "what was saved is not offered again"


def test_what_is_refused_stays_where_it_was_written(browser, home, project):  # noqa: F811
    trees = next(c for c in project.commitments() if c.ref)
    ref = Ref.parse(f"{trees.ref}/CA@final")
    with Visit(browser, home) as visit:
        visit.page.goto(f"{home}/work/scores/{ref}")
        project.scores.decide(ref, Given(value="0", coder="me", reason="some of it"))
        visit.press("4", "t")
        visit.page.keyboard.type("a reason of some length")
        visit.press("Control+Enter")
        visit.page.wait_for_selector("[data-refused]:visible")
        assert "has changed since you loaded it" in visit.page.text_content("[data-refused]")
        assert visit.page.input_value("#reason") == "a reason of some length"
        visit.page.reload()
        assert visit.page.input_value("#reason") == "a reason of some length"


def test_a_lead_says_something_of_their_own(browser, home, project):  # noqa: F811
    rounds, ref = project.coding.rounds, Ref.parse(DOCUMENT)
    view = project.coding.document(ref).view
    unit = next(u for u in view.units if "plant" in u.span.of(view.text))
    rounds.open("First", [ref], ["ana", "bo"], lead="me")
    whole = {"start": unit.span.start, "end": unit.span.end}
    for coder, strength in (("ana", "firm"), ("bo", "soft")):
        part = {**whole, "strength": strength, "kind": "action", "deadline": "by 2030"}
        project.coding.code(unit.ref, "commitment", [part], coder=coder, round="first")
    rounds.close("first", lead="me")
    with Visit(browser, home) as visit:
        page = visit.page
        page.goto(f"{home}/work/rounds/first/adjudicate")
        assert page.locator("dd.differs").all_text_contents() == ["firm", "soft"]
        visit.tab_to("section[data-chooses] summary")
        visit.press("Enter")
        visit.tab_to("input[name=parties]")
        page.keyboard.type("ca, mx")
        assert page.is_checked("input[name=as][value='']"), "filling it in is choosing it"
        visit.press("Escape", "t")
        page.keyboard.type("two of them are named above")
        visit.press("Control+Enter")
        page.wait_for_selector("text=Decided before by me")
    (dispute,) = rounds.disputes("first")
    (part,) = dispute.decided.parts
    assert (part.parties, part.strength, part.deadline.edtf[-4:]) == (("CA", "MX"), "firm", "2030")
