"""Many coders at once: ``python -m benchmarks.workbench [--coders 50 --each 200 --think 1.0]``.

A server of its own (SQLite in a folder, or PostgreSQL with ``--store``), one client a coder, all
coding one blind round. In the middle the server is killed without warning and started again;
clients send what was not confirmed once more, as the browser's outbox does. At the end the log is
compared line by line with what the clients were told.

Beside the latency stand the server's own processor seconds and the machine's load: on a machine
that is busy with other work a latency says as much of that work as of the server.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx
import numpy as np

from aftersummit.project import Settings, make_project
from benchmarks.coded import GOLD

SERVER = """
import sys, uvicorn
from aftersummit.project import open_project
from aftersummit.server import application
uvicorn.run(application(open_project(sys.argv[1])), port=int(sys.argv[2]), log_level="error")
"""


class Client(threading.Thread):
    """One coder: codes unit after unit, thinks in between, sends again what was not confirmed."""

    def __init__(self, base: str, name: str, token: str, units: list[str], think: float) -> None:
        super().__init__()
        self.base, self.coder, self.think = base, name, think
        self.token, self.units = token, units
        self.told: dict[str, str] = {}
        self.took: list[float] = []
        self.again = 0

    def run(self) -> None:
        chance = random.Random(self.coder)
        with httpx.Client(
            base_url=self.base, headers={"Authorization": f"Bearer {self.token}"}, timeout=30
        ) as http:
            for number, unit in enumerate(self.units):
                time.sleep(chance.uniform(0.5, 1.5) * self.think)
                label = chance.choice(["none", "stance", "call", "commitment"])
                key = f"{self.coder.replace(' ', '')}-{number}"
                body = {"unit": unit, "label": label, "round": "load", "key": key, "saw": 0}
                self.send(http, body)

    def send(self, http: httpx.Client, body: dict[str, object]) -> None:
        while True:
            began = time.perf_counter()
            try:
                answer = http.post("/api/codes", json=body)
                if answer.status_code == 201:
                    self.took.append(time.perf_counter() - began)
                    self.told[str(body["unit"])] = str(body["label"])
                    return
                raise SystemExit(f"refused: {answer.text}")
            except httpx.TransportError:
                self.again += 1
                time.sleep(0.3)


def processor(process: subprocess.Popen[bytes]) -> float:
    """Processor seconds that a running process has used, its own and the system's for it."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers."""
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(folder), str(port)])
    for _ in range(300):
        try:
            httpx.get(f"http://127.0.0.1:{port}/work/signin")
            return process
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def prepare(folder: Path, store: str, coders: int) -> tuple[dict[str, str], list[str]]:
    """A project with one long text, a round for all coders, and a session for each."""
    settings = Settings(meeting="gold/all", coder="lead", store=store)
    with make_project(folder, settings) as project:
        longest = max((GOLD / "texts").glob("*.txt"), key=lambda path: path.stat().st_size)
        project.add([str(longest)])
        ref = next(iter(project.list("document"))).ref
        names = [f"coder {n}" for n in range(coders)]
        project.team.invite("lead", "admin", by="benchmark")
        tokens = {}
        for name in names:
            project.team.invite(name, "coder", by="benchmark")
            tokens[name] = project.team.open_session(name)
        project.coding.rounds.open("Load", [ref], names, lead="lead")
        units = project.coding.document(ref, round="load", coder=names[0]).view.units
        return tokens, [str(unit.ref) for unit in units]


def main() -> None:
    """Run the load and print latency and losses."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--coders", type=int, default=10)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--think", type=float, default=1.0, help="mean seconds between decisions")
    parser.add_argument("--store", default="", help="postgresql://... in place of SQLite")
    parser.add_argument("--no-kill", action="store_true")
    given = parser.parse_args(sys.argv[1:])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "p"
        tokens, units = prepare(folder, given.store, given.coders)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = start(folder, port)
        base = f"http://127.0.0.1:{port}"
        used = -processor(server)
        clients = [
            Client(base, name, token, units[: given.each], given.think)
            for name, token in tokens.items()
        ]
        began = time.perf_counter()
        for client in clients:
            client.start()
        if not given.no_kill:
            time.sleep(given.each * given.think / 2)
            used += processor(server)
            os.kill(server.pid, signal.SIGKILL)
            server.wait()
            server = start(folder, port)
            used -= processor(server)
        for client in clients:
            client.join()
        took = time.perf_counter() - began
        used += processor(server)
        server.terminate()
        server.wait()
        report(folder, given.store, clients, took)
        decisions = sum(len(client.took) for client in clients)
        print(f"server: {used / decisions * 1000:.1f} ms of processor a decision, "
              f"{used / took:.0%} of one core; load of the machine {os.getloadavg()[0]:.1f} on "
              f"{os.cpu_count()} cores")  # fmt: skip


def report(folder: Path, store: str, clients: list[Client], took: float) -> None:
    """Compare the log with what the clients were told, and print."""
    from aftersummit.project import open_project

    with open_project(folder) as project:
        project.coding.rounds.close("load", lead="lead")
        log = [code for code in project.coding.log(round="load") if code.verdict == "code"]
    kept = {(code.coder, str(code.unit)): code.label for code in log}
    told = {(c.coder, unit): label for c in clients for unit, label in c.told.items()}
    times = np.array([one for client in clients for one in client.took]) * 1000
    print(f"{'PostgreSQL' if store else 'SQLite'}: {len(clients)} coders, {len(told)} decisions, "
          f"{took:.0f} s, {len(told) / took:.0f} a second")  # fmt: skip
    print(f"latency ms: median {np.median(times):.0f}, p95 {np.quantile(times, 0.95):.0f}, "
          f"worst {times.max():.0f}")  # fmt: skip
    print(f"sent again {sum(c.again for c in clients)}, lost {len(set(told) - set(kept))}, "
          f"doubled {len(log) - len(kept)}, "
          f"different {sum(kept.get(k) != v for k, v in told.items())}")  # fmt: skip


if __name__ == "__main__":
    main()
