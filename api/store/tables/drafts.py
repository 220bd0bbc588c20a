"""Drafts of schemes: no part of the log. A revision is written once; the draft says which is the latest (migration 0011)."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from api.store.tables.columns import metadata

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("scheme", Text, nullable=False),
    Column("base_version", Text),
    Column("base_digest", Text),
    Column("base_files", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("started_by", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("saved_at", Text, nullable=False),
    Index("drafts_by_body", "body", "saved_at"),
)

draft_revisions = Table(
    "draft_revisions",
    metadata,
    Column("draft", Text, ForeignKey("drafts.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("files", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("saved_by", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
)
