"""What was kept leaves as WARC that others can replay, and opens when its address is dead."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from aftersummit.documents import Fetched
from aftersummit.errors import NotFound, UserError
from aftersummit.model import Ref
from aftersummit.project import make_project
from aftersummit.project.adding import Given, _Adding

PAGE = b"<html><body><h1>Readout</h1><p>The committee met in Ottawa on Tuesday.</p></body></html>"


@pytest.fixture
def project(tmp_path: Path):
    lines = [
        {"text": f"Statement {n} about rivers.", "title": f"S {n}", "date": "2023-05-01",
         "url": f"https://gov.example/statements/{n}"}
        for n in range(3)
    ]  # fmt: skip
    (tmp_path / "stream.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    (tmp_path / "note.txt").write_text("A note that nobody put on the web.", "utf-8")
    with make_project(tmp_path / "p") as project:
        project.load_bundled("nals")
        project.add([str(tmp_path / "stream.jsonl"), str(tmp_path / "note.txt")])
        adding = _Adding(project._store, Given(), None, lambda *_: None)
        adding.page(
            Fetched(PAGE, "https://gov.example/readout", "https://gov.example/r?id=1",
                    "text/html", {}, "2024-02-08T10:00:00+00:00")
        )  # fmt: skip
        adding.confirm()
        yield project


def records(path: Path) -> list[tuple[str, str, bytes, dict[str, str]]]:
    with path.open("rb") as stream:
        return [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI") or "", r.content_stream().read(),
             dict(r.rec_headers.headers))
            for r in ArchiveIterator(stream, check_digests="raise")
        ]  # fmt: skip


def test_every_source_leaves_with_its_bytes_address_and_day(project, tmp_path):
    report = project.archive.export(tmp_path / "all.warc.gz")
    assert (report.sources, report.texts, report.missing) == (3, 3, ())
    first, *rest = records(tmp_path / "all.warc.gz")
    assert first[0] == "warcinfo"
    by_address = {address: (kind, data, headers) for kind, address, data, headers in rest}
    kind, data, headers = by_address["https://gov.example/readout"]
    assert (kind, data, headers["WARC-Date"]) == ("resource", PAGE, "2024-02-08T10:00:00Z")
    assert by_address["https://gov.example/r?id=1"][1] == PAGE
    kind, data, headers = by_address["https://gov.example/statements/1"]
    assert (kind, data) == ("conversion", b"Statement 1 about rivers.")
    assert headers["WARC-Refers-To"] in {h["WARC-Record-ID"] for _, _, h in by_address.values()}
    sources = {s.sha256 for s in project.list("source")}
    kept = {
        hashlib.sha256(data).hexdigest()
        for kind, data, _ in by_address.values()
        if kind == "resource"
    }
    assert kept == sources


def test_the_same_project_gives_the_same_file(project, tmp_path):
    project.archive.export(tmp_path / "one.warc.gz")
    project.archive.export(tmp_path / "two.warc.gz")
    assert (tmp_path / "one.warc.gz").read_bytes() == (tmp_path / "two.warc.gz").read_bytes()


def test_only_what_is_cited_can_leave(project, tmp_path):
    (readout,) = [d for d in project.list("document") if d.title == "Readout"]
    text = project.text(readout.ref)
    project.add_evidence(
        Ref.parse("nals/2023/C038"),
        passage=Ref.parse(f"{readout.ref}#0-{len(text)}"),
        date="2024-02-07",
        actors=("CA",),
        coder="ana",
    )
    report = project.archive.export(tmp_path / "cited.warc", cited=True)
    assert (report.sources, report.texts) == (1, 0)


def test_a_source_that_is_gone_is_named_and_the_rest_leaves(project, tmp_path):
    gone = next(s for s in project.list("source") if s.name == "note.txt")
    (project.folder / "sources" / gone.sha256).unlink()
    report = project.archive.export(tmp_path / "all.warc")
    assert (report.sources, report.missing) == (2, (gone.sha256,))


@pytest.mark.parametrize("address", ["https://gov.example/readout/", "http://gov.example/r?id=1"])
def test_a_dead_address_still_opens(project, address):
    found = project.archive.open(address)
    assert found.path.read_bytes() == PAGE


def test_a_text_of_many_opens_by_its_own_address(project):
    found = project.archive.open("https://gov.example/statements/2")
    assert found.document.text == "Statement 2 about rivers."


def test_what_was_never_kept_is_said(project, tmp_path):
    with pytest.raises(NotFound, match="nothing from"):
        project.archive.open("https://gov.example/other")
    with pytest.raises(UserError, match=r"archive\.warc\.gz"):
        project.archive.export(tmp_path / "archive.zip")
