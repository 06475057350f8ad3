"""Who looks for commitments: the options that say so, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aftersummit.cli.output import warn
from aftersummit.errors import AftersummitError, UsageError

if TYPE_CHECKING:
    from aftersummit.commitments import Extractor
    from aftersummit.commitments.extractors.llm import Llm
    from aftersummit.commitments.llm.endpoint import Endpoint
    from aftersummit.project import Progress

UsingOption = Annotated[str, typer.Option(help="Who looks: model, rules or llm.", metavar="NAME")]
VoteOption = Annotated[
    str, typer.Option(help="Several who look and vote, as 'model,llm x3'.", metavar="NAMES")
]
EndpointOption = Annotated[
    str, typer.Option(help="For llm: its address before /chat/completions.", metavar="URL")
]
ModelOption = Annotated[
    str, typer.Option(help="For llm: the language model's name there.", metavar="NAME")
]
PricesOption = Annotated[
    str,
    typer.Option(help="For llm: of a million tokens sent/received.", metavar="0.15/0.60"),
]
MostCostOption = Annotated[
    float | None, typer.Option(help="For llm: stop before more than this is spent.", metavar="2.00")
]


@dataclass(frozen=True, slots=True)
class Looking:
    """The extractors that were asked for.

    Attributes:
        names: one, or several that vote, with commas.
        endpoint: what ``llm`` stands for; None where it is not among them.
        vote: whether there are several.
    """

    names: str
    endpoint: Endpoint | None = None
    vote: bool = False

    def begin(self, progress: Progress | None = None) -> tuple[Extractor, Llm | None]:
        """The extractor for files outside any project, and the language model in it.

        Args:
            progress: told of each piece of a text that the language model has read.
        """
        if self.names == "model":
            from aftersummit.commitments import extractor

            return extractor("model"), None
        from aftersummit.commitments.choosing import choose
        from aftersummit.commitments.extractors.llm import Llm
        from aftersummit.project.answers import KeptAnswers, own_folder
        from aftersummit.project.progress import silent

        llm = None
        if self.endpoint is not None:
            llm = Llm(self.endpoint, answers=KeptAnswers(own_folder()), tell=warn,
                      step=progress or silent)  # fmt: skip
        return choose(self.names, llm).extract, llm


def looking(
    using: str, vote: str, endpoint: str, model: str, prices: str, most_cost: float | None
) -> Looking:
    """What the options stand for.

    Raises:
        UsageError: they do not fit together.
    """
    names = _names(using, vote)
    if names != "model":
        from aftersummit.commitments.choosing import LLM, names_in
        from aftersummit.commitments.llm.endpoint import from_environment

        if LLM in names_in(names):
            asked = from_environment(endpoint, model, prices, most_cost)
            return Looking(names, asked, bool(vote))
    if endpoint or model or prices or most_cost is not None:
        raise UsageError("no language model is asked", "add --using llm, or --vote model,llm")
    return Looking(names, vote=bool(vote))


def until_error(
    rows: Iterable[dict[str, Any]], stopped: list[AftersummitError]
) -> Iterator[dict[str, Any]]:
    """Rows up to an error, which is put by until they are printed."""
    try:
        yield from rows
    except AftersummitError as error:
        stopped.append(error)


def _names(using: str, vote: str) -> str:
    if not vote:
        if "," in using:
            raise UsageError("--using takes one name", f"several vote: --vote {using}")
        return using
    if using != "model":
        raise UsageError("--using and --vote are both given", "leave --using out")
    from aftersummit.commitments.choosing import names_in

    if len(names_in(vote)) < 2:
        raise UsageError("a vote needs two or more", "write it like --vote model,llm")
    return vote
