"""Erasure, holds, and which entry is about which decision."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SETTLED_ONCE = {"erasure_proposals": "settled_by", "holds": "lifted_by"}
WRITTEN_ONCE = {"entry_subjects": ("entry_index", "subject_index"), "erasures": ("entry_index",)}
LENGTH_OF_ID = 26


def upgrade() -> None:
    op.create_table(
        "entry_subjects",
        _entry_index(),
        sa.Column("subject_index", sa.BigInteger, sa.ForeignKey("entries.entry_index"), primary_key=True),
    )
    op.create_index("entry_subjects_by_subject", "entry_subjects", ["subject_index", "entry_index"])
    op.create_table(
        "erasure_proposals",
        _entry_index(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("settled_by", sa.BigInteger),
        sa.UniqueConstraint("id", name="erasure_proposals_id"),
    )
    op.create_table(
        "erasures",
        _entry_index(),
        sa.Column("id", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="erasures_id"),
    )
    op.create_table(
        "holds",
        _entry_index(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("covers", sa.Text, nullable=False),
        sa.Column("key_hash", sa.Text, nullable=False),
        sa.Column("lifted_by", sa.BigInteger),
        sa.UniqueConstraint("id", name="holds_id"),
    )
    op.create_index("holds_by_cover", "holds", ["covers", "key_hash"])
    op.add_column("idempotency", sa.Column("about", sa.Text))
    op.create_index("idempotency_by_subject", "idempotency", ["about"])
    # So far every reply kept was about a decision, and its headers were {"Location": "/v1/decisions/<id>"}.
    op.execute(
        f"UPDATE idempotency SET about = substr(headers, length(headers) - {LENGTH_OF_ID + 1}, {LENGTH_OF_ID})"  # noqa: S608 a number of ours
    )
    if op.get_bind().dialect.name == "sqlite":
        _triggers_for_sqlite()
    else:
        _triggers_for_postgresql()


def _entry_index() -> sa.Column[int]:
    entry = sa.ForeignKey("entries.entry_index")
    return sa.Column("entry_index", sa.BigInteger, entry, primary_key=True, autoincrement=False)


def _triggers_for_sqlite() -> None:
    for table, columns in WRITTEN_ONCE.items():
        _refuse(table, "no_update", f"BEFORE UPDATE ON {table}")
        _refuse(table, "no_delete", f"BEFORE DELETE ON {table}")
        _refuse(table, "no_replace", f"BEFORE INSERT ON {table} WHEN {_exists(table, columns, ' AND ')}")
    for table, column in SETTLED_ONCE.items():
        _refuse(table, "no_delete", f"BEFORE DELETE ON {table}")
        _refuse(
            table,
            "no_replace",
            f"BEFORE INSERT ON {table} WHEN {_exists(table, ('entry_index', 'id'), ' OR ')}",
        )
        _refuse(
            table,
            "settled_once",
            f"BEFORE UPDATE ON {table} WHEN OLD.{column} IS NOT NULL"
            " OR NEW.entry_index <> OLD.entry_index OR NEW.id <> OLD.id OR NEW.body <> OLD.body",
        )


def _exists(table: str, columns: tuple[str, ...], joint: str) -> str:
    same = joint.join(f"{column} = NEW.{column}" for column in columns)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 our own names


def _refuse(table: str, name: str, when: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_{name} {when} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _triggers_for_postgresql() -> None:
    refuse = "EXECUTE FUNCTION refuse_change()"
    for table in WRITTEN_ONCE:
        op.execute(f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}")
    for table, column in SETTLED_ONCE.items():
        op.execute(f"CREATE TRIGGER {table}_refuse BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
        op.execute(
            f"CREATE TRIGGER {table}_settled_once BEFORE UPDATE ON {table} FOR EACH ROW"
            f" WHEN (OLD.{column} IS NOT NULL OR NEW.entry_index <> OLD.entry_index"
            f" OR NEW.id <> OLD.id OR NEW.body <> OLD.body) {refuse}"
        )
    for table in (*WRITTEN_ONCE, *SETTLED_ONCE):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
        )
