"""Agreement of a round's blind codes: over all, by label, attribute, document and pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aftersummit import review
from aftersummit.assessment.agreement import Coefficient, measure, pairs, table
from aftersummit.codebooks import codebook
from aftersummit.model import Measure, Ref, Round
from aftersummit.model.coding import MeasureBy

REPLICATES = 1000


def measures(
    held: Round, units: Sequence[Ref], sheets: review.Sheets, replicates: int = REPLICATES
) -> tuple[Measure, ...]:
    """Every coefficient of a round, each with its 95 % interval.

    Labels: percent, Fleiss' kappa over units that all coded, Krippendorff's alpha, and Cohen's
    kappa for each pair. For a single label it is "this label or another". Attributes are
    compared where two coders see a commitment in the same words.
    """
    codes = review.label_codes(held, units, sheets)
    found = _of("all", "all", codes, ("percent", "fleiss", "alpha-nominal"), replicates)
    for term in codebook().labels:
        binary = [(unit, coder, label == term.code) for unit, coder, label in codes]
        if any(yes for _, _, yes in binary):
            found += _of("label", term.code, binary, ("percent", "alpha-nominal"), replicates)
    for name in review.ATTRIBUTES:
        values = review.attribute_codes(held, units, sheets, name)
        found += _of("attribute", name, values, ("percent", "alpha-nominal"), replicates)
    for document in held.documents:
        own = [code for code in codes if code[0].document_ref == document]
        found += _of("document", str(document), own, ("percent", "alpha-nominal"), replicates)
    _, coders, rows = table(codes)
    for (one, other), both in pairs(coders, rows).items():
        name = f"{one} & {other}"
        found += [
            _measured("pair", name, both, coefficient, replicates)
            for coefficient in ("percent", "cohen")
        ]
    return tuple(found)


def _of(
    by: MeasureBy,
    group: str,
    codes: Sequence[tuple[Any, str, Any]],
    coefficients: Sequence[Coefficient],
    replicates: int,
) -> list[Measure]:
    _, _, rows = table(codes)
    made = [_measured(by, group, rows, coefficient, replicates) for coefficient in coefficients]
    return [one for one in made if one.units]


def _measured(by: MeasureBy, group: str, rows: Any, coefficient: Any, replicates: int) -> Measure:
    made = measure(rows, coefficient, replicates=replicates)
    return Measure(
        by=by,
        group=group,
        coefficient=made.coefficient,
        value=made.value,
        low=made.low,
        high=made.high,
        units=made.units,
        codes=made.codes,
    )
