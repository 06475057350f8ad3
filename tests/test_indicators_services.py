"""Publishers' interfaces, played by a server on this machine: pages, pauses, faults, kept answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from aftersummit.documents import FetchPolicy, fetch
from aftersummit.errors import NotFound, OutsideError, UserError
from aftersummit.indicators import services
from aftersummit.indicators.design import Design
from aftersummit.indicators.faults import MalformedSeries
from aftersummit.indicators.its import interrupt
from aftersummit.indicators.services import Asking, socrata, worldbank
from aftersummit.model import Ref
from aftersummit.project import make_project
from aftersummit.project.series_files import Reading

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August")
MONTHS += ("September", "October", "November", "December")


@dataclass
class Server:
    """What the server answers, by path, and what it was asked."""

    base: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    fail: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def ask(self, folder: Path | None = None, **more: Any) -> Asking:
        policy = FetchPolicy(allow_private=True, timeout_s=5, total_s=10)
        return Asking(lambda url: fetch(url, policy).data, folder, sleep=lambda s: None, **more)


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            state.asked.append(self.path)
            status = state.fail.pop(0) if state.fail else 200
            parts = urlsplit(self.path)
            query = {k: v[0] for k, v in parse_qs(parts.query).items()}
            found = state.answers.get(unquote(parts.path))
            body = found(query) if callable(found) else found
            if body is None:
                status, body = (404 if status == 200 else status), "nothing here"
            data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    state.base = f"http://127.0.0.1:{httpd.server_port}"
    yield state
    httpd.shutdown()
    httpd.server_close()


def cdc(server: Server) -> None:
    """Two years of two states on the portal, in pages as they are asked for."""
    rows = [
        {"state_name": state, "year": str(year), "month": month, "indicator": "All drugs",
         "data_value": str(1000 + 12 * (year - 2022) + i), "period": "12 month-ending"}
        for state in ("Ohio", "Texas")
        for year in (2022, 2023)
        for i, month in enumerate(MONTHS)
    ]  # fmt: skip

    rows.append({**rows[0], "indicator": "Percent with drugs specified", "data_value": "97.5"})

    def page(query: dict[str, str]) -> list[dict[str, str]]:
        assert query["$order"] == ":id"
        first = int(query["$offset"])
        return rows[first : first + int(query["$limit"])]

    server.answers["/api/views/xkb8-kh2a.json"] = {
        "name": "VSRR", "attribution": "NCHS", "rowsUpdatedAt": 1705276800,
        "license": {"name": "Public Domain"},
    }  # fmt: skip
    server.answers["/resource/xkb8-kh2a.json"] = page


def test_a_portals_pages_are_put_together_in_a_fixed_order(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socrata, "PAGE", 13)
    cdc(server)
    answer = services.service("cdc").read(server.ask(), "xkb8-kh2a", {}, server.base)
    (cube,) = answer.cubes
    series = cube.series(state="Ohio", drug="All drugs")
    assert len(series.observations) == 24 and series.observations[-1].value == 1023
    assert cube.values("drug") == ["All drugs"]
    assert series.vintage == "2024-01-15" and series.publisher == "NCHS"
    assert [path for path in server.asked if "offset" in path][-1].find("offset=39") > 0
    assert len(server.asked) == 1 + 4


def test_the_portals_rolling_sums_stay_rolling_and_are_not_added_over_states(
    server: Server,
) -> None:
    cdc(server)
    (cube,) = services.service("cdc").read(server.ask(), "xkb8-kh2a", {}, server.base).cubes
    with pytest.raises(UserError, match="cannot be added over state"):
        cube.series(drug="All drugs")
    series = cube.series(state="Texas", drug="All drugs")
    assert {o.status for o in series.observations} == {"rolling"}
    with pytest.raises(UserError, match="rolling sum"):
        interrupt(series, "2023-01", Design())


def test_another_dataset_of_a_portal_is_read_through_named_columns(server: Server) -> None:
    server.answers["/api/views/abcd-1234.json"] = {"name": "Counts"}
    server.answers["/resource/abcd-1234.json"] = [
        {"when": "2023-01-01T00:00:00.000", "n": "5", "where": "A"},
        {"when": "2023-02-01T00:00:00.000", "n": "7", "where": "A"},
    ]
    columns = {"period": "when", "value": "n", "unit": "cases", "dim.place": "where"}
    key = "portal.example/abcd-1234"
    (cube,) = services.service("socrata").read(server.ask(), key, columns, server.base).cubes
    assert [o.period for o in cube.series(place="A").observations] == ["2023-01", "2023-02"]


def test_a_portal_that_refuses_a_question_is_quoted(server: Server) -> None:
    server.answers["/api/views/xkb8-kh2a.json"] = {"name": "VSRR"}
    server.answers["/resource/xkb8-kh2a.json"] = {"error": True, "message": "No such column: sate"}
    with pytest.raises(OutsideError, match="No such column: sate"):
        services.service("cdc").read(server.ask(), "xkb8-kh2a", {"where": "sate='x'"}, server.base)
    with pytest.raises(UserError, match="write its id like"):
        services.service("cdc").read(server.ask(), "overdoses", {}, server.base)


def bank(server: Server, rows: list[dict[str, Any]], total: int | None = None) -> None:
    def page(query: dict[str, str]) -> list[Any]:
        size, number = int(worldbank.PAGE), int(query["page"])
        pages = -(-len(rows) // size)
        head = {"page": number, "pages": pages, "per_page": str(size), "lastupdated": "2024-02-21"}
        return [
            {**head, "total": len(rows) if total is None else total},
            rows[(number - 1) * size : number * size],
        ]

    server.answers["/country/MEX;CAN/indicator/SP.POP.TOTL"] = page


def bank_rows() -> list[dict[str, Any]]:
    return [
        {"indicator": {"id": "SP.POP.TOTL", "value": "Population, total (persons)"},
         "country": {"id": code[:2], "value": code}, "countryiso3code": code, "date": str(year),
         "value": None if year == 2023 else 1000 * year, "unit": ""}
        for code in ("MEX", "CAN")
        for year in range(2023, 2010, -1)
    ]  # fmt: skip


def test_the_world_banks_pages_become_one_series_a_country(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worldbank, "PAGE", "10")
    bank(server, bank_rows())
    read = services.service("worldbank").read
    (cube,) = read(server.ask(), "MEX;CAN/SP.POP.TOTL", {}, server.base).cubes
    assert len(server.asked) == 3
    series = cube.series(country="MEX")
    assert [o.period for o in series.observations][:2] == ["2011", "2012"]
    assert series.observations[-1].period == "2022"
    assert (series.unit, series.vintage, series.licence) == ("persons", "2024-02-21", "CC BY 4.0")
    with pytest.raises(UserError, match="cannot be added over country"):
        cube.series()


def test_the_world_banks_faults_and_short_answers_are_told(server: Server) -> None:
    read = services.service("worldbank").read
    message = [{"message": [{"id": "120", "key": "Invalid value", "value": "not valid"}]}]
    server.answers["/country/XX/indicator/SP.POP.TOTL"] = message
    with pytest.raises(UserError, match="not valid"):
        read(server.ask(), "XX/SP.POP.TOTL", {}, server.base)
    bank(server, bank_rows(), total=99)
    with pytest.raises(OutsideError, match="announced 99 rows"):
        read(server.ask(), "MEX;CAN/SP.POP.TOTL", {}, server.base)
    rows = bank_rows()
    rows[5]["value"] = None
    bank(server, rows)
    (cube,) = read(server.ask(), "MEX;CAN/SP.POP.TOTL", {}, server.base).cubes
    with pytest.raises(MalformedSeries, match="nothing stands for 2018"):
        cube.series(country="MEX")
    with pytest.raises(UserError, match="write it like"):
        read(server.ask(), "MEX", {}, server.base)


SDMX = (
    "DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE,UNIT_MULT\n"
    "OECD:X(1.0),Q,MEX,2023-Q1,1.5,A,USD,6\n"
    "OECD:X(1.0),Q,MEX,2023-Q2,1.7,P,USD,6\n"
    "OECD:X(1.0),Q,CAN,2023-Q1,2.5,B,USD,6\n"
    "OECD:X(1.0),Q,CAN,2023-Q2,,M,USD,6\n"
    "OECD:X(1.0),A,MEX,2022,7.5,E,USD,6\n"
)


def test_sdmx_tables_keep_frequencies_units_and_flags_apart(server: Server) -> None:
    server.answers["/X/Q.MEX"] = SDMX
    answer = services.service("oecd").read(
        server.ask(), "X/Q.MEX", {"startPeriod": "2023-01"}, server.base
    )
    quarterly, yearly = answer.cubes
    series = quarterly.series(REF_AREA="MEX")
    assert [(o.period, o.value, o.status) for o in series.observations] == [
        ("2023-33", 1.5, "final"),
        ("2023-34", 1.7, "provisional"),
    ]
    assert series.unit == "million USD"
    assert quarterly.series(REF_AREA="CAN").observations[0].note == "break in the series"
    assert yearly.series().observations[0].status == "estimated"
    assert "startPeriod=2023-01" in server.asked[0] and "format=csvfile" in server.asked[0]


def test_what_is_no_sdmx_table_is_refused(server: Server) -> None:
    server.answers["/X"] = "<html>maintenance</html>"
    with pytest.raises(OutsideError, match="something else than SDMX-CSV"):
        services.service("ecb").read(server.ask(), "X", {}, server.base)
    server.answers["/Y"] = SDMX.replace("1.7", "many")
    with pytest.raises(MalformedSeries, match="line 3, column OBS_VALUE"):
        services.service("eurostat").read(server.ask(), "Y", {}, server.base)
    with pytest.raises(NotFound, match="choose among"):
        services.service("imf")


def test_a_busy_server_is_asked_again_and_an_absent_page_is_not(server: Server) -> None:
    server.answers["/X"] = SDMX
    server.fail = [429, 503]
    assert services.service("oecd").read(server.ask(), "X", {}, server.base).cubes
    assert len(server.asked) == 3
    server.asked.clear()
    with pytest.raises(OutsideError, match="no such page"):
        services.service("oecd").read(server.ask(), "Z", {}, server.base)
    assert len(server.asked) == 1
    server.fail = [503] * 9
    with pytest.raises(OutsideError, match="status 503"):
        services.service("oecd").read(server.ask(attempts=3), "X", {}, server.base)
    assert len(server.asked) == 1 + 3


def test_an_answer_is_kept_for_a_while(server: Server, tmp_path: Path) -> None:
    server.answers["/X"] = SDMX
    for _ in range(2):
        services.service("oecd").read(server.ask(tmp_path), "X", {}, server.base)
    assert len(server.asked) == 1
    services.service("oecd").read(server.ask(tmp_path, keep_s=0.0), "X", {}, server.base)
    assert len(server.asked) == 2
    assert [path.name[0] != "." for path in tmp_path.iterdir()] == [True]


def test_a_fetched_series_is_kept_with_its_bytes_and_its_vintage(
    server: Server, tmp_path: Path
) -> None:
    bank(server, bank_rows())
    policy = FetchPolicy(allow_private=True)
    with make_project(tmp_path / "p") as project:
        reading = Reading(picks={"country": ("MEX",)}, slug="mx-people")
        _, kept = project.indicators.fetch(
            "worldbank", "MEX;CAN/SP.POP.TOTL", reading, policy=policy, base=server.base
        )
        assert kept[0].state == "new" and kept[0].series.vintage == "2024-02-21"
        (source,) = project.list("source")
        assert source.address.startswith(server.base)
        with pytest.raises(NotFound):
            project.indicators.series(Ref.parse("series/mx-people"), as_of="2024-01-01")
        # Without leave, a server on this machine is not asked at all.
        before = len(server.asked)
        with pytest.raises(UserError, match="local address"):
            project.indicators.fetch("worldbank", "CAN/SP.POP.TOTL", reading, base=server.base)
        assert len(server.asked) == before


def test_a_file_behind_an_address_is_read_like_one_on_the_disk(
    server: Server, tmp_path: Path
) -> None:
    lines = [f"{2012 + i},{100 + i},Ohio" for i in range(10)]
    server.answers["/files/deaths.csv"] = "\n".join(["year,deaths,state", *lines]) + "\n"
    columns = {"value": "deaths", "period": "year", "unit": "deaths", "dim.state": "state"}
    reading = Reading(columns=columns, picks={"state": ("Ohio",)}, slug="ohio")
    address = f"{server.base}/files/deaths.csv?version=2"
    with make_project(tmp_path / "p") as project:
        kept = project.indicators.add(address, reading, policy=FetchPolicy(allow_private=True))
        assert len(kept[0].series.observations) == 10
        (source,) = project.list("source")
        assert (source.name, source.address) == ("deaths.csv", address)
        with pytest.raises(UserError, match="local address"):
            project.indicators.add(address, reading)
