"""The index finds passages by their words and survives being killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from aftersummit.errors import Conflict, UserError
from aftersummit.model import Document, Ref
from aftersummit.retrieval import Clause, Filter, Index


def made(number: int, text: str, **said: object) -> Document:
    values = {"title": f"Text {number}", "date": "2023-03-01", "issuers": ("US",), **said}
    return Document(text=text, source="f" * 64, member=number, **values)  # type: ignore[arg-type]


def found(index: Index, words: str, language: str = "en", **limits: object) -> list[int]:
    where = Filter(**limits)  # type: ignore[arg-type]
    hits = index.search([Clause(words, language)], where=where)
    return [int(hit.key.partition("#")[2]) for hit in hits]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = Index(tmp_path / "index")
    index.update(
        [
            made(1, "Ministers launched a committee on fentanyl.", kind="fact-sheet"),
            made(2, "La ministre a lancé les comités régionaux.", language="fr", issuers=("CA",)),
            made(3, "Las secretarias instalaron comités.", language="es", date="2023-04"),
            made(4, "Komiteen ble opprettet.", language="no", date="2024"),
        ]
    )
    return index


def test_words_are_found_in_any_of_their_forms(index: Index) -> None:
    assert found(index, "launching committees") == [1]
    assert found(index, "comité régional", "fr") == [2]
    assert found(index, "comite secretaria", "es") == [3]
    assert found(index, "komiteen", "no") == [4]


def test_limits_decide_who_is_in(index: Index) -> None:
    assert found(index, "committee", kinds=("fact-sheet",)) == [1]
    assert found(index, "committee", kinds=("order",)) == []
    assert found(index, "comité", "fr", issuers=("CA", "MX")) == [2]
    assert found(index, "comité", "fr", languages=("es",)) == []
    assert found(index, "committee", since="2023-03-02") == []
    assert found(index, "comités", "es", since="2023-03-02", until="2023-12-31") == [3]


def test_a_hit_says_where_its_words_stand(index: Index) -> None:
    (hit,) = index.search([Clause("fentanyl")])
    assert hit.text == "Ministers launched a committee on fentanyl."
    assert (hit.span.start, hit.span.end) == (0, len(hit.text))
    assert (hit.kind, hit.issuers, hit.date, hit.ref) == ("fact-sheet", ("US",), "2023-03-01", None)


def test_a_phrase_wants_its_words_together(index: Index) -> None:
    assert index.search([Clause("launched committee", phrase=True)])
    assert not index.search([Clause("fentanyl committee launched", phrase=True)])


def test_a_document_given_twice_is_one(index: Index) -> None:
    again = index.update(
        [made(1, "Ministers launched a committee on fentanyl.", kind="fact-sheet")]
    )
    assert (again.unchanged, again.added, again.passages) == (1, 0, 0)
    assert found(index, "fentanyl") == [1]


def test_a_corrected_document_takes_the_place_of_the_old(index: Index) -> None:
    update = index.update(
        [made(1, "Ministers launched a committee on fentanyl.", date="2022-05-01")]
    )
    assert update.changed == 1
    assert found(index, "fentanyl", until="2022-12-31") == [1]
    assert len(index.search([Clause("fentanyl")])) == 1


def test_what_came_since_can_be_asked_for(index: Index) -> None:
    before = index.batch
    index.update([made(9, "A second committee on fentanyl met.")])
    assert found(index, "fentanyl", after_batch=before) == [9]
    assert sorted(found(index, "fentanyl")) == [1, 9]


def test_a_removed_document_is_not_found(index: Index) -> None:
    (hit,) = index.search([Clause("fentanyl")])
    assert index.remove([hit.key, "unknown"]).removed == 1
    assert found(index, "fentanyl") == []
    assert index.documents == 3


def test_reopening_finds_the_same(index: Index) -> None:
    again = Index(index.folder)
    assert found(again, "fentanyl") == [1]
    assert (again.documents, again.batch, again.passages) == (4, index.batch, 4)


def test_documents_in_a_project_keep_their_address(tmp_path: Path) -> None:
    index = Index(tmp_path)
    ref = Ref.parse("nals/2023/declaration")
    index.update([Document("Declaration", ref=ref, text="We commit.")])
    assert index.search([Clause("commit")])[0].ref == ref


def test_two_writers_at_once_are_refused(tmp_path: Path) -> None:
    first, second = Index(tmp_path), Index(tmp_path)

    def meanwhile() -> object:
        yield made(1, "One.")
        with pytest.raises(Conflict, match="another process"):
            second.update([made(2, "Two.")])

    first.update(meanwhile())  # type: ignore[arg-type]


def test_whoever_has_nothing_to_write_is_not_kept_waiting(index: Index) -> None:
    held = [made(1, "Ministers launched a committee on fentanyl.", kind="fact-sheet")]
    other = Index(index.folder)
    writer = other._writer()
    try:
        assert index.update(held).unchanged == 1
        with pytest.raises(Conflict):
            index.update([made(9, "A new text.")])
    finally:
        writer.rollback()
        writer.wait_merging_threads()


def test_what_another_process_wrote_meanwhile_stays(index: Index) -> None:
    early = Index(index.folder)
    index.update([made(5, "Engineers planned a bridge over the river.")])
    early.update([made(6, "Painters restored a bridge in the town.")])
    again = Index(index.folder)
    assert sorted(found(again, "bridge")) == [5, 6]
    assert again.documents == 6


def test_an_older_format_is_built_anew(index: Index) -> None:
    (index.folder / "format").write_text("0")
    assert Index(index.folder).documents == 0


def test_a_damaged_folder_says_what_to_do(index: Index) -> None:
    (index.folder / "passages" / "meta.json").write_text("{")
    with pytest.raises(UserError, match="build the index again"):
        Index(index.folder)


def test_a_batch_not_noted_in_the_ledger_is_forgotten(index: Index) -> None:
    ledger = index.folder / "documents.tsv"
    noted = ledger.read_bytes()
    index.update([made(5, "A lost batch about hydrogen.")])
    # Killed between the index's commit and the ledger's: the line is torn.
    ledger.write_bytes(noted + ledger.read_bytes()[len(noted) :][:20])
    again = Index(index.folder)
    again.update([made(5, "A lost batch about hydrogen."), made(6, "Another on hydrogen.")])
    assert sorted(found(again, "hydrogen")) == [5, 6]
    assert sorted(found(Index(index.folder), "hydrogen")) == [5, 6]


DRIVER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from aftersummit.model import Document
    from aftersummit.retrieval import Index

    def documents():
        for number in range(1, 401):
            words = f"Document {number} speaks of evidence. " + f"filler{number} " * 400
            yield Document("T", text=words, source="a" * 64, member=number)
            if number == int(sys.argv[2]):
                print("reached", flush=True)
                sys.stdin.read()

    Index(Path(sys.argv[1])).update(documents(), batch=100)
    """
)


@pytest.mark.parametrize("at", [3, 150, 390])
def test_killed_while_indexing_it_resumes_and_doubles_nothing(tmp_path: Path, at: int) -> None:
    command = [sys.executable, "-c", DRIVER, str(tmp_path)]
    with subprocess.Popen(
        [*command, str(at)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ)
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"reached\n"
        process.send_signal(signal.SIGKILL)
    subprocess.run([*command, "0"], check=True, timeout=120)
    hits = Index(tmp_path).search([Clause("evidence")], limit=1000)
    assert sorted(int(hit.key.partition("#")[2]) for hit in hits) == list(range(1, 401))
