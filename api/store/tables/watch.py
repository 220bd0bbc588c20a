"""What the watch looks through, what it found, and how far readers of the log have come.

`watch_groups` says which entry is of which group of which watch. It is no part of the log and can be made again from
it. `findings` are what was found, `finding_acts` what was said about that: both written once (migration 0010).
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from api.store.tables.columns import entry_index, metadata

finding_seen = Table(
    "finding_seen",
    metadata,
    Column("identity", Text, primary_key=True),
    entry_index(primary_key=False),
)

watch_groups = Table(
    "watch_groups",
    metadata,
    entry_index(),
    Column("watch", Text, primary_key=True),
    Column("shared", Text, primary_key=True),
    Column("day", Integer, nullable=False),
    Column("decision_index", BigInteger, ForeignKey("entries.entry_index"), nullable=False),
    Column("by_key", Text, nullable=False),
    Column("against", Boolean, nullable=False),
    Index("watch_groups_by_group", "watch", "shared", "day"),
    Index("watch_groups_by_day", "watch", "day"),
    Index("watch_groups_by_decision", "decision_index"),
)

findings = Table(
    "findings",
    metadata,
    entry_index(),
    Column("id", Text, nullable=False),
    Column("watch", Text, nullable=False),
    Column("shared", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("due_at", Text, nullable=False),
    UniqueConstraint("id", name="findings_id"),
    Index("findings_by_group", "shared", "watch"),
    Index("findings_by_addressee", "body", "role"),
)

finding_acts = Table(
    "finding_acts",
    metadata,
    entry_index(),
    Column("finding", Text, nullable=False),
    Column("closes", Boolean, nullable=False),
    Index("finding_acts_by_finding", "finding"),
)

cursors = Table(
    "cursors",
    metadata,
    Column("consumer", Text, primary_key=True),
    Column("next_index", BigInteger, nullable=False),
)
