"""`fetch`: official texts from their addresses; one that fails is reported, the rest is lit."""

from __future__ import annotations

import html
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
import yaml

from aftersummit import catalogue, documents
from aftersummit.catalogue.official import official_texts
from aftersummit.documents import FetchPolicy
from aftersummit.model import Ref
from aftersummit.project import make_project


def _as_page(markdown: str) -> str:
    """An official text as its publisher's server would send it."""
    (document,) = documents.read(markdown.encode("utf-8"), "text.md")
    blocks = []
    for block in document.text.split("\n\n"):
        words = html.escape(block)
        blocks.append(f"<li>{words[2:]}</li>" if block.startswith("• ") else f"<p>{words}</p>")
    body = "\n".join(blocks)
    return (
        "<!doctype html><html lang='en'><head><title>T</title></head><body><nav>Home</nav>"
        f"<main><article><h1>{html.escape(document.title)}</h1>{body}</article></main></body></html>"
    )


@pytest.fixture
def server(summits):
    """Serves every official text of the corpus at the path of its public address."""
    pages: dict[str, bytes] = {}
    for path in summits:
        raw = path.read_text("utf-8")
        address = yaml.safe_load(raw.split("---")[1]).get("source_url", "")
        pages[urlsplit(address).path.rstrip("/")] = _as_page(raw).encode("utf-8")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            page = pages.get(urlsplit(self.path).path.rstrip("/"))
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page or b"")))
            self.end_headers()
            self.wfile.write(page or b"")

        def log_message(self, *_):
            """Say nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()


def test_the_official_texts_light_up_the_exact_words(server, tmp_path):
    with make_project(tmp_path / "p") as project:
        project.load_bundled("nals")
        report = project.fetch("nals", policy=FetchPolicy(allow_private=True), base=server)
        states = {str(text.ref): text.state for text in report.texts}
        assert states["nals/2023/declaration"] == "fetched"
        placed = sum(text.placed for text in report.texts if text.state == "fetched")
        places = sum(text.places for text in report.texts if text.state == "fetched")
        assert placed >= 0.98 * places > 100
        lit = [c for c in project.register().commitments if any(p.quote for p in c.passages)]
        assert len(lit) > 80
        for commitment in lit:
            for passage in commitment.passages:
                if passage.quote:
                    assert project.text(passage.document.at(passage.span)) == passage.quote
        again = project.fetch("nals", policy=FetchPolicy(allow_private=True), base=server)
        assert {t.state for t in again.texts if states[str(t.ref)] == "fetched"} == {"held"}
        # Bringing the bundled facts up to date must not put out the light.
        project.load_bundled("nals")
        after = [c for c in project.register().commitments if any(p.quote for p in c.passages)]
        assert len(after) == len(lit)


def test_an_address_that_fails_is_reported_and_the_register_still_works(tmp_path):
    with make_project(tmp_path / "p") as project:
        project.load_bundled("nals")
        policy = FetchPolicy(allow_private=True, total_s=2)
        report = project.fetch("nals", policy=policy, base="http://127.0.0.1:9")
        assert {text.state for text in report.texts} == {"failed"}
        assert all(text.why for text in report.texts)
        assert project.problems()
        assert project.status(Ref.parse("nals/2023/C001")).commitment.title


def test_every_official_text_has_a_public_address():
    for text in official_texts(catalogue.load()):
        assert text.urls and all(url.startswith("https://") for url in text.urls)


def test_adding_the_same_text_as_a_file_lights_it_too(summits, tmp_path):
    (path,) = (p for p in summits if p.name == "2023-01-10-declaration-of-north-america-dna.md")
    with make_project(tmp_path / "p") as project:
        project.load_bundled("nals")
        report = project.add([str(path)])
        assert [str(ref) for ref in report.added] == ["nals/2023/declaration"]
        lit = [c for c in project.register().commitments if any(p.quote for p in c.passages)]
        assert len(lit) > 20
