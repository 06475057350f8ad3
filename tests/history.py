"""Coders who do things at random for months, and a plain notebook of what they did.

The machine and its notebook share nothing but the actions: the notebook knows no fold, no
decision and no database, only lists of steps done and undone.
"""

from __future__ import annotations

import itertools
import random
from datetime import UTC, datetime, timedelta

from aftersummit.errors import UserError
from aftersummit.review import place

_PLANS = (
    "plant {n} million trees",
    "open {n} offices",
    "train {n} thousand nurses",
    "publish {n} reports",
)
TEXT = "Joint statement\n\n" + "\n\n".join(
    f"We met for the {n}th time. We will {_PLANS[n % 4].format(n=n // 2)} by 2030. "
    f"We call on group {n // 2} to join us.\n\nWe will:\n\n• hold {n} meetings by {2026 + n}; and\n• say so {n // 3} times."
    for n in range(2, 22)
)
"""A hundred units, some of which read the same."""
CODERS = ("ana", "bo", "cy")
LABELS = ("commitment", "commitment", "none", "call", "stance", "")


class Hours(datetime):
    """A clock that moves an hour whenever a new action begins, and a little within it."""

    action = 0
    within = itertools.count()

    @classmethod
    def now(cls, tz=None):
        start = datetime(2026, 1, 1, tzinfo=UTC)
        return start + timedelta(hours=cls.action, microseconds=next(cls.within))


class Notebook:
    """What is in force, told naively."""

    def __init__(self):
        self.done = {name: [] for name in CODERS}
        self.undone = {name: [] for name in CODERS}
        self.lines = []

    def code(self, who, codes):
        self.done[who].append(codes)
        self.undone[who].clear()
        self.lines += codes

    def undo(self, who):
        if not self.done[who]:
            return False
        self.undone[who].append(self.done[who].pop())
        return True

    def redo(self, who):
        if not self.undone[who]:
            return False
        self.done[who].append(self.undone[who].pop())
        return True

    def newest(self, unit):
        """The newest code in force of a unit, or None."""
        steps = (step for steps in self.done.values() for step in steps)
        found = (code for step in steps for code in step if code.unit == unit)
        return max(found, key=lambda code: code.number, default=None)

    def codes(self):
        """The newest code in force of each unit."""
        steps = [code for steps in self.done.values() for step in steps for code in step]
        return {code.unit: code for code in sorted(steps, key=lambda code: code.number)}


def shown(commitments):
    """What a reader sees of each commitment, under the address that never changes."""
    return sorted(
        (str(place(c)), str(c.ref), c.status, c.issue, c.parties, c.quote) for c in commitments
    )


class Months:
    """Random actions on one project, each held against the notebook."""

    def __init__(self, project, seed):
        self.project, self.coding = project, project.coding
        self.chance = random.Random(seed)
        self.notebook = Notebook()
        ref = next(iter(project.list("document"))).ref
        view = self.coding.document(ref, coder="ana").view
        self.text, self.units = view.text, view.units
        twins = {}
        for unit in view.units:
            twins.setdefault(unit.twin, []).append(unit)
        self.twins = {
            unit.ref: [o.ref for o in twins[unit.twin] if o is not unit] for unit in view.units
        }
        self.days = {}
        self.acted = 0

    def run(self, actions, days):
        """Act; at the end of some days write down what everybody sees."""
        ends = set(self.chance.sample(range(24, actions, 24), days))
        for number in range(actions):
            Hours.action = number
            self.act()
            if number + 1 in ends:
                day = (
                    (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number)).date().isoformat()
                )
                self.days[day] = self.seen()
            if number % 97 == 0:
                assert self.coding.codes() == self.notebook.codes()

    def act(self):
        who, dice = self.chance.choice(CODERS), self.chance.random()
        if dice < 0.25:
            self.step("undo", who)
        elif dice < 0.4:
            self.step("redo", who)
        else:
            self.code(who)

    def step(self, verdict, who):
        possible = getattr(self.notebook, verdict)(who)
        try:
            told = self.coding.step(verdict, coder=who)
        except UserError:
            assert not possible, f"{who} could {verdict}"
            return
        assert possible, f"{who} could not {verdict}"
        for code in told:
            newest = self.notebook.newest(code.unit)
            assert code == newest or (newest is None and code.verdict == verdict and not code.label)
        self.acted += 1

    def code(self, who):
        unit, label = self.chance.choice(self.units), self.chance.choice(LABELS)
        twins = self.twins[unit.ref] if self.chance.random() < 0.1 else []
        parts = self.parts(unit) if label == "commitment" and self.chance.random() < 0.5 else ()
        saw = self.notebook.newest(unit.ref)
        made = self.coding.code(
            unit.ref, label, parts, coder=who, twins=twins, saw=saw.number if saw else 0
        )
        assert [code.unit for code in made] == [unit.ref, *twins]
        self.notebook.code(who, made)
        self.acted += 1

    def parts(self, unit):
        """One or two parts of a unit, described somehow."""
        start, end = unit.span.start, unit.span.end
        cut = (start + end) // 2
        spans = [(start, end), (start, cut), (cut, end)][: self.chance.choice((1, 3))]
        spans = spans if len(spans) == 1 else spans[1:]
        issue = self.chance.choice(["", "trade", "climate"])
        return [{"start": a, "end": b, "issue": issue, "parties": ["CA"]} for a, b in spans]

    def seen(self):
        """What a project shows now."""
        return (
            self.notebook.codes(),
            shown(self.project.commitments()),
            [d.number for d in self.project.list("decision")],
            len(self.coding.log()),
        )

    def check(self):
        """The log, the present and every day that was written down agree."""
        log = self.coding.log()
        assert [c for c in log if c.verdict in ("code", "skip")] == self.notebook.lines
        assert len(log) == self.acted + sum(len(s) - 1 for s in self.steps())
        assert [c.number for c in log] == sorted({c.number for c in log})
        assert self.coding.codes() == self.notebook.codes()
        for day, (codes, commitments, decisions, lines) in self.days.items():
            assert self.coding.codes(as_of=day) == codes, day
            assert shown(self.project.commitments(as_of=day)) == commitments, day
            assert [d.number for d in self.project.list("decision", as_of=day)] == decisions, day
            assert len(self.coding.log(as_of=day)) == lines, day
        self.follows()

    def steps(self):
        """Every code that was sent, grouped as it was sent."""
        grouped = {}
        for code in self.notebook.lines:
            grouped.setdefault((code.coder, code.key.partition(".")[0]), []).append(code)
        return grouped.values()

    def follows(self):
        """The register says of each unit what the code in force says of it."""
        accepted = {
            (c.passages[0].span.start, c.passages[0].span.end, c.issue, c.parties, c.strength)
            for c in self.project.commitments()
            if c.status == "accepted" and c.label == "commitment"
        }
        said = {
            (part.span.start, part.span.end, part.issue, part.parties, part.strength)
            for code in self.notebook.codes().values()
            for part in code.parts
        }
        assert accepted == said
