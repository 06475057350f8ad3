"""``push``: records between a folder and a server."""

from __future__ import annotations

from aftersummit.cli.options import HERE, ProjectOption, StoreOption
from aftersummit.cli.output import say

NAME = "push"
EXAMPLE = "aftersummit push --store postgresql://team@localhost/summits"


def run(
    project: ProjectOption = HERE,
    store: StoreOption = "",
) -> None:
    """Bring a team's PostgreSQL database up to this folder's records.

    The two must share one history: what only the other side has is a conflict, and nothing is
    copied. Accounts and the bytes in sources/ stay where they are.
    """
    from aftersummit.project.moving import push

    say(f"{push(project, store)} new rows")
