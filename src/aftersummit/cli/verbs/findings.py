"""``evidence find, screen, watch, queue, accept, reject, undo, relabel, index``: what was found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aftersummit.cli.options import (
    HERE,
    AsOfOption,
    CoderOption,
    Format,
    FormatOption,
    ProjectOption,
)
from aftersummit.cli.output import print_records, progress_bar, say

if TYPE_CHECKING:
    from aftersummit.evidence import Lane
    from aftersummit.project.finding import ScreenReport
    from aftersummit.project.proposing import Held

_COLUMNS = ("address", "date", "place", "relevance", "stance", "rung", "actors", "title", "words")
_SHOWN = 40
Row = dict[str, Any]

RefsArgument = Annotated[
    list[str], typer.Argument(help="Findings, as nals/2023/C038/F002.", metavar="PROPOSAL...")
]
UnderArgument = Annotated[
    str, typer.Argument(help="A forum, a meeting or a commitment.", metavar="[REF]")
]
LimitOption = Annotated[int, typer.Option(help="Findings for a commitment at most.", min=1)]
WorkersOption = Annotated[
    int, typer.Option(help="Processes on this machine (0: one a core).", min=0)
]
ClusterOption = Annotated[
    str,
    typer.Option(help="Scheduler of a Dask cluster, or its scheduler file.", metavar="ADDRESS"),
]
ShareOption = Annotated[
    str,
    typer.Option(
        help="Store for the index, where workers cannot read the project (s3://bucket/dir).",
        metavar="ADDRESS",
    ),
]
ReasonOption = Annotated[str, typer.Option(help="Why.")]
StanceOption = Annotated[
    str, typer.Option(help="completes, advances, announces, undercuts, mixed or mentions.")
]
RungOption = Annotated[str, typer.Option(help="statement, plan, instrument, programme or result.")]
DateOption = Annotated[str, typer.Option(help="When it happened (EDTF).")]
ActorOption = Annotated[
    list[str] | None, typer.Option(help="Code of the party that acted, repeatable.")
]
WhatOption = Annotated[str, typer.Option(help="What happened, in your words.")]


def find(
    commitment: Annotated[str, typer.Argument(help="What to look for.", metavar="REF")],
    project: ProjectOption = HERE,
    since: Annotated[str, typer.Option(help="First day, ISO.", metavar="DATE")] = "",
    until: Annotated[str, typer.Option(help="Last day, ISO.", metavar="DATE")] = "",
    language: Annotated[
        list[str] | None, typer.Option(help="Only texts in it (en, fr, es), repeatable.")
    ] = None,
    issuer: Annotated[
        list[str] | None, typer.Option(help="Only texts in which it speaks, repeatable.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only texts of that kind, repeatable.")
    ] = None,
    party: Annotated[
        list[str] | None, typer.Option(help="Only what it seems to have done, repeatable.")
    ] = None,
    limit: LimitOption = 20,
    form: FormatOption = Format.table,
) -> None:
    """Find passages that show what became of a commitment.

    Those in the compliance window come first, the others are marked. The texts of the
    meeting itself and restatements are left out, the same words in two texts are one
    finding. Each is a proposal until somebody accepts or rejects it.
    """
    from aftersummit.model import Ref
    from aftersummit.project import open_project
    from aftersummit.retrieval import Filter

    where = Filter(
        since=since,
        until=until,
        languages=tuple(language or ()),
        issuers=tuple(issuer or ()),
        kinds=tuple(kind or ()),
    )
    with open_project(project) as opened, progress_bar("indexing") as progress:
        found = opened.finding.find(
            Ref.parse(commitment),
            where=where,
            parties=tuple(party or ()),
            limit=limit,
            progress=progress,
        )
    _show(found, form)
    if not found:
        say("nothing found; what was looked through: aftersummit list documents")


def screen(
    meeting: Annotated[str, typer.Argument(help="A meeting or a commitment.", metavar="MEETING")],
    project: ProjectOption = HERE,
    limit: LimitOption = 20,
    workers: WorkersOption = 0,
    cluster: ClusterOption = "",
    share: ShareOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Look for evidence on every commitment of a meeting.

    Each commitment is kept as it is done; the same command goes on where it was stopped.
    What is found waits in 'evidence queue'; --format jsonl prints what is new.
    """
    from aftersummit.execution import chosen
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    with open_project(project) as opened, progress_bar("screening") as progress:
        report = opened.finding.screen(
            Ref.parse(meeting),
            limit=limit,
            how=chosen(workers, cluster),
            share=share,
            progress=progress,
        )
    _tell(report, form)


def watch(
    under: UnderArgument = "",
    project: ProjectOption = HERE,
    limit: LimitOption = 20,
    workers: WorkersOption = 0,
    cluster: ClusterOption = "",
    share: ShareOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Screen only the texts that were added since the last time."""
    from aftersummit.execution import chosen
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    with open_project(project) as opened, progress_bar("screening") as progress:
        report = opened.finding.watch(
            Ref.parse(under) if under else None,
            limit=limit,
            how=chosen(workers, cluster),
            share=share,
            progress=progress,
        )
    _tell(report, form)


def queue(
    under: UnderArgument = "",
    project: ProjectOption = HERE,
    status: Annotated[str, typer.Option(help="proposed, accepted, rejected or all.")] = "proposed",
    first: Annotated[
        int, typer.Option(help="Only so many of each commitment (0: all).", min=0)
    ] = 0,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List what was found, the likeliest of each commitment first."""
    from aftersummit.errors import UsageError
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    if status not in ("proposed", "accepted", "rejected", "all"):
        raise UsageError(f"'{status}' is no status", "use proposed, accepted, rejected or all")
    with open_project(project) as opened:
        found = opened.finding.queue(
            str(Ref.parse(under)) if under else "",
            status="" if status == "all" else status,
            as_of=as_of,
        )
    if first:
        counts: dict[str, int] = {}
        kept = []
        for each in found:
            counts[each.finding.commitment] = counts.get(each.finding.commitment, 0) + 1
            if counts[each.finding.commitment] <= first:
                kept.append(each)
        found = kept
    _show(found, form)


def timeline(
    commitment: Annotated[str, typer.Argument(help="Whose timeline.", metavar="REF")],
    project: ProjectOption = HERE,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """What is known on a commitment, party by party and by date.

    Evidence, and what was found and waits for a decision; parties for which nothing is
    known are listed too.
    """
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    with open_project(project) as opened:
        lanes = opened.finding.timeline(Ref.parse(commitment), as_of=as_of)
    rows = [row for lane in lanes for row in _lane_rows(lane)]
    print_records(rows, form, tuple(rows[0]) if rows else ())


def _lane_rows(lane: Lane) -> list[Row]:
    none = {"party": lane.party, "date": "", "place": "", "stance": "", "rung": "", "what": "",
            "address": ""}  # fmt: skip
    return [
        {
            "party": lane.party or "others",
            "date": entry.date,
            "place": entry.place,
            "stance": entry.item.stance,
            "rung": entry.item.rung,
            "what": getattr(entry.item, "what", "") or getattr(entry.item, "title", ""),
            "address": str(entry.item.ref) + (" (proposed)" if entry.proposed else ""),
        }
        for entry in lane.entries
    ] or [none]


def accept(
    proposals: RefsArgument,
    project: ProjectOption = HERE,
    stance: StanceOption = "",
    rung: RungOption = "",
    date: DateOption = "",
    actor: ActorOption = None,
    what: WhatOption = "",
    reason: ReasonOption = "",
    coder: CoderOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Make findings evidence, with the labels proposed or with yours."""
    from aftersummit.cli.wire import record_row
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    changes = _changes(stance, rung, date, actor, what)
    with open_project(project) as opened:
        made = opened.finding.accept(
            [Ref.parse(each) for each in proposals], coder=coder, changes=changes, reason=reason
        )
    print_records(
        (record_row(each) for each in made),
        form,
        ("address", "date", "actors", "stance", "rung", "what"),
    )


def reject(
    proposals: RefsArgument,
    project: ProjectOption = HERE,
    reason: ReasonOption = "",
    coder: CoderOption = "",
) -> None:
    """Say that findings are no evidence; they are not proposed again."""
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    with open_project(project) as opened:
        made = opened.finding.reject(
            [Ref.parse(each) for each in proposals], coder=coder, reason=reason
        )
    say(f"{len(made)} rejected")


def undo(
    proposals: RefsArgument,
    project: ProjectOption = HERE,
    coder: CoderOption = "",
) -> None:
    """Take back your last word on findings."""
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    with open_project(project) as opened:
        stands = opened.finding.undo([Ref.parse(each) for each in proposals], coder=coder)
    say(", ".join(f"{each.finding.ref} is {each.status} again" for each in stands))


def relabel(
    proposals: RefsArgument,
    project: ProjectOption = HERE,
    stance: StanceOption = "",
    rung: RungOption = "",
    date: DateOption = "",
    actor: ActorOption = None,
    what: WhatOption = "",
    reason: ReasonOption = "",
    coder: CoderOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Correct stance, rung, date or actors; evidence made of it follows."""
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    changes = _changes(stance, rung, date, actor, what)
    with open_project(project) as opened:
        after = opened.finding.relabel(
            [Ref.parse(each) for each in proposals], changes, coder=coder, reason=reason
        )
    _show(after, form)


def index(
    project: ProjectOption = HERE,
    again: Annotated[bool, typer.Option(help="Build it anew.")] = False,
    semantic: Annotated[
        str,
        typer.Option(
            help="Rank by meaning too from now on, with these weights: a name on the hub, a "
            "folder, package:NAME, or none.",
            metavar="WEIGHTS",
        ),
    ] = "",
) -> None:
    """Bring the index of passages up to date with the project's texts.

    With --semantic each passage also gets a vector of its meaning, and find, screen and watch
    look at passages that mean what a promise means, too. It needs the extra 'semantic' and is
    remembered by the project.
    """
    from aftersummit.project import open_project

    with open_project(project) as opened, progress_bar("indexing") as progress:
        done = opened.finding.index(again=again, semantic=semantic, progress=progress)
    say(
        f"{done.added} documents added, {done.changed} changed, {done.removed} removed, "
        f"{done.passages} passages written"
        + (f", {done.vectors} got a vector" if done.vectors else "")
    )


def _changes(
    stance: str, rung: str, date: str, actor: list[str] | None, what: str
) -> dict[str, Any]:
    given = {"stance": stance, "rung": rung, "date": date, "actors": actor or [], "what": what}
    return {name: value for name, value in given.items() if value}


def _tell(report: ScreenReport, form: Format) -> None:
    from aftersummit.project.proposing import Held

    done = report.index
    if form is not Format.table:
        _show([Held(each) for each in report.proposed], form)
    say(
        f"{done.added + done.changed} documents indexed; {report.screened} commitments screened, "
        f"{report.unchanged} had nothing new; {len(report.proposed)} new findings, "
        f"ranked by {report.ranking}"
    )
    if not report.documents:
        say("the project holds no texts to look through; bring some in with: aftersummit add")
    if report.proposed and form is Format.table:
        say("see them with: aftersummit evidence queue --first 5")


def _show(found: Iterable[Held], form: Format) -> None:
    rows = [_row(each) for each in found]
    shown = rows[:_SHOWN] if form is Format.table else rows
    print_records(shown, form, _COLUMNS)
    if form is Format.table:
        more = f", {len(rows) - len(shown)} more with --format jsonl" if shown != rows else ""
        say(f"{len(rows)} findings{more}")


def _row(each: Held) -> Row:
    from aftersummit.model import to_wire

    finding = each.finding
    wire: Row = to_wire(finding)
    wire.pop("ref")
    return {
        "address": str(finding.ref),
        "status": each.status,
        "evidence": str(each.evidence) if each.evidence else "",
        **wire,
        "words": finding.words,
    }
