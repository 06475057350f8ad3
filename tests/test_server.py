"""`serve`: the pages follow the project, and nothing outside the site is answered."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from aftersummit.project import Settings, make_project
from aftersummit.server import application


@pytest.fixture
def project(tmp_path):
    with make_project(tmp_path / "p", Settings(title="Seven", meeting="g7/2026")) as made:
        (tmp_path / "a.txt").write_text("We will plant 30 million trees by 2030.\n", "utf-8")
        yield made


def test_the_pages_follow_every_change(project, tmp_path):
    client = TestClient(application(project))
    before = client.get("/")
    assert before.status_code == 200 and "Seven" in before.text
    assert "a.txt" not in before.text
    project.add([str(tmp_path / "a.txt")])
    project.extract()
    page = client.get("/g7/2026/we-will-plant-30-million-trees-by-2030.html")
    documents = client.get("/documents.html").text
    assert page.status_code == 200 or "g7/2026" in documents


def test_what_is_not_in_the_site_is_not_answered(project, tmp_path):
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    client = TestClient(application(project))
    for path in ("/nothing.html", "/../secret.txt", "/%2e%2e/secret.txt", "//etc/passwd"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "start from index.html" in answer.text
        assert "secret" not in answer.text.replace(path, "").replace("secret.txt", "")


def test_pages_may_load_nothing_from_elsewhere(project):
    answer = TestClient(application(project)).get("/")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
