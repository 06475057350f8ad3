"""Scores and squares as shapes and words: what a cell of a scorecard or a matrix says."""

from __future__ import annotations

from dataclasses import dataclass

from aftersummit.model import Assessment, Scale, Score, SquareState

SQUARES: dict[SquareState, tuple[str, str]] = {
    "acted": ("action", "acted"),
    "reversed": ("undercut", "reversed"),
    "pledged": ("announced", "only words"),
    "nothing-found": ("nothing", "nothing found"),
    "not-searched": ("unsearched", "not searched"),
    "unrateable": ("unrateable", "unrateable"),
    "not-bound": ("", "not bound"),
}
"""State of a square to the code of its shape and its words, from most to least known."""
SQUARE_MEANINGS: dict[SquareState, str] = {
    "acted": "Action towards the pledge was found.",
    "reversed": "The latest that was found goes against the pledge.",
    "pledged": "It pledged, and only announcements were found.",
    "nothing-found": "Somebody looked and found nothing. That is not the same as failure.",
    "not-searched": "It pledged, and nobody has looked yet for what it did.",
    "unrateable": "People judged that it cannot be rated.",
    "not-bound": "None of these commitments binds it.",
}
_SILENT = {
    "announced-only": ("announced", "only words"),
    "not-searched": ("unsearched", "not searched"),
}
_ASIDE = (
    "remembered, and not confirmed on a page",
    "it is context and says nothing about conduct",
)
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Mark:
    """What one cell says.

    Attributes:
        shape: code of the shape, "" for none.
        value: the score as printed (``+1``), "" where there is none.
        words: what it means, for a reader who does not see the shape.
        machine: whether it is a machine's proposal.
    """

    shape: str
    value: str
    words: str
    machine: bool


def mark_of(told: Assessment, scale: Scale | None) -> Mark:
    """What a cell says about one assessment."""
    score = told.score
    if score is None:
        return _without(told)
    if score.outcome != "rated":
        words = "unrateable" if score.outcome == "unrateable" else "not applicable"
        return Mark("unrateable" if words == "unrateable" else "", words, words, score.proposed)
    shape = _shape(score, scale)
    return Mark(shape, value_words(score), _meaning(score, scale), score.proposed)


def value_words(score: Score) -> str:
    """A score's value as printed, with a true minus sign."""
    if score.outcome != "rated":
        return score.outcome.replace("-", " ")
    if score.value is None:
        return score.code
    text = f"{score.value:+g}" if score.value else "0"
    return text.replace("-", _MINUS)


def _without(told: Assessment) -> Mark:
    if told.hidden:
        return Mark("", "in coding", "being coded, not shown yet", False)
    if told.judgements and not told.rule:
        return Mark("mixed", "disputed", "the coders disagree and nobody has settled it", False)
    known = _SILENT.get(told.rule)
    if known is None:
        found = any(item.place == "inside" and item.why not in _ASIDE for item in told.evidence)
        known = ("mixed", "for a person") if found else ("nothing", "nothing found")
        if not told.searched and not found:
            known = _SILENT["not-searched"]
    return Mark(known[0], "", known[1], False)


def _shape(score: Score, scale: Scale | None) -> str:
    """Filled at the top of the scale, half between, turned down at the bottom."""
    if scale is None:
        return ""
    values = [v for v in scale.values if v.code not in ("unrateable", "not-applicable")]
    if score.value is None:
        codes = [v.code for v in values]
        at = codes.index(score.code) / max(1, len(codes) - 1) if score.code in codes else 0.5
    else:
        numbers = [v.number for v in values if v.number is not None] or [0.0, 1.0]
        at = (score.value - numbers[0]) / ((numbers[-1] - numbers[0]) or 1)
    return "completed" if at >= 1 else "undercut" if at <= 0 else "action"


def _meaning(score: Score, scale: Scale | None) -> str:
    for value in scale.values if scale else ():
        same = value.code == score.code if score.value is None else value.number == score.value
        if same:
            return value.name.lower()
    return value_words(score)
