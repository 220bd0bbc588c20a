"""Until when what may be acted on is reserved, and for whom somebody stands in.

Null where it counts for good, or never did; and where they stand in for nobody.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("decisions", "acts"):
        op.add_column(table, sa.Column("reserved_until", sa.Text))
        op.create_index(f"{table}_by_reservation", table, ["reserved_until"])
    op.add_column("authorisations", sa.Column("stands_in_for", sa.Text))
