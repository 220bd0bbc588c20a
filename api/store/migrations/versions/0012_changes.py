"""Whose a key is alone, and who somebody is who signs in."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("api_keys", "accounts"):
        op.add_column(table, sa.Column("person", sa.Text))
        op.add_column(table, sa.Column("acts_as", sa.Text))
