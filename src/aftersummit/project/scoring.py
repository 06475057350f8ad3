"""``project.scores``: proposing, deciding, asking and replaying scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from aftersummit.assessment import log
from aftersummit.assessment.aggregate import Weights, rank, summarise
from aftersummit.assessment.columns import Table, tabulate
from aftersummit.assessment.explain import explain
from aftersummit.assessment.log import Judged
from aftersummit.assessment.proposals import Proposal, gather, propose
from aftersummit.codebooks.scales import Scheme, load_scheme, scheme
from aftersummit.errors import NotFound, UserError
from aftersummit.model import (
    Assessment,
    Commitment,
    Decision,
    Evidence,
    Gap,
    Guideline,
    Matrix,
    Measure,
    Ref,
    Register,
    Score,
    ScoreRank,
    ScoreSummary,
    SummaryBy,
)
from aftersummit.project import assessing, judging, scope
from aftersummit.project.assessing import SCALE
from aftersummit.project.clock import end_of, today
from aftersummit.project.deciding import present
from aftersummit.project.folding import register as fold_register
from aftersummit.project.judging import Given
from aftersummit.project.matrices import matrix_of
from aftersummit.project.settings import Settings, read_settings, write_settings
from aftersummit.store import Store

if TYPE_CHECKING:
    from aftersummit.assessment.tables import Imported
    from aftersummit.project.replaying import Replayed

OWN_SCALES = "scales.toml"
"""A project's own scales and rules, in its folder, written like the codebook's."""


@dataclass(frozen=True, slots=True)
class Why:
    """A score with all that its explanation speaks of; ``number`` is its last decision's."""

    assessment: Assessment
    commitment: Commitment
    evidence: tuple[Evidence, ...]
    guideline: Guideline | None
    number: int = 0

    def lines(self) -> tuple[str, ...]:
        """The chain in words."""
        from aftersummit.assessment.explain import lines

        return lines(self.assessment, self.commitment, self.evidence, self.guideline)


class Scores:
    """The scores of one project."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    @property
    def scheme(self) -> Scheme:
        """The program's scales and rules, with the project's own where it has a
        ``scales.toml``.

        Raises:
            UserError: that file is not sound.
        """
        own = self._store.folder / OWN_SCALES
        return scheme().joined(load_scheme(own)) if own.is_file() else scheme()

    # -- who may score ------------------------------------------------------------

    @property
    def coders(self) -> tuple[str, ...]:
        """Who may score: those named in the settings and the team's coders and leads."""
        with self._store.read() as reader:
            team = [
                person.name
                for person in reader.people.all()
                if person.active and person.role != "reader"
            ]
        named = (*self._settings.coders, self._settings.coder, *team)
        return tuple(dict.fromkeys(name for name in named if name))

    def add_coder(self, name: str) -> tuple[str, ...]:
        """Name somebody who may score; returns all who may.

        Raises:
            UserError: the name is blank.
        """
        if not name.strip():
            raise UserError("the coder has no name", "give one")
        settings = read_settings(self._store.folder)
        coders = tuple(dict.fromkeys((*settings.coders, name.strip())))
        self._settings = replace(settings, coders=coders)
        write_settings(self._store.folder, self._settings)
        return self.coders

    # -- propose and decide -------------------------------------------------------

    def propose(
        self,
        under: str = "",
        *,
        scale: str = SCALE,
        period: str = "final",
        until: str = "",
        as_of: str = "",
    ) -> list[Proposal]:
        """What the written rules propose, for every commitment at or under an address and
        every party that it binds. Nothing is kept: proposals follow from the evidence.

        Args:
            until: last day of the evidence, ISO; needed for an interim look.

        Raises:
            NotFound: nothing is there, or no such scale.
        """
        if period == "interim" and not until:
            raise UserError("an interim look needs its last day", "add: --until 2023-06-30")
        end_of(until)
        register = self._register(as_of)
        chosen = replace(register, commitments=tuple(self._under(register, under)))
        return list(
            assessing.proposed(chosen, self.scheme, scale=scale, period=period, until=until)
        )

    def decide(self, ref: Ref, given: Given) -> tuple[Decision, Judged]:
        """Append a judgement; see :func:`aftersummit.project.judging.decide`."""
        coder = given.coder or self._settings.coder
        return judging.decide(
            self._store, ref, replace(given, coder=coder), self.scheme, self.coders
        )

    def undo(self, ref: Ref, coder: str = "") -> tuple[Decision, Judged]:
        """Take back the coder's last decision on a score."""
        name = coder or self._settings.coder
        return judging.undo(self._store, ref, name, self.scheme, self.coders)

    def reply(
        self, ref: Ref, text: str, *, party: str = "", coder: str = ""
    ) -> tuple[Decision, Judged]:
        """Log what a party answered."""
        name = coder or self._settings.coder
        return judging.reply(self._store, ref, text, party, name, self.scheme, self.coders)

    def guideline(self, commitment: Ref, scale: str = SCALE) -> Guideline:
        """The guideline in force, else what the program proposes.

        Raises:
            NotFound: no such commitment or scale.
        """
        with self._store.read() as reader:
            subject = present(reader, commitment)
            written = judging.in_force(reader, subject, scale)
            return written or judging.proposed_guideline(reader, subject, scale, self.scheme)

    def write_guideline(
        self,
        commitment: Ref,
        criteria: Mapping[str, str],
        *,
        author: str = "",
        scale: str = SCALE,
    ) -> Guideline:
        """Take the guideline over, with some criteria rewritten; a new version."""
        return judging.write_guideline(
            self._store,
            commitment,
            dict(criteria),
            author or self._settings.coder,
            scale,
            self.scheme,
            self.coders,
        )

    # -- ask ----------------------------------------------------------------------

    def register(
        self, *, as_of: str = "", proposals: bool | None = None, last: int = 0
    ) -> Register:
        """The whole project with all that was assessed.

        Args:
            proposals: whether machine proposals go in; as the settings say, if left out.
            last: number of the last decision about a score to fold in; 0 for all.
        """
        wanted = self._settings.proposals if proposals is None else proposals
        with self._store.read(end_of(as_of)) as reader:
            found = scope.as_known(fold_register(reader, self._settings))
            guidelines = tuple(reader.all(Guideline))
        if last:
            found = replace(found, decisions=tuple(d for d in found.decisions if d.number <= last))
        return assessing.assessed(found, guidelines, self.scheme, proposals=wanted)

    def why(self, ref: Ref, *, scale: str = SCALE, as_of: str = "") -> Why:
        """The chain behind one score, or behind the lack of one.

        Raises:
            NotFound, UserError: no such commitment, or it does not count.
        """
        with self._store.read(end_of(as_of)) as reader:
            decided = list(reader.decisions(ref))
            looks = [d.changes["until"] for d in decided if d.changes.get("until")]
            case = judging.open_case(reader, ref, looks[-1] if looks else as_of or today())
            case = replace(case, commitment=scope.known_on(case.commitment, as_of or today()))
            judged = log.fold(decided, self.scheme).get(ref)
            imported = reader.find(Score, ref)
        scored = judged.score if judged and judged.score else imported
        chosen = scored.scale if scored else scale
        facts = gather(case.commitment, ref.part, case.evidence, case.window, case.groups)
        proposal, who = None, (case.commitment, ref.part, ref.period)
        if case.bound and self.scheme.rules_for(chosen):
            proposal = propose(*who, facts, case.window, self.scheme, chosen)
        with self._store.read(end_of(as_of)) as reader:
            guideline = judging.in_force(reader, case.commitment, chosen)
        told = explain(
            case.commitment,
            case.window,
            self.scheme.scale(chosen),
            case.evidence,
            judged=assessing.from_study(imported) if imported and not judged else judged,
            proposal=proposal,
            guideline=guideline,
            groups=case.groups,
        )
        last = max((decision.number for decision in decided), default=0)
        return Why(told, case.commitment, case.evidence, guideline, last)

    def listed(
        self, under: str = "", *, as_of: str = "", proposals: bool = True
    ) -> list[Assessment]:
        """Every score at or under an address, with its chain; proposals unless refused."""
        register = self.register(as_of=as_of, proposals=proposals)
        self._under(register, under)
        return [a for a in register.scoring.assessments if _stands(a.ref, under)]

    def all(self, under: str = "", *, as_of: str = "") -> list[Score]:
        """Verdicts at or under an address, and proposals where the settings ask for them."""
        scored = self._scored(as_of, proposals=self._settings.proposals)
        return [score for score in scored.scores if _stands(score.ref, under)]

    def agreement(
        self, under: str = "", *, scale: str = "", round: str = ""
    ) -> tuple[Measure, ...]:
        """Coefficients on the blind codes, by pair, issue and commitment.

        Raises:
            UserError: no two people coded the same score blind.
        """
        register = self._register("")
        judged = log.fold(register.decisions, self.scheme)
        chosen = {ref: one for ref, one in judged.items() if _stands(ref, under)}
        found = tuple(assessing.measured(chosen, register, self.scheme, scale=scale, round=round))
        if not found:
            raise UserError(
                "no two people have coded the same score blind",
                "code in a round: aftersummit score decide REF --score +1 --coder NAME --round r1",
            )
        return found

    def summary(
        self,
        by: SummaryBy = "all",
        *,
        under: str = "",
        scale: str = "",
        period: str = "",
        proposals: bool = False,
        weights: Weights | None = None,
        as_of: str = "",
    ) -> tuple[ScoreSummary, ...]:
        """Means with all that stands beside them.

        Args:
            scale, period: take these alone; scores of two scales or periods are refused.
            proposals: machine proposals, and nothing else.

        Raises:
            UserError: there is nothing to count, or two scales or periods would be mixed.
        """
        register, table = self._table(under, scale, period, proposals, as_of)
        made = scope.made_by(register, by, under)
        return summarise(table, by, made=made, weights=weights, under=under)

    def ranks(
        self,
        *,
        under: str = "",
        scale: str = "",
        period: str = "",
        proposals: bool = False,
        as_of: str = "",
    ) -> tuple[ScoreRank, ...]:
        """Parties by mean, each with the uncertainty of its rank."""
        return rank(self._table(under, scale, period, proposals, as_of)[1])

    def matrix(self, what: str, *, pillars: bool = False, as_of: str = "") -> Matrix:
        """Parties by promises: a bundled design, a design in a TOML file, or a meeting.

        Raises:
            NotFound: there is no such design, file or meeting.
        """
        register = self._scored(as_of, proposals=False)
        return matrix_of(register, what, pillars=pillars)

    def gaps(self, under: str = "", *, as_of: str = "") -> list[Gap]:
        """Where something was agreed and more action is needed, ordered, with reasons."""
        found = assessing.gap_list(self._scored(as_of, proposals=False))
        return [gap for gap in found if _stands(gap.commitment, under)]

    # -- check and bring in -------------------------------------------------------

    def replay(self, site: Path) -> Replayed:
        """Compute everything published again from the log and say whether it is equal.

        Raises:
            UserError: nothing is published there.
        """
        from aftersummit.project.replaying import replay

        return replay(self, site)

    def import_table(self, file: Path, mapping: str) -> Imported:
        """Bring another study's table in: its commitments, meetings and scores.

        Raises:
            NotFound, UserError: no such mapping, or the file is no such table.
            Conflict: the project has other commitments at its addresses.
        """
        from aftersummit.project.importing import keep_imported, read_table

        found = read_table(file, mapping, self.scheme)
        keep_imported(self._store, found)
        return found

    def _table(
        self, under: str, scale: str, period: str, proposals: bool, as_of: str
    ) -> tuple[Register, Table]:
        register = self._scored(as_of, proposals=proposals)
        self._under(register, under)
        tests: list[Callable[[Score], bool]] = [
            lambda s: s.proposed is proposals,
            lambda s: not scale or s.scale == scale,
            lambda s: not period or s.ref.period == period,
            lambda s: _stands(s.ref, under),
        ]
        scores = [s for s in register.scores if all(test(s) for test in tests)]
        if not scores:
            kind = "machine proposals" if proposals else "verdicts of people"
            raise UserError(
                f"there are no {kind} at {under or 'any address'}",
                "decide some, import a study's table, or ask for --proposals"
                if not proposals
                else "see why with: aftersummit score propose",
            )
        filings = [f for f in scope.filings_of(register) if _stands(Ref.parse(f.commitment), under)]
        chosen = self.scheme.scale(scale or scores[0].scale)
        return register, tabulate(scores, filings, chosen, proposals=proposals)

    def _scored(self, as_of: str, *, proposals: bool) -> Register:
        return assessing.settled(self._register(as_of), self.scheme, proposals=proposals).register

    def _register(self, as_of: str) -> Register:
        with self._store.read(end_of(as_of)) as reader:
            return scope.as_known(fold_register(reader, self._settings))

    @staticmethod
    def _under(register: Register, under: str) -> Iterable[Commitment]:
        if not under:
            return register.commitments
        place = Ref.parse(under)
        home = str(place.commitment_ref if place.kind == "assessment" else place)
        found = [c for c in register.commitments if c.ref and _stands(c.ref, home)]
        if not found:
            raise NotFound(
                f"there is no commitment at {under}", "see them with: aftersummit commitments"
            )
        return found


def _stands(ref: Ref, under: str) -> bool:
    text = str(ref)
    return not under or text == under or text.startswith(f"{under}/")
