"""Every screen of the workbench, as everybody must be able to use it.

The screens are those that the application answers to: a new one that is not visited here fails.
"""

from __future__ import annotations

import pytest

from aftersummit.model import Ref
from aftersummit.server import application
from aftersummit.server.languages import LANGUAGES
from tests.test_publish_browser import axe, browser  # noqa: F401  (fixtures)
from tests.test_server_judging import project as judged  # noqa: F401  (a fixture)
from tests.workbench_serving import every_route, served
from tests.workbench_visits import DOCUMENT, PASSWORD, Visit

pytestmark = pytest.mark.browser
ADMIN = "Wilhelmina Featherstonehaugh-Papadopoulos"
ROUND = "First round on the joint statement of the seven, after the training of both new coders"
CLOSED, OPEN = "first-round-on-the-joint-statement-of-the-seven", "half"
SCREENS = {
    "/work/signin": ["/work/signin"],
    "/work/join/{token}": ["/work/join/{token}"],
    "/work/": ["/work/", "/work/?under=rivers/2026"],
    "/work/code/{forum}/{meeting}/{item}": [
        f"/work/code/{DOCUMENT}",
        f"/work/code/news/2027/trees?round={OPEN}",
    ],
    "/work/rounds": ["/work/rounds"],
    "/work/rounds/{name}": [f"/work/rounds/{CLOSED}", f"/work/rounds/{OPEN}"],
    "/work/rounds/{name}/adjudicate": [f"/work/rounds/{CLOSED}/adjudicate"],
    "/work/evidence": ["/work/evidence", "/work/evidence?under=rivers/2026"],
    "/work/scores": ["/work/scores", "/work/scores?under=rivers/2026"],
    "/work/scores/{address:path}": [
        "/work/scores/g7/2026/C001/CA@final",
        "/work/scores/g7/2026/C001/CA@final?round=r1",
    ],
    "/work/people": ["/work/people"],
    "/work/audit": ["/work/audit"],
}
"""Every screen in each of its states, those with nothing in them too."""
REFUSED = "/work/nothing"


@pytest.fixture
def team(judged):  # noqa: F811
    """A project with a team of long names, a closed and an open round, evidence and scores."""
    project, people = judged, judged.team
    for name, role in ((ADMIN, "admin"), ("ana", "coder"), ("bo", "coder")):
        people.join(people.invite(name, role, by="test"), PASSWORD)
    rounds, ref = project.coding.rounds, Ref.parse(DOCUMENT)
    units = project.coding.document(ref).view.units
    assert rounds.open(ROUND, [ref], ["ana", "bo"], lead=ADMIN).name == CLOSED
    for number, unit in enumerate(units):
        for coder in ("ana", "bo"):
            given = "commitment" if number == 8 or (coder, number) == ("ana", 2) else "none"
            note = "It says who does it, until when and how much of it." if number == 2 else ""
            project.coding.code(unit.ref, given, coder=coder, round=CLOSED, note=note)
    rounds.close(CLOSED, lead=ADMIN)
    trees = Ref.parse("news/2027/trees")
    assert rounds.open("Half", [trees], [ADMIN, "ana"], lead=ADMIN, overlap=0.0).name == OPEN
    return project


def screens(home, project):
    """(address, whether somebody is signed in there) of every screen."""
    token = project.team.invite("cy", "coder", by=ADMIN)
    for route, addresses in SCREENS.items():
        for address in addresses:
            yield home + address.replace("{token}", token), route not in list(SCREENS)[:2]
    yield home + REFUSED, True


def show(visit, address):
    visit.page.goto(address)
    if "/code/" in address:
        visit.page.wait_for_selector("html[data-ready]")
        visit.press("ArrowDown", "ArrowDown", "c", "ArrowRight")


def barriers(visit, axe):  # noqa: F811
    """What axe finds on the page as it is now."""
    visit.page.evaluate(axe)
    found = visit.page.evaluate("axe.run({preload: false})")
    return [
        (v["id"], v["help"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found["violations"]
    ]


def test_every_screen_is_visited_here(team):
    routes = every_route(application(team))
    found = {path for method, path in routes if method == "GET" and path.startswith("/work/")}
    assert found - {"/work/static/{name}"} == set(SCREENS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_has_a_barrier_in_any_language(browser, axe, team, scheme):  # noqa: F811
    with (
        served(application(team)) as home,
        Visit(browser, home, ADMIN, scheme=scheme) as inside,
        Visit(browser, home, scheme=scheme) as outside,
    ):
        for address, signed_in in screens(home, team):
            visit = inside if signed_in else outside
            for language in LANGUAGES:
                show(visit, f"{address}{'&' if '?' in address else '?'}lang={language}")
                assert visit.page.get_attribute("html", "lang") == language
                assert barriers(visit, axe) == [], (address, language)


def test_what_opens_over_the_coding_screen_has_no_barrier(browser, axe, team):  # noqa: F811
    with served(application(team)) as home, Visit(browser, home, ADMIN) as visit:
        visit.open()
        visit.press("?")
        visit.page.wait_for_selector("#help[open]")
        assert barriers(visit, axe) == []
        visit.press("Escape")
        units = team.coding.document(Ref.parse(DOCUMENT)).view.units
        team.coding.code(units[0].ref, "stance", coder="bo")
        visit.press("n")
        visit.page.wait_for_selector("#clash[open]")
        assert barriers(visit, axe) == []
        visit.press("Enter", "x", *["n"] * (len(units) - 1))
        visit.page.wait_for_selector("#skipped")
        assert barriers(visit, axe) == []


TOO_WIDE = """[document.documentElement.scrollWidth > innerWidth,
    ...[...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll, .hidden, dialog')
    && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))]"""
TOO_SMALL = """[...document.querySelectorAll('main button, main input, main select, main summary')]
    .map(e => [e, (e.closest('label.tick') ?? e).getBoundingClientRect()])
    .filter(([e, r]) => r.width && (r.height < 24 || r.width < 24)).map(([e]) => e.outerHTML)"""


@pytest.mark.parametrize("width", [320, 640], ids=["a phone", "zoomed to 200 %"])
def test_nothing_is_cut_off_or_too_small_on(browser, team, width):  # noqa: F811
    size = {"width": width, "height": 450 if width == 640 else 640}
    with (
        served(application(team)) as home,
        Visit(browser, home, ADMIN) as inside,
        Visit(browser, home) as outside,
    ):
        for visit in (inside, outside):
            visit.page.set_viewport_size(size)
        for address, signed_in in screens(home, team):
            visit = inside if signed_in else outside
            # French has the longest words.
            show(visit, f"{address}{'&' if '?' in address else '?'}lang=fr")
            assert visit.page.evaluate(TOO_WIDE) == [False], address
            assert visit.page.evaluate(TOO_SMALL) == [], address


RINGED = """(() => {
  const now = document.activeElement, style = getComputedStyle(now);
  return now === document.body || style.outlineStyle !== 'none' || style.boxShadow !== 'none' ? ''
    : now.outerHTML.slice(0, 160);
})()"""


@pytest.mark.parametrize("width", [1280, 390])
def test_who_tabs_through_a_screen_sees_where_they_are(browser, team, width):  # noqa: F811
    with served(application(team)) as home, Visit(browser, home, ADMIN, width=width) as visit:
        for address, signed_in in screens(home, team):
            # The narrow coding screen has an arrangement of its own, the others have not.
            if not signed_in or (width == 390 and "/code/" not in address):
                continue
            show(visit, address)
            for _ in range(40 if "/code/" in address else 20):
                visit.press("Tab")
                assert visit.page.evaluate(RINGED) == "", address
