"""Closed rounds as they are published with the register."""

from __future__ import annotations

from dataclasses import replace

from aftersummit.model import Round, RoundReport
from aftersummit.store import Reader


def reports(reader: Reader) -> tuple[RoundReport, ...]:
    """Closed rounds as they are published; coders by letter, not by name."""
    closed = [held for held in reader.all(Round) if held.state == "closed"]
    found = []
    for held in sorted(closed, key=lambda one: one.closed):
        verdicts = {c.unit for c in reader.codes(round=held.name) if c.verdict == "adjudicate"}
        letters = {name: chr(ord("A") + i) for i, name in enumerate(held.coders)}
        found.append(
            RoundReport(
                ref=held.ref,
                title=held.title,
                documents=held.documents,
                coders=len(held.coders),
                codebook=held.codebook,
                overlap=held.overlap,
                machine=held.machine,
                opened=held.opened,
                closed=held.closed,
                units=held.units,
                doubled=held.doubled,
                disputed=held.disputed,
                adjudicated=len(verdicts),
                measures=tuple(
                    replace(m, group=_lettered(m.group, letters)) if m.by == "pair" else m
                    for m in held.measures
                ),
            )
        )
    return tuple(found)


def _lettered(pair: str, letters: dict[str, str]) -> str:
    return " & ".join(letters.get(name, name) for name in pair.split(" & "))
