"""``score``: what a party did about a promise, judged, explained and replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from aftersummit.cli.options import HERE, CoderOption, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records, say
from aftersummit.cli.verbs import score_ask, score_import

if TYPE_CHECKING:
    from aftersummit.assessment.log import Judged
    from aftersummit.assessment.proposals import Proposal
    from aftersummit.model import Decision, Guideline

app = typer.Typer(help="Propose, decide, explain, count and replay scores.", no_args_is_help=True)
RefArgument = Annotated[
    str, typer.Argument(help="Address of the score: nals/2023/C017/MX@final.", metavar="REF")
]
ScaleOption = Annotated[str, typer.Option(help="Code of the scale.", metavar="SCALE")]
FinalOption = Annotated[
    bool | None, typer.Option("--final/--interim", help="Which series.", show_default=False)
]
UntilOption = Annotated[
    str, typer.Option(help="Last day of the window, for an interim look.", metavar="DATE")
]


@app.command("propose", epilog="Example: aftersummit score propose nals/2023")
def propose(
    under: Annotated[
        str, typer.Argument(help="Meeting or commitment; all without it.", metavar="[REF]")
    ] = "",
    project: ProjectOption = HERE,
    scale: ScaleOption = "compliance",
    final: FinalOption = None,
    until: UntilOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Propose scores from accepted evidence by the written rules.

    A proposal is never a verdict and nothing is kept: it follows from the evidence. That
    nothing was found is not failure, and where nobody has looked it says so.
    """
    from aftersummit.project import open_project

    period = "interim" if final is False else "final"
    with open_project(project) as opened:
        found = opened.scores.propose(under, scale=scale, period=period, until=until)
    print_records(map(_proposal_row, found), form, ("address", "proposed", "rule", "reason"))
    if form is Format.table:
        given = sum(proposal.score is not None for proposal in found)
        say(f"{len(found)} looked at, {given} proposed by the machine; no person has decided them")


@app.command(
    "decide",
    epilog="Example: aftersummit score decide nals/2023/C001/MX@final --score 0 --coder ana "
    "--reason 'begun'",
)
def decide(
    ref: RefArgument,
    score: Annotated[
        str,
        typer.Option(help="A value of the scale, unrateable or not-applicable.", metavar="VALUE"),
    ],
    coder: CoderOption = "",
    reason: Annotated[str, typer.Option(help="Why, in your words.")] = "",
    round: Annotated[
        str, typer.Option(help="The blind round; a verdict without it.", metavar="NAME")
    ] = "",
    final: FinalOption = None,
    scale: ScaleOption = "compliance",
    evidence: Annotated[
        list[str] | None,
        typer.Option(help="What it rests on, repeatable; all that counts without it."),
    ] = None,
    until: UntilOption = "",
    project: ProjectOption = HERE,
    form: FormatOption = Format.table,
) -> None:
    """Judge one party on one commitment.

    With --round it is a blind code; without, it is a verdict. Where two blind codes disagree
    it adjudicates and where a score is settled it corrects, both with a reason. Everything
    is appended and nothing is changed.
    """
    from aftersummit.project import open_project
    from aftersummit.project.judging import Given

    address = score_ask.address(ref, final)
    home = address.commitment_ref
    named = None if evidence is None else tuple(score_ask.piece(e, home) for e in evidence)
    given = Given(score, coder, reason, round, scale, named, until)
    with open_project(project) as opened:
        made, judged = opened.scores.decide(address, given)
    _print_decision(made, judged, form)


@app.command("undo", epilog="Example: aftersummit score undo nals/2023/C001/MX@final --coder ana")
def undo(
    ref: RefArgument,
    coder: CoderOption = "",
    final: FinalOption = None,
    project: ProjectOption = HERE,
    form: FormatOption = Format.table,
) -> None:
    """Take back your last decision on a score."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        made, judged = opened.scores.undo(score_ask.address(ref, final), coder)
    _print_decision(made, judged, form)


@app.command(
    "reply",
    epilog="Example: aftersummit score reply nals/2023/C001/MX@final --text 'It opened in May.' "
    "--coder ana",
)
def reply(
    ref: RefArgument,
    text: Annotated[str, typer.Option(help="What the party answered.")],
    party: Annotated[str, typer.Option(help="Who answered, if not the party scored.")] = "",
    coder: CoderOption = "",
    final: FinalOption = None,
    project: ProjectOption = HERE,
    form: FormatOption = Format.table,
) -> None:
    """Log what a party answered beside its score. It changes no score."""
    from aftersummit.project import open_project

    address = score_ask.address(ref, final)
    with open_project(project) as opened:
        made, judged = opened.scores.reply(address, text, party=party, coder=coder)
    _print_decision(made, judged, form)


@app.command(
    "guideline",
    epilog="Example: aftersummit score guideline nals/2023/C001 --adopt --coder ana",
)
def guideline(
    commitment: Annotated[str, typer.Argument(help="The commitment.", metavar="REF")],
    change: Annotated[
        list[str] | None,
        typer.Option("--set", help="Rewrite a criterion: --set '+1=It is open.'"),
    ] = None,
    adopt: Annotated[bool, typer.Option(help="Take the proposed one over as it is.")] = False,
    coder: CoderOption = "",
    scale: ScaleOption = "compliance",
    project: ProjectOption = HERE,
    form: FormatOption = Format.table,
) -> None:
    """Show, take over or rewrite what counts as which score for one commitment.

    A guideline is written before coding; a change makes a new version and keeps the old.
    """
    from aftersummit.cli.wire import texts_from
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    where = Ref.parse(commitment)
    with open_project(project) as opened:
        if adopt or change:
            criteria = texts_from(change or [])
            found = opened.scores.write_guideline(where, criteria, author=coder, scale=scale)
        else:
            found = opened.scores.guideline(where, scale)
    _print_guideline(found, form)


@app.command("coder", epilog="Example: aftersummit score coder ana")
def coder_(
    name: Annotated[
        list[str] | None, typer.Argument(help="Who may score from now on.", metavar="[NAME]...")
    ] = None,
    project: ProjectOption = HERE,
) -> None:
    """Name people who may score; without a name, list them."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        scores = opened.scores
        for each in name or ():
            scores.add_coder(each)
        for each in scores.coders:
            print(each)


def _proposal_row(proposal: Proposal) -> dict[str, Any]:
    from aftersummit.assessment.log import code_of

    return {
        "address": str(proposal.ref),
        "proposed": code_of(proposal.score) if proposal.score else "",
        "machine": True,
        "rule": proposal.rule,
        "reason": proposal.reason,
        "window": str(proposal.window),
        "deadline": proposal.facts.deadline,
        "searched": proposal.facts.searched,
        "counted": [str(item.ref) for item in proposal.facts.counted],
        "kept": [str(kept.evidence) for kept in proposal.facts.kept],
    }


def _print_decision(made: Decision, judged: Judged, form: Format) -> None:
    from aftersummit.assessment.log import code_of

    act = "undo" if made.verdict == "undo" else str(made.changes["act"])
    stands = code_of(judged.score) if judged.score else "disputed" if judged.disputed else "open"
    row = {
        "number": made.number,
        "address": str(made.subject),
        "act": act,
        "coder": made.coder,
        "round": made.round,
        "stands": stands,
        "reason": made.reason,
        "evidence": list(made.changes.get("evidence", ())),
        "at": made.at,
    }
    print_records([row], form, ("number", "address", "act", "coder", "round", "stands"))
    if form is Format.table and judged.disputed:
        say("the blind codes disagree: a third person decides, with a reason")
    elif form is Format.table and act == "code" and judged.score is None:
        say("kept and not shown until a second coder has coded")


def _print_guideline(found: Guideline, form: Format) -> None:
    from aftersummit.cli.wire import record_row

    if form is not Format.table:
        print_records([record_row(found)], form)
        return
    by = f"by {found.author}, {found.at}" if found.author else "proposed by the program"
    print(f"{found.ref}  on the scale '{found.scale}', {by}")
    for criterion in found.criteria:
        print(f"  {criterion.code}: {criterion.text}")
    for note in found.notes:
        print(f"  note: {note}")
    if found.proposed:
        say("take it over before coding: --adopt --coder NAME, or rewrite: --set '+1=...'")


app.command("show", epilog=f"Example: {score_ask.SHOW}")(score_ask.show)
app.command("list", epilog=f"Example: {score_ask.LIST}")(score_ask.list_)
app.command("summary", epilog=f"Example: {score_ask.SUMMARY}")(score_ask.summary)
app.command("agreement", epilog=f"Example: {score_ask.AGREEMENT}")(score_ask.agreement)
app.command("replay", epilog=f"Example: {score_ask.REPLAY}")(score_ask.replay)
app.command("import", epilog=f"Example: {score_import.EXAMPLE}")(score_import.run)
