"""``indicator``: official series, and the commitments that are held against them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from aftersummit.cli.options import (
    HERE,
    AsOfOption,
    CoderOption,
    Format,
    FormatOption,
    ProjectOption,
)
from aftersummit.cli.output import print_records, say

app = typer.Typer(
    help="Keep official series and hold commitments against them.", no_args_is_help=True
)
Row = dict[str, Any]


@app.command(
    "add",
    epilog="Example: aftersummit indicator add encounters.csv --pick citizenship=Cuba,Haiti "
    "--id cubans-haitians --vintage 2024-12-20",
)
def add(
    file: Annotated[
        str, typer.Argument(help="CSV, Parquet, Data Package or official file, or its address.")
    ],
    project: ProjectOption = HERE,
    look: Annotated[bool, typer.Option("--look", help="Show what is in it; keep nothing.")] = False,
    source: Annotated[
        str, typer.Option(help="Name of the reader, when the file is not recognised.")
    ] = "",
    mapping: Annotated[
        Path | None, typer.Option(help="TOML file that names the columns.", metavar="FILE")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="value=Deaths, period=Month, dim.state=State, ...", metavar="KEY=NAME"),
    ] = None,
    table: Annotated[str, typer.Option(help="Which table of a file with several.")] = "",
    pick: Annotated[
        list[str] | None,
        typer.Option(help="Rows that are wanted, added up.", metavar="DIM=MEMBER,..."),
    ] = None,
    each: Annotated[
        list[str] | None, typer.Option(help="A series for every member of it.", metavar="DIM")
    ] = None,
    id_: Annotated[str, typer.Option("--id", help="Slug of the series' address.")] = "",
    title: Annotated[str, typer.Option(help="Title of the series.")] = "",
    vintage: Annotated[
        str, typer.Option(help="Day on which the publisher issued it.", metavar="DATE")
    ] = "",
    address: Annotated[
        str, typer.Option(help="Where the publisher issued it.", metavar="URL")
    ] = "",
    pillar: Annotated[str, typer.Option(help="Pillar under which it is filed.")] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Add up members whose measure began on other dates.")
    ] = False,
    form: FormatOption = Format.table,
) -> None:
    """Read a file of figures and keep its series.

    A later vintage is appended; the earlier one stays and --as-of finds it. Figures that are
    malformed (gaps, duplicates, mixed periods, months to come, a change of unit) are refused
    as a whole, with the place and the remedy.
    """
    from aftersummit.project import open_project
    from aftersummit.project.clock import end_of
    from aftersummit.project.series_files import Reading

    end_of(vintage)
    reading = Reading(
        source=source,
        mapping=mapping,
        columns=_pairs(column),
        table=table,
        picks={dim: tuple(words.split(",")) for dim, words in _pairs(pick).items()},
        each=tuple(each or ()),
        slug=id_,
        title=title,
        vintage=vintage,
        address=address,
        pillar=pillar,
        force=force,
    )
    with open_project(project) as opened:
        if look:
            print_records(_contents(opened.indicators.look(file, reading)), form)
            return
        kept = opened.indicators.add(file, reading)
    _print_kept(kept, form)


@app.command(
    "fetch",
    epilog="Example: aftersummit indicator fetch worldbank MEX/SP.POP.TOTL --id mx-population",
)
def fetch(
    service: Annotated[str, typer.Argument(help="cdc, socrata, worldbank, oecd, eurostat or ecb.")],
    key: Annotated[
        str, typer.Argument(help="What is asked for, in the service's own words.", metavar="KEY")
    ],
    project: ProjectOption = HERE,
    look: Annotated[bool, typer.Option("--look", help="Show what there is; keep nothing.")] = False,
    option: Annotated[
        list[str] | None,
        typer.Option(help="A parameter of the service: date=2000:2023.", metavar="NAME=VALUE"),
    ] = None,
    table: Annotated[str, typer.Option(help="Which table of an answer with several.")] = "",
    pick: Annotated[
        list[str] | None,
        typer.Option(help="Rows that are wanted, added up.", metavar="DIM=MEMBER,..."),
    ] = None,
    each: Annotated[
        list[str] | None, typer.Option(help="A series for every member of it.", metavar="DIM")
    ] = None,
    id_: Annotated[str, typer.Option("--id", help="Slug of the series' address.")] = "",
    title: Annotated[str, typer.Option(help="Title of the series.")] = "",
    vintage: Annotated[
        str, typer.Option(help="Day of issue, where the service does not say.", metavar="DATE")
    ] = "",
    pillar: Annotated[str, typer.Option(help="Pillar under which it is filed.")] = "",
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Ask again although an answer of today is kept.")
    ] = False,
    base: Annotated[str, typer.Option(help="Another server that answers alike.")] = "",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let it be a server on this network.")
    ] = False,
    form: FormatOption = Format.table,
) -> None:
    """Ask a publisher's public interface for a series and keep it.

    Answers are kept for a day. A server that is busy is asked again a few times.
    """
    from aftersummit.documents import FetchPolicy
    from aftersummit.project import open_project
    from aftersummit.project.clock import end_of
    from aftersummit.project.series_files import Reading

    end_of(vintage)
    reading = Reading(
        table=table,
        picks={dim: tuple(words.split(",")) for dim, words in _pairs(pick).items()},
        each=tuple(each or ()),
        slug=id_,
        title=title,
        vintage=vintage,
        pillar=pillar,
    )
    with open_project(project) as opened:
        cubes, kept = opened.indicators.fetch(
            service, key, reading, _pairs(option), base=base, fresh=fresh, look=look,
            policy=FetchPolicy(allow_private=allow_private),
        )  # fmt: skip
    if look:
        print_records(_contents(cubes), form)
        return
    _print_kept(kept, form)


_LISTED = ("address", "first", "last", "values", "vintage", "unit", "title")


@app.command("list", epilog="Example: aftersummit indicator list --format csv")
def list_(
    project: ProjectOption = HERE,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List the series, with what they cover."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        rows = [_row(one) for one in opened.indicators.every(as_of=as_of)]
    count = print_records(
        rows, form, ("address", "first", "last", "values", "vintage", "unit", "title")
    )
    if form is Format.table:
        say(f"{count} series")


@app.command("show", epilog="Example: aftersummit indicator show series/us-overdose-deaths")
def show(
    series: Annotated[str, typer.Argument(help="Address of the series.", metavar="SERIES")],
    project: ProjectOption = HERE,
    as_of: AsOfOption = "",
    vintages: Annotated[
        bool, typer.Option("--vintages", help="List the vintages instead of the figures.")
    ] = False,
    form: FormatOption = Format.table,
) -> None:
    """Print the figures of a series under SDMX names, as known on a day."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        if vintages:
            rows = [_row(one) for one in opened.indicators.vintages(_series(series))]
            print_records(rows, form, ("vintage", "first", "last", "values", "title"))
            return
        found = opened.indicators.series(_series(series), as_of=as_of)
    from aftersummit.indicators.harmonise import sdmx_rows

    if form is Format.table:
        say(f"{found.title}, {found.unit}. {found.publisher}. {found.licence}".strip(" ."))
        if found.note:
            say(found.note)
    print_records(sdmx_rows(found), form, ("TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "OBS_COMMENT"))


@app.command(
    "link",
    epilog="Example: aftersummit indicator link nals/2023/C037 series/us-overdose-deaths "
    "--want down --at 2023-01",
)
def link(
    commitment: Annotated[str, typer.Argument(help="The commitment.", metavar="REF")],
    series: Annotated[str, typer.Argument(help="The series.", metavar="SERIES")],
    project: ProjectOption = HERE,
    want: Annotated[str, typer.Option(help="up or down: which way is progress.")] = "",
    baseline: Annotated[str, typer.Option(help="Period from which progress counts.")] = "",
    baseline_value: Annotated[
        float | None, typer.Option(help="Its level, where the series does not hold it.")
    ] = None,
    target: Annotated[float | None, typer.Option(help="The level to reach.")] = None,
    by: Annotated[str, typer.Option(help="Year or period by which.")] = "",
    own_target: Annotated[
        bool, typer.Option("--own-target", help="Take the target of the commitment itself.")
    ] = False,
    at: Annotated[str, typer.Option(help="Date from which an effect could show.")] = "",
    compare: Annotated[
        list[str] | None, typer.Option(help="A series that could not be touched.", metavar="SERIES")
    ] = None,
    untouched: Annotated[
        list[str] | None,
        typer.Option(help="A series of the same place that should not move.", metavar="SERIES"),
    ] = None,
    event: Annotated[
        list[str] | None, typer.Option(help="An action that could explain it.", metavar="ACTION")
    ] = None,
    first: Annotated[str, typer.Option(help="First period of the window.")] = "",
    last: Annotated[str, typer.Option(help="Last period of the window.")] = "",
    relative: Annotated[
        bool, typer.Option("--relative", help="Estimate against the comparators.")
    ] = False,
    why: Annotated[str, typer.Option(help="What the choice rests on.")] = "",
    url: Annotated[str, typer.Option(help="Where the target is stated.")] = "",
    coder: CoderOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Hold a commitment against a series: wanted direction, baseline, target and date."""
    from aftersummit.cli.wire import record_row
    from aftersummit.model import Ref
    from aftersummit.project import open_project
    from aftersummit.project.yardsticks import Choice

    choice = Choice(
        direction=want,
        baseline=baseline,
        baseline_value=baseline_value,
        target=target,
        by=by,
        own_target=own_target,
        start=at,
        compare=tuple(map(_series, compare or ())),
        untouched=tuple(map(_series, untouched or ())),
        events=tuple(map(Ref.parse, event or ())),
        first=first,
        last=last,
        relative=relative,
        why=why,
        url=url,
        coder=coder,
    )
    with open_project(project) as opened:
        made = opened.indicators.link(Ref.parse(commitment), _series(series), choice)
    print_records([record_row(made)], form, _LINK)
    if made.start:
        say(f"estimate with: aftersummit effect check {made.commitment}")


_LINK = ("commitment", "series", "direction", "baseline", "target", "by", "start")


@app.command("links", epilog="Example: aftersummit indicator links nals/2023")
def links(
    under: Annotated[str, typer.Argument(help="Below this address.", metavar="[REF]")] = "",
    project: ProjectOption = HERE,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List which commitments are held against which series."""
    from aftersummit.cli.wire import record_row
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    with open_project(project) as opened:
        under = str(Ref.parse(under)) if under else ""
        rows = [record_row(y) for y in opened.indicators.yardsticks(under=under, as_of=as_of)]
    print_records(rows, form, _LINK)


@app.command("status", epilog="Example: aftersummit indicator status nals/2023/C010")
def status(
    under: Annotated[str, typer.Argument(help="Below this address.", metavar="[REF]")] = "",
    project: ProjectOption = HERE,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Hold series against their targets, by the rule of official statistics.

    The change so far over the change that the target demands by now: at least 0.95 is on
    track, 0.60 too slow, 0 hardly moving, below 0 moving away. What the rule cannot judge
    says why.
    """
    from aftersummit.model import Ref, to_wire
    from aftersummit.project import open_project

    with open_project(project) as opened:
        under = str(Ref.parse(under)) if under else ""
        found = opened.indicators.headway(under=under, as_of=as_of)
    rows = [to_wire(one) for one in found]
    for row in rows if form is Format.table else ():
        row["ratio"] = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
    print_records(rows, form, ("commitment", "series", "state", "ratio", "sentence"))
    if not found:
        say("no commitment has a series with a target; link one: aftersummit indicator link --help")


def _series(text: str) -> Any:
    """An address of a series; its slug alone is understood."""
    from aftersummit.model import Ref

    return Ref.parse(text if "/" in text else f"series/{text}")


def _pairs(given: list[str] | None) -> dict[str, str]:
    from aftersummit.errors import UsageError

    found = {}
    for one in given or ():
        name, sign, value = one.partition("=")
        if not sign or not value:
            raise UsageError(f"'{one}' is no pair", "write it like citizenship=Cuba,Haiti")
        found[name.strip()] = value.strip()
    return found


def _row(series: Any) -> Row:
    periods = [o.period for o in series.observations]
    return {
        "address": str(series.ref),
        "title": series.title,
        "unit": series.unit,
        "frequency": series.frequency,
        "first": periods[0] if periods else "",
        "last": periods[-1] if periods else "",
        "values": len(periods),
        "vintage": series.vintage,
        "publisher": series.publisher,
        "licence": series.licence,
        "pillar": series.pillar,
        "note": series.note,
    }


def _print_kept(kept: Any, form: Format) -> None:
    rows = [{**_row(one.series), "state": one.state, "revised": one.revised} for one in kept]
    print_records(rows, form, ("address", "state", "revised", "first", "last", "values", "title"))
    say("hold a commitment against it with: aftersummit indicator link REF SERIES --want up|down")


def _contents(cubes: Any) -> list[Row]:
    return [
        {
            "table": cube.about.id,
            "dimension": dim or "-",
            "members": ", ".join(cube.values(dim)[:40]) if dim else "",
            "from": cube.periods[0],
            "to": cube.periods[-1],
            "unit": cube.about.unit,
        }
        for cube in cubes
        for dim in (cube.dims or ("",))
    ]
