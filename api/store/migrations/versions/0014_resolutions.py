"""How double binds were resolved; what is still owed; and what falls due is found by when it does."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


STILL_OPEN = """
INSERT INTO open_obligations (entry_index, number, id, body, due)
SELECT entry_index, number, id, body, coalesce(due_at, 'never') FROM obligations
WHERE NOT EXISTS (SELECT 1 FROM obligation_ends WHERE obligation_ends.obligation = obligations.id)
"""


def upgrade() -> None:
    op.create_table(
        "resolutions",
        _entry("entry_index", primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("bind", sa.Text, nullable=False),
        _entry("decision_index"),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("keeps", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
    )
    op.create_table(
        "open_obligations",
        _entry("entry_index", primary_key=True),
        sa.Column("number", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("due", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="open_obligations_id"),
    )
    op.execute(STILL_OPEN)
    op.create_index("open_obligations_by_time", "open_obligations", ["body", "due", "entry_index", "number"])
    op.create_index("resolutions_by_bind", "resolutions", ["bind", "entry_index"])
    op.create_index("obligations_by_time", "obligations", ["due_at"])
    op.create_index("watch_groups_by_day", "watch_groups", ["watch", "day"])
    if op.get_bind().dialect.name == "sqlite":
        _triggers_for_sqlite("resolutions")
    else:
        _triggers_for_postgresql("resolutions")


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
