"""What falls due is found by when it does."""

from alembic import op

revision = "0014"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("obligations_by_time", "obligations", ["due_at"])
    op.create_index("watch_groups_by_day", "watch_groups", ["watch", "day"])
