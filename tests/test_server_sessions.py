"""Sessions end when they should, forms that somebody overtook are told so, scripts stay words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from aftersummit.errors import UserError
from aftersummit.model import Ref
from aftersummit.project import Settings, make_project, people
from aftersummit.server.serving import serve
from tests.test_server_access import PASSWORD, Person
from tests.test_server_judging import promised
from tests.test_server_routes import team_of

SESSION = "aftersummit_session"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"&"


@pytest.fixture
def project(tmp_path):
    with promised(tmp_path) as made:
        yield made


@pytest.fixture
def team(project):
    return team_of(project)


@pytest.fixture
def document(project):
    return next(iter(project.list("document", under="g7/2026"))).ref


def alive(person):
    return person.get("/api/me").status_code == 200


def again(person):
    """The same person, at another browser."""
    return Person(person.http.app, person.name)


# -- sessions -------------------------------------------------------------------------


def test_a_session_is_new_at_every_sign_in_and_the_one_before_ends(team):
    ana = team["ana"]
    before = ana.http.cookies[SESSION]
    visitor = Person(ana.http.app)
    token = visitor.token()
    visitor.http.cookies.set(SESSION, before)
    answer = visitor.http.post(
        "/work/signin", data={"token": token, "name": "ana", "password": PASSWORD}
    )
    fresh = re.search(f"{SESSION}=([^;]+)", answer.headers["set-cookie"])[1]
    assert answer.status_code == 303 and fresh != before
    assert not alive(ana), "the session that the browser brought ends"
    assert "HttpOnly" in answer.headers["set-cookie"]


def test_a_session_ends_with_the_role_the_password_and_the_account(project, team):
    def password():
        project.team.join(project.team.invite("ana", "coder", by="eve"), "another long one")

    for name, act in (
        ("bo", lambda: team["bo"].http.post("/work/signout", data={"token": team["bo"].token("/work/rounds")})),
        ("lea", lambda: project.team.set_role("lea", "coder", by="eve")),
        ("ana", password),
        ("rex", lambda: project.team.switch_off("rex", by="eve")),
    ):  # fmt: skip
        session = team[name].http.cookies[SESSION]
        assert alive(team[name])
        act()
        assert not alive(team[name]), name
        thief = TestClient(team[name].http.app, headers={"Authorization": f"Bearer {session}"})
        assert thief.get("/api/me").status_code == 401, name
    assert again(team["lea"]).get("/api/me").json()["role"] == "coder"
    project.team.set_role("lea", "coder", by="eve")
    with pytest.raises(AssertionError):
        again(team["ana"])  # the old password


def test_a_session_and_an_invitation_are_over_after_their_time(project, team, monkeypatch):
    link = f"/work/join/{project.team.invite('new', 'coder', by='eve')}"
    visitor = Person(team["ana"].http.app)
    assert visitor.get(link).status_code == 200

    def later(length):
        moment = (datetime.now(UTC) + length).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        monkeypatch.setattr(people, "now", lambda: moment)

    later(timedelta(hours=11))
    assert alive(team["ana"])
    later(timedelta(hours=13))
    assert not alive(team["ana"])
    later(timedelta(days=8))
    assert visitor.get(link).status_code == 404
    answer = visitor.http.post(link, data={"token": visitor.token(), "password": PASSWORD})
    assert answer.status_code == 404


def test_who_was_switched_off_comes_back_with_a_new_password_only(project, team):
    project.team.switch_off("bo", by="eve")
    link = project.team.invite("bo", "coder", by="eve")
    assert project.team.sign_in("bo", PASSWORD) is None
    project.team.join(link, "another long one")
    assert project.team.sign_in("bo", "another long one")


def test_there_is_no_password_that_everybody_knows(project, team):
    project.team.invite("new", "admin", by="eve")
    for name in ("new", "admin", "root", "eve", ""):
        for password in ("", "admin", "password", name, "changeme"):
            assert project.team.sign_in(name, password) is None
    for easy in ("short", "", "fresh name"):
        with pytest.raises(UserError):
            project.team.join(project.team.invite("fresh name", "coder", by="eve"), easy)


def test_guesses_are_counted_however_the_name_is_written(team):
    stranger = Person(team["ana"].http.app)
    told = [
        stranger.form("/work/signin", name=name, password="wrong").status_code
        for name in ("ana", " ana", "ana ", "ana\t", "  ana", "ana")
    ]
    assert told == [401] * 5 + [429]


# -- where requests come from ----------------------------------------------------------


def test_signing_in_leads_nowhere_else(team):
    visitor = Person(team["ana"].http.app)
    for asked in ("?next=//evil.example", "?next=https://evil.example/", "?url=//evil.example"):
        token = visitor.token()
        fields = {"token": token, "name": "ana", "password": PASSWORD, "next": "//evil.example"}
        answer = visitor.http.post(f"/work/signin{asked}", data=fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/work/")
        visitor = Person(team["ana"].http.app)


def test_a_form_from_elsewhere_cannot_sign_anybody_in(team):
    visitor = Person(team["ana"].http.app)
    fields = {"token": visitor.token(), "name": "ana", "password": PASSWORD}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
    ):
        answer = visitor.http.post("/work/signin", data=fields, headers=headers)
        assert answer.status_code in (403, 421) and "set-cookie" not in answer.headers
    assert visitor.http.post("/work/signin", data={**fields, "token": "x"}).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:80", "localhost:x@evil", ""]
)
def test_no_page_answers_to_a_name_that_is_not_ours(team, host):
    for path in (
        "/",
        "/work/",
        "/work/signin",
        "/api/me",
        "/api/documents",
        "/data/commitments.csv",
    ):
        answer = team["ana"].http.get(path, headers={"Host": host})
        assert answer.status_code == 421, path
        assert not re.search(r"(href|src|action)=.[^>]*evil", answer.text)


def test_this_machines_own_names_are_ours_with_any_port(team):
    for host in ("localhost", "localhost:8000", "127.0.0.1:1", "[::1]", "[::1]:8000", "LOCALHOST"):
        assert team["ana"].http.get("/api/me", headers={"Host": host}).status_code == 200, host


def test_nobody_else_is_let_in_while_there_are_no_accounts(tmp_path):
    with make_project(tmp_path / "p", Settings()) as project:
        for more in ({"host": "0.0.0.0"}, {"host": "127.0.0.1", "allowed": ["coding.example.org"]}):
            with pytest.raises(UserError, match="no accounts"):
                serve(project, port=0, browser=False, as_of="", ready=print, **more)


# -- forms that somebody overtook ------------------------------------------------------


def fields_of(page):
    """The hidden fields of a page's form."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_two_who_judge_the_same_score_never_overwrite_each_other(project, team):
    score = f"{next(c.ref for c in project.commitments() if c.ref)}/CA@final"
    path = f"/work/scores/{score}"
    ana, bo = fields_of(team["ana"].get(path).text), fields_of(team["bo"].get(path).text)
    one = team["ana"].http.post(
        path, data={**ana, "value": "+1", "reason": "planted", "what": "decide"}
    )
    assert one.status_code == 303
    late = team["bo"].http.post(
        path, data={**bo, "value": "-1", "reason": "not planted", "what": "decide"}
    )
    assert late.status_code == 409 and "ana decided on it" in late.text
    assert project.scores.why(Ref.parse(score)).assessment.judgements[-1].who == "ana"
    told = team["bo"].post("/api/scores", ref=score, value="-1", reason="no", saw=int(bo["saw"]))
    assert told.status_code == 409 and told.json()["error"]["code"] == "stale"
    seen = fields_of(team["bo"].get(path).text)
    assert (
        team["bo"]
        .http.post(path, data={**seen, "value": "-1", "reason": "not planted", "what": "decide"})
        .status_code
        == 303
    )


def test_two_who_judge_the_same_evidence_never_overwrite_each_other(project, team):
    page = team["ana"].get("/work/evidence").text
    ana, bo = fields_of(page), fields_of(team["bo"].get("/work/evidence").text)
    assert ana["ref"] == bo["ref"]
    assert (
        team["ana"]
        .http.post("/work/evidence", data={**ana, "what": "reject", "reason": "other trees"})
        .status_code
        == 303
    )
    late = team["bo"].http.post("/work/evidence", data={**bo, "what": "reject", "reason": "mine"})
    assert late.status_code == 409
    assert [h.status for h in project.finding.queue(bo["ref"], status="")] == ["rejected"]


def test_two_who_adjudicate_the_same_unit_never_overwrite_each_other(project, team, document):
    rounds = project.coding.rounds
    rounds.open("First", [document], ["ana", "bo"], lead="lea")
    unit = project.coding.document(document, round="first", coder="ana").view.units[1].ref
    project.coding.code(unit, "none", coder="ana", round="first", note=EVIL)
    project.coding.code(unit, "call", coder="bo", round="first")
    rounds.close("first", lead="lea")
    path = "/work/rounds/first/adjudicate"
    lea, eve = fields_of(team["lea"].get(path).text), fields_of(team["eve"].get(path).text)
    assert team["lea"].http.post(path, data={**lea, "as": "ana", "reason": EVIL}).status_code == 303
    late = team["eve"].http.post(path, data={**eve, "as": "bo", "reason": "no"})
    assert late.status_code == 409
    assert rounds.disputes("first")[0].decided.coder == "lea"
    for page in (team["lea"].get(path), team["bo"].get("/work/rounds/first")):
        check_words(page)


# -- stored scripts --------------------------------------------------------------------


def check_words(page):
    """What somebody stored is shown as words, and nothing foreign would run anyway."""
    assert page.status_code < 500
    assert "<script>alert" not in page.text and "<img src=x" not in page.text, page.url
    policy = page.headers["content-security-policy"]
    scripts = re.search(r"script-src ([^;]+)", policy)[1]
    assert "unsafe-inline" not in scripts and "*" not in scripts and "http" not in scripts


def test_nothing_that_can_be_stored_runs_as_a_script(project, team, document, tmp_path):
    (tmp_path / "evil.txt").write_text(f"{EVIL}\n\nWe will {EVIL} by 2030.\n", "utf-8")
    project.add([str(tmp_path / "evil.txt")])
    evil = next(
        d.ref for d in project.list("document") if "alert" in str(d.ref) or "evil" in d.title
    )
    project.correct(evil, title=EVIL)
    project.extract()
    unit = project.coding.document(evil, coder="ana").view.units[0].ref
    project.coding.code(unit, "commitment", coder="ana", note=EVIL)
    score = f"{next(c.ref for c in project.commitments() if c.ref)}/CA@final"
    team["ana"].post("/api/scores", ref=score, value="unrateable", reason=EVIL)
    for held in project.finding.queue()[:1]:
        project.finding.accept([held.finding.ref], coder="ana", changes={"what": EVIL}, reason=EVIL)
    team["lea"].post(
        "/api/rounds", title=EVIL, documents=[str(document)], coders=[EVIL.replace("&", "")]
    )
    for name in (EVIL, "a<b>", 'a"b'):
        with pytest.raises(UserError):
            project.team.invite(name, "coder", by="eve")
    rounds = [held.name for held in project.coding.rounds.all()]
    paths = ["/work/", "/work/rounds", f"/work/rounds/{rounds[0]}", f"/work/code/{evil}", "/work/evidence", "/work/scores",
             f"/work/scores/{score}", "/work/people", "/work/audit", f"/work/?under={EVIL}", f"/work/code/{EVIL}", "/",
             f"/{evil}.html", "/commitments.html", "/documents.html", f"/{EVIL}"]  # fmt: skip
    for path in paths:
        page = team["eve"].get(path)
        if page.headers["content-type"].startswith("text/html"):
            check_words(page)
    data = team["eve"].get("/api/log")
    assert data.headers["content-type"] == "application/json"
    assert EVIL in data.json()["codes"][0]["note"], "and the words are kept as they were written"
