"""What was done about a decision, and what is owed because of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WRITTEN_ONCE = {
    "acts": ("entry_index",),
    "obligations": ("entry_index", "number"),
    "obligation_ends": ("obligation",),
    "suspensions": ("entry_index",),
    "suspension_ends": ("entry_index",),
    "authorisations": ("entry_index",),
    "authorisation_ends": ("entry_index",),
}


def upgrade() -> None:
    op.create_table(
        "acts",
        _entry("entry_index", primary_key=True),
        _entry("decision_index"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("counts", sa.Boolean, nullable=False),
    )
    op.create_index("acts_by_decision", "acts", ["decision_index", "entry_index"])
    op.create_table(
        "obligations",
        _entry("entry_index", primary_key=True),
        sa.Column("number", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        _entry("decision_index"),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("duty", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("role", sa.Text),
        sa.Column("due_at", sa.Text),
        sa.UniqueConstraint("id", name="obligations_id"),
    )
    op.create_index("obligations_by_decision", "obligations", ["decision_index", "entry_index"])
    op.create_index("obligations_by_addressee", "obligations", ["body", "what", "due_at"])
    op.create_table(
        "obligation_ends",
        _entry("entry_index", primary_key=True),
        sa.Column("obligation", sa.Text, primary_key=True),
        sa.UniqueConstraint("obligation", name="obligation_ends_once"),
    )
    op.create_table(
        "suspensions",
        _entry("entry_index", primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("grant_id", sa.Text),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("until", sa.Text),
        sa.UniqueConstraint("id", name="suspensions_id"),
    )
    op.create_table(
        "suspension_ends",
        _entry("entry_index", primary_key=True),
        sa.Column("suspension", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.UniqueConstraint("suspension", name="suspension_ends_once"),
    )
    op.create_table(
        "authorisations",
        _entry("entry_index", primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("fact", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="authorisations_id"),
    )
    op.create_index("authorisations_by_holder", "authorisations", ["holder", "fact"])
    op.create_table(
        "authorisation_ends",
        _entry("entry_index", primary_key=True),
        sa.Column("authorisation", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.UniqueConstraint("authorisation", name="authorisation_ends_once"),
    )
    for table, columns in WRITTEN_ONCE.items():
        if op.get_bind().dialect.name == "sqlite":
            _triggers_for_sqlite(table, columns)
        else:
            _triggers_for_postgresql(table)


def _entry(name: str, *, primary_key: bool = False) -> sa.Column[int]:
    entry = sa.ForeignKey("entries.entry_index")
    return sa.Column(name, sa.BigInteger, entry, primary_key=primary_key, autoincrement=False, nullable=False)


def _triggers_for_sqlite(table: str, columns: tuple[str, ...]) -> None:
    same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 our own names
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
