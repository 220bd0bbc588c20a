"""Proposed changes of schemes, and which version takes whose place since when. Both are written once (migration 0012)."""

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint

from api.store.tables.columns import entry_index, metadata

changes = Table(
    "changes",
    metadata,
    entry_index(),
    Column("id", Text, nullable=False),
    Column("scheme", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("digest", Text, nullable=False),
    UniqueConstraint("id", name="changes_id"),
    Index("changes_by_scheme", "scheme", "entry_index"),
)

successions = Table(
    "successions",
    metadata,
    entry_index(),
    Column("scheme", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("instead_of", Text),
    Index("successions_by_scheme", "scheme", "entry_index"),
)
