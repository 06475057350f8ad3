"""What the browser tests of the workbench share: a project, a visitor, and how they code."""

from __future__ import annotations

from aftersummit.project import Settings, make_project
from tests.test_review_coding import TEXT

PASSWORD = "long enough to hold"
DOCUMENT = "g7/2026/joint-statement"
DONE = "Everything here is coded."
STATEMENT = """Statement of the three neighbours

We, the leaders of three neighbouring countries, met for two days in the north of our continent.
We thank our hosts for their patience with the weather. Trade among us has grown every year.

Work and trade

We will open a joint office for small firms by the end of 2025. We will publish one list of
customs forms in three languages. We call on shipping companies to use it. We support the work of
our chambers of commerce. The list of forms has been discussed for years.

Forests and water

To protect our forests, we will:

• plant 30 million trees by 2030;
• train 400 rangers; and
• report on both every year.

We reaffirm the principle that rivers belong to those who live on them. We intend to cut losses
from old pipes by a quarter. Canada will host a meeting of engineers in 2026. The rivers were low
last summer. We urge our partners to share their data.

People

We recognise the part that young people play. We will double the number of student exchanges
within five years. The ministers met in May. We look forward to the next meeting, which Mexico
will host.
"""
"""Words of our own, as long as coders need to show a pace."""


def make(folder, people=(), store="", text=TEXT):
    """A project with one document, and people who can sign in."""
    settings = Settings(title="Seven", meeting="g7/2026", coder="me", store=store)
    project = make_project(folder / "p", settings)
    (folder / "statement.txt").write_text(text, "utf-8")
    project.add([str(folder / "statement.txt")])
    project.extract()
    add_people(project, people)
    return project


def add_people(project, people):
    """Accounts whose invitation was taken up."""
    for name, role in people:
        project.team.join(project.team.invite(name, role, by="test"), PASSWORD)


class Visit:
    """One browser of one person, with everything it said and asked for."""

    def __init__(self, browser, home, name="", width=1280, scheme="light"):
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
            self.sign_in(name, self.page)

    def sign_in(self, name, page):
        """Sign in by the keyboard, in this or another tab."""
        page.goto(f"{self.home}/work/signin")
        page.wait_for_selector("input[name=name]:focus")
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/work/")

    def tab_to(self, selector):
        """Press Tab until an element has the focus."""
        for _ in range(120):
            self.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab never came to {selector}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

    def open(self, round="", document=DOCUMENT):
        self.page.goto(f"{self.home}/work/code/{document}" + (f"?round={round}" if round else ""))
        self.page.wait_for_selector("html[data-ready]")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def unit(self):
        return self.page.text_content(".unit.now").removeprefix("▸ ")

    def told(self):
        """What was last said aloud."""
        return self.page.text_content("#told")

    def until(self, holds):
        """Wait for something in the page; its policy forbids waiting by evaluated strings."""
        for _ in range(500):
            if self.page.evaluate(holds):
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"never came: {holds}")

    def begun(self):
        """Wait until the page after a decision listens; it begins at its own words."""
        self.until("document.activeElement.id === 'main'")

    def saved(self):
        self.until("!Object.keys(localStorage).some(k => k.startsWith('aftersummit-outbox'))")


def code_everything(visit, label_of, units=1000):
    """Code unit after unit by single keys; returns the presses and the units coded."""
    presses, seen = 0, []
    while len(seen) < units and not (seen and visit.told() == DONE):
        words = visit.unit()
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
    """A code that needs no thought, by the words."""
    return "c" if "plant" in words or words.startswith("•") else "h" if "call on" in words else "n"
