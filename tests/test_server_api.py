"""Whatever is sent to the API, it never fails, and every refusal has the one shape."""

from __future__ import annotations

import contextlib
import json
import random
import re

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from aftersummit.project import Settings, make_project
from aftersummit.server import application
from aftersummit.server.guard import BODY_BYTES
from tests.test_review_coding import TEXT
from tests.test_server_judging import promised
from tests.workbench_serving import every_route


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """A server with a document, an open and a closed round, and a lead's token."""
    folder = tmp_path_factory.mktemp("api")
    with promised(folder) as project:
        for name in ("eve", "lea"):
            project.team.invite(name, {"eve": "admin", "lea": "lead"}[name], by="test")
        document = next(iter(project.list("document", under="g7/2026"))).ref
        sheet = project.coding.document(document, coder="lea")
        project.coding.code(sheet.view.units[1].ref, "commitment", coder="lea")
        rounds = project.coding.rounds
        rounds.close(rounds.open("Closed", [document], ["lea"], lead="lea").name, lead="lea")
        rounds.open("Open", [document], ["lea"], lead="lea")
        token = project.team.token("lea", by="test")
        app = application(project)
        client = TestClient(app, headers={"Authorization": f"Bearer {token}"})
        client.document = document
        client.finding = str(project.finding.queue()[0].finding.ref)
        client.units = [str(unit.ref) for unit in sheet.view.units]
        yield client


def check(answer):
    """No server error; a refusal says why and what to do, and nothing else."""
    assert answer.status_code < 500, answer.text
    if answer.status_code < 400:
        return
    told = json.loads(answer.content)
    assert set(told) == {"error"}
    assert {"code", "what", "remedy"} <= set(told["error"])
    assert all(isinstance(told["error"][name], str) for name in ("code", "what", "remedy"))
    assert told["error"]["what"]


def test_the_description_tells_the_shape_of_every_refusal(api):
    told = api.get("/api/openapi.json").json()
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            answers = operation["responses"]
            assert "422" not in answers, (method, path)
            assert answers["4XX"]["content"]["application/json"]["schema"]["$ref"].endswith(
                "/Refusal"
            )


def schema_of(client):
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    return schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())


def known(client, case, chance):
    """Half of the cases speak of what exists: at random nothing would ever be found."""
    where = client.document
    there = {"forum": where.forum, "meeting": where.meeting, "item": where.item}
    there |= {
        "name": chance.choice(["open", "closed"]),
        "round": chance.choice(["open", "closed", ""]),
    }
    there |= {
        "unit": chance.choice(client.units),
        "documents": [str(where)],
        "under": str(where),
        "refs": [client.finding],
    }
    for sent in (case.path_parameters, case.query, case.body):
        if isinstance(sent, dict):
            sent.update({key: there[key] for key in sent if key in there})


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_the_api_survives_whatever_its_own_description_allows_and_forbids(api, mode):
    from schemathesis import GenerationMode

    found = [result.ok() for result in schema_of(api).get_all_operations()]
    described = {(one.method.upper(), one.path) for one in found}
    assert described == {route for route in every_route(api.app) if route[1].startswith("/api/")}
    refused = taken = 0
    for operation in found:

        @settings(
            max_examples=15, deadline=None, database=None, derandomize=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(
            case=operation.as_strategy(generation_mode=GenerationMode(mode)), seed=st.integers(0, 9)
        )
        def holds(case, seed):
            nonlocal refused, taken
            if seed % 2:
                known(api, case, random.Random(seed))
            asked = case.as_transport_kwargs(base_url="http://testserver")
            asked["headers"] = {**dict(asked.get("headers") or {}), **api.headers}
            asked = {k: v for k, v in asked.items() if k in SENT and v is not None}
            if isinstance(asked.get("data"), (bytes, str)):
                asked["content"] = asked.pop("data")
            answer = api.request(**asked)
            check(answer)
            refused, taken = refused + answer.is_client_error, taken + answer.is_success

        with contextlib.suppress(
            Unsatisfiable
        ):  # nothing can be sent wrongly where nothing is sent
            holds()
    assert refused and (taken or mode == "negative"), "too few cases to mean anything"


SENT = {"method", "url", "params", "json", "data", "headers"}


# -- what no generator thinks of -------------------------------------------------------

WORDS = [
    "\0", "a\0b", "\ud800", "\udfff" * 3, "\U0001f9ff" * 30, "\u202e\u200b", "%00", "../../etc/passwd",
    "' OR 1=1 --", "<script>alert(1)</script>", "9" * 5000, "-1", "1e400", "NaN", "\r\nSet-Cookie: a=b",
    "g7/2026/statement#" + "9" * 400 + "-" + "9" * 401, "g7/2026/C" + "9" * 5000, "x" * 70_000, "{}", "\n" * 50,
]  # fmt: skip
VALUES = [
    *WORDS,
    None,
    True,
    0,
    -1,
    2**70,
    1e308,
    [],
    {},
    [[]],
    {"a": {"\0": "\ud800"}},
    ["\ud800"],
]


def bodies(api):
    """A body that fits, for every verb that takes one."""
    unit, document = api.units[2], str(api.document)
    part = {"start": 0, "end": 1, "parties": ["CA"], "deadline": "2030", "quantity": "two"}
    return {
        "/api/codes": {"unit": unit, "label": "commitment", "parts": [part], "note": "n", "round": "open",
                       "key": "k", "saw": 0, "twins": [unit]},
        "/api/steps": {"verdict": "undo", "round": "open", "key": "k"},
        "/api/rounds": {"title": "t", "documents": [document], "coders": ["lea"], "overlap": 1, "machine": False},
        "/api/rounds/closed/adjudications": {"unit": unit, "label": "none", "parts": [part], "reason": "r",
                                             "key": "k", "saw": 0},
        "/api/findings": {"refs": [api.finding], "verdict": "accept", "changes": {"rung": "result"}, "reason": "r"},
        "/api/scores": {"ref": "g7/2026/C001/CA@final", "value": "+1", "reason": "r", "round": "", "scale": "compliance",
                        "saw": 0},
    }  # fmt: skip


def spoiled(value):
    """Every way in which one place of a body can hold something else."""
    yield from VALUES
    if isinstance(value, dict):
        for name, one in value.items():
            yield from ({**value, name: bad} for bad in spoiled(one))
    elif isinstance(value, list):
        for one in value:
            yield from ([bad] for bad in spoiled(one))


def test_no_field_of_any_body_can_make_it_fail(api):
    paths = {p for m, p in every_route(api.app) if m == "POST" and p.startswith("/api/")}
    known = bodies(api)
    without = {"/api/rounds/{name}/close", "/api/rounds/{name}/settle"}
    assert {p.replace("closed", "{name}") for p in known} | without == paths
    for path, body in known.items():
        for bad in spoiled(body):
            # Half a letter cannot be sent as UTF-8, but JSON has a way to write it.
            check(
                api.post(
                    path, content=json.dumps(bad), headers={"Content-Type": "application/json"}
                )
            )


def test_no_address_and_no_query_can_make_it_fail(api):
    for path, fields in QUERIES.items():
        for field in fields:
            for bad in WORDS[:16]:
                check(api.get(path, params={field: bad.encode("utf-8", "replace").decode()}))
    for raw in (
        "%00",
        "%ff%fe",
        "a%2F..%2F..",
        "%F0%9F%A7%BF",
        "9" * 3000,
        "a%23" + "9" * 5000 + "-1",
        "%ED%A0%80",
    ):
        for path in (f"/api/documents/g7/2026/{raw}", f"/api/rounds/{raw}", f"/api/{raw}",
                     f"/api/documents/{raw}/x/y", f"/api/rounds/{raw}/disputes"):  # fmt: skip
            check(api.get(path))


QUERIES = {
    "/api/documents": ["after", "limit"],
    "/api/queue": ["order", "under", "round", "after", "limit"],
    "/api/log": ["round", "after", "limit"],
    "/api/rounds": ["after", "limit"],
    "/api/rounds/closed/disputes": ["after", "limit"],
    "/api/findings": ["under", "status", "after", "limit"],
}


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 422),
        (b"", "application/json", 422),
        (b"\xff\xfe{}", "application/json", 400),
        (b'{"unit": "\xc3\x28"}', "application/json", 400),
        (b"[" * 200_000, "application/json", 400),
        (b'{"unit": ' + b"9" * 9000 + b"}", "application/json", 422),
        (b'{"unit": "a", "unit": "b"}', "application/json", 422),
        (b"unit=a&label=none", "application/x-www-form-urlencoded", 422),
        (b"<a/>", "application/xml", 422),
        (b'{"unit": "' + b"x" * BODY_BYTES + b'"}', "application/json", 413),
    ],
)  # fmt: skip
def test_a_body_that_is_none_is_refused_in_the_one_shape(api, content, kind, status):
    for path in bodies(api):
        answer = api.post(path, content=content, headers={"Content-Type": kind})
        check(answer)
        assert answer.status_code in (status, 400, 422), (
            path,
            answer.status_code,
            answer.text[:200],
        )
    assert status != 413 or answer.status_code == 413


def test_a_body_that_lies_about_its_length_is_counted_as_it_comes(api):
    def endless():
        for _ in range(BODY_BYTES // 1000 + 2):
            yield b"x" * 1000

    answer = api.post("/api/codes", content=endless(), headers={"Content-Type": "application/json"})
    check(answer)
    assert answer.status_code == 413 and answer.json()["error"]["code"] == "too-large"


def test_what_is_not_there_and_what_cannot_be_done_are_told_in_the_one_shape(api):
    for method in ("DELETE", "PUT", "PATCH", "POST", "OPTIONS"):
        for path in ("/api/me", "/api/documents", "/api/nothing", "/api/"):
            answer = api.request(method, path)
            check(answer)
            assert answer.status_code in (404, 405), (method, path)
    for path in ("/api/", "/api/nothing", "/api/documents/", "/api//documents", "/api/documents/a"):
        answer = api.get(path)
        check(answer)
        assert answer.status_code == 404, path
    assert api.get("/api/documents", headers={"Authorization": "Basic eDp5"}).status_code == 401
    check(api.get("/api/documents", headers={"Authorization": "Bearer \xff".encode("latin-1")}))


def test_a_fault_of_the_servers_own_is_told_without_its_inside(api, monkeypatch):
    from aftersummit.project.coding import Coding

    monkeypatch.setattr(Coding, "documents", lambda *_, **__: 1 / 0)
    quiet = TestClient(api.app, headers=api.headers, raise_server_exceptions=False)
    answer = quiet.get("/api/documents")
    assert answer.status_code == 500 and set(answer.json()) == {"error"}
    assert "ZeroDivision" not in answer.text


LISTS = {
    "/api/documents": "documents",
    "/api/queue": "waiting",
    "/api/log": "codes",
    "/api/rounds": "rounds",
    "/api/rounds/closed/disputes": "disputes",
    "/api/findings": "findings",
}


@pytest.mark.parametrize("path", LISTS)
def test_every_list_comes_in_pages_and_is_not_sent_twice(api, path):
    assert set(LISTS) == set(QUERIES)
    whole = api.get(path)
    assert whole.json()["next"] is None
    for tag in (whole.headers["etag"], f'W/{whole.headers["etag"]}, "x"', "*"):
        assert api.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert api.get(path, headers={"If-None-Match": '"x"'}).status_code == 200
    seen, after = [], None
    while after is not None or not seen:
        page = api.get(path, params={"limit": 1} | ({"after": after} if after else {})).json()
        seen += page[LISTS[path]]
        after = page["next"]
        if not page[LISTS[path]]:
            break
    assert seen == whole.json()[LISTS[path]]


# -- forms ----------------------------------------------------------------------------


def test_no_form_can_make_a_page_fail(api, tmp_path):
    with make_project(tmp_path / "p", Settings(meeting="g7/2026")) as project:
        (tmp_path / "statement.txt").write_text(TEXT, "utf-8")
        project.add([str(tmp_path / "statement.txt")])
        me = TestClient(application(project), follow_redirects=False)
        token = re.search(r'name="token" value="(\w+)"', me.get("/work/rounds").text)[1]
        fields = ("name", "role", "what", "title", "document", "coder", "overlap", "unit", "at", "label", "reason",
                  "key", "saw", "as", "ref", "under", "value", "round", "scale", "password", "stance", "rung")  # fmt: skip
        for method, path in sorted(every_route(me.app)):
            where = re.sub(r"\{[^}]+\}", "x", path)
            if not path.startswith("/work/") or method == "GET":
                continue
            for bad in (
                "\0",
                "\ud800",
                "9" * 5000,
                "abc",
                "-1",
                "<b>",
                "g7/2026/C001/CA@final",
                "",
            ):
                sent = {name: bad.encode("utf-8", "replace") for name in fields}
                answer = me.post(where, data={**sent, "token": token})
                assert answer.status_code < 500, (where, bad[:9], answer.text)
        many = me.post("/work/rounds", content=b"a=1&" * 3000)
        huge = me.post("/work/rounds", content=b"a=" + b"x" * 300_000)
        assert (many.status_code, huge.status_code) == (413, 413)
        assert me.post("/work/people", content=b"a=%00&token=" + token.encode()).status_code == 400


def test_no_query_can_make_a_page_fail(api, tmp_path):
    with make_project(tmp_path / "p", Settings(meeting="g7/2026")) as project:
        me = TestClient(application(project), follow_redirects=False)
        for method, path in sorted(every_route(me.app)):
            if method != "GET" or not path.startswith("/work/"):
                continue
            where = re.sub(r"\{[^}]+\}", "x", path)
            for value in ("\0", "9" * 5000, "-1", "g7/2026/C001/CA@final", "x" * 20_000):
                for field in ("under", "after", "at", "before", "round", "order", "lang", "open"):
                    answer = me.get(where, params={field: value})
                    assert answer.status_code < 500, (where, field, value[:9])
