"""Title, date, issuers, language and kind are found where the source does not state them."""

from __future__ import annotations

import pytest

from aftersummit.documents import read
from aftersummit.documents.dates import date_of
from aftersummit.documents.issuers import issuers_of
from aftersummit.documents.kinds import kind_of
from aftersummit.documents.language import language_of
from aftersummit.model import Document

_EN = "Today the leaders met in the city and agreed that they will work together on this."
_FR = (
    "Les dirigeants se sont réunis dans la ville et nous avons décidé de travailler pour les pays."
)
_ES = "Hoy los líderes se reunieron en la ciudad y acordaron que con el apoyo de las regiones."


@pytest.mark.parametrize(
    ("text", "language"),
    [(_EN, "en"), (_FR, "fr"), (_ES, "es"), ("Déclaration finale", "en"), ("", "en"),
     ("Die Staats- und Regierungschefs haben heute beschlossen, dass die Länder enger zusammenarbeiten.", "de")],
)  # fmt: skip
def test_the_language_is_found_and_short_texts_take_the_default(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_coded_texts_are_in_the_language_that_their_coders_noted(shared) -> None:  # type: ignore[no-untyped-def]
    import json

    for entry in json.loads((shared / "gold" / "documents.json").read_text()):
        text = (shared / "gold" / "texts" / f"{entry['id']}.txt").read_text()
        assert language_of(text) == entry["lang"], entry["id"]


@pytest.mark.parametrize(
    ("text", "name", "address", "date"),
    [
        ("", "2023-01-10-title.md", "", "2023-01-10"),
        ("", "G7_20230520.pdf", "", "2023-05-20"),
        ("", "a.html", "https://e.org/news/2023/01/10/title/", "2023-01-10"),
        ("", "a.html", "https://e.org/news/2023/05/title/", "2023-05"),
        ("Declaration\n\nMexico City, January 10, 2023\n\nText.", "a.pdf", "", "2023-01-10"),
        ("Ciudad de México, 10 de enero de 2023\n\nTexto.", "a.pdf", "", "2023-01-10"),
        ("Mexico, le 1er janvier 2023\n\nTexte.", "a.pdf", "", "2023-01-01"),
        ("Ottawa, 9 août 2024", "a.pdf", "", "2024-08-09"),
        ("Text without a date.\n\nDone at Lima on 13 Sept. 2022", "a.txt", "", "2022-09-13"),
        ("It is 31 February 2023.", "a.txt", "", ""),
        ("Text on the years 2023 and 2024.", "a.txt", "", ""),
    ],
)
def test_the_date_is_found(text: str, name: str, address: str, date: str) -> None:
    assert date_of(text, name, address) == date


@pytest.mark.parametrize(
    ("title", "text", "issuers"),
    [
        ("Joint Statement from Canada, Mexico and the United States", "", ("CA", "MX", "US")),
        ("U.S.-Mexico Joint Declaration", "", ("US", "MX")),
        ("G7 Leaders’ Statement on Ukraine", "", ("G7",)),
        ("Joint Statement on the U.S.-Ukraine Strategic Partnership", "", ("US", "UA")),
        ("Joint Statement by President Biden and Prime Minister Trudeau", "", ("US", "CA")),
        ("Joint Statement Following the Meeting of President Biden and the Iraqi Prime Minister", "", ("US", "IQ")),
        ("Declaration of Anywhere", "Today, President López Obrador, President Biden, and Prime Minister "
         "Trudeau met for the summit (NALS). Brazil was not there.", ("MX", "US", "CA")),
        ("Déclaration commune", "Nous, les dirigeants du Canada, du Mexique et des États-Unis, agissons.",
         ("CA", "MX", "US")),
        ("Los Angeles Declaration", "We, the Heads of State of the Argentine Republic, Barbados, and Belize, "
         "meeting in Los Angeles. We welcome Spain.", ("AR", "BB", "BZ")),
        ("Summit ends with agreement between Canada and Mexico", "An article about us.", ()),
        ("Remarks by President Biden", "", ("US",)),
    ],
)  # fmt: skip
def test_issuers_are_those_who_speak_and_not_those_spoken_of(
    title: str, text: str, issuers: tuple[str, ...]
) -> None:
    assert issuers_of(title, text, kind_of("", title, "", text), date="2023-01-10") == issuers


def test_a_text_of_one_government_is_told_by_its_site() -> None:
    for url, code in (
        ("https://www.whitehouse.gov/a", "US"),
        ("https://www.pm.gc.ca/b", "CA"),
        ("https://www.gob.mx/c", "MX"),
    ):
        assert issuers_of("FACT SHEET: Leaders of Peru and Chile Meet", "", "fact-sheet", url) == (
            code,
        )


@pytest.mark.parametrize(
    ("title", "address", "kind"),
    [
        ("FACT SHEET: Key Deliverables", "", "fact-sheet"),
        ("Joint Statement from Mexico and the United States", "", "joint-statement"),
        ("Declaración conjunta", "", "joint-statement"),
        ("Declaration of North America", "", "declaration"),
        ("G7 Hiroshima Leaders’ Communiqué", "", "communique"),
        ("G7 Clean Energy Economy Action Plan", "", "action-plan"),
        ("Remarks by the President", "", "speech"),
        ("Press Briefing by the Press Secretary", "", "briefing"),
        ("Conferencia de prensa matutina", "", "briefing"),
        ("Executive Order on Trade", "", "order"),
        ("Approves Texas Disaster Declaration", "", "news"),
        ("Something", "https://e.org/briefing-room/presidential-actions/2023/a/", "order"),
        ("Something", "", "other"),
    ],
)
def test_the_kind_is_found(title: str, address: str, kind: str) -> None:
    assert kind_of("", title, address, "Words that say nothing of it.") == kind


def test_what_is_stated_is_believed_and_the_users_language_wins() -> None:
    text = f"---\nlang: fr\nkind: Statement\ntitle: T\n---\n{_ES}"
    (found,) = read(text.encode(), "a.md")
    assert isinstance(found, Document)
    assert (found.language, found.kind, found.title) == ("fr", "joint-statement", "T")
    (found,) = read(text.encode(), "a.md", language="es")
    assert isinstance(found, Document)
    assert found.language == "es"


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("A short first line\n\nText.", "x.txt", "A short first line"),
        ("A sentence that is no title.", "2023-01-10-north-american_summit.txt", "North american summit"),
        ("# Heading\n\nText.", "x.md", "Heading"),
        ('{"text": "A sentence that is no title, and goes on and on for a while."}', "x.jsonl",
         "A sentence that is no title, and goes on and on for…"),
    ],
)  # fmt: skip
def test_a_title_is_always_found(text: str, name: str, title: str) -> None:
    (found,) = read(text.encode(), name)
    assert isinstance(found, Document)
    assert found.title == title
