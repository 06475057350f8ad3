"""Blind rounds: who codes what, where codes differ, and what a round comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aftersummit.model import Code, Part, Ref, Round, Span
from aftersummit.review.queue import share
from aftersummit.review.sheets import Sheets

ATTRIBUTES = ("parties", "strength", "kind", "issue", "deadline", "quantity")


@dataclass(frozen=True, slots=True)
class Dispute:
    """A unit on which coders differ.

    Attributes:
        fields: what differs: ``label``, ``words`` (the parts' places) or attributes.
        codes: by coder.
        decided: the third person's word, None while there is none.
    """

    unit: Ref
    fields: tuple[str, ...]
    codes: Mapping[str, Code]
    decided: Code | None = None


def coders_of(round: Round, unit: Ref) -> tuple[str, ...]:
    """Who codes a unit: everybody for the overlap, one coder each for the rest.

    The unit's address and the round's name decide, so that nobody chooses and the answer
    never changes.
    """
    if len(round.coders) < 2 or share(unit, f"{round.name}|overlap") < round.overlap:
        return round.coders
    return (round.coders[int(share(unit, f"{round.name}|coder") * len(round.coders))],)


def disputes(round: Round, units: Iterable[Ref], sheets: Sheets) -> list[Dispute]:
    """Units whose codes differ, in the order given."""
    found = []
    for unit in units:
        codes = coded(sheets.all(round.name, unit))
        fields = differences(list(codes.values()))
        if fields:
            found.append(Dispute(unit, fields, codes, sheets.adjudicated(round.name, unit)))
    return found


def differences(codes: Sequence[Code]) -> tuple[str, ...]:
    """In what the codes of one unit differ; nothing else is compared where labels do."""
    if len({code.label for code in codes}) > 1:
        return ("label",)
    if len({tuple(part.span for part in code.parts) for code in codes}) > 1:
        return ("words",)
    return tuple(
        name
        for name in ATTRIBUTES
        if len({tuple(value_of(part, name) for part in code.parts) for code in codes}) > 1
    )


def value_of(part: Part, attribute: str) -> str:
    """One attribute of a part as a word that can be compared."""
    value = getattr(part, attribute)
    if attribute == "parties":
        return "+".join(sorted(part.parties))
    if attribute in ("deadline", "quantity"):
        return "" if value is None else " ".join(value.text.casefold().split())
    return value or ""


def coded(codes: Mapping[str, Code]) -> dict[str, Code]:
    """The codes without those that skip."""
    return {coder: code for coder, code in codes.items() if code.verdict == "code"}


def outcome(round: Round, unit: Ref, sheets: Sheets) -> Code | None:
    """What a round says of a unit: the third person's word, else the code nobody disputes."""
    decided = sheets.adjudicated(round.name, unit)
    if decided is not None:
        return decided
    codes = list(coded(sheets.all(round.name, unit)).values())
    return codes[0] if codes and not differences(codes) else None


def label_codes(round: Round, units: Iterable[Ref], sheets: Sheets) -> list[tuple[Ref, str, str]]:
    """(unit, coder, label) of every blind code."""
    return [
        (unit, coder, code.label)
        for unit in units
        for coder, code in coded(sheets.all(round.name, unit)).items()
    ]


def attribute_codes(
    round: Round, units: Iterable[Ref], sheets: Sheets, attribute: str
) -> list[tuple[str, str, str]]:
    """(part, coder, value) of one attribute, for parts that coders see in the same words.

    Parts are the same when they overlap by more than half of the longer one; coders who put
    the line elsewhere differ in ``words`` and have no common part whose attribute could be
    compared.
    """
    found = []
    for unit in units:
        codes = coded(sheets.all(round.name, unit))
        parts = {coder: code.parts for coder, code in codes.items() if code.label == "commitment"}
        for number, group in enumerate(_same_parts(parts)):
            for coder, part in group.items():
                found.append((f"{unit}:{number:03d}", coder, value_of(part, attribute)))
    return found


def _same_parts(parts: Mapping[str, tuple[Part, ...]]) -> list[dict[str, Part]]:
    groups: list[dict[str, Part]] = []
    for coder, own in parts.items():
        for part in own:
            for group in groups:
                if coder not in group and _same(part.span, next(iter(group.values())).span):
                    group[coder] = part
                    break
            else:
                groups.append({coder: part})
    return groups


def _same(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared * 2 > max(len(one), len(other))
