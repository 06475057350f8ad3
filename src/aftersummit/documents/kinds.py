"""What kind of text a document is."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from aftersummit.model import DOCUMENT_KINDS

# First match wins, so the narrow kinds stand above the wide ones.
_TITLES = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("fact-sheet", r"\bfact ?sheet|\bfiche d.information|\bhoja informativa|\bdeliverables\b"),
        ("briefing", r"\bpress (?:briefing|gaggle|conference|call)|\bgaggle\b|\bpoint de presse"
                     r"|\bconf[ée]rence de presse|\bconferencia (?:de prensa|matutina)|\bmañanera"),
        ("speech", r"^(?:.{0,40}\b)?remarks\b|\bspeech\b|\baddress (?:by|to)\b|\bdiscours\b"
                   r"|\ballocution|\bdiscurso\b|^palabras\b|\btoasts?\b|\bversión estenográfica"),
        ("communique", r"\bcommuniqu[ée]|\bcomunicado (?:de l[oa]s|final|conjunto)"),
        ("joint-statement", r"\bjoint\b.*\bstatement|\bleaders.{0,30} statement"
                            r"|\bstatement (?:of|by) the .*\bleaders\b|\bsummit statement"
                            r"|\b(?:G7|G20|Quad|ASEAN|APEC)\b.*\bstatement"
                            r"|\bdéclaration (?:con|com)"
                            r"|\bdeclaración conjunta|\bjoint readout"),
        ("action-plan", r"\baction plan|\bplan of action|\bplan d.action|\bplan de acción"
                        r"|\bwork ?plan|\broadmap\b|\bfeuille de route|\bhoja de ruta"),
        ("news", r"\b(?:disaster|emergency) declaration"),
        ("declaration", r"\bdeclaration\b"
                        r"|\bdéclaration\b|\bdeclaración\b|\baccord\b"
                        r"|\bprinciples$|\bprinciples (?:on|of|for)\b|\bleaders.{0,20} vision\b"),
        ("order", r"\bexecutive order|\bproclamation|\bmemorandum|\bpresidential determination"
                  r"|\bdecreto\b|\bdécret\b|\bacuerdo por el que"),
        ("report", r"\breport\b|\bsummary of proceedings|\binforme\b|\brapport\b"),
        ("news", r"\breadout\b|\bstatement (?:by|from|on)\b|\bpress release|\bannounce|\bnominat"
                 r"|\bletter\b|\bcomunicado\b|\bcommuniqué de presse"),
    )
)  # fmt: skip

_PATHS = {
    "speeches-remarks": "speech",
    "remarks": "speech",
    "press-briefings": "briefing",
    "presidential-actions": "order",
    "fact-sheets": "fact-sheet",
    "statements-releases": "news",
    "briefings-statements": "news",
    "articles": "news",
    "releases": "news",
    "news": "news",
    "press-releases": "news",
    "prensa": "news",
}
_NAMES = {
    "factsheet": "fact-sheet",
    "fact sheet": "fact-sheet",
    "statement": "joint-statement",
    "joint statement": "joint-statement",
    "communiqué": "communique",
    "plan": "action-plan",
    "remarks": "speech",
    "article": "news",
}
_OPENING_WORDS = 15


def kind_of(stated: str, title: str, address: str, text: str) -> str:
    """One of :data:`DOCUMENT_KINDS`: as stated, by title, by address, or by first lines."""
    known = _NAMES.get(stated, stated)
    if known in DOCUMENT_KINDS:
        return known
    if found := _by_words(title):
        return found
    segments = urlsplit(address).path.lower().split("/")
    if found := next((_PATHS[part] for part in segments if part in _PATHS), ""):
        return found
    for line in text[:1000].split("\n")[:6]:
        if line and len(line.split()) <= _OPENING_WORDS and (found := _by_words(line)):
            return found
    return "other"


def _by_words(title: str) -> str:
    return next((kind for kind, pattern in _TITLES if pattern.search(title)), "")
