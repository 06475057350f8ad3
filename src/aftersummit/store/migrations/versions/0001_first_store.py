"""The first store: versioned records, texts, proposals, and an append-only decision log.

Columns are written out and not taken from the schema module, so that this migration
makes the same tables for ever.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "records",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("noun", sa.String(16), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("parent", sa.String(200), nullable=False),
        sa.Column("date", sa.String(40), nullable=False),
        sa.Column("known_from", sa.String(32), nullable=False),
        sa.Column("recorded_at", sa.String(32), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("records_by_address", "records", ["address", "seq"])
    op.create_index("records_by_text", "records", ["text_sha256"])
    op.create_index("records_by_noun", "records", ["noun", "address", "seq"])
    op.create_table(
        "members",
        sa.Column("source", sa.String(64), primary_key=True),
        sa.Column("member", sa.Integer, primary_key=True),
        sa.Column("address", sa.String(300), nullable=False, unique=True),
    )
    op.create_table(
        "texts",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )
    _create_extraction()
    _create_decisions()
    op.create_table(
        "problems",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("place", sa.String(1000), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("mended_at", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("problems_by_place", "problems", ["place"])
    if op.get_bind().dialect.name == "sqlite":
        for table in ("records", "decisions"):
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} are appended, never changed'); END"
                )


def _create_extraction() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("document", sa.String(300), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("label", sa.String(16), nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("proposals_by_document", "proposals", ["document", "run"])
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("document", sa.String(300), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("extractor", sa.String(80), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_index("runs_by_document", "runs", ["document", "id"])


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("coder", sa.String(80), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("decisions_by_subject", "decisions", ["subject", "number"])
    op.create_table(
        "assigned",
        sa.Column("address", sa.String(300), primary_key=True),
        sa.Column("meeting", sa.String(200), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.UniqueConstraint("meeting", "number"),
    )
    op.create_index("assigned_by_subject", "assigned", ["subject"])
