"""Agreement on the blind codes of scores: over all, by pair of coders, issue and commitment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from aftersummit.assessment.agreement import Agreement, Coefficient, measure, pairs, table
from aftersummit.assessment.check import ALWAYS_CODES, ratings
from aftersummit.assessment.log import Judged, blind
from aftersummit.model import Ref, Scale

By = Literal["all", "pair", "issue", "commitment"]


@dataclass(frozen=True, slots=True)
class Reliability:
    """One coefficient for one group of blind codes."""

    by: By
    group: str
    measured: Agreement


def reliability(
    judged: Iterable[Judged],
    scale: Scale,
    *,
    issues: Mapping[str, str] | None = None,
    round: str = "",
    replicates: int = 1000,
) -> tuple[Reliability, ...]:
    """Coefficients of every grouping, in the order all, pair, issue, commitment.

    Percent, Fleiss and nominal alpha take ``unrateable`` and ``not-applicable`` as codes like
    any other. Ordinal alpha and the weighted kappas leave them out, because they stand
    nowhere in the order of the scale. Kappas of two coders are given for pairs alone.

    Args:
        judged: what was decided on scores of this one scale.
        issues: commitment's address to its issue.
        round: which blind round; the last of every score where left out.
    """
    codes = blind((one for one in judged if _on(one, scale)), round)
    groups: dict[tuple[By, str], list[tuple[str, str, str]]] = {("all", "all"): codes}
    for code in codes:
        commitment = str(Ref.parse(code[0]).commitment_ref)
        groups.setdefault(("issue", (issues or {}).get(commitment, "")), []).append(code)
        groups.setdefault(("commitment", commitment), []).append(code)
    order = [value.code for value in ratings(scale)]
    found = []
    for (by, name), members in groups.items():
        found += _measured(by, name, members, order, replicates)
    _, coders, rows = table(codes)
    for (one, other), both in pairs(coders, rows).items():
        named = [
            (str(unit), coder, str(code))
            for unit, row in enumerate(both)
            for coder, code in zip((one, other), row, strict=True)
        ]
        found += _measured("pair", f"{one} & {other}", named, order, replicates)
    places = {"all": 0, "pair": 1, "issue": 2, "commitment": 3}
    return tuple(sorted(found, key=lambda row: (places[row.by], row.group)))


def _measured(
    by: By, name: str, codes: list[tuple[str, str, str]], order: list[str], replicates: int
) -> list[Reliability]:
    """The coefficients of one group; words and unknown continuous codes have no order."""
    _, _, whole = table(codes)
    ranked = [code for code in codes if code[2] not in ALWAYS_CODES]
    _, _, inner = table(ranked)
    known = {code for _, _, code in ranked} <= set(order)
    kinds: list[Coefficient] = ["percent", "alpha-nominal"]
    weighted: list[Coefficient] = ["alpha-ordinal"] if known else []
    if by == "pair":
        kinds.append("cohen")
        weighted += ["cohen-linear", "cohen-quadratic"] if known else []
    else:
        kinds.append("fleiss")
    return [
        *(Reliability(by, name, measure(whole, kind, replicates=replicates)) for kind in kinds),
        *(
            Reliability(by, name, measure(inner, kind, order, replicates=replicates))
            for kind in weighted
            if _both(inner, kind)
        ),
    ]


def _both(rows: object, kind: Coefficient) -> bool:
    """Whether a weighted kappa still has two coders once the codes off the scale are gone."""
    return not kind.startswith("cohen") or (
        isinstance(rows, list) and bool(rows) and len(rows[0]) == 2
    )


def _on(one: Judged, scale: Scale) -> bool:
    return any(code.score.scale == scale.code for code in one.codes)
