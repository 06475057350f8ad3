"""``extract --learn`` and ``--forget``: what coders decided, taught and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aftersummit.cli.options import Format
from aftersummit.cli.output import print_records, progress_bar, say
from aftersummit.errors import UsageError

if TYPE_CHECKING:
    from aftersummit.project.learning import LearnReport

LearnOption = Annotated[
    bool, typer.Option("--learn", help="Learn from what was decided in the project, if it helps.")
]
ForgetOption = Annotated[bool, typer.Option("--forget", help="Go back to before the last --learn.")]
InsistOption = Annotated[
    bool, typer.Option("--insist", help="With --learn: keep it though it is no better.")
]


def teach(
    folder: Path, *, learn: bool, forget: bool, insist: bool, coder: str, form: Format
) -> None:
    """Learn or forget, and say what came of it.

    Raises:
        UsageError: both were asked for, or ``insist`` without ``learn``.
    """
    from aftersummit.project import open_project

    if learn == forget:
        raise UsageError("--learn and --forget exclude each other", "give one of them")
    if insist and not learn:
        raise UsageError("--insist goes with --learn", "aftersummit extract --learn --insist")
    with open_project(folder) as opened:
        if learn:
            with progress_bar("learning") as progress:
                report = opened.learning.learn(coder=coder, insist=insist, progress=progress)
            _say_learned(report, form)
            return
        gone, standing = opened.learning.forget(coder=coder)
    say(f"{gone.ref} is forgotten; in use: {standing.ref if standing else 'the shipped weights'}")
    say("read the documents again with: aftersummit extract")


def _say_learned(report: LearnReport, form: Format) -> None:
    from aftersummit.cli.wire import record_row

    learned, lesson = report.learned, report.lesson
    before, after = learned.before, learned.after
    if form is not Format.table and lesson is not None:
        print_records([record_row(lesson)], form)
    say(
        f"{learned.units} decided units of {learned.documents} documents, "
        f"held back by {learned.by} in {learned.folds} folds; {learned.seconds:.1f} s"
    )
    say(f"judged as decided: {before.right} before, {after.right} after")
    say(f"F1 of commitments: {before.f1:.3f} before, {after.f1:.3f} after")
    say(
        f"{learned.mended} put right, {learned.spoilt} put wrong; "
        f"luck would do as well in {learned.luck:.1%} of cases"
    )
    if learned.undecided:
        say(f"of {learned.undecided} undecided units {learned.changed} are labelled otherwise")
    if lesson is None:
        say("that is no better, so the weights stay as they are")
        say("keep them all the same with: aftersummit extract --learn --insist")
        return
    say(f"{lesson.ref} is in use from now on; go back with: aftersummit extract --forget")
    say("read the documents again with: aftersummit extract")
