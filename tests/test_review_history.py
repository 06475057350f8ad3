"""Undo, redo, the log and "as of" agree after a long time of doing things at random."""

from __future__ import annotations

import pytest

from aftersummit.project import Settings, clock, make_project
from tests.history import TEXT, Hours, Months

ACTIONS = 1500
"""In ``python -m benchmarks.history`` there are 10,000."""


@pytest.mark.slow
def test_every_day_of_the_past_can_be_asked_for_after_many_steps_of_chance(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "datetime", Hours)
    with make_project(tmp_path / "p", Settings(meeting="g7/2026")) as project:
        (tmp_path / "statement.txt").write_text(TEXT, "utf-8")
        project.add([str(tmp_path / "statement.txt")])
        project.extract()
        months = Months(project, seed=20230110)
        months.run(ACTIONS, days=15)
        months.check()
        assert len(list(project.list("decision"))) > ACTIONS / 2
