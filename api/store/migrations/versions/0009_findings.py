"""What the watch looks through, what it found, and what was said about it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("findings", "finding_acts")


def upgrade() -> None:
    op.create_table(
        "watch_groups",
        _entry("entry_index", primary_key=True),
        sa.Column("watch", sa.Text, primary_key=True),
        sa.Column("shared", sa.Text, primary_key=True),
        sa.Column("day", sa.Integer, nullable=False),
        _entry("decision_index"),
        sa.Column("by_key", sa.Text, nullable=False),
        sa.Column("against", sa.Boolean, nullable=False),
    )
    op.create_index("watch_groups_by_group", "watch_groups", ["watch", "shared", "day"])
    op.create_index("watch_groups_by_decision", "watch_groups", ["decision_index"])
    op.create_table(
        "findings",
        _entry("entry_index", primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("watch", sa.Text, nullable=False),
        sa.Column("shared", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("due_at", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="findings_id"),
    )
    op.create_index("findings_by_group", "findings", ["shared", "watch"])
    op.create_index("findings_by_addressee", "findings", ["body", "role"])
    op.create_table(
        "finding_acts",
        _entry("entry_index", primary_key=True),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("closes", sa.Boolean, nullable=False),
    )
    op.create_index("finding_acts_by_finding", "finding_acts", ["finding"])
    for table in WRITTEN_ONCE:
        if op.get_bind().dialect.name == "sqlite":
            _triggers_for_sqlite(table)
        else:
            _triggers_for_postgresql(table)


def _entry(name: str, *, primary_key: bool = False) -> sa.Column[int]:
    entry = sa.ForeignKey("entries.entry_index")
    return sa.Column(name, sa.BigInteger, entry, primary_key=primary_key, autoincrement=False, nullable=False)


def _triggers_for_sqlite(table: str) -> None:
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE entry_index = NEW.entry_index)"  # noqa: S608 our own names
    for name, when in (
        ("no_update", f"BEFORE UPDATE ON {table}"),
        ("no_delete", f"BEFORE DELETE ON {table}"),
        ("no_replace", f"BEFORE INSERT ON {table} WHEN {exists}"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_{name} {when} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _triggers_for_postgresql(table: str) -> None:
    change = "EXECUTE FUNCTION refuse_change()"
    op.execute(f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {change}")
    op.execute(f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {change}")
