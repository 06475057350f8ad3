"""A store on a PostgreSQL server keeps every promise that one in a folder keeps."""

from __future__ import annotations

import threading

import psycopg
import pytest

from aftersummit.errors import Conflict, OutsideError, UserError
from aftersummit.model import Ref
from aftersummit.project import Settings, make_project, open_project
from aftersummit.project.moving import pull, push
from aftersummit.store import Store
from tests.postgresql import database, postgresql  # noqa: F401  (fixtures)
from tests.test_review_coding import (  # noqa: F401  (the same promises, on a server)
    TEXT,
    document,
    test_a_stale_form_is_told_so_and_changes_nothing,
    test_a_step_sent_twice_is_kept_once,
    test_a_unit_can_hold_two_promises,
    test_threads_lose_and_double_nothing,
    test_units_that_read_the_same_are_decided_once_and_undone_together,
    test_what_no_machine_proposed_is_added_with_the_words_the_coder_marked,
)
from tests.test_review_rounds import (  # noqa: F401
    round,
    test_agreement_disputes_and_the_third_word_reach_the_register,
    test_coders_see_neither_each_other_nor_the_machine_until_it_is_closed,
)
from tests.test_store import (  # noqa: F401
    meeting,
    test_a_block_that_fails_leaves_nothing_behind,
    test_a_day_in_the_past_shows_what_was_known_then,
    test_a_document_comes_back_with_its_text,
    test_a_number_leads_back_to_the_words_it_was_given_for,
    test_a_problem_stays_open_until_its_place_is_mended,
    test_proposals_of_the_last_run_are_the_present,
    test_the_same_record_is_not_written_twice,
)


@pytest.fixture
def store(tmp_path, database):  # noqa: F811
    opened = Store(tmp_path, address=database)
    yield opened
    opened.close()


@pytest.fixture
def project(tmp_path, database):  # noqa: F811
    settings = Settings(title="Seven", meeting="g7/2026", store=database)
    with make_project(tmp_path / "p", settings) as made:
        (tmp_path / "statement.txt").write_text(TEXT, "utf-8")
        made.add([str(tmp_path / "statement.txt")])
        made.extract()
        yield made


def test_logs_cannot_be_changed_even_by_hand(store, database):  # noqa: F811
    with store.write() as writer:
        writer.put(meeting(), at="2026-01-02T03:04:05.000000Z")
    for words in ("UPDATE records SET body = ''", "DELETE FROM records"):
        with psycopg.connect(database) as by_hand, pytest.raises(psycopg.Error, match="never changed"):  # fmt: skip
            by_hand.execute(words)


def test_numbers_are_given_out_once_by_many_at_a_time(tmp_path, database):  # noqa: F811
    given, where = [], Ref.parse("g7/2026")

    def take():
        own = Store(tmp_path, address=database)
        for _ in range(5):
            with own.write() as writer:
                given.extend(writer.assign(where, 1, subject=where))
        own.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ref.number for ref in given) == list(range(1, 21))


def test_a_project_goes_to_the_server_and_comes_back(tmp_path, database):  # noqa: F811
    folder = tmp_path / "here"
    with make_project(folder, Settings(meeting="g7/2026")) as made:
        (tmp_path / "statement.txt").write_text(TEXT, "utf-8")
        made.add([str(tmp_path / "statement.txt")])
        made.extract()
        ref = next(iter(made.list("document"))).ref
        units = made.coding.document(ref, coder="ana").view.units
        made.coding.code(units[2].ref, "commitment", coder="ana")
        before = made.register()
    assert push(folder, database) > 0
    assert push(folder, database) == 0, "nothing is new the second time"
    with open_project(folder, store=database) as there:
        assert there.register() == before
        there.coding.code(units[1].ref, "none", coder="bo")
    assert pull(folder, database) > 0
    with open_project(folder) as here:
        assert here.coding.codes()[units[1].ref].coder == "bo"
        here.coding.code(units[0].ref, "none", coder="ana")
    with open_project(folder, store=database) as there:
        there.coding.code(units[0].ref, "none", coder="bo")
    for way in (push, pull):
        with pytest.raises(Conflict, match="different ways"):
            way(folder, database)


def test_a_server_that_cannot_be_reached_is_told_without_the_password(tmp_path):
    with pytest.raises(OutsideError) as told:
        Store(tmp_path, address="postgresql://team:secret@127.0.0.1:1/none")
    assert "secret" not in str(told.value) and "127.0.0.1" in str(told.value)
    with pytest.raises(UserError, match="no address"):
        Store(tmp_path, address="mysql://somewhere/x")
