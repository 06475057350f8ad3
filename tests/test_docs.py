"""The documentation says what the code does."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from docs.generate import HERE, pages

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "aftersummit"


@pytest.mark.parametrize("name", sorted(pages()))
def test_what_is_derived_from_the_code_is_up_to_date(name):
    assert (HERE / name).read_text("utf-8") == pages()[name], "run: make docs"


def test_every_room_is_on_the_architecture_page():
    told = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    for room in SOURCE.iterdir():
        if (room / "__init__.py").is_file():
            assert f"  {room.name}/" in told, room.name


def test_the_floors_on_the_architecture_page_are_those_that_are_checked():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    floors = [layer.replace("(", "").replace(")", "") for layer in contract["layers"]]
    told = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert "\n".join(floors) in told


def test_links_between_the_pages_lead_somewhere():
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} -> {target}"


GROUPS = ("archive", "effect", "evidence", "indicator", "people", "round", "score")


def readme_commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line for line in lines if "aftersummit " in line]


@pytest.mark.parametrize("line", readme_commands())
def test_every_command_of_the_readme_exists_with_its_options(line):
    words = shlex.split(line, comments=True)
    arguments = words[1:]
    depth = 2 if arguments[0] in GROUPS else 1
    told = subprocess.run(
        [sys.executable, "-m", "aftersummit", *arguments[:depth], "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for word in arguments[depth:]:
        if word.startswith("--"):
            assert word in told, f"{word} of {line}"


def test_the_two_commands_are_those_of_the_makefile_and_of_ci():
    targets = (ROOT / "Makefile").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in ("demo", "test"):
        assert f"\n{command}:" in targets
        assert f"```sh\nmake {command}\n```" in readme
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.findall(r"^make .*", ci, re.M) == ["make test"]


def test_a_long_file_says_why_it_is_long():
    for path in SOURCE.rglob("*.py"):
        lines = path.read_text("utf-8").splitlines()
        if len(lines) > 400:
            head = "\n".join(lines[:40]).lower()
            assert "one file" in head, f"{path.name} has {len(lines)} lines and gives no reason"
