"""Screening resumes where it was cut off, and afterwards looks only at what is new."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

from aftersummit.evidence import Journal, Subject, screen
from aftersummit.model import Commitment, Document, Ref
from aftersummit.retrieval import Index

THEMES = ["fentanyl", "hydrogen", "semiconductor", "methane", "asylum", "buses"]


def document(number: int, theme: str) -> Document:
    text = f"Ministers of Canada and Mexico launched a joint {theme} programme, number {number}."
    return Document(
        f"On {theme}", text=text, source="b" * 64, member=number, date="2023-05-01", issuers=("CA",)
    )


def subjects() -> list[Subject]:
    return [
        Subject(
            Commitment(
                ref=Ref.parse(f"nals/2023/C{number:03d}"),
                title=f"Joint {theme} programme",
                statement=f"Launch a joint {theme} programme.",
                parties=("CA", "MX"),
            ),
            "2023-01-10",
        )
        for number, theme in enumerate(THEMES, 1)
    ]


def indexed(folder: Path) -> Index:
    index = Index(folder)
    index.update([document(number, theme) for number, theme in enumerate(THEMES)])
    return index


def test_every_commitment_is_screened_once_with_progress(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    found = list(screen(indexed(tmp_path), subjects(), progress=lambda a, b: told.append((a, b))))
    assert [s.commitment for s in found] == [s.key for s in subjects()]
    assert told == [(number, 6) for number in range(1, 7)]
    for theme, screening in zip(THEMES, found, strict=True):
        assert theme in screening.findings[0].text


def test_what_is_done_is_passed_over_and_news_are_watched(tmp_path: Path) -> None:
    index = indexed(tmp_path)
    done = {s.commitment: s.batch for s in screen(index, subjects())}
    assert list(screen(index, subjects(), done=done)) == []
    index.update([document(77, "hydrogen")])
    news = list(screen(index, subjects(), done=done))
    assert {s.batch for s in news} == {index.batch}
    keys = {finding.key for s in news for finding in s.findings}
    assert keys == {"b" * 64 + "#77"}


def test_a_journal_gives_back_what_was_recorded(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    found = list(screen(indexed(tmp_path / "index"), subjects()))
    for screening in found:
        journal.record(screening)
    again = Journal(tmp_path / "journal.jsonl")
    assert again.screenings() == found
    assert again.done == {s.commitment: s.batch for s in found}


def test_a_torn_line_is_screened_again(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    index = indexed(tmp_path / "index")
    found = list(screen(index, subjects()))
    for screening in found[:2]:
        journal.record(screening)
    path.write_bytes(path.read_bytes()[:-30])
    again = Journal(path)
    assert list(again.done) == [found[0].commitment]
    for screening in screen(index, subjects(), done=again.done):
        again.record(screening)
    assert Journal(path).screenings() == found


DRIVER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from tests.test_evidence_screen import indexed, subjects
    from aftersummit.evidence import Journal, screen

    folder, stop = Path(sys.argv[1]), int(sys.argv[2])
    journal = Journal(folder / "journal.jsonl")
    for number, found in enumerate(screen(indexed(folder / "index"), subjects(), done=journal.done)):
        if number == stop:
            print("reached", flush=True)
            sys.stdin.read()
        journal.record(found)
    """
)


def test_killed_while_screening_it_resumes_to_the_same_result(tmp_path: Path) -> None:
    command = [sys.executable, "-c", DRIVER, str(tmp_path)]
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        [*command, "3"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"reached\n"
        process.send_signal(signal.SIGKILL)
    assert len(Journal(tmp_path / "journal.jsonl").done) == 3
    subprocess.run([*command, "-1"], check=True, timeout=120, cwd=root)
    whole = list(screen(indexed(tmp_path / "fresh"), subjects()))
    assert Journal(tmp_path / "journal.jsonl").screenings() == whole
