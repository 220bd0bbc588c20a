"""The log, what is found and counted by it, and what is kept beside it.

Log tables are written once: `entries`, `tree_nodes`, `checkpoints`, `log_keys`, `adoptions`, `scheme_texts`, and the read
model made from entries (`decisions`, `decision_parties`). Triggers refuse UPDATE and DELETE on them. `side_rows` may
be updated, for erasure, and never deleted; `decision_keys` may be deleted, for erasure, and never updated.
`erasure_proposals` and `holds` are settled once, by an entry; `entry_subjects` says which entry is about which
decision, so that an erasure finds everything that was written about it (migration 0003).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from api.store.tables.columns import ROWID, entry_index, metadata

entries = Table(
    "entries",
    metadata,
    Column("entry_index", ROWID, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    UniqueConstraint("id", name="entries_id"),
)

# Apart from the entries, which are forty times as wide: a proof reads twenty rows of this and none of those. No
# foreign key, which would cost a look-up an entry: `log verify` holds each row against the entry.

tree_nodes = Table(
    "tree_nodes",
    metadata,
    Column("entry_index", ROWID, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)

side_rows = Table("side_rows", metadata, entry_index(), Column("body", LargeBinary, nullable=False))

head = Table(
    "head",
    metadata,
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("recorded_at", Text, nullable=False),
    CheckConstraint("number = 1", name="head_has_one_row"),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
)

log_keys = Table(
    "log_keys",
    metadata,
    Column("since_size", BigInteger, primary_key=True, autoincrement=False),
    Column("verifier", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    entry_index(),
    Column("id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("scheme", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("on_day", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("may_act", Boolean, nullable=False),
    Column("client", Text, nullable=False),
    Column("outcome", Text),
    Column("supersedes", Text),
    Column("recorded_at", Text, nullable=False),
    Column("figures", Text),
    Column("reserved_until", Text),
    UniqueConstraint("id", name="decisions_id"),
    Index("decisions_by_superseded", "supersedes"),
    Index("decisions_by_reservation", "reserved_until"),
)

decision_parties = Table(
    "decision_parties",
    metadata,
    entry_index(),
    Column("body", Text, primary_key=True),
    Index("decision_parties_by_body", "body", "entry_index"),
)

ACTOR = "actor.ref"
"""The fact under whose look-up key everything is found that somebody did."""

EVERYTHING = "scheme"
"""The key under which every decision of a scheme is found, for aggregates with nothing in common. It names nobody, and
so stays when a person is erased."""

COUNTED = "counted:"
"""Before the fact of a look-up key of an erased decision: limits count by it still, and nobody is found by it."""

decision_keys = Table(
    "decision_keys",
    metadata,
    entry_index(),
    Column("fact", Text, primary_key=True),
    Column("key_hash", Text, primary_key=True),
    Index("decision_keys_by_key", "fact", "key_hash", "entry_index"),
)

scheme_texts = Table(
    "scheme_texts",
    metadata,
    Column("digest", Text),
    Column("path", Text),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("digest", "path", name="scheme_texts_pkey"),
)

adoptions = Table(
    "adoptions",
    metadata,
    entry_index(),
    Column("scheme", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("layer", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    UniqueConstraint("scheme", "version", name="adoptions_version"),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("client", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request_hash", Text, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("entry_index", BigInteger),
    Column("about", Text),
    Index("idempotency_by_age", "created_at"),
    Index("idempotency_by_subject", "about"),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("client", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("sandbox", Boolean, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("revoked_at", Text),
    Column("person", Text),
    Column("acts_as", Text),
    UniqueConstraint("hash", name="api_keys_hash"),
)

entry_subjects = Table(
    "entry_subjects",
    metadata,
    entry_index(),
    Column("subject_index", BigInteger, ForeignKey("entries.entry_index"), primary_key=True),
    Index("entry_subjects_by_subject", "subject_index", "entry_index"),
)

erasure_proposals = Table(
    "erasure_proposals",
    metadata,
    entry_index(),
    Column("id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("settled_by", BigInteger),
    UniqueConstraint("id", name="erasure_proposals_id"),
)

erasures = Table(
    "erasures",
    metadata,
    entry_index(),
    Column("id", Text, nullable=False),
    UniqueConstraint("id", name="erasures_id"),
)

holds = Table(
    "holds",
    metadata,
    entry_index(),
    Column("id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("covers", Text, nullable=False),
    Column("key_hash", Text, nullable=False),
    Column("lifted_by", BigInteger),
    UniqueConstraint("id", name="holds_id"),
    Index("holds_by_cover", "covers", "key_hash"),
)
