"""The tables, the same on SQLite and PostgreSQL.

Log tables are written once: `entries`, `tree_nodes`, `checkpoints`, `log_keys`, `adoptions`, `scheme_texts`, and the read
model made from entries (`decisions`, `decision_parties`). Triggers refuse UPDATE and DELETE on them. `side_rows` may
be updated, for erasure, and never deleted; `decision_keys` may be deleted, for erasure, and never updated.
`erasure_proposals` and `holds` are settled once, by an entry; `entry_subjects` says which entry is about which
decision, so that an erasure finds everything that was written about it (migration 0003).

`accounts`, `sessions`, `sign_in_misses` and `lab_cases` are no part of the log: people, their visits, and made-up cases
(migration 0005). They may be changed and deleted.

`acts` says after which entry a decision stands where, and whether it counts towards limits; `obligations` who owes
what about it by when, and `obligation_ends` which entry ended that. `suspensions` and `suspension_ends` say which powers
are taken back from when to when, `authorisations` and their ends who may what from when to when. `outcome_signatures`
say which body shares which outcome since when, and their ends until when. `reply_links` are the links by which bodies
without a system reply, `unanswered_requests` the requests nobody answered in time. `stops` and their ends say for which body
everything is stopped from when to when. All are written once.

`watch_groups` is what the watch looks through: which entry is of which group of which watch. It is no part of the log and
can be made again from it. `findings` are what it found, `finding_acts` what was said about that: both written once
(migration 0009).

Times are text in the form of `govengine.record.instant`: fixed width, UTC, so text order is time order on
both databases and what is read is what was hashed.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

_ROWID = BigInteger().with_variant(Integer, "sqlite")
"""The one type that SQLite takes for the name of the rowid, and so keeps no index for."""


def _entry_index(*, primary_key: bool = True) -> Column[int]:
    return Column(
        "entry_index",
        BigInteger,
        ForeignKey("entries.entry_index"),
        primary_key=primary_key,
        autoincrement=False,
        nullable=False,
    )


entries = Table(
    "entries",
    metadata,
    Column("entry_index", _ROWID, primary_key=True, autoincrement=False),
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
    Column("entry_index", _ROWID, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)

side_rows = Table("side_rows", metadata, _entry_index(), Column("body", LargeBinary, nullable=False))

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
    _entry_index(),
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
    _entry_index(),
    Column("body", Text, primary_key=True),
    Index("decision_parties_by_body", "body", "entry_index"),
)

COUNTED = "counted:"
"""Before the fact of a look-up key of an erased decision: limits count by it still, and nobody is found by it."""

decision_keys = Table(
    "decision_keys",
    metadata,
    _entry_index(),
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
    _entry_index(),
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
    UniqueConstraint("hash", name="api_keys_hash"),
)

finding_seen = Table(
    "finding_seen",
    metadata,
    Column("identity", Text, primary_key=True),
    _entry_index(primary_key=False),
)

watch_groups = Table(
    "watch_groups",
    metadata,
    _entry_index(),
    Column("watch", Text, primary_key=True),
    Column("shared", Text, primary_key=True),
    Column("day", Integer, nullable=False),
    Column("decision_index", BigInteger, ForeignKey("entries.entry_index"), nullable=False),
    Column("by_key", Text, nullable=False),
    Column("against", Boolean, nullable=False),
    Index("watch_groups_by_group", "watch", "shared", "day"),
    Index("watch_groups_by_decision", "decision_index"),
)

findings = Table(
    "findings",
    metadata,
    _entry_index(),
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
    _entry_index(),
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

entry_subjects = Table(
    "entry_subjects",
    metadata,
    _entry_index(),
    Column("subject_index", BigInteger, ForeignKey("entries.entry_index"), primary_key=True),
    Index("entry_subjects_by_subject", "subject_index", "entry_index"),
)

erasure_proposals = Table(
    "erasure_proposals",
    metadata,
    _entry_index(),
    Column("id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("settled_by", BigInteger),
    UniqueConstraint("id", name="erasure_proposals_id"),
)

erasures = Table(
    "erasures",
    metadata,
    _entry_index(),
    Column("id", Text, nullable=False),
    UniqueConstraint("id", name="erasures_id"),
)

holds = Table(
    "holds",
    metadata,
    _entry_index(),
    Column("id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("covers", Text, nullable=False),
    Column("key_hash", Text, nullable=False),
    Column("lifted_by", BigInteger),
    UniqueConstraint("id", name="holds_id"),
    Index("holds_by_cover", "covers", "key_hash"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text),
    Column("must_change", Boolean, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("disabled_at", Text),
    UniqueConstraint("issuer", "subject", name="accounts_identity"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id"), nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Index("sessions_by_account", "account"),
)

sign_in_misses = Table(
    "sign_in_misses",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name_hash", Text, nullable=False),
    Column("missed_at", Text, nullable=False),
    Index("sign_in_misses_by_name", "name_hash", "missed_at"),
)

lab_cases = Table(
    "lab_cases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("came_from", Text),
    Column("title", Text),
    Column("saved_at", Text),
    Index("lab_cases_by_body", "body", "saved_at"),
    Index("lab_cases_by_origin", "came_from", "made_at"),
)

suspensions = Table(
    "suspensions",
    metadata,
    _entry_index(),
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
    _entry_index(),
    Column("suspension", Text, nullable=False),
    Column("since", Text, nullable=False),
    UniqueConstraint("suspension", name="suspension_ends_once"),
)

authorisations = Table(
    "authorisations",
    metadata,
    _entry_index(),
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
    _entry_index(),
    Column("authorisation", Text, nullable=False),
    Column("since", Text, nullable=False),
    UniqueConstraint("authorisation", name="authorisation_ends_once"),
)

acts = Table(
    "acts",
    metadata,
    _entry_index(),
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
    _entry_index(),
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
)

obligation_ends = Table(
    "obligation_ends",
    metadata,
    _entry_index(),
    Column("obligation", Text, primary_key=True),
    UniqueConstraint("obligation", name="obligation_ends_once"),
)

outcome_signatures = Table(
    "outcome_signatures",
    metadata,
    _entry_index(),
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
    _entry_index(),
    Column("signature", Text, nullable=False),
    UniqueConstraint("signature", name="outcome_signature_ends_once"),
)

reply_links = Table(
    "reply_links",
    metadata,
    _entry_index(),
    Column("id", Text, nullable=False),
    Column("obligation", Text, nullable=False),
    Column("until", Text, nullable=False),
    UniqueConstraint("id", name="reply_links_id"),
    Index("reply_links_by_obligation", "obligation", "entry_index"),
)

unanswered_requests = Table(
    "unanswered_requests",
    metadata,
    _entry_index(),
    Column("obligation", Text, nullable=False),
    UniqueConstraint("obligation", name="unanswered_requests_once"),
)

stops = Table(
    "stops",
    metadata,
    _entry_index(),
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
    _entry_index(),
    Column("stop", Text, nullable=False),
    Column("since", Text, nullable=False),
    UniqueConstraint("stop", name="stop_ends_once"),
)
