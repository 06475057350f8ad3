"""Coders' codes, the people of a team and what they did; logs that nobody can rewrite."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "codes",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("round", sa.String(80), nullable=False),
        sa.Column("coder", sa.String(80), nullable=False),
        sa.Column("unit", sa.String(300), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.UniqueConstraint("coder", "key"),
    )
    op.create_index("codes_by_round", "codes", ["round", "number"])
    op.create_table(
        "people",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", sa.String(300), nullable=False),
        sa.Column("invitation", sa.String(64), nullable=False),
        sa.Column("invited_until", sa.String(32), nullable=False),
        sa.Column("active", sa.Integer, nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql(("records", "decisions", "codes", "audit"))
    else:
        _guard_sqlite(("codes", "audit"))


def _guard_sqlite(tables: tuple[str, ...]) -> None:
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are appended, never changed'); END"
            )


def _guard_postgresql(tables: tuple[str, ...]) -> None:
    op.execute(
        "CREATE FUNCTION aftersummit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% are appended, never changed', TG_TABLE_NAME; END $$"
    )
    # Addresses are compared as ranges; they must sort by their bytes, as in SQLite.
    for table, column, size in (
        ("records", "address", 300),
        ("members", "address", 300),
        ("proposals", "document", 300),
        ("decisions", "subject", 300),
        ("assigned", "address", 300),
        ("codes", "unit", 300),
        ("people", "name", 80),
    ):
        op.execute(f'ALTER TABLE {table} ALTER {column} TYPE VARCHAR({size}) COLLATE "C"')
    for table in tables:
        op.execute(
            f"CREATE TRIGGER {table}_appended BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION aftersummit_refuse()"
        )
