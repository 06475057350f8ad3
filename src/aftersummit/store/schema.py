"""Tables of a project's store.

Everything that is known is a *record*: a noun's wire form under its address, one row a
version, never changed in place. The present is the last version of each address; any day
in the past is the last version that was known then. Texts are kept once, by hash.
Decisions are a log of their own that the database itself refuses to change.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = "0002"
"""The newest migration; a store that says otherwise is migrated when it is opened."""

metadata = MetaData()

records = Table(
    "records",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("noun", String(16), nullable=False),
    Column("address", String(300), nullable=False),
    Column("parent", String(200), nullable=False, default=""),
    Column("date", String(40), nullable=False, default=""),
    Column("known_from", String(32), nullable=False),
    Column("recorded_at", String(32), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("text_sha256", String(64), nullable=False, default=""),
    Column("body", Text, nullable=False),
)
Index("records_by_address", records.c.address, records.c.seq)
Index("records_by_text", records.c.text_sha256)
Index("records_by_noun", records.c.noun, records.c.address, records.c.seq)

members = Table(
    "members",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("member", Integer, primary_key=True),
    Column("address", String(300), nullable=False, unique=True),
)

texts = Table(
    "texts",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("text", Text, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document", String(300), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("label", String(16), nullable=False),
    Column("run", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
Index("proposals_by_document", proposals.c.document, proposals.c.run)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document", String(300), nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("extractor", String(80), nullable=False),
    Column("at", String(32), nullable=False),
)
Index("runs_by_document", runs.c.document, runs.c.id)

decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("subject", String(300), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("coder", String(80), nullable=False),
    Column("at", String(32), nullable=False),
    Column("body", Text, nullable=False),
)
Index("decisions_by_subject", decisions.c.subject, decisions.c.number)

assigned = Table(
    "assigned",
    metadata,
    Column("address", String(300), primary_key=True),
    Column("meeting", String(200), nullable=False),
    Column("number", Integer, nullable=False),
    Column("subject", String(300), nullable=False),
    UniqueConstraint("meeting", "number"),
)
Index("assigned_by_subject", assigned.c.subject)

problems = Table(
    "problems",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("place", String(1000), nullable=False),
    Column("at", String(32), nullable=False),
    Column("mended_at", String(32), nullable=False, default=""),
    Column("body", Text, nullable=False),
)
Index("problems_by_place", problems.c.place)

codes = Table(
    "codes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("round", String(80), nullable=False),
    Column("coder", String(80), nullable=False),
    Column("unit", String(300), nullable=False),
    Column("at", String(32), nullable=False),
    Column("key", String(64), nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("coder", "key"),
)
Index("codes_by_round", codes.c.round, codes.c.number)

people = Table(
    "people",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password", String(300), nullable=False, default=""),
    Column("invitation", String(64), nullable=False, default=""),
    Column("invited_until", String(32), nullable=False, default=""),
    Column("active", Integer, nullable=False, default=1),
    Column("since", String(32), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("until", String(32), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("who", String(80), nullable=False),
    Column("what", String(40), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("note", Text, nullable=False),
)
