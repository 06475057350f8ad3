"""The workbench as coders meet it: real Chromium, the keyboard alone, a connection that breaks."""

from __future__ import annotations

import json

import pytest

from aftersummit.model import Ref
from aftersummit.server import application
from tests.documents_making import Part, as_pdf
from tests.test_publish_browser import browser  # noqa: F401  (a fixture)
from tests.test_review_coding import TEXT
from tests.workbench_serving import served
from tests.workbench_visits import DOCUMENT, STATEMENT, Visit, code_everything, label, make

pytestmark = pytest.mark.browser


@pytest.fixture
def project(tmp_path):
    with make(tmp_path) as made:
        yield made


@pytest.fixture
def home(project):
    with served(application(project)) as address:
        yield address


def test_a_document_is_coded_by_keys_alone_and_everything_can_be_undone(browser, home, project):  # noqa: F811
    with Visit(browser, home) as visit:
        visit.open()
        presses, seen = code_everything(visit, label)
        units = len(project.coding.document(Ref.parse(DOCUMENT), coder="me").view.units)
        assert len(seen) == units
        assert units <= presses <= 3 * units
        accepted = [c.quote for c in project.register().commitments if c.status == "accepted"]
        assert len(accepted) == 4, accepted
        for _ in range(units):
            visit.press("u")
        visit.saved()
        assert project.coding.codes() == {}
        assert not any(c.status == "accepted" for c in project.register().commitments)
        visit.press("r")
        visit.saved()
        assert len(project.coding.codes()) == 1
        assert visit.said == []
        assert all(url.startswith(home) for url in visit.asked)
        assert visit.page.evaluate("document.activeElement.id") == "panel", "the focus is kept"


def test_words_are_split_moved_and_described_by_keys(browser, home, project):  # noqa: F811
    with Visit(browser, home) as visit:
        visit.open()
        while "plant" not in visit.unit():
            visit.press("ArrowDown")
        visit.press("c", *["ArrowRight"] * 4, "/")
        assert visit.page.text_content("#told") == "Split into 2 promises"
        visit.press("f", "d")
        visit.page.keyboard.type("2031")
        visit.press("Escape", "t")
        visit.page.keyboard.type("two things at once")
        visit.press("Escape", "Enter")
        visit.saved()
        made = [c for c in project.register().commitments if c.status == "accepted"]
        assert [c.quote for c in made] == ["We will plant 30", "million trees by 2030."]
        code = next(iter(project.coding.codes().values()))
        assert code.note == "two things at once"
        assert [p.strength for p in code.parts] == ["firm", "soft"]
        assert "2031" in code.parts[1].deadline.text
        visit.press("u")
        visit.saved()
        visit.press(*["ArrowDown"] * 9, "c")
        box = visit.page.locator(".unit.now").bounding_box()
        visit.page.mouse.move(box["x"] + 70, box["y"] + 12)
        visit.page.mouse.down()
        visit.page.mouse.move(box["x"] + 160, box["y"] + 12, steps=4)
        visit.page.mouse.up()
        visit.until("document.querySelector('mark.part').textContent.length < 20")
        dragged = visit.page.text_content("mark.part")
        assert dragged and dragged in TEXT and dragged == dragged.strip() != visit.unit()


def test_what_was_typed_while_the_connection_was_lost_is_kept_and_sent_once(browser, home, project):  # noqa: F811
    with Visit(browser, home) as visit:
        visit.open()
        visit.context.set_offline(True)
        visit.press("t")
        visit.page.keyboard.type("typed in a tunnel")
        visit.press("Escape", "n", "s", "n")
        visit.until(
            "document.getElementById('saved').textContent.startsWith('No connection. Steps kept here and sent again: 3')"
        )
        assert project.coding.codes() == {}
        visit.press("t")
        visit.page.keyboard.type("half a thought")
        visit.context.set_offline(False)
        visit.page.reload()
        visit.page.wait_for_selector("html[data-ready]")
        assert visit.page.input_value("#note") == "half a thought"
        visit.saved()
        log = project.coding.log()
        assert [code.label for code in log] == ["none", "stance", "none"]
        assert log[0].note == "typed in a tunnel"


def test_somebody_who_was_slower_is_asked_and_loses_nothing(browser, home, project):  # noqa: F811
    with Visit(browser, home) as visit:
        visit.open()
        units = project.coding.document(Ref.parse(DOCUMENT), coder="me").view.units
        project.coding.code(units[0].ref, "stance", coder="bo")
        visit.press("n")
        visit.page.wait_for_selector("#clash[open]")
        assert "bo: stance" in visit.page.text_content("#clash")
        visit.page.get_by_role("button", name="Save mine over it").click()
        visit.saved()
        newest = project.coding.codes()[units[0].ref]
        assert (newest.coder, newest.label) == ("me", "none")


def test_a_unit_of_a_pdf_is_shown_where_it_was_printed(browser, tmp_path):  # noqa: F811
    pytest.importorskip("typst", reason="typst is not installed")
    words = "We will plant 30 million trees by 2030 and publish the figures every year."
    with make(tmp_path) as project:
        parts = [Part("heading", "Forest statement", 1), Part("paragraph", words)]
        (tmp_path / "forest.pdf").write_bytes(as_pdf(parts, "Forest statement"))
        project.add([str(tmp_path / "forest.pdf")])
        with served(application(project)) as home, Visit(browser, home) as visit:
            visit.page.goto(f"{home}/work/code/g7/2026/forest-statement")
            visit.page.wait_for_selector("html[data-ready]")
            while "plant" not in visit.unit():
                visit.press("ArrowDown")
            visit.press("g")
            visit.page.wait_for_selector("#page[open] rect")
            visit.until("document.querySelector('.printed img').naturalWidth > 400")
            box = visit.page.locator("rect").first.bounding_box()
            image = visit.page.locator(".printed img").bounding_box()
            assert image["x"] < box["x"] and box["y"] > image["y"]
            assert visit.said == []
            visit.press("Escape", "c", "Enter")
            visit.saved()
            assert any("trees" in c.quote for c in project.commitments() if c.ref)


def to_the_trees(visit):
    while "plant" not in visit.unit():
        visit.press("ArrowDown")


def marks(visit):
    return visit.page.locator("mark.part").all_text_contents()


def test_what_was_begun_is_undone_before_what_was_saved(browser, home, project):  # noqa: F811
    with Visit(browser, home) as visit:
        visit.open()
        visit.press("n")
        to_the_trees(visit)
        visit.press("c", "Shift+ArrowRight", *["ArrowLeft"] * 2, "/", "f")
        assert len(marks(visit)) == 2
        visit.press("u", "u")
        assert marks(visit) == ["We will plant 30 million trees by 2030."]
        visit.press("r")
        assert len(marks(visit)) == 2
        visit.press("m")
        assert visit.told() == "Merged: 1 promises"
        visit.press("Escape")
        assert visit.told() == "Left as it was; U brings it back."
        assert visit.page.get_attribute("#label-commitment", "aria-pressed") == "false"
        visit.saved()
        assert [code.label for code in project.coding.codes().values()] == ["none"]
        visit.open()
        to_the_trees(visit)
        visit.press("u")
        visit.until("document.getElementById('told').textContent === 'Undone'")
        visit.saved()
        assert project.coding.codes() == {}


def test_a_promise_begins_and_ends_where_the_mark_stands(browser, home, project):  # noqa: F811
    with Visit(browser, home) as visit:
        visit.open()
        to_the_trees(visit)
        visit.press("c", *["ArrowRight"] * 5, "]")
        assert marks(visit) == ["We will plant 30 million"]
        visit.press(*["ArrowLeft"] * 3, "[")
        assert marks(visit) == ["plant 30 million"]
        visit.press("0")
        assert marks(visit) == ["We will plant 30 million trees by 2030."]
        box = visit.page.locator("mark.part").bounding_box()
        visit.page.mouse.click(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
        assert visit.told() == "Mark before “2030.”"
        visit.press("]", "Enter")
        visit.saved()
        made = [c.quote for c in project.register().commitments if c.status == "accepted"]
        assert made == ["We will plant 30 million trees by"]


def test_what_enter_would_take_is_shown_before(browser, home):  # noqa: F811
    with Visit(browser, home) as visit:
        visit.open()
        to_the_trees(visit)
        found = visit.page.text_content(".found")
        assert "firm" in found and "by 2030" in found and "30 million trees" in found
        assert marks(visit) == ["We will plant 30 million trees by 2030."]


def test_after_a_click_on_a_label_enter_saves(browser, home, project):  # noqa: F811
    with Visit(browser, home) as visit:
        visit.open()
        to_the_trees(visit)
        visit.page.click("#label-commitment")
        visit.page.keyboard.press("Enter")
        visit.saved()
        assert [code.label for code in project.coding.codes().values()] == ["commitment"]


def test_units_that_read_the_same_are_decided_once(browser, home, project):  # noqa: F811
    with Visit(browser, home) as visit:
        visit.open()
        to_the_trees(visit)
        visit.press("w", "n")
        visit.saved()
        coded = project.coding.codes()
        text = project.get(Ref.parse(DOCUMENT)).text
        assert len(coded) == 2
        assert {unit.span.of(text) for unit in coded} == {"We will plant 30 million trees by 2030."}
        visit.press("u")
        visit.saved()
        assert project.coding.codes() == {}


def test_what_was_skipped_is_gone_through_at_the_end(browser, home, project):  # noqa: F811
    with Visit(browser, home) as visit:
        visit.open()
        units = len(project.coding.document(Ref.parse(DOCUMENT), coder="me").view.units)
        visit.press("n", "x", *["n"] * (units - 2))
        visit.until("document.getElementById('told').textContent === 'Everything here is coded.'")
        assert "Everything here is coded." in visit.page.text_content("#panel"), "not only heard"
        visit.press("n")
        assert visit.page.locator("#skipped").text_content() == "Go through what was skipped: 1"
        visit.press("Tab", "Enter")
        assert "fine day" in visit.unit()
        visit.press("s")
        visit.saved()
        assert visit.page.locator("#skipped").count() == 0
        labels = [code.label for code in project.coding.codes().values()]
        assert sorted(labels) == ["none"] * (units - 1) + ["stance"]


def test_the_sample_says_what_the_machine_may_have_missed(browser, home, project):  # noqa: F811
    sample = project.coding.queue(coder="me", order="sample", under=DOCUMENT).waiting
    first = sample[0].unit.span.of(project.get(Ref.parse(DOCUMENT)).text)
    with Visit(browser, home) as visit:
        visit.open()
        visit.press("ArrowDown")
        visit.page.focus("#order")
        visit.page.keyboard.type("a random")
        visit.page.wait_for_selector(f".unit.now:has-text({json.dumps(first)})")
        visit.press("Escape", "n", "n", "c", "Enter", "n")
        visit.saved()
        visit.until(
            "/sample: [345] of \\d+ .* 1 to/.test(document.getElementById('figures').textContent)"
        )


def test_codes_wait_while_nobody_is_signed_in(browser, tmp_path):  # noqa: F811
    people = (("eve", "admin"), ("ana", "coder"))
    with (
        make(tmp_path, people) as project,
        served(application(project)) as home,
        Visit(browser, home, "ana") as visit,
    ):
        visit.open()
        visit.press("n")
        visit.saved()
        visit.context.clear_cookies()
        visit.press("s", "n")
        visit.until("document.getElementById('saved').textContent.includes('signed out')")
        assert len(project.coding.codes()) == 1
        visit.sign_in("ana", visit.context.new_page())
        visit.saved()
        assert [code.label for code in project.coding.log()] == ["none", "stance", "none"]


def test_twenty_units_take_20_to_60_keys_and_no_mouse(browser, tmp_path):  # noqa: F811
    with (
        make(tmp_path, text=STATEMENT) as project,
        served(application(project)) as home,
        Visit(browser, home) as visit,
    ):
        document = next(iter(project.list("document"))).ref
        visit.open(document=document)
        presses, seen = code_everything(visit, label, 20)
        assert len(seen) == 20 and 20 <= presses <= 60
        assert len(project.coding.codes()) == 20
        assert visit.page.evaluate("document.activeElement.id") == "panel"


def test_a_round_goes_on_with_its_next_document(browser, tmp_path):  # noqa: F811
    with make(tmp_path) as project:
        (tmp_path / "second.txt").write_text("Second statement\n\nWe will meet again.\n", "utf-8")
        project.add([str(tmp_path / "second.txt")])
        refs = [document.ref for document in project.list("document")]
        project.coding.rounds.open("Both", refs, ["me"], lead="me")
        with served(application(project)) as home, Visit(browser, home) as visit:
            visit.open("both")
            code_everything(visit, label)
            visit.page.wait_for_selector("a.onward:has-text('Go on with')")
            visit.tab_to("a.onward")
            visit.press("Enter")
            visit.page.wait_for_url("**/second-statement?round=both")
            visit.page.wait_for_selector("html[data-ready]")
            code_everything(visit, label)
            assert visit.page.text_content("a.onward") == "Choose another document"
            (progress,) = project.coding.rounds.progress("both")
            assert progress.done == progress.of


def test_what_is_somebody_elses_in_a_round_is_read_and_not_coded(browser, tmp_path):  # noqa: F811
    with make(tmp_path) as project:
        ref = Ref.parse(DOCUMENT)
        project.coding.rounds.open("Half", [ref], ["me", "bo"], lead="me", overlap=0.0)
        with served(application(project)) as home, Visit(browser, home) as visit:
            visit.open("half")
            visit.page.locator(".unit.theirs").last.click()
            assert visit.told() == "This unit is somebody else’s in this round."
            assert visit.page.locator(".label-button").count() == 0
            visit.press("n", "Enter", "x", "c")
            visit.saved()
            assert [p.done for p in project.coding.rounds.progress("half")] == [0, 0]
            visit.press("ArrowUp")
            code_everything(visit, label)
            assert visit.said == []
            (mine, theirs) = project.coding.rounds.progress("half")
            assert mine.done == mine.of and theirs.done == 0
