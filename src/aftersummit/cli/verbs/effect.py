"""``effect``: what a series did at a date, and every reason to doubt it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from aftersummit.cli.options import HERE, AsOfOption, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records, progress_bar, say

Row = dict[str, Any]


class _Estimating(TyperGroup):
    """``effect REF SERIES`` is short for ``effect estimate REF SERIES``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            args = ["estimate", *args]
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=_Estimating,
    help="Ask what series did at a date: a table, one sentence, a picture. "
    "'effect REF SERIES --at DATE' is short for 'effect estimate ...'.",
    no_args_is_help=True,
)


@app.command(
    "estimate",
    epilog="Example: aftersummit effect nals/2023/C037 series/us-overdose-deaths-monthly "
    "--at 2023-01",
)
def estimate(
    commitment: Annotated[
        str, typer.Argument(help="The commitment, or '-' for none.", metavar="REF")
    ],
    series: Annotated[
        str, typer.Argument(help="The series; several with commas are added up.", metavar="SERIES")
    ],
    at: Annotated[str, typer.Option(help="Date of the promise or measure (2023-01).")] = "",
    project: ProjectOption = HERE,
    compare: Annotated[
        list[str] | None,
        typer.Option(help="Series that could not be touched, repeatable.", metavar="SERIES"),
    ] = None,
    untouched: Annotated[
        list[str] | None,
        typer.Option(help="Series of the same place that should not move.", metavar="SERIES"),
    ] = None,
    event: Annotated[
        list[str] | None,
        typer.Option(help="An action, or a date and words: 2023-05-11=...", metavar="EVENT"),
    ] = None,
    first: Annotated[str, typer.Option(help="First period of the window.")] = "",
    last: Annotated[str, typer.Option(help="Last period of the window.")] = "",
    relative: Annotated[
        bool, typer.Option("--relative", help="Estimate against the comparators.")
    ] = False,
    began: Annotated[
        list[str] | None,
        typer.Option(help="When the measure began for a series.", metavar="SERIES=DATE"),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Add up series whose measure began on other dates.")
    ] = False,
    method: Annotated[
        str, typer.Option(help="its, synthetic (from the comparators) or structural.")
    ] = "its",
    family: Annotated[
        str, typer.Option(help="quasi-poisson, poisson, negative-binomial, log or gaussian.")
    ] = "",
    errors: Annotated[str, typer.Option(help="ar1, hac, independent or arima.")] = "",
    lags: Annotated[int | None, typer.Option(help="Of the hac window.")] = None,
    harmonics: Annotated[int | None, typer.Option(help="Pairs of sine and cosine.")] = None,
    picture: Annotated[
        Path | None, typer.Option(help="Draw it: a name ending in .svg, .png or .json.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep/--no-keep", help="Keep it in the project.")] = True,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Estimate what a series did at a date, with every check, and say what may be said."""
    from aftersummit.project import open_project
    from aftersummit.project.effects import Question

    told = tuple(tuple(e.split("=", 1)) for e in event or () if "=" in e)
    question = Question(
        series=tuple(_series(one) for one in series.split(",")),
        start=at,
        commitment=None if commitment == "-" else _ref(commitment),
        compare=tuple(map(_series, compare or ())),
        untouched=tuple(map(_series, untouched or ())),
        events=tuple(_ref(e) for e in event or () if "=" not in e),
        told=told,  # type: ignore[arg-type]
        began={str(_series(k)): v for k, _, v in (b.partition("=") for b in began or ())},
        first=first,
        last=last,
        relative=relative,
        force=force,
        design=_design(family, errors, lags, harmonics),
        method=_method(method),
        as_of=as_of,
    )
    with open_project(project) as opened:
        effect = opened.indicators.effect(question, keep=keep)
        _print(effect, form)
        if picture is not None:
            _draw(opened.indicators, effect, picture)
        linked = {(y.commitment, y.series) for y in opened.indicators.yardsticks()}
    if keep and effect.commitment and (effect.commitment, effect.series) not in linked:
        say(
            f"show it on its page with: aftersummit indicator link {commitment} {series} --want ..."
        )


@app.command("check", epilog="Example: aftersummit effect check nals/2023 --workers 2")
def check(
    under: Annotated[str, typer.Argument(help="Below this address.", metavar="[REF]")] = "",
    project: ProjectOption = HERE,
    again: Annotated[
        bool, typer.Option("--again", help="Estimate also what is unchanged.")
    ] = False,
    workers: Annotated[int, typer.Option(help="Processes; 0 is one a core.")] = 0,
    form: FormatOption = Format.table,
) -> None:
    """Estimate and check the effect behind every link that names a date, on all cores.

    What was estimated from the same figures is left alone. A series that cannot be used gets
    an effect that is refused, with the reason.
    """
    from aftersummit.execution import chosen
    from aftersummit.project import open_project

    with open_project(project) as opened, progress_bar("checking") as progress:
        where = str(_ref(under)) if under else ""
        made = opened.indicators.check(
            under=where, again=again, how=chosen(workers), progress=progress
        )
    print_records(map(_row, made), form, _COLUMNS)
    shown = sum(one.shown for one in made)
    refused = sum(bool(one.refused) for one in made)
    say(f"{len(made)} estimated: {shown} may be shown as an effect, {refused} refused")
    if not made:
        say("nothing has changed since; see what stands with: aftersummit effect list")


@app.command("list", epilog="Example: aftersummit effect list nals/2023 --format jsonl")
def list_(
    under: Annotated[str, typer.Argument(help="Below this address.", metavar="[REF]")] = "",
    project: ProjectOption = HERE,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List the effects that were estimated."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        where = str(_ref(under)) if under else ""
        found = opened.indicators.effects(under=where, as_of=as_of)
    print_records(map(_row, found), form, _COLUMNS)


@app.command("show", epilog="Example: aftersummit effect show nals/2023/C037")
def show(
    ref: Annotated[str, typer.Argument(help="The effect or its commitment.", metavar="REF")],
    project: ProjectOption = HERE,
    picture: Annotated[
        Path | None, typer.Option(help="Draw it: a name ending in .svg, .png or .json.")
    ] = None,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Show the effects of a commitment: the sentence, the table and, if asked, the picture."""
    from aftersummit.errors import NotFound
    from aftersummit.project import open_project

    address = _ref(ref)
    with open_project(project) as opened:
        if address.kind == "effect":
            found = [e for e in opened.indicators.effects(as_of=as_of) if e.ref == address]
        else:
            found = list(opened.indicators.effects(under=str(address), as_of=as_of))
        if not found:
            raise NotFound(f"no effect was estimated for {ref}", "try: aftersummit effect check")
        for effect in found:
            _print(effect, form)
        if picture is not None:
            _draw(opened.indicators, found[0], picture)


_COLUMNS = ("commitment", "series", "start", "shown", "sentence")


def _row(effect: Any) -> Row:
    from aftersummit.cli.wire import record_row

    row = record_row(effect)
    row.pop("points")
    return row


def _print(effect: Any, form: Format) -> None:
    if form is not Format.table:
        from aftersummit.cli.wire import record_row

        print_records([record_row(effect)], form)
        return
    print(effect.sentence)
    if effect.refused:
        return
    say(f"{effect.method}; {effect.first} to {effect.last}, {effect.periods} periods")
    rows: list[Row] = [
        {"of": e.name, "value": f"{e.value:.4g}", "95% interval": f"{e.low:.4g} to {e.high:.4g}",
         "what": e.what}
        for e in effect.estimates
    ]  # fmt: skip
    print_records(rows, form)
    words = {True: "passed", False: "FAILED", None: "not possible"}
    print_records(
        [{"check": c.check, "answer": words[c.passed], "because": c.answer} for c in effect.checks],
        form,
    )
    for warning in effect.warnings:
        say(f"note: {warning}")


def _draw(indicators: Any, effect: Any, path: Path) -> None:
    """Write the picture of an effect."""
    from aftersummit.errors import OutsideError, UsageError

    form = path.suffix.removeprefix(".")
    if form not in ("svg", "png", "json"):
        raise UsageError(f"'{path}' is no picture's name", "end it in .svg, .png or .json")
    try:
        path.write_bytes(indicators.picture(effect, form))
    except OSError as error:
        raise OutsideError(f"{path} cannot be written ({error.strerror})", "check it") from error
    say(f"wrote {path}")


def _design(family: str, errors: str, lags: int | None, harmonics: int | None) -> dict[str, Any]:
    from aftersummit.errors import UsageError

    families = ("quasi-poisson", "poisson", "negative-binomial", "log", "gaussian")
    kinds = ("ar1", "hac", "independent", "arima")
    for word, allowed, name in ((family, families, "family"), (errors, kinds, "errors")):
        if word and word not in allowed:
            raise UsageError(f"'{word}' is no {name}", f"use one of {', '.join(allowed)}")
    given = {"family": family, "errors": errors, "lags": lags, "harmonics": harmonics}
    return {key: value for key, value in given.items() if value not in ("", None)}


def _method(word: str) -> Any:
    from aftersummit.errors import UsageError

    if word not in ("its", "synthetic", "structural"):
        raise UsageError(f"'{word}' is no method", "use its, synthetic or structural")
    return word


def _series(text: str) -> Any:
    from aftersummit.model import Ref

    return Ref.parse(text if "/" in text else f"series/{text}")


def _ref(text: str) -> Any:
    from aftersummit.model import Ref

    return Ref.parse(text)
