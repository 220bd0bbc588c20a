"""Who shares which outcome and what is owed about it; links to reply by, requests nobody answered in time; stops."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WRITTEN_ONCE = {
    "outcome_signatures": ("entry_index", "number"),
    "outcome_signature_ends": ("entry_index",),
    "reply_links": ("entry_index",),
    "unanswered_requests": ("entry_index",),
    "stops": ("entry_index",),
    "stop_ends": ("entry_index",),
}


def upgrade() -> None:
    op.add_column("obligations", sa.Column("outcome", sa.Text))
    op.create_table(
        "outcome_signatures",
        _entry(),
        sa.Column("number", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="outcome_signatures_id"),
    )
    op.create_index("outcome_signatures_by_outcome", "outcome_signatures", ["outcome", "entry_index"])
    op.create_table(
        "outcome_signature_ends",
        _entry(),
        sa.Column("signature", sa.Text, nullable=False),
        sa.UniqueConstraint("signature", name="outcome_signature_ends_once"),
    )
    op.create_table(
        "reply_links",
        _entry(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("obligation", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="reply_links_id"),
    )
    op.create_index("reply_links_by_obligation", "reply_links", ["obligation", "entry_index"])
    op.create_table(
        "unanswered_requests",
        _entry(),
        sa.Column("obligation", sa.Text, nullable=False),
        sa.UniqueConstraint("obligation", name="unanswered_requests_once"),
    )
    op.create_table(
        "stops",
        _entry(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="stops_id"),
    )
    op.create_table(
        "stop_ends",
        _entry(),
        sa.Column("stop", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.UniqueConstraint("stop", name="stop_ends_once"),
    )
    for table, columns in WRITTEN_ONCE.items():
        if op.get_bind().dialect.name == "sqlite":
            _triggers_for_sqlite(table, columns)
        else:
            _triggers_for_postgresql(table)


def _entry() -> sa.Column[int]:
    entry = sa.ForeignKey("entries.entry_index")
    return sa.Column(
        "entry_index", sa.BigInteger, entry, primary_key=True, autoincrement=False, nullable=False
    )


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
