"""Weights of a labelled variant of a mean, from a TOML file."""

from __future__ import annotations

import tomllib

from aftersummit.assessment.aggregate import Weights
from aftersummit.errors import UserError


def read_weights(text: str, where: str) -> Weights:
    """Weights of parties and commitments by code and address; what is not listed weighs 1.

    Args:
        where: the file's name, for messages.

    Raises:
        UserError: it is not TOML, has no label, or a weight is no number from 0 up.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{where} is not TOML: {error}", "correct that line") from error
    label = str(data.pop("label", "")).strip()
    if not label:
        raise UserError(f"{where} has no label", 'add a line such as label = "by population"')
    tables: dict[str, dict[str, float]] = {"parties": {}, "commitments": {}}
    for name, entries in data.items():
        if name not in tables or not isinstance(entries, dict):
            raise UserError(
                f"{where} has an unknown field '{name}'", "use label, [parties] and [commitments]"
            )
        for code, weight in entries.items():
            if isinstance(weight, bool) or not isinstance(weight, int | float) or weight < 0:
                raise UserError(f"{where}: '{code}' weighs {weight!r}", "write a number from 0 up")
            tables[name][code] = float(weight)
    return Weights(label, tables["commitments"], tables["parties"])
