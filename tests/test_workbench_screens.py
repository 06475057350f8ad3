"""Every screen of the workbench, as everybody must be able to use it."""

from __future__ import annotations

import pytest

from aftersummit.model import Ref
from aftersummit.server import application
from tests.test_publish_browser import axe, browser  # noqa: F401  (fixtures)
from tests.test_server_judging import project as judged  # noqa: F401  (a fixture)
from tests.workbench_serving import served
from tests.workbench_visits import DOCUMENT, Visit

pytestmark = pytest.mark.browser
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
