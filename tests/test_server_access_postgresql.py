"""Who may do what, and what is told of a refusal, is the same on a PostgreSQL server."""

from __future__ import annotations

from tests.postgresql import database, postgresql, project  # noqa: F401  (fixtures)
from tests.test_server_access import (  # noqa: F401  (the same promises, on a server)
    app,
    document,
    team,
    test_a_script_has_a_token_of_its_own_and_no_more_rights,
    test_a_stale_form_is_told_what_stands_there,
    test_an_invitation_works_once_and_asks_for_a_password,
    test_documents_come_in_pages,
    test_no_route_shows_another_coders_blind_codes_or_the_hidden_machine,
    test_one_shape_for_every_refusal,
    test_somebody_switched_off_is_out_at_once_and_one_admin_stays,
)
