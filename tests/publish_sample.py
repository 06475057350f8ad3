"""A small register with one of everything that a page must be able to show."""

from __future__ import annotations

from aftersummit.model import (
    Action,
    Citation,
    Codebook,
    Commitment,
    Deadline,
    Decision,
    Document,
    Evidence,
    Forum,
    Meeting,
    Membership,
    Observation,
    Party,
    Passage,
    Pillar,
    Quantity,
    Ref,
    Register,
    Score,
    Section,
    Series,
    Source,
    Span,
    Target,
    Term,
    text_hash,
)

PAGE = (Citation("https://example.org/page", "A page"), Citation("https://other.example/x"))
TEXT = (
    "Déclaration des deux rivières\n\n"
    "Commerce\n\n"
    "Les parties ouvriront un bureau commun avant la fin de 2024.\n\n"
    "• Réduire de 15 % les rejets d'ici 2030 ; publier chaque année les résultats.\n\n"
    "• Former mille ingénieurs & techniciens <ensemble>.\n\n"
    "Année | Montant"
)
QUOTES = {
    1: "Les parties ouvriront un bureau commun avant la fin de 2024.",
    2: "Réduire de 15 % les rejets d'ici 2030 ; publier chaque année les résultats.",
    3: "publier chaque année les résultats.",
    4: "Former mille ingénieurs & techniciens <ensemble>.",
}
MEETING = Ref.parse("rivers/2023")
BEFORE = Ref.parse("rivers/2021")
DECLARATION = Ref.parse("rivers/2023/declaration")
SHEET = Ref.parse("rivers/2023/fact-sheet")


def place(quote: str, text: str = TEXT) -> Passage:
    """Where a quotation stands in the sample's declaration."""
    start = text.index(quote)
    return Passage(Span(start, start + len(quote)), quote, DECLARATION, text_hash(text))


def commitment(number: int, title: str, **more: object) -> Commitment:
    """A settled commitment of the sample meeting, with defaults for what is not given."""
    values: dict[str, object] = {
        "ref": Ref.to_commitment(MEETING, number),
        "title": title,
        "statement": f"{title}, in the register's own words.",
        "parties": ("all",),
        "pillar": "trade",
        "status": "catalogued",
        "citations": PAGE,
        "documents": (DECLARATION,),
        "searched": "2026-11-20",
    }
    return Commitment(**{**values, **more})  # type: ignore[arg-type]


def evidence(
    number: int, item: int, stance: str, rung: str = "instrument", **more: object
) -> Evidence:
    """Evidence ``item`` on commitment ``number``."""
    target = Ref.to_commitment(MEETING, number)
    values: dict[str, object] = {
        "ref": Ref.to_evidence(target, item),
        "commitment": target,
        "date": "2024-03-05",
        "actors": ("CA",),
        "stance": stance,
        "rung": rung,
        "what": f"Something that {stance}",
        "citations": PAGE,
    }
    return Evidence(**{**values, **more})  # type: ignore[arg-type]


def commitments() -> tuple[Commitment, ...]:
    """One of every status, and one of every state of review."""
    return (
        commitment(
            1,
            "Open a joint office",
            passages=(place(QUOTES[1]),),
            deadline=Deadline("before the end of 2024", "2024", "2024-01-01", "2024-12-31"),
            continues=(Ref.to_commitment(BEFORE, 1),),
            priorities=("economic-stability", "prosperity"),
            issue="trade",
            form="bilateral",
            strength="firm",
        ),
        commitment(
            2,
            "Cut discharges by 15 per cent",
            passages=(place(QUOTES[2]),),
            deadline=Deadline("", "2030"),
            target=Target("discharges", -15, None, "percent", True, 400.0, 2020, 2030, "A note."),
            quantity=Quantity("15 %", 15, unit="percent"),
            kind="outcome",
        ),
        commitment(3, "Publish results", passages=(place(QUOTES[3]),)),
        commitment(4, "Train engineers", passages=(place(QUOTES[4]),), parties=("CA",)),
        commitment(5, "Quiet pledge", deadline=Deadline("", "2023/2023-06"), documents=(SHEET,)),
        commitment(6, "Remembered pledge", checked="unverified", documents=(), pillar=""),
        commitment(7, "Proposed pledge", status="proposed", confidence=0.7),
        commitment(8, "Rejected pledge", status="rejected"),
        commitment(9, "Elsewhere worded", passages=(Passage(None, "lost", SHEET, "", "missing"),)),
        Commitment(
            ref=Ref.to_commitment(BEFORE, 1),
            title="Study a joint office",
            parties=("CA", "MX"),
            status="accepted",
            citations=PAGE,
        ),
        Commitment(passages=(place("un bureau commun"),), status="proposed"),
        Commitment(label="stance", passages=(place("Commerce"),), status="proposed"),
    )


def all_evidence() -> tuple[Evidence, ...]:
    """Evidence that gives each commitment its status."""
    return (
        evidence(
            1, 1, "completes", "result", actors=("CA", "MX"), action=Ref.parse("action/office")
        ),
        evidence(2, 1, "advances", "programme", passage=place("Commerce")),
        evidence(2, 2, "undercuts", actors=("MX",), confidence="reported"),
        evidence(3, 1, "announces", "statement"),
        evidence(3, 2, "mentions", ""),
        evidence(4, 1, "undercuts", "instrument"),
        evidence(6, 1, "advances", "", confidence="unverified", date="2024"),
        evidence(9, 1, "advances", "plan", date="2024~"),
    )


def codebook() -> Codebook:
    """Two countries, a group with dated membership, two pillars, two priorities."""
    group = Party(
        "RIV",
        "Riverside group",
        "group",
        (Membership("CA", "2020-01-01"), Membership("MX", "2021-05", "2024")),
    )
    return Codebook(
        "sample",
        "1",
        "one target is one commitment",
        issues=(Term("trade", "Trade"),),
        pillars=(
            Pillar("trade", "Trade and ports", 1, ("prosperity",)),
            Pillar("water", "Water", 2),
        ),
        priorities=(
            Term("prosperity", "Prosperity"),
            Term("economic-stability", "Economic stability"),
        ),
        parties=(Party("CA", "Canada"), Party("MX", "Mexico"), group),
    )


def all_series() -> tuple[Series, ...]:
    """One with a chart and an unverified point, one too short to draw, one by month."""
    years = tuple(
        Observation(
            str(2018 + i),
            100.0 + i,
            confidence="unverified" if i == 2 else "confirmed",
            citations=PAGE,
        )
        for i in range(6)
    )
    months = tuple(Observation(f"2022-{m:02d}", m * 1.5, citations=PAGE) for m in range(1, 13))
    return (
        Series(
            Ref.parse("series/discharges"),
            "Discharges",
            "tonnes",
            "Water office",
            years,
            pillar="water",
            commitments=(Ref.to_commitment(MEETING, 2),),
            note="Final counts only.",
        ),
        Series(Ref.parse("series/offices"), "Offices", "offices", "Trade office", years[:1]),
        Series(Ref.parse("series/boats"), "Boats", "boats", "Port", months, frequency="M"),
    )


def register(*, text: str | None = TEXT, **more: object) -> Register:
    """The sample register; keyword arguments replace its fields."""
    where = TEXT.index("Commerce")
    heading = Section("Commerce", 2, Span(where, where + 8), Span(where, len(TEXT)))
    declaration = Document(
        "Déclaration des deux rivières",
        DECLARATION,
        text,
        text_hash(text) if text else "",
        "2023-01-10",
        ("CA", "MX"),
        "fr",
        "declaration",
        "https://example.org/declaration",
        (heading,) if text else (),
    )
    sheet = Document("A fact sheet", SHEET, None, "", "2023-01-11", ("CA",), url="https://e.org/")
    rivers = Ref.parse("rivers")
    people = {"CA": "A. Leader", "MX": "B. Leader"}
    values: dict[str, object] = {
        "title": "Two Rivers Summit",
        "as_of": "2026-11-23",
        "compiled": "2026-11-20",
        "codebook": codebook(),
        "forums": (
            Forum(rivers, "Two Rivers Summit", ("TRS",), ("RIV", "CA"), "2020", citations=PAGE),
            Forum(Ref.parse("ports"), "Ports talks", parent=MEETING, citations=PAGE),
        ),
        "meetings": (
            Meeting(
                MEETING,
                "Second Two Rivers Summit",
                "2023-01-09/2023-01-10",
                place="Puebla",
                host="MX",
                participants=("CA", "MX"),
                leaders=people,
                citations=PAGE,
            ),
            Meeting(
                BEFORE,
                "First Two Rivers Summit",
                "2021",
                participants=("CA", "MX"),
                confidence="unverified",
                citations=PAGE,
            ),
            Meeting(Ref.parse("rivers/2024"), "Third summit", "2024", held=False, citations=PAGE),
        ),
        "documents": (declaration, sheet),
        "commitments": commitments(),
        "actions": (
            Action(
                Ref.parse("action/office"),
                "2024-03-05",
                ("CA", "MX"),
                "They open it.",
                "",
                citations=PAGE,
            ),
            Action(
                Ref.parse("action/rumour"),
                "2025",
                ("MX",),
                "A rumour.",
                confidence="unverified",
                citations=PAGE,
            ),
        ),
        "evidence": all_evidence(),
        "series": all_series(),
        "scores": (
            Score(
                Ref.parse("rivers/2023/C001/CA@final"),
                "compliance",
                "rated",
                1.0,
                "ana",
                reason="Open.",
            ),
            Score(
                Ref.parse("rivers/2023/C001/MX@interim"), "compliance", "unrateable", proposed=True
            ),
        ),
        "decisions": (
            Decision(1, Ref.to_commitment(MEETING, 8), "reject", "ana", "2026-01-01T00:00:00Z"),
        ),
        "sources": (
            Source("0" * 64, 3, "private.md", "/home/ana/private.md", "2026-01-01T00:00:00Z"),
        ),
    }
    return Register(**{**values, **more})  # type: ignore[arg-type]
