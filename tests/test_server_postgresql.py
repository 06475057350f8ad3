"""The workbench on a PostgreSQL server keeps the promises that rest on the store: nobody
overwrites anybody, sessions end when they should, a blind code stays blind."""

from __future__ import annotations

import pytest

from tests.postgresql import database, postgresql  # noqa: F401  (fixtures)
from tests.test_server_judging import promised
from tests.test_server_sessions import (  # noqa: F401  (the same promises, on a server)
    document,
    team,
    test_a_session_ends_with_the_role_the_password_and_the_account,
    test_a_session_is_new_at_every_sign_in_and_the_one_before_ends,
    test_nothing_that_can_be_stored_runs_as_a_script,
    test_two_who_adjudicate_the_same_unit_never_overwrite_each_other,
    test_two_who_judge_the_same_evidence_never_overwrite_each_other,
    test_two_who_judge_the_same_score_never_overwrite_each_other,
    test_who_was_switched_off_comes_back_with_a_new_password_only,
)


@pytest.fixture
def project(tmp_path, database):  # noqa: F811
    with promised(tmp_path, store=database) as made:
        yield made
