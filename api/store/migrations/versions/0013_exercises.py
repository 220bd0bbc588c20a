"""Packs of made-up cases for exercises: outside the log, so they may be removed. What anybody said of them is not kept."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exercises",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("cases", sa.Text, nullable=False),
    )
    op.create_index("exercises_by_body", "exercises", ["body", "made_at"])
