"""A store on a PostgreSQL server keeps every promise that one in a folder keeps."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time

import psycopg
import pytest
from sqlalchemy import select

from aftersummit.errors import Conflict, OutsideError, UserError
from aftersummit.model import Ref
from aftersummit.project import Settings, make_project, open_project
from aftersummit.project.moving import pull, push
from aftersummit.store import Store
from aftersummit.store.copying import LOGS, SETS
from tests.postgresql import database, postgresql, project  # noqa: F401  (fixtures)
from tests.test_review_coding import (  # noqa: F401  (the same promises, on a server)
    TEXT,
    document,
    test_a_code_accepts_what_was_proposed_and_rejects_what_is_none,
    test_a_stale_form_is_told_so_and_changes_nothing,
    test_a_step_sent_twice_is_kept_once,
    test_a_unit_can_hold_two_promises,
    test_every_moment_of_the_past_can_be_asked_for_again,
    test_nobody_undoes_what_somebody_else_coded,
    test_threads_lose_and_double_nothing,
    test_units_that_read_the_same_are_decided_once_and_undone_together,
    test_what_does_not_fit_is_refused_whole,
    test_what_no_machine_proposed_is_added_with_the_words_the_coder_marked,
)
from tests.test_review_rounds import (  # noqa: F401
    round,
    test_agreement_disputes_and_the_third_word_reach_the_register,
    test_coders_see_neither_each_other_nor_the_machine_until_it_is_closed,
    test_coding_deciding_and_looking_at_once_neither_stop_nor_break_each_other,
    test_only_its_coders_code_it_and_only_while_it_is_open,
    test_the_queue_has_every_order_and_counts_what_is_done,
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


COPY = """
import sys
from pathlib import Path
from aftersummit.project.moving import pull, push
print("ready", flush=True)
{"push": push, "pull": pull}[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
print("done", flush=True)
"""


def killed(way, folder, address, after):
    """Copy in a process of its own and kill it; returns whether it had ended before."""
    child = subprocess.Popen(
        [sys.executable, "-c", COPY, way, str(folder), address], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "ready\n"
    time.sleep(after)
    child.kill()
    return child.communicate()[0] == "done\n"


def counted(folder, store=""):
    """How many rows each log of a side has, read whole."""
    side = Store(folder, address=store)
    try:
        with side.connected() as connection:
            return tuple(len(connection.execute(select(table)).all()) for table in (*LOGS, *SETS))
    finally:
        side.close()


@pytest.mark.slow
def test_a_copy_that_is_killed_leaves_the_old_state_or_the_new_one(tmp_path, database):  # noqa: F811
    moments = random.Random(20230110)
    here = tmp_path / "here"
    (tmp_path / "texts").mkdir()
    with make_project(here, Settings(meeting="g7/2026")) as made:
        for number in range(150):
            said = "\n\n".join(
                f"We will plant {number}{n} million trees by 2030." for n in range(30)
            )
            (tmp_path / "texts" / f"{number}.txt").write_text(said, "utf-8")
        made.add([str(tmp_path / "texts")])
        made.extract()
    full, empty = counted(here), counted(here, database)
    assert sum(full) > 4000 and not any(empty)
    there = tmp_path / "there"
    make_project(there, Settings(meeting="g7/2026")).close()
    seen = set()
    for way, where, store in ((push, here, database), (pull, there, "")):
        for _ in range(6):
            ended = killed(way.__name__, where, database, moments.uniform(0.0, 0.9))
            state = counted(where, store)
            assert state in (empty, full), f"half of a {way.__name__}"
            assert not ended or state == full
            seen.add(state)
        way(where, database)
        assert counted(where, store) == full
    assert empty in seen, "no kill came in the middle"
