"""Whose a key is alone, who somebody is who signs in, proposed changes of schemes, and what came of them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("changes", "successions")


def upgrade() -> None:
    for table in ("api_keys", "accounts"):
        op.add_column(table, sa.Column("person", sa.Text))
        op.add_column(table, sa.Column("acts_as", sa.Text))
    op.create_table(
        "changes",
        _entry(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="changes_id"),
    )
    op.create_index("changes_by_scheme", "changes", ["scheme", "entry_index"])
    op.create_table(
        "successions",
        _entry(),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("instead_of", sa.Text),
    )
    op.create_index("successions_by_scheme", "successions", ["scheme", "entry_index"])
    for table in WRITTEN_ONCE:
        if op.get_bind().dialect.name == "sqlite":
            _triggers_for_sqlite(table)
        else:
            _triggers_for_postgresql(table)


def _entry() -> sa.Column[int]:
    entry = sa.ForeignKey("entries.entry_index")
    return sa.Column(
        "entry_index", sa.BigInteger, entry, primary_key=True, autoincrement=False, nullable=False
    )


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
