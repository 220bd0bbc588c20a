"""The life of decisions, and the powers people have. All are written once.

`acts` says after which entry a decision stands where, and whether it counts towards limits; `obligations` who owes
what about it by when, and `obligation_ends` which entry ended that. `suspensions` and `suspension_ends` say which powers
are taken back from when to when, `authorisations` and their ends who may what from when to when. `outcome_signatures`
say which body shares which outcome since when, and their ends until when. `reply_links` are the links by which bodies
without a system reply, `unanswered_requests` the requests nobody answered in time. `stops` and their ends say for which body
everything is stopped from when to when. `resolutions` say which side of a double bind was kept.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from api.store.tables.columns import entry_index, metadata

suspensions = Table(
    "suspensions",
    metadata,
    entry_index(),
    Column("id", Text, nullable=False),
    Column("scheme", Text, nullable=False),
    Column("grant_id", Text),
    Column("since", Text, nullable=False),
    Column("until", Text),
    UniqueConstraint("id", name="suspensions_id"),
)

suspension_ends = Table(
    "suspension_ends",
    metadata,
    entry_index(),
    Column("suspension", Text, nullable=False),
    Column("since", Text, nullable=False),
    UniqueConstraint("suspension", name="suspension_ends_once"),
)

authorisations = Table(
    "authorisations",
    metadata,
    entry_index(),
    Column("id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("fact", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("stands_in_for", Text),
    UniqueConstraint("id", name="authorisations_id"),
    Index("authorisations_by_holder", "holder", "fact"),
)

authorisation_ends = Table(
    "authorisation_ends",
    metadata,
    entry_index(),
    Column("authorisation", Text, nullable=False),
    Column("since", Text, nullable=False),
    UniqueConstraint("authorisation", name="authorisation_ends_once"),
)

acts = Table(
    "acts",
    metadata,
    entry_index(),
    Column("decision_index", BigInteger, ForeignKey("entries.entry_index"), nullable=False),
    Column("state", Text, nullable=False),
    Column("counts", Boolean, nullable=False),
    Column("reserved_until", Text),
    Index("acts_by_decision", "decision_index", "entry_index"),
    Index("acts_by_reservation", "reserved_until"),
)

obligations = Table(
    "obligations",
    metadata,
    entry_index(),
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("decision_index", BigInteger, ForeignKey("entries.entry_index"), nullable=False),
    Column("what", Text, nullable=False),
    Column("duty", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("role", Text),
    Column("due_at", Text),
    Column("outcome", Text),
    UniqueConstraint("id", name="obligations_id"),
    Index("obligations_by_decision", "decision_index", "entry_index"),
    Index("obligations_by_addressee", "body", "what", "due_at"),
    Index("obligations_by_time", "due_at"),
)

obligation_ends = Table(
    "obligation_ends",
    metadata,
    entry_index(),
    Column("obligation", Text, primary_key=True),
    UniqueConstraint("obligation", name="obligation_ends_once"),
)

open_obligations = Table(
    "open_obligations",
    metadata,
    entry_index(),
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("due", Text, nullable=False),
    UniqueConstraint("id", name="open_obligations_id"),
    Index("open_obligations_by_time", "body", "due", "entry_index", "number"),
)
"""What is still owed, so that no list goes through all that ever was. `due` is `due_at`, or NEVER for none.

The one table of these whose rows go: with what ended them. `log verify` holds it against the two that stay.
"""

NEVER = "never"
"""Sorts after every date."""

outcome_signatures = Table(
    "outcome_signatures",
    metadata,
    entry_index(),
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("role", Text, nullable=False),
    UniqueConstraint("id", name="outcome_signatures_id"),
    Index("outcome_signatures_by_outcome", "outcome", "entry_index"),
)

outcome_signature_ends = Table(
    "outcome_signature_ends",
    metadata,
    entry_index(),
    Column("signature", Text, nullable=False),
    UniqueConstraint("signature", name="outcome_signature_ends_once"),
)

reply_links = Table(
    "reply_links",
    metadata,
    entry_index(),
    Column("id", Text, nullable=False),
    Column("obligation", Text, nullable=False),
    Column("until", Text, nullable=False),
    UniqueConstraint("id", name="reply_links_id"),
    Index("reply_links_by_obligation", "obligation", "entry_index"),
)

unanswered_requests = Table(
    "unanswered_requests",
    metadata,
    entry_index(),
    Column("obligation", Text, nullable=False),
    UniqueConstraint("obligation", name="unanswered_requests_once"),
)

resolutions = Table(
    "resolutions",
    metadata,
    entry_index(),
    Column("id", Text, nullable=False),
    Column("bind", Text, nullable=False),
    Column("decision_index", BigInteger, ForeignKey("entries.entry_index"), nullable=False),
    Column("body", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("keeps", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Index("resolutions_by_bind", "bind", "entry_index"),
)

stops = Table(
    "stops",
    metadata,
    entry_index(),
    Column("id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text, nullable=False),
    UniqueConstraint("id", name="stops_id"),
)

stop_ends = Table(
    "stop_ends",
    metadata,
    entry_index(),
    Column("stop", Text, nullable=False),
    Column("since", Text, nullable=False),
    UniqueConstraint("stop", name="stop_ends_once"),
)
