"""What is confirmed stays, nothing is half written, and any day in the past can be asked for."""

from __future__ import annotations

import io
import os
import sqlite3
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersummit.errors import NotAProject, NotFound, OutsideError
from aftersummit.model import (
    Action,
    Commitment,
    Decision,
    Document,
    Effect,
    Evidence,
    Finding,
    Forum,
    Guideline,
    Lesson,
    Meeting,
    Party,
    Passage,
    Problem,
    Ref,
    Round,
    Score,
    Series,
    Source,
    Span,
    Yardstick,
    text_hash,
)
from aftersummit.store import NOUNS, Store, address_of, first_day
from aftersummit.store.schema import metadata
from tests.strategies import nouns

AT = "2026-01-02T03:04:05.000000Z"


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path, create=True)
    yield opened
    opened.close()


def meeting(name="Summit", year="2026"):
    return Meeting(Ref.parse(f"g7/{year}"), name, year)


def document(text="We will act.", slug="communique"):
    return Document(
        "Communiqué", Ref.parse(f"g7/2026/{slug}"), text, text_hash(text), source="a" * 64
    )


def test_every_noun_that_is_kept_is_the_one_that_was_given():
    assert set(NOUNS.values()) == {
        Source,
        Document,
        Forum,
        Meeting,
        Party,
        Commitment,
        Action,
        Evidence,
        Finding,
        Series,
        Score,
        Guideline,
        Round,
        Lesson,
        Yardstick,
        Effect,
    }


_KEPT = st.sampled_from(
    [
        Source,
        Meeting,
        Forum,
        Party,
        Commitment,
        Action,
        Evidence,
        Finding,
        Series,
        Score,
        Guideline,
        Round,
        Lesson,
        Yardstick,
        Effect,
    ]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_noun_survives_the_store(store, data):
    noun = data.draw(_KEPT)
    record = data.draw(nouns(noun))
    try:
        address = address_of(record)
    except Exception:
        return
    with store.write() as writer:
        writer.put(record, at=AT)
    with store.read() as reader:
        assert reader.get(noun, address) == record


def test_a_document_comes_back_with_its_text(store):
    with store.write() as writer:
        writer.put(document(), at=AT)
        writer.put_texts(["We will act."])
    with store.read() as reader:
        assert reader.document("g7/2026/communique") == document()
        assert [d.text for d in reader.documents()] == ["We will act."]
        assert [d.text for d in reader.documents(texts_too=False)] == [None]


def test_the_same_record_is_not_written_twice(store):
    with store.write() as writer:
        assert writer.put(meeting(), at=AT)
        assert not writer.put(meeting(), at=AT)
        assert writer.put(meeting("Renamed"), at=AT)
    with store.read() as reader:
        assert reader.get(Meeting, "g7/2026").name == "Renamed"
        assert reader.count(Meeting) == 1


def test_a_day_in_the_past_shows_what_was_known_then(store):
    with store.write() as writer:
        writer.put(meeting("Before"), at="2024-01-01T00:00:00Z")
        writer.put(meeting("After"), at="2025-01-01T00:00:00Z")
        writer.put(meeting("Bundled", "2020"), at=AT, known_from="2020-06-01")
    with store.read("2024-06-01T23:59:59Z") as reader:
        assert [m.name for m in reader.all(Meeting)] == ["Bundled", "Before"]
    with store.read("2020-05-31T23:59:59Z") as reader:
        assert list(reader.all(Meeting)) == []
    with store.read("2019-01-01") as reader, pytest.raises(NotFound):
        reader.get(Meeting, "g7/2026")


def test_a_block_that_fails_leaves_nothing_behind(store):
    with pytest.raises(RuntimeError), store.write() as writer:
        writer.put(meeting(), at=AT)
        raise RuntimeError
    with store.read() as reader:
        assert reader.count(Meeting) == 0


def test_records_and_decisions_cannot_be_changed_even_by_hand(store, tmp_path):
    with store.write() as writer:
        writer.put(meeting(), at=AT)
        writer.append(Decision(0, Ref.parse("g7/2026/C001"), "reject", "ana", AT))
    by_hand = sqlite3.connect(tmp_path / "aftersummit.db")
    for statement in (
        "UPDATE records SET body = '{}'",
        "DELETE FROM records",
        "UPDATE decisions SET coder = 'eve'",
        "DELETE FROM decisions",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            by_hand.execute(statement)
    by_hand.close()


def test_a_commitment_number_is_given_out_once_even_by_two_at_a_time(tmp_path):
    Store(tmp_path, create=True).close()
    given: list[Ref] = []

    def work() -> None:
        own = Store(tmp_path)
        for _ in range(10):
            with own.write() as writer:
                given.extend(
                    writer.assign(Ref.parse("g7/2026"), 1, subject=Ref.parse("g7/2026/x#0-5"))
                )
        own.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ref.number for ref in given) == list(range(1, 31))


def test_a_number_leads_back_to_the_words_it_was_given_for(store):
    place, meeting_ref = Ref.parse("g7/2026/communique#0-12"), Ref.parse("g7/2026")
    with store.write() as writer:
        (number,) = writer.assign(meeting_ref, 1, subject=place)
        parts = writer.assign(meeting_ref, 2, subject=number)
        assert writer.root_of(parts[1]) == place
        assert writer.family_of(place) == {place, number, *parts}


def test_proposals_of_the_last_run_are_the_present(store):
    def proposal(start):
        place = Passage(Span(start, start + 4), "will", Ref.parse("g7/2026/communique"))
        return Commitment(passages=(place,))

    with store.write() as writer:
        writer.put(document(), at=AT)
        writer.put_run(document(), "first", [proposal(0), proposal(5)], at="2026-01-01T00:00:00Z")
        writer.put_run(document(), "second", [proposal(3)], at="2026-02-01T00:00:00Z")
    with store.read() as reader:
        assert [c.start for c in reader.proposals()] == [3]
        assert reader.last_run("g7/2026/communique") == ("second", text_hash("We will act."))
        assert reader.proposal_at(Ref.parse("g7/2026/communique#5-9")) == proposal(5)
    with store.read("2026-01-15T00:00:00Z") as reader:
        assert [c.start for c in reader.proposals()] == [0, 5]


def test_a_problem_stays_open_until_its_place_is_mended(store):
    problem = Problem("pdf-encrypted", "a.pdf", "it is encrypted", "remove the password", at=AT)
    with store.write() as writer:
        writer.put_problems([problem])
        writer.put_problems([problem])
    with store.read() as reader:
        assert list(reader.problems()) == [problem]
    with store.write() as writer:
        writer.mend("a.pdf", at=AT)
    with store.read() as reader:
        assert list(reader.problems()) == []
        assert len(list(reader.problems(mended=True))) == 2


def test_bytes_are_kept_under_their_hash_and_once(store):
    first = store.sources.keep(io.BytesIO(b"abc"))
    assert store.sources.keep(io.BytesIO(b"abc")) == first
    assert store.sources.path(first[0]).read_bytes() == b"abc"
    assert [p.name for p in store.sources.folder.iterdir()] == [first[0]]
    with pytest.raises(NotFound, match="add the file or address again"):
        store.sources.path("0" * 64)


def test_copies_left_by_a_killed_run_are_swept_but_not_those_of_a_running_one(store):
    store.sources.keep(io.BytesIO(b"abc"))
    old, new = (store.sources.folder / f".incoming-{name}" for name in ("old", "new"))
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert store.sources.sweep() == 1
    assert new.exists() and not old.exists()


def test_a_folder_without_a_project_is_refused_with_the_remedy(tmp_path):
    with pytest.raises(NotAProject, match="aftersummit init"):
        Store(tmp_path)


def test_a_damaged_database_is_refused_in_one_line(tmp_path):
    (tmp_path / "aftersummit.db").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(NotAProject, match="damaged") as caught:
        Store(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_project_of_a_newer_program_is_refused(store, tmp_path):
    store.close()
    by_hand = sqlite3.connect(tmp_path / "aftersummit.db")
    by_hand.execute("UPDATE alembic_version SET version_num = '9999'")
    by_hand.commit()
    by_hand.close()
    with pytest.raises(NotAProject, match="newer program"):
        Store(tmp_path)


def test_the_migrations_make_the_tables_that_the_program_uses(store, tmp_path):
    by_hand = sqlite3.connect(tmp_path / "aftersummit.db")
    for table in metadata.sorted_tables:
        made = {row[1] for row in by_hand.execute(f"PRAGMA table_info({table.name})")}
        assert made == {column.name for column in table.columns}, table.name
        indexes = {row[1] for row in by_hand.execute(f"PRAGMA index_list({table.name})")}
        assert {index.name for index in table.indexes} <= indexes
    by_hand.close()


def test_a_full_disk_is_reported_as_such(store):
    with store.write() as writer:
        writer._connection.exec_driver_sql("PRAGMA max_page_count=10")
    with pytest.raises(OutsideError, match="could not be written"), store.write() as writer:
        writer._connection.exec_driver_sql("PRAGMA max_page_count=10")
        writer.put_texts([str(i) * 5000 for i in range(100)])


@pytest.mark.parametrize(
    ("edtf", "day"),
    [
        ("2023", "2023-01-01"),
        ("2023-06", "2023-06-01"),
        ("2023-01-09/2023-01-10", "2023-01-09"),
        ("2023-22", "2023-06-01"),
        ("2024~", "2024-01-01"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_the_first_day_of_a_date(edtf, day):
    assert first_day(edtf) == day
