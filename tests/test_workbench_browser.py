"""The workbench as coders meet it: real Chromium, the keyboard alone, a connection that breaks."""

from __future__ import annotations

import pytest

from aftersummit.model import Ref
from aftersummit.project import Settings, make_project
from aftersummit.server import application
from tests.documents_making import Part, as_pdf
from tests.postgresql import database, postgresql  # noqa: F401  (fixtures)
from tests.test_publish_browser import axe, browser  # noqa: F401  (fixtures)
from tests.test_review_coding import TEXT
from tests.test_server_judging import project as judged  # noqa: F401  (a fixture)
from tests.workbench_serving import served

pytestmark = pytest.mark.browser
PASSWORD = "long enough to hold"
DOCUMENT = "g7/2026/joint-statement"


def make(folder, people=(), store=""):
    settings = Settings(title="Seven", meeting="g7/2026", coder="me", store=store)
    project = make_project(folder / "p", settings)
    (folder / "statement.txt").write_text(TEXT, "utf-8")
    project.add([str(folder / "statement.txt")])
    project.extract()
    for name, role in people:
        project.team.join(project.team.invite(name, role, by="test"), PASSWORD)
    return project


@pytest.fixture
def project(tmp_path):
    with make(tmp_path) as made:
        yield made


@pytest.fixture
def home(project):
    with served(application(project)) as address:
        yield address


class Visit:
    """One browser of one person, with everything it said and asked for."""

    def __init__(self, browser, home, name="", width=1280, scheme="light"):  # noqa: F811
        self.home = home
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda m: self.said.append(m.text))
        self.page.on("pageerror", lambda e: self.said.append(str(e)))
        self.page.on("request", lambda r: self.asked.append(r.url))
        if name:
            self.page.goto(f"{home}/work/signin")
            self.page.fill("input[name=name]", name)
            self.page.fill("input[name=password]", PASSWORD)
            self.page.keyboard.press("Enter")
            self.page.wait_for_url("**/work/")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

    def open(self, round=""):
        self.page.goto(f"{self.home}/work/code/{DOCUMENT}" + (f"?round={round}" if round else ""))
        self.page.wait_for_selector("html[data-ready]")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def unit(self):
        return self.page.text_content(".unit.now").removeprefix("▸ ")

    def until(self, holds):
        """Wait for something in the page; its policy forbids waiting by evaluated strings."""
        for _ in range(500):
            if self.page.evaluate(holds):
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"never came: {holds}")

    def saved(self):
        self.until("!Object.keys(localStorage).some(k => k.startsWith('aftersummit-outbox'))")


def code_everything(visit, label_of):
    """Code unit after unit by single keys; returns the presses and the units coded."""
    presses, seen = 0, []
    while True:
        words = visit.unit()
        if words in seen and visit.page.text_content("#told") == "Everything here is coded.":
            break
        key = label_of(words)
        visit.press(key)
        presses += 1
        if key == "c":
            visit.press("Enter")
            presses += 1
        seen.append(words)
    visit.saved()
    return presses, seen


def label(words):
    return "c" if "plant" in words or words.startswith("•") else "h" if "call on" in words else "n"


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
        visit.until("document.getElementById('saved').textContent.startsWith('No connection: 3')")
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


@pytest.mark.parametrize("kept", ["a folder", "a server"])
def test_the_whole_story_of_a_round(browser, tmp_path, kept, request):  # noqa: F811
    people = (("eve", "admin"), ("lea", "lead"), ("ana", "coder"), ("bo", "coder"))
    store = request.getfixturevalue("database") if kept == "a server" else ""
    with make(tmp_path, people, store) as project, served(application(project)) as home:
        with Visit(browser, home, "lea") as lead:
            page = lead.page
            page.goto(f"{home}/work/rounds")
            page.fill("input[name=title]", "First")
            page.check(f"input[value='{DOCUMENT}']")
            page.check("input[name=coder][value=ana]")
            page.check("input[name=coder][value=bo]")
            page.get_by_role("button", name="Open the round").click()
            page.wait_for_url("**/work/rounds/first")
            assert "is open, and blind" in page.text_content("h1")
        for name, differs in (("ana", False), ("bo", True)):
            with Visit(browser, home, name) as coder:
                coder.open("first")
                assert "hidden in this round" in coder.page.text_content("#panel")
                assert coder.page.locator("[data-code]:not([data-code=''])").count() == 0
                code_everything(
                    coder,
                    lambda words, d=differs: "s" if d and "yearly" in words else label(words),
                )
                assert coder.said == []
        with Visit(browser, home, "lea") as lead:
            page = lead.page
            page.goto(f"{home}/work/rounds/first")
            page.get_by_role("button", name="Close the round").click()
            page.wait_for_selector("h1:has-text('the coders agreed on')")
            assert "Units coded differently: 1; decided: 0." in page.text_content("main")
            page.get_by_role("link", name="Adjudicate").click()
            assert "yearly report" in page.text_content(".around mark")
            page.get_by_label("as ana says").check()
            page.fill("#reason", "The clause above promises.")
            page.get_by_role("button", name="Decide").click()
            page.wait_for_selector("text=Decided before by lea")
            page.goto(f"{home}/work/rounds/first")
            page.get_by_role("button", name="Take it into the register").click()
            page.wait_for_selector("text=In the register since")
            assert lead.said == []
        register = project.register()
        accepted = [c for c in register.commitments if c.status == "accepted"]
        assert any("yearly" in c.quote for c in accepted)
        assert register.rounds[0].adjudicated == 1
        folder = project.publish(tmp_path / "site").index.parent
        told = "".join(path.read_text("utf-8") for path in folder.rglob("*.html"))
        assert "Krippendorff" in told and "First" in told


SCREENS = ("/work/", f"/work/code/{DOCUMENT}", "/work/rounds", "/work/rounds/first",
           "/work/rounds/first/adjudicate", "/work/evidence", "/work/scores",
           "/work/scores/g7/2026/C001/CA@final", "/work/people", "/work/audit", "/work/nothing")  # fmt: skip


@pytest.mark.parametrize(
    ("scheme", "languages"), [("light", ("en", "es")), ("dark", ("fr",))], ids=str
)
def test_no_screen_has_a_barrier_in_any_language(browser, axe, judged, scheme, languages):  # noqa: F811
    project, ref = judged, Ref.parse(DOCUMENT)
    project.coding.rounds.open("First", [ref], ["ana", "bo"], lead="me")
    units = project.coding.document(ref, coder="ana", round="first").view.units
    for number, unit in enumerate(units):
        for coder in ("ana", "bo"):
            given = "commitment" if coder == "ana" and number == 2 else "none"
            project.coding.code(unit.ref, given, coder=coder, round="first")
    project.coding.rounds.close("first", lead="me")
    with served(application(project)) as home:
        walk(browser, axe, home, scheme, languages)


def walk(browser, axe, home, scheme, languages):  # noqa: F811
    for language in languages:
        with Visit(browser, home, scheme=scheme) as visit:
            # The third language is in the same templates; two screens stand for it.
            for path in SCREENS if language != "es" else SCREENS[1:4:2]:
                visit.page.goto(f"{home}{path}?lang={language}")
                if "/code/" in path:
                    visit.page.wait_for_selector("html[data-ready]")
                    visit.press("c")
                visit.page.evaluate(axe)
                found = visit.page.evaluate("axe.run({preload: false})")
                barriers = [
                    (v["id"], v["help"], [n["html"][:160] for n in v["nodes"]][:3])
                    for v in found["violations"]
                ]
                assert barriers == [], (path, language)
    with Visit(browser, home, width=320, scheme=scheme) as phone:
        for path in SCREENS:
            phone.page.goto(f"{home}{path}")
            wide = phone.page.evaluate("document.documentElement.scrollWidth")
            assert wide == 320, path
