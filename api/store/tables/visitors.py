"""People who sign in, their visits, and made-up cases: no part of the log. They may be changed and deleted (migrations 0005, 0013)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from api.store.tables.columns import metadata

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
    Column("person", Text),
    Column("acts_as", Text),
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

exercises = Table(
    "exercises",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("cases", Text, nullable=False),
    Index("exercises_by_body", "body", "made_at"),
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
