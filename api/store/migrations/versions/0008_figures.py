"""What limits add up, beside what they are found by: an earlier decision is counted without its leaf being read.

Empty for decisions from before, whose figures are read from their leaves as they were.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions", sa.Column("figures", sa.Text))
