"""``extract``: find the commitments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aftersummit.cli.looking import (
    EndpointOption,
    Looking,
    ModelOption,
    MostCostOption,
    PricesOption,
    UsingOption,
    VoteOption,
    looking,
    until_error,
)
from aftersummit.cli.options import (
    HERE,
    CoderOption,
    Format,
    FormatOption,
    LimitOption,
    ProjectOption,
)
from aftersummit.cli.output import print_records, progress_bar, say, warn
from aftersummit.cli.teaching import ForgetOption, InsistOption, LearnOption, teach

if TYPE_CHECKING:
    from aftersummit.errors import AftersummitError
    from aftersummit.model import Commitment, Document, Ref
    from aftersummit.project import Project

NAME = "extract"
EXAMPLE = "aftersummit extract communique.pdf --format jsonl"
_SHOWN = 40
_COLUMNS = ("address", "confidence", "parties", "deadline", "quote")
_FOUND = ("start", "end", "confidence", "parties", "deadline", "quote")


def run(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            help="A file, or addresses of documents or meetings.",
            metavar="[FILE|REF...]",
            show_default="all documents of the project",
        ),
    ] = None,
    project: ProjectOption = HERE,
    every: Annotated[bool, typer.Option("--all", help="Calls and stances too.")] = False,
    recall: Annotated[
        str, typer.Option(help="'high' misses fewer and finds more that are none.")
    ] = "default",
    again: Annotated[bool, typer.Option(help="Also documents that were read before.")] = False,
    language: Annotated[str, typer.Option(help="Language of FILE, if found wrongly.")] = "",
    using: UsingOption = "model",
    vote: VoteOption = "",
    endpoint: EndpointOption = "",
    model: ModelOption = "",
    prices: PricesOption = "",
    most_cost: MostCostOption = None,
    limit: LimitOption = None,
    learn: LearnOption = False,
    forget: ForgetOption = False,
    insist: InsistOption = False,
    coder: CoderOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Find commitments in a file or project.

    A file needs no project; without one, all documents of the project are read.

    Offsets are half-open, in Unicode code points of the text that 'aftersummit text FILE'
    prints. In a project, what is found becomes proposals that a person decides on.

    With --learn the project's decisions and codes move the model's weights, for this project
    alone, if decisions held back say that it helps; see them with: aftersummit list lessons

    The key of a language model is read from AFTERSUMMIT_LLM_KEY; AFTERSUMMIT_LLM_ENDPOINT,
    _MODEL and _PRICES stand for the options. What it quotes and the text does not hold is left
    out, and told. Finds on which a vote did not agree: aftersummit commitments --disputed.
    """
    if learn or forget or insist:
        _check_alone(targets)
        teach(project, learn=learn, forget=forget, insist=insist, coder=coder, form=form)
        return
    labels = ("commitment", "call", "stance") if every else ("commitment",)
    _check_recall(recall)
    looks = looking(using, vote, endpoint, model, prices, most_cost)
    files = [Path(t) for t in targets or [] if t == "-" or Path(t).is_file()]
    if files and len(files) == len(targets or []):
        documents = (each for file in files for each in _documents(file, language, limit or ()))
        _in_files(documents, looks, labels, recall, form)
        return
    _in_project(project, targets or [], looks, labels, recall, again, form)


def _check_alone(targets: list[str] | None) -> None:
    from aftersummit.errors import UsageError

    if targets:
        raise UsageError(
            "a project learns from all its documents", f"leave out {' '.join(targets)}"
        )


def _check_recall(recall: str) -> None:
    from aftersummit.errors import UsageError

    if recall not in ("default", "high"):
        raise UsageError(f"'{recall}' is no setting of --recall", "use default or high")


def _documents(path: Path, language: str, limit: Sequence[str]) -> Iterator[Document]:
    from aftersummit.documents import Limits
    from aftersummit.project.files import read_file

    return read_file(path, language, warn, Limits.raised(limit))


def _in_files(
    documents: Iterator[Document],
    looks: Looking,
    labels: tuple[str, ...],
    recall: str,
    form: Format,
) -> None:
    from aftersummit.cli.wire import found_row, votes_in_words

    stopped: list[AftersummitError] = []
    with progress_bar("asking") if looks.endpoint else nullcontext() as progress:
        look, llm = looks.begin(progress)
        rows: Iterable[dict[str, Any]] = (
            found_row(each)
            for document in documents
            for each in look(document, labels=labels, recall=recall)
        )
        if llm is not None:  # all of them before the first is printed into the bar
            rows = list(until_error(rows, stopped))
    if form is Format.table and looks.vote:
        count = print_records(map(votes_in_words, rows), form, (*_FOUND, "votes"))
    else:
        count = print_records(rows, form, _FOUND)
    if form is Format.table:
        say(f"{count} found")
    if llm is not None:
        say(llm.budget.in_words())
    if stopped:
        raise stopped[0]


def _in_project(
    folder: Path,
    targets: list[str],
    looks: Looking,
    labels: tuple[str, ...],
    recall: str,
    again: bool,
    form: Format,
) -> None:
    from aftersummit.cli.wire import commitment_row
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    refs = [Ref.parse(_maybe_missing(target)) for target in targets]
    with open_project(folder) as opened:
        with progress_bar("extracting") as progress:
            report = opened.extract(
                refs,
                labels=labels,
                recall=recall,
                again=again,
                using=looks.names,
                endpoint=looks.endpoint,
                progress=progress,
            )
        for problem in report.problems:
            warn(problem)
        found = [c for c in _found(opened, refs) if c.label in labels]
        shown = found[:_SHOWN] if form is Format.table else found
        print_records(map(commitment_row, shown), form, _COLUMNS)
    say(
        f"{report.documents} documents read, {report.found} found, "
        + (f"{report.disputed} of them disputed, " if report.disputed else "")
        + f"{report.unchanged} documents unchanged"
        + (f", {report.without_text} without words here" if report.without_text else "")
    )
    if report.lesson:
        say(f"read with what {report.lesson} taught")
    if report.outdated:
        say(f"{report.outdated} fits the model no more; renew it: aftersummit extract --learn")
    if report.spent:
        say(report.spent)
    if len(shown) < len(found):
        say(f"{len(found) - len(shown)} more: aftersummit commitments")


def _found(project: Project, refs: list[Ref]) -> list[Commitment]:
    if not refs:
        return [c for c in project.commitments() if c.status == "proposed"]
    return [c for ref in refs for c in project.commitments(under=str(ref))]


def _maybe_missing(target: str) -> str:
    from aftersummit.errors import UserError

    if Path(target).is_dir():
        raise UserError(
            f"{target} is a folder", f"add it to a project first: aftersummit add {target}"
        )
    if "." in target.rsplit("/", 1)[-1] and not Path(target).exists():
        raise UserError(f"there is no file {target}", "check its name")
    return target
