"""``pull``: records between a folder and a server."""

from __future__ import annotations

from aftersummit.cli.options import HERE, ProjectOption, StoreOption
from aftersummit.cli.output import say

NAME = "pull"
EXAMPLE = "aftersummit pull --store postgresql://team@localhost/summits"


def run(
    project: ProjectOption = HERE,
    store: StoreOption = "",
) -> None:
    """Bring this folder's records up to a team's PostgreSQL database.

    The two must share one history: what only the other side has is a conflict, and nothing is
    copied. Accounts and the bytes in sources/ stay where they are.
    """
    from aftersummit.project.moving import pull

    say(f"{pull(project, store)} new rows")
