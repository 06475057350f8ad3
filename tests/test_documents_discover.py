"""Files are found in order, once each, and what is not there is on record."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aftersummit.documents import discover
from aftersummit.model import Problem


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "b.md",
        "a.txt",
        "sub/c.pdf",
        "sub/deep/d.jsonl.gz",
        ".hidden.md",
        ".git/e.md",
        "logo.png",
        "x.tar.gz",
        "noend",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def names(found: list[Path | Problem], root: Path) -> list[str]:
    return [str(one.relative_to(root)) for one in found if isinstance(one, Path)]


def test_a_folder_is_walked_in_order_and_no_documents_are_counted(tree: Path) -> None:
    walk = discover([tree])
    assert names(list(walk), tree) == ["a.txt", "b.md", "noend", "sub/c.pdf", "sub/deep/d.jsonl.gz"]
    assert walk.skipped == {"hidden": 2, ".png": 1, ".gz": 1}


def test_patterns_files_and_folders_together_give_each_file_once(tree: Path) -> None:
    found = list(discover([f"{tree}/*.md", tree / "b.md", f"{tree}/**/*.pdf", tree / "sub"]))
    assert names(found, tree) == ["b.md", "sub/c.pdf", "sub/deep/d.jsonl.gz"]


def test_a_file_that_is_named_is_taken_whatever_it_is_called(tree: Path) -> None:
    assert names(list(discover([tree / "logo.png", tree / ".hidden.md"])), tree) == [
        "logo.png",
        ".hidden.md",
    ]


def test_what_is_not_there_is_a_problem_and_the_rest_goes_on(tree: Path) -> None:
    found = list(discover([tree / "none.md", f"{tree}/*.docx", tree / "a.txt"]))
    assert [one.code for one in found if isinstance(one, Problem)] == [
        "file-vanished",
        "pattern-empty",
    ]
    assert names(found, tree) == ["a.txt"]


def test_a_name_with_brackets_is_a_file_first(tree: Path) -> None:
    (tree / "draft[1].md").write_text("x")
    assert names(list(discover([tree / "draft[1].md"])), tree) == ["draft[1].md"]


def test_links_in_a_circle_end_where_they_close(tree: Path) -> None:
    (tree / "sub" / "back").symlink_to(tree, target_is_directory=True)
    (tree / "sub" / "self").symlink_to("self")
    (tree / "twin.md").symlink_to(tree / "b.md")
    walk = discover([tree])
    found = list(walk)
    assert names(found, tree) == ["a.txt", "b.md", "noend", "sub/c.pdf", "sub/deep/d.jsonl.gz"]
    assert walk.skipped["folder loop"] == 1
    assert [one.where for one in found if isinstance(one, Problem)] == [str(tree / "sub" / "self")]


def test_pipes_and_devices_are_not_opened(tree: Path) -> None:
    os.mkfifo(tree / "pipe.md")
    (problem,) = [one for one in discover([tree]) if isinstance(one, Problem)]
    assert problem.code == "not-a-file"
