"""Until when what may be acted on is reserved; null where it counts for good, or never did."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("decisions", "acts"):
        op.add_column(table, sa.Column("reserved_until", sa.Text))
        op.create_index(f"{table}_by_reservation", table, ["reserved_until"])
