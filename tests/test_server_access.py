"""Nobody does what they may not, by any route; no page from elsewhere can act for them."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from aftersummit.project import Settings, make_project
from aftersummit.server import application
from aftersummit.server.access import Limit, Refused
from tests.test_review_coding import TEXT

PASSWORD = "long enough to hold"


@pytest.fixture
def project(tmp_path):
    with make_project(tmp_path / "p", Settings(title="Seven", meeting="g7/2026")) as made:
        (tmp_path / "statement.txt").write_text(TEXT, "utf-8")
        made.add([str(tmp_path / "statement.txt")])
        made.extract()
        yield made


@pytest.fixture
def document(project):
    return str(next(iter(project.list("document"))).ref)


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, app, name="", password=PASSWORD) -> None:
        self.http = TestClient(app, follow_redirects=False)
        self.name = name
        if name:
            answer = self.form("/work/signin", name=name, password=password)
            assert answer.status_code == 303, answer.text

    def token(self, path="/work/signin"):
        page = self.http.get(path).text
        found = re.search(r'name="token" value="(\w+)"', page)
        return found[1] if found else ""

    def form(self, path, page="", **fields):
        return self.http.post(path, data={"token": self.token(page or path), **fields})

    def get(self, path):
        return self.http.get(path)

    def post(self, path, **body):
        token = self.http.get("/api/me").json().get("token", "")
        return self.http.post(path, json=body, headers={"X-CSRF-Token": token})


@pytest.fixture
def app(project):
    return application(project, coder="me")


@pytest.fixture
def team(project, app):
    for name, role in (("eve", "admin"), ("lea", "lead"), ("ana", "coder"), ("bo", "coder"), ("rex", "reader")):  # fmt: skip
        project.team.join(project.team.invite(name, role, by="test"), PASSWORD)
    return {name: Person(app, name) for name in ("eve", "lea", "ana", "bo", "rex")}


def unit(person, document, words, round=""):
    sheet = person.get(f"/api/documents/{document}?round={round}").json()
    return next(u for u in sheet["units"] if words in sheet["text"][u["start"] : u["end"]])


def test_alone_everything_works_without_an_account(app, document):
    me = Person(app)
    assert "What would you like to code?" in me.get("/work/").text
    assert me.get(f"/work/code/{document}").status_code == 200
    trees = unit(me, document, "plant 30")
    answer = me.post("/api/codes", unit=trees["ref"], label="commitment", key="k1")
    assert answer.status_code == 201 and answer.json()["codes"][0]["coder"] == "me"
    assert me.post("/api/steps", verdict="undo").json()["codes"][0]["verdict"] == "undo"


def test_a_page_from_elsewhere_can_change_nothing(app, document):
    me = Person(app)
    me.get("/work/")
    trees = unit(me, document, "plant 30")
    body = {"unit": trees["ref"], "label": "none"}
    assert me.http.post("/api/codes", json=body).status_code == 403
    assert me.http.post("/api/codes", json=body, headers={"X-CSRF-Token": "x"}).status_code == 403
    token = me.http.get("/api/me").json()["token"]
    cross = {"X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site"}
    assert me.http.post("/api/codes", json=body, headers=cross).status_code == 403
    rebound = me.http.get("/api/documents", headers={"Host": "evil.example"})
    assert rebound.status_code == 421
    assert rebound.json()["error"]["code"] == "other-host"


def test_one_shape_for_every_refusal(app, document):
    me = Person(app)
    me.get("/work/")
    token = me.http.get("/api/me").json()["token"]
    answers = [
        me.get("/api/nothing"),
        me.get("/api/documents/g7/2026/none"),
        me.get("/api/queue?order=best"),
        me.get("/api/documents?limit=0"),
        me.http.post("/api/codes", content="{", headers={"X-CSRF-Token": token}),
        me.post("/api/codes", unit="x", label="none"),
        me.post("/api/codes", unit=f"{document}#0-3", label="none"),
        me.http.delete("/api/codes", headers={"X-CSRF-Token": token}),
        me.get("/api/rounds/none"),
    ]
    for answer in answers:
        assert 400 <= answer.status_code < 500, answer.url
        assert set(answer.json()) == {"error"}, answer.url
        assert {"code", "what", "remedy"} <= set(answer.json()["error"])


def test_a_team_signs_in_and_a_stranger_sees_nothing(app, team, document):
    stranger = Person(app)
    for path in ("/", "/work/", "/work/rounds", f"/work/code/{document}", "/documents.html"):
        answer = stranger.get(path)
        assert answer.status_code == 303 and answer.headers["location"] == "/work/signin", path
    for path in ("/api/me", "/api/documents", f"/api/documents/{document}", "/api/log"):
        assert stranger.get(path).status_code == 401, path
    assert stranger.post("/api/codes", unit=f"{document}#0-5", label="none").status_code == 401


def test_no_route_shows_another_coders_blind_codes_or_the_hidden_machine(app, team, document):
    ana, bo, lea = team["ana"], team["bo"], team["lea"]
    made = lea.post("/api/rounds", title="Blind", documents=[document], coders=["ana", "bo"])
    name = made.json()["name"]
    trees = unit(ana, document, "plant 30", name)
    assert trees["label"] == "" and trees["chances"] is None and trees["parts"] == []
    ana.post("/api/codes", unit=trees["ref"], label="stance", note="SECRETNOTE", round=name)
    paths = [
        f"/api/documents/{document}",
        f"/api/documents/{document}?round={name}",
        "/api/documents",
        "/api/log",
        f"/api/log?round={name}",
        f"/api/rounds/{name}",
        f"/api/rounds/{name}/disputes",
        f"/api/queue?round={name}",
        f"/api/queue?round={name}&order=uncertain",
        f"/api/queue?round={name}&order=disputed",
        f"/api/queue?under={document}&order=uncertain",
        f"/work/code/{document}",
        f"/work/code/{document}?round={name}",
        f"/work/rounds/{name}",
        f"/work/rounds/{name}/adjudicate",
        "/work/",
        "/",
        f"/{document}.html",
        "/commitments.html",
        "/downloads.html",
    ]
    for person in (bo, lea, team["rex"], team["eve"]):
        for path in paths:
            told = person.get(path).text
            assert "SECRETNOTE" not in told and '"stance","parts"' not in told, (person.name, path)
    for path in paths:
        told = bo.get(path)
        if told.status_code == 200:
            assert "30 million trees by 2030.</mark>" not in told.text, path
            assert not re.search(r'"chances":\{', told.text), path
            assert not re.search(r",0\.\d*[1-9]\d*[,\]]", told.text), path
    for part in ("csv", "json", "jsonl"):
        for noun in ("commitments", "decisions"):
            told = bo.get(f"/data/{noun}.{part}")
            assert "plant 30 million" not in told.text
    assert unit(ana, document, "plant 30", name)["ref"] == trees["ref"]
    own = ana.get(f"/api/documents/{document}?round={name}").json()["codes"]
    assert own[trees["ref"]]["note"] == "SECRETNOTE"
    lea.post(f"/api/rounds/{name}/close")
    assert "SECRETNOTE" in bo.get(f"/api/log?round={name}").text


def test_a_script_has_a_token_of_its_own_and_no_more_rights(app, project, team, document):
    token = project.team.token("ana", by="test")
    script = TestClient(app, headers={"Authorization": f"Bearer {token}"})
    sheet = script.get(f"/api/documents/{document}").json()
    made = script.post("/api/codes", json={"unit": sheet["units"][0]["ref"], "label": "none"})
    assert made.status_code == 201 and made.json()["codes"][0]["coder"] == "ana"
    refused = script.post("/api/rounds", json={"title": "x", "documents": [], "coders": []})
    assert refused.status_code == 403
    assert TestClient(app).get("/api/me", headers={"Authorization": "Bearer x"}).status_code == 401
    project.team.switch_off("ana", by="test")
    assert script.get("/api/me").status_code == 401


def test_a_stale_form_is_told_what_stands_there(app, team, document):
    ana, bo = team["ana"], team["bo"]
    trees = unit(ana, document, "plant 30")
    ana.post("/api/codes", unit=trees["ref"], label="none", saw=0)
    late = bo.post("/api/codes", unit=trees["ref"], label="commitment", saw=0, note="mine")
    assert late.status_code == 409
    error = late.json()["error"]
    assert error["code"] == "stale" and error["unit"] == trees["ref"]
    assert (error["present"]["coder"], error["present"]["label"]) == ("ana", "none")
    again = bo.post(
        "/api/codes", unit=trees["ref"], label="commitment", saw=error["present"]["number"]
    )
    assert again.status_code == 201


def test_a_session_is_never_taken_over_from_before(app, project, team):
    fixed = TestClient(app, follow_redirects=False)
    fixed.cookies.set("aftersummit_session", "chosen-by-somebody-else")
    page = fixed.get("/work/signin").text
    token = re.search(r'name="token" value="(\w+)"', page)[1]
    answer = fixed.post("/work/signin", data={"token": token, "name": "ana", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert "chosen-by-somebody-else" not in cookie
    assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower()
    assert project.team.signed_in("chosen-by-somebody-else") is None


def test_guessing_passwords_is_slowed_down_and_logged(app, project, team):
    stranger = Person(app)
    for _ in range(5):
        assert stranger.form("/work/signin", name="ana", password="wrong").status_code == 401
    assert stranger.form("/work/signin", name="ana", password=PASSWORD).status_code == 429
    refused = [e for e in project.team.audit() if e.what == "sign-in refused"]
    assert len(refused) == 5 and refused[0].who == "ana"
    limit = Limit(failures=2, seconds=0.0)
    limit.failed("a")
    limit.failed("a")
    limit.check("a")
    with pytest.raises(Refused):
        strict = Limit(failures=1)
        strict.failed("a")
        strict.check("a")


def test_an_invitation_works_once_and_asks_for_a_password(app, project, team):
    eve = team["eve"]
    page = eve.form("/work/people", name="new one", role="coder", what="invite").text
    link = re.search(r"/work/join/[\w-]+", page)[0]
    fresh = Person(app)
    assert "Welcome, new one" in fresh.get(link).text
    assert fresh.form(link, password="short").status_code == 400
    assert fresh.form(link, password=PASSWORD).status_code == 303
    assert fresh.get("/api/me").json()["name"] == "new one"
    assert Person(app).get(link).status_code == 404
    assert PASSWORD not in str(project.team.all())


def test_somebody_switched_off_is_out_at_once_and_one_admin_stays(app, team):
    eve, bo = team["eve"], team["bo"]
    assert bo.get("/api/me").status_code == 200
    eve.form("/work/people", name="bo", what="off")
    assert bo.get("/api/me").status_code == 401
    assert eve.form("/work/people", name="eve", what="off").status_code == 409
    assert eve.form("/work/people", name="eve", what="role", role="coder").status_code == 409
    eve.http.post("/work/signout", data={"token": eve.token("/work/people")})
    assert eve.get("/api/me").status_code == 401


def test_a_stored_script_does_not_run(project, tmp_path, app):
    evil = "<script>alert(1)</script> & </script><img src=x onerror=alert(2)>"
    (tmp_path / "evil.txt").write_text(f"{evil}. We will {evil} by 2030.\n", "utf-8")
    project.add([str(tmp_path / "evil.txt")])
    me = Person(app)
    found = next(d for d in me.get("/api/documents").json()["documents"] if "joint" not in d["ref"])
    page = me.get(f"/work/code/{found['ref']}")
    assert "<script>alert" not in page.text and "<img" not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_pages_come_in_three_languages_and_entity_tags_spare_the_line(app, document):
    me = Person(app)
    assert "Que voulez-vous coder" in me.get("/work/?lang=fr").text
    assert 'lang="fr"' in me.get("/work/rounds").text, "the choice is remembered"
    assert 'lang="es"' in me.get("/work/?lang=es").text
    first = me.get("/api/codebook")
    again = me.http.get("/api/codebook", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and again.content == b""


def test_documents_come_in_pages(project, tmp_path, app):
    for n in range(3):
        (tmp_path / f"more{n}.txt").write_text(f"We will build bridge {n}.\n", "utf-8")
    project.add([str(tmp_path / f"more{n}.txt") for n in range(3)])
    me = Person(app)
    seen, after = [], ""
    while after is not None:
        page = me.get(f"/api/documents?limit=2&after={after}").json()
        seen += [one["ref"] for one in page["documents"]]
        after = page["next"]
    assert seen == sorted(set(seen)) and len(seen) == 4
