"""The scales as data: those that come with the program and those that a study brings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast, get_args

from aftersummit.errors import NotFound, UserError
from aftersummit.model import RUNGS, Conversion, Scale, ScaleValue
from aftersummit.model.codebook import ScaleLevel

UNRATEABLE = ScaleValue(
    "unrateable",
    "Unrateable",
    "The wording or the data make a judgement impossible. A real outcome: never a missing "
    "value and never a zero.",
)
NOT_APPLICABLE = ScaleValue(
    "not-applicable", "Not applicable", "The commitment does not bind this party."
)
ALWAYS = (UNRATEABLE, NOT_APPLICABLE)
"""Codes of every scale."""

CONDITIONS = ("completes", "advances", "undercuts", "announces", "mixed", "found", "deadline")
_STANCES = CONDITIONS[:4]
_RUNG_WORDS = (*RUNGS, "unjudged", "any")
_DEADLINES = ("none", "open", "passed")


@dataclass(frozen=True, slots=True)
class Rule:
    """A written rule of proposal: the first of a scale whose conditions hold is taken.

    Attributes:
        when: condition to what it asks for; the words are explained in ``scales.toml``.
        gives: a value's code, "" where no value may be proposed.
        because: the reason, in words for a reader.
    """

    id: str
    scales: tuple[str, ...]
    when: dict[str, Any] = field(default_factory=dict)
    gives: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """Scales with their rules of proposal, and the version under which both were written."""

    version: str
    scales: tuple[Scale, ...]
    rules: tuple[Rule, ...] = ()

    def scale(self, code: str) -> Scale:
        """The scale with this code.

        Raises:
            NotFound: there is none.
        """
        for scale in self.scales:
            if scale.code == code:
                return scale
        known = ", ".join(scale.code for scale in self.scales)
        raise NotFound(f"there is no scale '{code}'", f"use one of {known}")

    def rules_for(self, code: str) -> tuple[Rule, ...]:
        """The rules of a scale in their order; empty where a scale has none."""
        return tuple(rule for rule in self.rules if code in rule.scales)

    def joined(self, other: Scheme) -> Scheme:
        """This scheme with the scales and rules of a study's own added.

        Raises:
            UserError: both define a scale of the same code.
        """
        twice = {s.code for s in self.scales} & {s.code for s in other.scales}
        if twice:
            raise UserError(
                f"the scale '{min(twice)}' is defined already", "give your scale a code of its own"
            )
        return Scheme(
            f"{self.version}+{other.version}",
            self.scales + other.scales,
            self.rules + other.rules,
        )


@cache
def scheme() -> Scheme:
    """The scales and rules that come with the program."""
    text = resources.files("aftersummit.codebooks").joinpath("scales.toml").read_text("utf-8")
    return read_scheme(text, "scales.toml")


def scales() -> tuple[Scale, ...]:
    """The scales that come with the program."""
    return scheme().scales


def load_scheme(path: Path) -> Scheme:
    """A study's own scales and rules from a TOML file, written like ``scales.toml``.

    Raises:
        UserError: the file cannot be read, or a scale in it is not sound; the message
            names the scale and the field.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"cannot read {path}: {error}", "give a TOML file in UTF-8") from error
    return read_scheme(text, path.name)


def read_scheme(text: str, where: str) -> Scheme:
    """Scales and rules from TOML text.

    Args:
        where: name of the file, for messages.

    Raises:
        UserError: the text is not TOML, or a scale or rule is not sound.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{where} is not TOML: {error}", "correct that line") from error
    return scheme_of(data, where)


def scheme_of(data: Mapping[str, Any], where: str) -> Scheme:
    """Scales and rules from the tables of a TOML file that has been read.

    Raises:
        UserError: a scale or rule is not sound.
    """
    _known(data, ("version", "scale", "rule"), where)
    version = str(data.get("version", ""))
    if not version:
        raise UserError(f"{where} has no version", 'add a line such as version = "1"')
    found = tuple(_scale(entry, version, where) for entry in _tables(data, "scale", where))
    codes = [scale.code for scale in found]
    for code in codes:
        if codes.count(code) > 1:
            raise UserError(f"{where} defines the scale '{code}' twice", "rename one of them")
    rules = tuple(_rule(entry, found, where) for entry in _tables(data, "rule", where))
    return Scheme(version, found, rules)


def convert(score: float, scale: Scale, to: str) -> float:
    """A number of one scale on another.

    Raises:
        UserError: the codebook defines no conversion of numbers between the two.
    """
    for conversion in scale.conversions:
        if conversion.to == to and not conversion.codes:
            return conversion.slope * score + conversion.offset
    raise UserError(
        f"the scale '{scale.code}' has no conversion to '{to}'",
        "the same number means different things on two scales; define one in the scale's file",
    )


def _scale(entry: Mapping[str, Any], version: str, where: str) -> Scale:
    code = _text(entry, "code", where)
    here = f"{where}: scale '{code}'"
    _known(
        entry,
        ("code", "name", "level", "continuous", "source", "value", "conversions", "version"),
        here,
    )
    level = entry.get("level", "interval")
    if level not in get_args(ScaleLevel):
        raise UserError(f"{here} has the level {level!r}", "use nominal, ordinal or interval")
    values = tuple(_value(value, here) for value in _tables(entry, "value", here))
    continuous = bool(entry.get("continuous", False))
    _check_values(values, level, continuous, here)
    return Scale(
        code=code,
        name=_text(entry, "name", here),
        values=(*values, *ALWAYS),
        continuous=continuous,
        source=str(entry.get("source", "")),
        level=cast(ScaleLevel, level),
        conversions=tuple(_conversion(c, here) for c in _tables(entry, "conversions", here)),
        version=str(entry.get("version", version)),
    )


def _value(entry: Mapping[str, Any], here: str) -> ScaleValue:
    _known(entry, ("code", "name", "meaning", "number"), here)
    code = _text(entry, "code", here)
    number = entry.get("number")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
        raise UserError(f"{here}: the number of '{code}' is {number!r}", "write it as a number")
    return ScaleValue(
        code,
        _text(entry, "name", f"{here}, value '{code}'"),
        _text(entry, "meaning", f"{here}, value '{code}'"),
        None if number is None else float(number),
    )


def _check_values(values: tuple[ScaleValue, ...], level: str, continuous: bool, here: str) -> None:
    if len(values) < 2:
        raise UserError(f"{here} has fewer than two values", "add a [[scale.value]] for each")
    codes = [value.code for value in values]
    for code in codes:
        if codes.count(code) > 1:
            raise UserError(f"{here} has the value '{code}' twice", "rename one of them")
        if code in {always.code for always in ALWAYS}:
            raise UserError(f"{here} defines '{code}'", "leave it out: every scale has it already")
    numbers = [value.number for value in values if value.number is not None]
    if level == "interval" and len(numbers) != len(values):
        raise UserError(
            f"{here} is an interval scale and a value has no number",
            "give every value a number, or set level to ordinal or nominal",
        )
    if continuous and level != "interval":
        raise UserError(f"{here} is continuous and not interval", "set level to interval")
    if numbers != sorted(set(numbers)):
        raise UserError(f"{here}: its numbers do not rise", "put the values in rising order")


def _conversion(entry: Mapping[str, Any], here: str) -> Conversion:
    _known(entry, ("to", "slope", "offset", "codes", "note"), here)
    return Conversion(
        to=_text(entry, "to", f"{here}, conversion"),
        slope=float(entry.get("slope", 1)),
        offset=float(entry.get("offset", 0)),
        codes={str(k): str(v) for k, v in entry.get("codes", {}).items()},
        note=str(entry.get("note", "")),
    )


def _rule(entry: Mapping[str, Any], found: tuple[Scale, ...], where: str) -> Rule:
    name = _text(entry, "id", where)
    here = f"{where}: rule '{name}'"
    _known(entry, ("id", "scales", "when", "gives", "because"), here)
    rule = Rule(
        id=name,
        scales=tuple(entry.get("scales", ())),
        when=dict(entry.get("when", {})),
        gives=str(entry.get("gives", "")),
        because=_text(entry, "because", here),
    )
    _check_conditions(rule, here)
    by_code = {scale.code: scale for scale in found}
    for code in rule.scales:
        if code not in by_code:
            raise UserError(f"{here} is for the scale '{code}'", "define that scale in the file")
        if rule.gives and rule.gives not in {value.code for value in by_code[code].values}:
            raise UserError(
                f"{here} gives '{rule.gives}', which is no value of '{code}'",
                "use a code of that scale",
            )
    return rule


def _check_conditions(rule: Rule, here: str) -> None:
    _known(rule.when, (*CONDITIONS, "target", "searched"), here)
    for name, asked in rule.when.items():
        if name in ("mixed", "found", "target", "searched"):
            if not isinstance(asked, bool):
                raise UserError(f"{here}: {name} is {asked!r}", "write true or false")
            continue
        words = _RUNG_WORDS if name in _STANCES else _DEADLINES
        wrong = (
            [word for word in asked if word not in words] if isinstance(asked, list) else [asked]
        )
        if wrong:
            raise UserError(f"{here}: {name} is {wrong[0]!r}", f"use a list of {', '.join(words)}")


def _tables(entry: Mapping[str, Any], name: str, here: str) -> list[Mapping[str, Any]]:
    tables = entry.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UserError(f"{here}: '{name}' is not a list of tables", f"write it as [[{name}]]")
    return tables


def _text(entry: Mapping[str, Any], name: str, here: str) -> str:
    text = entry.get(name)
    if not isinstance(text, str) or not text.strip():
        raise UserError(f"{here} has no {name}", f"add {name} as text")
    return text


def _known(entry: Mapping[str, Any], names: tuple[str, ...], here: str) -> None:
    for name in entry:
        if name not in names:
            raise UserError(f"{here} has an unknown field '{name}'", f"use {', '.join(names)}")
