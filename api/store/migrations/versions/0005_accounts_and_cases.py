"""Accounts, sessions, and made-up cases of the lab: outside the log, so they may be changed and deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("disabled_at", sa.Text),
        sa.UniqueConstraint("issuer", "subject", name="accounts_identity"),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("account", sa.Text, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("opened_at", sa.Text, nullable=False),
        sa.Column("seen_at", sa.Text, nullable=False),
    )
    op.create_index("sessions_by_account", "sessions", ["account"])
    op.create_table(
        "sign_in_misses",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name_hash", sa.Text, nullable=False),
        sa.Column("missed_at", sa.Text, nullable=False),
    )
    op.create_index("sign_in_misses_by_name", "sign_in_misses", ["name_hash", "missed_at"])
    op.create_table(
        "lab_cases",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("came_from", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("saved_at", sa.Text),
    )
    op.create_index("lab_cases_by_body", "lab_cases", ["body", "saved_at"])
    op.create_index("lab_cases_by_origin", "lab_cases", ["came_from", "made_at"])
