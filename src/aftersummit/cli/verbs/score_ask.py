"""The questions one can put to scores: show, list, summary, agreement, replay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from aftersummit.cli.options import HERE, AsOfOption, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records, say

if TYPE_CHECKING:
    from aftersummit.model import Assessment, Measure, Ref, ScoreRank, ScoreSummary, SummaryBy

SHOW = "aftersummit score show nals/2023/C001/MX@final"
LIST = "aftersummit score list nals/2023 --as-of 2024-06-01"
SUMMARY = "aftersummit score summary nals/2023 --by party --proposals"
AGREEMENT = "aftersummit score agreement nals/2023 --round r1"
REPLAY = "aftersummit score replay --site site"
Under = Annotated[
    str, typer.Argument(help="Meeting or commitment; all without it.", metavar="[REF]")
]
Final = Annotated[
    bool | None, typer.Option("--final/--interim", help="Which series.", show_default=False)
]


def address(text: str, final: bool | None) -> Ref:
    """A score's address; the period may be left to ``--final`` or ``--interim``.

    Raises:
        BadAddress: it is none.
        UsageError: the two contradict each other.
    """
    from aftersummit.errors import BadAddress, UsageError
    from aftersummit.model import Ref

    wanted = {None: "", True: "final", False: "interim"}[final]
    whole = text if "@" in text else f"{text}@{wanted or 'final'}"
    found = Ref.parse(whole)
    if found.kind != "assessment":
        raise BadAddress(f"'{text}' is no score", "write it like nals/2023/C017/MX@final")
    if wanted and found.period != wanted:
        raise UsageError(f"{found} is not {wanted}", "leave one of the two out")
    return found


def piece(text: str, home: Ref) -> Ref:
    """A piece of evidence by its address, or by its number on the commitment (``E001``)."""
    from aftersummit.model import Ref

    return Ref.parse(text if "/" in text else f"{home}/{text}")


def show(
    ref: Annotated[str, typer.Argument(help="Address of the score.", metavar="REF")],
    project: ProjectOption = HERE,
    final: Final = None,
    scale: Annotated[str, typer.Option(help="Scale of the proposal.")] = "compliance",
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Show why a score is what it is.

    Words, guideline, codes, agreement, adjudication, each piece of evidence with its date
    seen from the window and its hash, the rule, the formula and the result.
    """
    from aftersummit.project import open_project

    with open_project(project) as opened:
        why = opened.scores.why(address(ref, final), scale=scale, as_of=as_of)
    if form is not Format.table:
        from aftersummit.cli.wire import record_row
        from aftersummit.model import to_wire

        row = record_row(why.assessment) | {"guideline": to_wire(why.guideline)}
        print_records([row], form)
        return
    for line in why.lines():
        print(line)


def list_(
    under: Under = "",
    project: ProjectOption = HERE,
    proposals: Annotated[
        bool, typer.Option("--proposals/--verdicts", help="With machine proposals or without.")
    ] = True,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List scores, each with who decided it or the rule that proposes it."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        found = opened.scores.listed(under, as_of=as_of, proposals=proposals)
    rows = [_score_row(each) for each in found]
    print_records(rows, form, ("address", "score", "by", "settled", "reason"))
    if form is Format.table:
        people = sum(not each.proposed for each in found)
        machine = sum(each.proposed and each.score is not None for each in found)
        empty = len(found) - people - machine
        say(f"{people} decided by people, {machine} proposed by the machine, {empty} without")


def summary(
    under: Under = "",
    project: ProjectOption = HERE,
    by: Annotated[
        str,
        typer.Option(
            help="all, commitment, party, issue, pillar, priority, meeting, forum or year."
        ),
    ] = "all",
    final: Final = None,
    scale: Annotated[str, typer.Option(help="Take this scale alone.", metavar="SCALE")] = "",
    proposals: Annotated[
        bool, typer.Option("--proposals", help="Count machine proposals, and nothing else.")
    ] = False,
    weights: Annotated[
        Path | None,
        typer.Option(help="TOML file with label, [parties], [commitments]; none without it."),
    ] = None,
    rank: Annotated[
        bool, typer.Option("--rank", help="Rank parties, with the uncertainty of each rank.")
    ] = False,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Means and percent, with all that must stand beside them.

    How many were assessed of how many made, the share at the top, unrateable and not
    applicable, two 95% intervals (over commitments; over commitments and parties), series,
    scale and codebook. Two scales, or interim and final, are never in one mean.
    """
    from aftersummit.project import open_project
    from aftersummit.project.importing import read_weights

    period = {None: "", True: "final", False: "interim"}[final]
    given: dict[str, Any] = {
        "under": under,
        "scale": scale,
        "period": period,
        "proposals": proposals,
        "as_of": as_of,
    }
    with open_project(project) as opened:
        if rank:
            ranks = opened.scores.ranks(**given)
            print_records(
                map(_rank_row, ranks),
                form,
                ("rank", "party", "mean", "rank_interval", "first", "rated"),
            )
            return
        chosen = read_weights(weights) if weights else None
        found = opened.scores.summary(cast("SummaryBy", by), weights=chosen, **given)
    print_records(map(_summary_row, found), form, _COLUMNS)
    if form is Format.table:
        _say_marks(found)


def agreement(
    under: Under = "",
    project: ProjectOption = HERE,
    round: Annotated[str, typer.Option(help="One round; each score's last without it.")] = "",
    scale: Annotated[str, typer.Option(help="This scale alone.")] = "",
    form: FormatOption = Format.table,
) -> None:
    """Agreement on the blind codes: over all, by pair of coders, issue and commitment."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        found = opened.scores.agreement(under, scale=scale, round=round)
    columns = ("scale", "by", "group", "coefficient", "value", "interval", "units", "codes")
    print_records(map(_agreement_row, found), form, columns)


def replay(
    project: ProjectOption = HERE,
    site: Annotated[
        Path | None, typer.Option(help="Folder of the published site.", show_default="site/")
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """Compute everything published again from the log; exit 1 if anything differs."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        found = opened.scores.replay(site or project / "site")
    rows = [
        {"what": name, "checked": part.checked, "equal": part.equal, "finding": part.sentence}
        for name, part in found.parts.items()
    ]
    print_records(rows, form, ("what", "checked", "equal", "finding"))
    if form is Format.table:
        total = sum(part.checked for part in found.parts.values())
        verdict = "all of it follows" if found.equal else "not all of it follows"
        say(
            f"published as of {found.as_of}, decisions up to number {found.decisions}: "
            f"{total} records and figures computed again, {verdict}"
        )
    if not found.equal:
        raise typer.Exit(1)


_COLUMNS = (
    "group",
    "mean",
    "interval",
    "percent",
    "full",
    "rated",
    "unrateable",
    "not_applicable",
    "assessed_of_made",
    "by_value",
)


def _score_row(told: Assessment) -> dict[str, Any]:
    from aftersummit.assessment.log import code_of

    score = told.score
    if score is None:
        by = f"{told.hidden} blind code, hidden" if told.hidden else ""
        if told.judgements and not told.rule:
            by = "disputed"
    else:
        by = "machine proposal" if score.proposed else score.coder
    return {
        "address": str(told.ref),
        "score": code_of(score) if score else "",
        "scale": told.scale,
        "by": by,
        "proposed": told.proposed,
        "settled": told.settled_by or (f"rule {told.rule}" if told.rule else ""),
        "at": score.at if score else "",
        "searched": told.searched,
        "evidence": [str(item.ref) for item in told.evidence if item.counted],
        "reason": told.reason,
    }


def _summary_row(one: ScoreSummary) -> dict[str, Any]:
    from aftersummit.model import to_wire

    return {
        **to_wire(one),
        "group": one.group or "(none)",
        "mean": _round(one.mean),
        "interval": _interval(one.low, one.high),
        "interval_crossed": _interval(one.crossed_low, one.crossed_high),
        "percent": _round(one.percent, 1),
        "full": None if one.full is None else f"{one.full:.0%}",
        "assessed_of_made": f"{one.assessed} of {one.made}",
        "by_value": ", ".join(f"{code}: {n}" for code, n in one.counts.items()),
    }


def _rank_row(one: ScoreRank) -> dict[str, Any]:
    return {
        "rank": one.rank,
        "party": one.party,
        "mean": _round(one.mean),
        "rank_interval": f"{one.low} to {one.high}",
        "first": f"{one.first:.0%}",
        "rated": one.rated,
    }


def _agreement_row(one: Measure) -> dict[str, Any]:
    from aftersummit.model import to_wire

    return {
        **to_wire(one),
        "value": _round(one.value),
        "interval": _interval(one.low, one.high),
    }


def _say_marks(found: tuple[ScoreSummary, ...]) -> None:
    if not found:
        return
    one = found[0]
    who = "MACHINE PROPOSALS, which no person has decided" if one.proposed else "people's verdicts"
    book = one.codebook or "not stated"
    say(
        f"{one.period}, scale '{one.scale}' {one.scale_version}, codebook {book}; {who}; "
        f"intervals {one.level:.0%}; "
        + (f"WEIGHTED {one.weighting}" if one.weighting else "means unweighted")
    )


def _round(value: float | None, digits: int = 3) -> float | None:
    return None if value is None else round(value, digits)


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.3f} to {high:.3f}"
