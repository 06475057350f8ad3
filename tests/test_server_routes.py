"""Every route asks for its role, and none shows what an open round hides.

Routes are read from the application: one that is added without saying here who may use it
fails the first test.
"""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta

import pytest

from aftersummit.model import Ref
from aftersummit.project import clock, people
from aftersummit.project.judging import Given
from aftersummit.server import application
from tests.test_server_access import PASSWORD, Person
from tests.test_server_judging import promised
from tests.workbench_serving import every_route

RANKS = ("", "reader", "coder", "lead", "admin")
NAMES = {"": "", "reader": "rex", "coder": "ana", "lead": "lea", "admin": "eve"}

WHO = {
    "": [
        ("GET", "/work/signin"),
        ("POST", "/work/signin"),
        ("POST", "/work/signout"),
        ("GET", "/work/join/{token}"),
        ("POST", "/work/join/{token}"),
        ("GET", "/work/static/{name}"),
    ],
    "reader": [
        ("GET", "/{path:path}"),
        ("GET", "/work/"),
        ("GET", "/api/me"),
        ("GET", "/api/codebook"),
        ("GET", "/api/documents"),
    ],
    "coder": [
        ("GET", "/work/code/{forum}/{meeting}/{item}"),
        ("GET", "/work/rounds"),
        ("GET", "/work/rounds/{name}"),
        ("GET", "/work/evidence"),
        ("POST", "/work/evidence"),
        ("GET", "/work/scores"),
        ("GET", "/work/scores/{address:path}"),
        ("POST", "/work/scores/{address:path}"),
        ("GET", "/api/documents/{forum}/{meeting}/{item}"),
        ("GET", "/api/pages/{forum}/{meeting}/{item}"),
        ("GET", "/api/places/{forum}/{meeting}/{item}"),
        ("GET", "/api/queue"),
        ("GET", "/api/log"),
        ("POST", "/api/codes"),
        ("POST", "/api/steps"),
        ("GET", "/api/rounds"),
        ("GET", "/api/rounds/{name}"),
        ("GET", "/api/rounds/{name}/disputes"),
        ("GET", "/api/findings"),
        ("POST", "/api/findings"),
        ("POST", "/api/scores"),
    ],
    "lead": [
        ("POST", "/work/rounds"),
        ("POST", "/work/rounds/{name}/close"),
        ("POST", "/work/rounds/{name}/settle"),
        ("GET", "/work/rounds/{name}/adjudicate"),
        ("POST", "/work/rounds/{name}/adjudicate"),
        ("POST", "/api/rounds"),
        ("POST", "/api/rounds/{name}/close"),
        ("POST", "/api/rounds/{name}/settle"),
        ("POST", "/api/rounds/{name}/adjudications"),
    ],
    "admin": [
        ("GET", "/work/people"),
        ("POST", "/work/people"),
        ("GET", "/work/audit"),
    ],
}
BODIES = {
    "/api/codes": {"unit": "g7/2026/x#0-1", "label": "none"},
    "/api/steps": {"verdict": "redo"},
    "/api/rounds": {"title": "", "documents": [], "coders": []},
    "/api/rounds/{name}/adjudications": {"unit": "g7/2026/x#0-1", "label": "none", "reason": "x"},
    "/api/findings": {"refs": [], "verdict": "reject"},
    "/api/scores": {"ref": "g7/2026/C001/CA@final", "value": "+1"},
}
PLACES = {
    "{forum}/{meeting}/{item}": "g7/2026/joint-statement",
    "{name}": "none",
    "{token}": "none",
    "{address:path}": "g7/2026/C001/CA@final",
    "{path:path}": "documents.html",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with promised(tmp_path_factory.mktemp("world")) as project:
        yield project, team_of(project)


def team_of(project):
    """A server, and somebody signed in for each role; two coders."""
    app = application(project)
    for name, role in (("eve", "admin"), ("lea", "lead"), ("ana", "coder"), ("bo", "coder"), ("rex", "reader")):  # fmt: skip
        project.team.join(project.team.invite(name, role, by="test"), PASSWORD)
    people = {name: Person(app, name) for name in ("eve", "lea", "ana", "bo", "rex")}
    return people | {"": Person(app)}


def ask(person, method, path):
    """Send what the route expects, with the token that its pages would send."""
    where = path
    for place, real in PLACES.items():
        where = where.replace(place, real)
    if method == "GET":
        return person.get(where)
    if path.startswith("/work/"):
        token = person.get("/api/me").json().get("token") or person.token()
        return person.http.post(where, data={"token": token})
    return person.post(where, **BODIES.get(path, {}))


def test_every_route_says_here_who_may_use_it(world):
    _, people = world
    said = [route for routes in WHO.values() for route in routes]
    assert sorted(said) == sorted(every_route(people[""].http.app))
    posts = {p for m, p in said if m == "POST" and p.startswith("/api/")}
    assert set(BODIES) <= posts


@pytest.mark.parametrize("role", RANKS)
def test_every_route_is_open_to_its_role_and_to_no_lower_one(world, role):
    _, people = world
    for needed, routes in WHO.items():
        allowed = RANKS.index(role) >= RANKS.index(needed)
        for method, path in routes:
            if not needed and method == "POST":
                continue  # forms for who is not signed in, told apart in tests of their own
            answer = ask(people[NAMES[role]], method, path)
            told = (method, path, role, answer.status_code, answer.text[:200])
            assert answer.status_code < 500, told
            sent_away = answer.headers.get("location") == "/work/signin"
            if allowed:
                assert answer.status_code not in (401, 403) and not sent_away, told
            elif role:
                assert answer.status_code == 403, told
                assert "needs the role" in answer.text or "role" in answer.text, told
            elif path.startswith("/api/"):
                assert answer.status_code == 401 and set(answer.json()) == {"error"}, told
            else:
                assert answer.status_code == 303 and sent_away, told


def test_nobody_can_change_anything_without_the_token_of_a_page_of_their_own(world):
    project, people = world
    ana, bo = people["ana"], people["bo"]
    others = bo.get("/api/me").json()["token"]
    before = project.state()
    for method, path in sorted(every_route(ana.http.app)):
        if method != "POST":
            continue
        where = path
        for place, real in PLACES.items():
            where = where.replace(place, real)
        for token in ("", "wrong", others, ana.http.cookies["aftersummit_session"]):
            form = {
                "token": token,
                "name": "ana",
                "password": PASSWORD,
                "value": "+1",
                "what": "undo",
            }
            sent = {"data": form} if path.startswith("/work/") else {"json": BODIES.get(path, {})}
            answer = ana.http.post(where, headers={"X-CSRF-Token": token}, **sent)
            assert answer.status_code == 403, (path, token, answer.status_code)
        good = ana.get("/api/me").json()["token"]
        for site in ("cross-site", "same-site"):
            headers = {"X-CSRF-Token": good, "Sec-Fetch-Site": site}
            form = {"token": good} if path.startswith("/work/") else None
            answer = ana.http.post(
                where, headers=headers, data=form, json=None if form else BODIES.get(path, {})
            )
            assert answer.status_code == 403, (path, site)
    assert project.state() == before and ana.get("/api/me").status_code == 200


# -- blindness ------------------------------------------------------------------------


class Ticking(datetime):
    """A clock that is the same in both worlds: a second passes whenever it is asked."""

    ticks = itertools.count()

    @classmethod
    def now(cls, tz=None):
        return datetime(2027, 8, 1, tzinfo=UTC) + timedelta(seconds=next(cls.ticks))


SAYS = (
    {"label": "commitment", "note": "SECRET of ana", "reason": "SECRET of ana", "value": "+1"},
    {"label": "stance", "note": "another", "reason": "something else", "value": "-1"},
)


@pytest.fixture
def worlds(tmp_path, monkeypatch):
    """The same project twice; all that differs is what ana says in the open rounds."""
    monkeypatch.setattr(clock, "datetime", Ticking)
    monkeypatch.setattr(people, "datetime", Ticking)
    opened = []
    for number, says in enumerate(SAYS):
        Ticking.ticks = itertools.count()
        folder = tmp_path / str(number)
        folder.mkdir()
        context = promised(folder)
        project = context.__enter__()
        opened.append((context, project, blind_codes(project, says)))
    yield [(project, people) for _, project, people in opened]
    for context, _, _ in opened:
        context.__exit__(None, None, None)


def blind_codes(project, says):
    people = team_of(project)
    document = next(iter(project.list("document", under="g7/2026"))).ref
    trees = next(c for c in project.commitments() if c.ref)
    project.scores.write_guideline(trees.ref, {}, author="lea")
    rounds = project.coding.rounds
    rounds.open("Blind", [document], ["ana", "bo"], lead="lea")
    for unit in project.coding.document(document, coder="ana", round="blind").view.units[:5]:
        project.coding.code(unit.ref, says["label"], coder="ana", round="blind", note=says["note"])
    project.coding.code(unit.ref, says["label"], coder="ana", round="blind", note=says["note"])
    project.coding.step("undo", coder="ana", round="blind")
    given = Given(says["value"], coder="ana", reason=says["reason"], round="r1")
    project.scores.decide(Ref.parse(f"{trees.ref}/CA@final"), given)
    return people


def addresses(project, app):
    """Every address that can be read: each route with what exists, and every page of the site."""
    from aftersummit.publish.site import Site

    document = str(next(iter(project.list("document", under="g7/2026"))).ref)
    commitment = str(next(c.ref for c in project.commitments() if c.ref))
    real = {"{forum}/{meeting}/{item}": document, "{name}": "blind",
            "{address:path}": f"{commitment}/CA@final", "{token}": "none"}  # fmt: skip
    for method, path in sorted(every_route(app)):
        if method != "GET" or path == "/{path:path}":
            continue
        for place, value in real.items():
            path = path.replace(place, value)
        yield path
        yield f"{path}?round=blind"
        for query in QUERIES.get(path, ()):
            yield f"{path}?{query.replace('DOCUMENT', document)}"
    yield from (f"/{path}" for path in Site(project.register()).paths() if "assets/" not in path)
    yield from ("/", f"/{document}.html", f"/{commitment}.html", "/data/decisions.csv", "/data/codes.csv",
                "/nothing.html", "/index.html?as_of=2027-08-02")  # fmt: skip


QUERIES = {
    "/work/": ["under=DOCUMENT"],
    "/work/evidence": ["under=g7/2026", "at=1"],
    "/work/scores": ["under=g7/2026", "open=1"],
    "/work/scores/g7/2026/C001/CA@final": ["round=r1", "round=r2"],
    "/api/queue": ["order=disputed", "order=uncertain", "under=DOCUMENT&order=likely", "round=blind&order=sample",
                   "round=blind&order=disputed", "round=blind&order=likely"],
    "/api/findings": ["status=", "under=g7/2026"],
}  # fmt: skip


def plain(answer, *, moments=True):
    """An answer without what is drawn by chance, tokens, and on demand without its moments."""
    kept = {n: v for n, v in answer.headers.items() if n not in ("set-cookie", "content-length")}
    text = re.sub(r"[0-9a-f]{64}", "token", answer.text)
    return answer.status_code, kept, text if moments else re.sub(r"2027-08-01T[\d:.]+Z", "at", text)


def test_whatever_a_coder_says_in_an_open_round_every_address_answers_others_the_same(worlds):
    """Two worlds that differ in nothing but one coder's blind codes look the same to everybody
    else: bodies, entity tags, order, counts and refusals."""
    (one, people), (other, same) = worlds
    asked = list(addresses(one, people[""].http.app))
    assert asked == list(addresses(other, same[""].http.app)) and len(asked) > 90
    for name, share in (("bo", asked), ("lea", asked), ("eve", ["/work/audit", "/work/people"]),
                        ("rex", [p for p in asked if not p.startswith(("/work/", "/api/"))])):  # fmt: skip
        for path in share:
            left, right = people[name].get(path), same[name].get(path)
            assert left.status_code < 500 and "SECRET" not in left.text, (name, path)
            assert plain(left) == plain(right), (name, path)


def test_what_others_send_is_answered_the_same_too(worlds):
    (one, people), (_, same) = worlds
    document = next(iter(one.list("document", under="g7/2026"))).ref
    units = [
        str(u.ref) for u in one.coding.document(document, coder="bo", round="blind").view.units
    ]
    score = f"{next(c.ref for c in one.commitments() if c.ref)}/CA@final"
    sent = [
        ("/api/codes", {"unit": units[0], "label": "none", "round": "blind", "saw": 0, "key": "a"}),
        ("/api/codes", {"unit": units[1], "label": "none", "round": "blind", "saw": 99}),
        ("/api/codes", {"unit": units[2], "label": "none", "saw": 0}),
        (
            "/api/codes",
            {"unit": units[3], "label": "commitment", "round": "blind", "twins": units[4:6]},
        ),
        ("/api/steps", {"verdict": "undo", "round": "blind"}),
        ("/api/steps", {"verdict": "redo", "round": "blind"}),
        ("/api/rounds/blind/adjudications", {"unit": units[0], "label": "none", "reason": "x"}),
        ("/api/rounds/blind/settle", {}),
        ("/api/scores", {"ref": score, "value": "0", "reason": "x", "saw": 0}),
        ("/api/scores", {"ref": score, "value": "9", "reason": "x"}),
    ]
    for name in ("bo", "lea", "eve", "rex"):
        for path, body in sent:
            if name != "bo" and path == "/api/scores" and body["value"] == "0":
                continue  # a verdict would end the round; one is enough
            left, right = people[name].post(path, **body), same[name].post(path, **body)
            assert left.status_code < 500 and "SECRET" not in left.text, (name, path, body)
            assert plain(left, moments=False) == plain(right, moments=False), (name, path, body)
    people["lea"].post("/api/rounds/blind/close")
    assert "SECRET" in people["bo"].get("/api/log?round=blind").text, "closed, all is seen"
