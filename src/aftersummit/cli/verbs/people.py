"""``people``: who may sign in."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.options import HERE, CoderOption, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records, say

app = typer.Typer(
    help="Make a project a team's: accounts, roles, invitations.", no_args_is_help=True
)
NameArgument = Annotated[str, typer.Argument(help="The person's name.", metavar="NAME")]
RoleOption = Annotated[str, typer.Option(help="reader, coder, lead or admin.")]


@app.command("invite", epilog="Example: aftersummit people invite 'Ana Ruiz' --role admin")
def invite(
    name: NameArgument,
    role: RoleOption = "coder",
    address: Annotated[
        str, typer.Option(help="Where the server is reached.")
    ] = "http://127.0.0.1:8400/",
    project: ProjectOption = HERE,
    coder: CoderOption = "",
) -> None:
    """Make an account and print the link with which its owner chooses a password.

    The link works once, for seven days. Inviting somebody again lets them choose a new
    password. The first account has to be an admin.
    """
    from aftersummit.project import open_project

    with open_project(project) as opened:
        by = coder or opened.settings.coder or "command line"
        token = opened.team.invite(name, role, by=by)
    print(f"{address.rstrip('/')}/work/join/{token}")
    say(f"send it to {name}; it works once, for seven days")


@app.command("list", epilog="Example: aftersummit people list --format json")
def list_(project: ProjectOption = HERE, form: FormatOption = Format.table) -> None:
    """Everybody with an account."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        rows = [
            {
                "name": person.name,
                "role": person.role,
                "active": person.active,
                "invited": bool(person.invitation),
                "since": person.since,
            }
            for person in opened.team.all()
        ]
    print_records(iter(rows), form, ("name", "role", "active", "invited", "since"))


@app.command("role", epilog="Example: aftersummit people role 'Ana Ruiz' lead")
def role(
    name: NameArgument,
    role: Annotated[str, typer.Argument(help="reader, coder, lead or admin.", metavar="ROLE")],
    project: ProjectOption = HERE,
    coder: CoderOption = "",
) -> None:
    """Give somebody another role."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        opened.team.set_role(name, role, by=coder or opened.settings.coder or "command line")
    say(f"{name} is {role} now")


@app.command("token", epilog="Example: aftersummit people token 'Ana Ruiz' --days 30")
def token(
    name: NameArgument,
    days: Annotated[int, typer.Option(help="For how long it works.", min=1, max=366)] = 90,
    project: ProjectOption = HERE,
    coder: CoderOption = "",
) -> None:
    """Print a token with which a script acts as this person: Authorization: Bearer TOKEN."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        by = coder or opened.settings.coder or "command line"
        print(opened.team.token(name, by=by, days=days))


@app.command("off", epilog="Example: aftersummit people off 'Ana Ruiz'")
def off(name: NameArgument, project: ProjectOption = HERE, coder: CoderOption = "") -> None:
    """Let somebody no longer sign in; what they decided stays."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        opened.team.switch_off(name, by=coder or opened.settings.coder or "command line")
    say(f"{name} can no longer sign in")


@app.command("audit", epilog="Example: aftersummit people audit --format jsonl")
def audit(
    project: ProjectOption = HERE,
    limit: Annotated[int, typer.Option(help="How many lines.")] = 50,
    form: FormatOption = Format.table,
) -> None:
    """What people did besides coding, newest first."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        rows = [
            {
                "at": event.at,
                "who": event.who,
                "what": event.what,
                "subject": event.subject,
                "note": event.note,
            }
            for event in opened.team.audit(limit=limit)
        ]
    print_records(iter(rows), form, ("at", "who", "what", "subject", "note"))
