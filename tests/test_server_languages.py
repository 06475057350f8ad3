"""The interface is whole in three languages, and numbers and days follow them."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from aftersummit.codebooks import codebook
from aftersummit.model import RUNGS, STANCES
from aftersummit.project import Settings, make_project
from aftersummit.project.adding import Given
from aftersummit.project.people import ROLES
from aftersummit.review import ATTRIBUTES
from aftersummit.server import application, languages
from tests.test_server_access import Person


def spoken() -> set[str]:
    """Every word that a template, a script, the codebook or the code itself shows."""
    package = resources.files("aftersummit.server")
    found = set()
    for folder, pattern in (
        ("templates", r'_\(\s*"((?:[^"\\]|\\.)*)"'),
        ("static", r'\bt\(\s*"((?:[^"\\]|\\.)*)"'),
    ):
        for entry in package.joinpath(folder).iterdir():
            found |= set(re.findall(pattern, entry.read_text("utf-8")))
    book = codebook()
    for term in book.labels:
        found |= {term.code, term.name, term.meaning}
    found |= {term.name for term in book.issues}
    found |= {book.unit_rule, "firm", "soft", "action", "outcome", "skipped", "all", "label"}
    return found | set(ROLES) | set(ATTRIBUTES) | set(STANCES) | set(RUNGS) | {"words"}


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_word_is_said_in_every_language_and_none_is_left_over(language):
    catalogue = languages.catalogue(language)
    assert spoken() - set(catalogue) == set(), "not translated"
    assert set(catalogue) - spoken() == set(), "not used any more"
    for english, said in catalogue.items():
        assert said.strip(), english
        places = r"\{\w+\}"
        assert sorted(re.findall(places, english)) == sorted(re.findall(places, said)), english


def test_every_text_is_tagged_with_its_own_language(tmp_path):
    words = "Déclaration des voisins\n\nNous planterons trente millions d'arbres d'ici 2030.\n"
    (tmp_path / "voisins.txt").write_text(words, "utf-8")
    with make_project(tmp_path / "p", Settings(meeting="g7/2026", coder="me")) as project:
        project.add([str(tmp_path / "voisins.txt")], Given(language="fr"))
        (document,) = project.list("document")
        me = Person(application(project))
        assert '<html lang="es">' in me.get("/work/?lang=es").text
        assert '<span lang="fr">Déclaration des voisins</span>' in me.get("/work/").text
        page = me.get(f"/work/code/{document.ref}").text
        assert '<h1 lang="fr"' in page and 'class="reading" id="text" lang="fr"' in page
        assert '<span lang="fr">Déclaration des voisins</span>' in me.get("/work/rounds").text


def test_days_and_numbers_follow_the_language():
    assert languages.day("en", "2023-01-10T08:00:00Z") == "10 January 2023"
    assert languages.day("fr", "2023-05-01") == "1er mai 2023"
    assert languages.day("es", "2023-01-10") == "10 de enero de 2023"
    assert languages.number("en", 1234.5, 1) == "1,234.5"
    assert languages.number("fr", 1234.5, 1) == "1\u202f234,5"
    assert languages.number("es", 1234.5, 1) == "1.234,5"
    assert languages.number("en", -0.25, 2) == "\u22120.25"
    assert languages.number("en", None) == "–"
