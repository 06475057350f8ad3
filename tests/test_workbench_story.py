"""A round from its opening to the published page, by keyboard alone, on both stores."""

from __future__ import annotations

import re

import pytest

from aftersummit.model import Ref
from aftersummit.project import Settings, make_project
from aftersummit.project.adding import Given
from aftersummit.server import application
from tests.postgresql import database, postgresql  # noqa: F401  (fixtures)
from tests.test_publish_browser import browser  # noqa: F401  (a fixture)
from tests.workbench_serving import served
from tests.workbench_visits import STATEMENT, Visit, add_people, code_everything

pytestmark = pytest.mark.browser
PEOPLE = (("eve", "admin"), ("lea", "lead"), ("ana", "coder"), ("bo", "coder"))
DOCUMENT = "nals/2023/statement-of-the-three-neighbours"
TITLE = "NALS 2023, first round"


@pytest.fixture(params=["a folder", "a server"])
def project(tmp_path, request):
    """The bundled register with a text of our own among the documents of nals/2023."""
    store = request.getfixturevalue("database") if request.param == "a server" else ""
    settings = Settings(title="North American Leaders' Summit", coder="me", store=store)
    with make_project(tmp_path / "p", settings) as made:
        made.load_bundled("nals")
        (tmp_path / "statement.txt").write_text(STATEMENT, "utf-8")
        given = Given(meeting="nals/2023", issuers=("CA", "MX", "US"))
        assert made.add([str(tmp_path / "statement.txt")], given).added
        add_people(made, PEOPLE)
        yield made


def label(words):
    if re.match(r"We (will|intend)|Canada will|•", words):
        return "c"
    if re.match(r"We (call|urge)", words):
        return "h"
    return "s" if re.match(r"We (support|reaffirm|recognise)", words) else "n"


def open_round(lead):
    page = lead.page
    lead.tab_to("nav a[href='/work/rounds']")
    lead.press("Enter")
    page.wait_for_selector("h1:has-text('Rounds')")
    lead.tab_to("input[name=title]")
    page.keyboard.type(TITLE)
    lead.tab_to(f"input[value='{DOCUMENT}']")
    lead.press("Space")
    for coder in ("ana", "bo"):
        lead.tab_to(f"input[name=coder][value={coder}]")
        lead.press("Space")
    lead.press("Enter")
    page.wait_for_selector("h1:has-text('is open, and blind')")


def code_round(coder, differs):
    """Code the round from the first page on; what differs is a label and a strength."""
    coder.tab_to("main a[href*='?round=']")
    coder.press("Enter")
    coder.page.wait_for_selector("html[data-ready]")
    assert "hidden in this round" in coder.page.text_content("#panel")
    assert coder.page.locator("[data-code]:not([data-code=''])").count() == 0
    while "small firms" not in coder.unit():
        coder.press("ArrowDown")
    coder.press("c", *(["f", "f"] if differs else ["f"]), "p", *"all", "Escape", "d")
    coder.page.keyboard.type("by the end of 2025")
    coder.press("Escape", "t")
    coder.page.keyboard.type("an office is an action")
    coder.press("Escape", "Enter")
    code_everything(coder, lambda words: "s" if differs and "intend" in words else label(words))
    assert coder.said == []


def adjudicate(lead):
    page = lead.page
    lead.tab_to("a[href$='/adjudicate']")
    lead.press("Enter")
    page.wait_for_selector("h1:has-text('Dispute 1 of 2')")
    page.wait_for_load_state()
    assert "an office is an action" in page.text_content("form.verdicts")
    lead.press("1", "t")
    page.keyboard.type("'will' binds, and nothing softens it")
    lead.press("Control+Enter")
    page.wait_for_selector("h1:has-text('Dispute 2 of 2')")
    lead.begun()
    assert "old pipes" in page.text_content(".around mark")
    lead.press("1", "t")
    page.keyboard.type("an intention with a figure is a promise")
    lead.press("Control+Enter")
    page.wait_for_selector("text=Decided before by lea")


def test_a_round_on_nals_2023_from_its_opening_to_the_published_page(browser, project, tmp_path):  # noqa: F811
    with served(application(project)) as home:
        with Visit(browser, home, "lea") as lead:
            open_round(lead)
        for name in ("ana", "bo"):
            with Visit(browser, home, name) as coder:
                code_round(coder, differs=name == "bo")
        with Visit(browser, home, "lea") as lead:
            page = lead.page
            page.goto(f"{home}/work/rounds")
            lead.tab_to("main a[href^='/work/rounds/']")
            lead.press("Enter")
            page.wait_for_selector("h1:has-text('is open, and blind')")
            lead.tab_to("form[action$='/close'] button")
            lead.press("Enter")
            page.wait_for_selector("h1:has-text('the coders agreed on')")
            assert "Units coded differently: 2; decided: 0." in page.text_content("main")
            adjudicate(lead)
            page.goto(f"{home}/work/rounds/nals-2023-first-round")
            lead.tab_to("form[action$='/settle'] button")
            lead.press("Enter")
            page.wait_for_selector("text=In the register since")
            assert lead.said == []
        register = project.register()
        (held,) = register.rounds
        assert (held.disputed, held.adjudicated) == (2, 2)
        made = [c for c in register.commitments if c.status == "accepted"]
        assert {c.ref.meeting_ref for c in made} == {Ref.parse("nals/2023")}
        office = next(c for c in made if "small firms" in c.quote)
        assert (office.strength, office.deadline.edtf[:4]) == ("firm", "2025")
        assert sum("pipes" in c.quote for c in made) == 1, "the lead's word stands"
        shown = published(project, tmp_path, held)
        with Visit(browser, home, "ana") as reader:
            reader.page.goto(f"{home}/{shown}")
            assert TITLE in reader.page.text_content("main"), "the live site, too"


def published(project, folder, held):
    """The page of the written site on which the round's agreement stands."""
    site = project.publish(folder / "site").index.parent
    alpha = next(
        m.value for m in held.measures if (m.by, m.coefficient) == ("all", "alpha-nominal")
    )
    pages = {path: path.read_text("utf-8") for path in site.glob("*.html")}
    shown = next(path for path, told in pages.items() if TITLE in told and "Krippendorff" in told)
    assert f"{alpha:.2f}" in pages[shown]
    quoted = "".join(path.read_text("utf-8") for path in (site / "nals/2023").glob("C*.html"))
    assert "joint office for small firms" in quoted
    return shown.name
