"""What the log has signed: a checkpoint for each committed batch, and the keys it signed with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = {"checkpoints": "size", "log_keys": "since_size"}


def upgrade() -> None:
    op.create_table(
        "checkpoints",
        sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
    )
    op.create_table(
        "log_keys",
        sa.Column("since_size", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("verifier", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
    )
    op.add_column("idempotency", sa.Column("entry_index", sa.BigInteger))
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, key in TABLES.items():
        if sqlite:
            exists = f"SELECT 1 FROM {table} WHERE {key} = NEW.{key}"  # noqa: S608 our own names
            for name, when in {
                "no_update": f"BEFORE UPDATE ON {table}",
                "no_delete": f"BEFORE DELETE ON {table}",
                "no_replace": f"BEFORE INSERT ON {table} WHEN EXISTS ({exists})",
            }.items():
                message = f"{table} is append-only"
                op.execute(
                    f"CREATE TRIGGER {table}_{name} {when} BEGIN SELECT RAISE(ABORT, '{message}'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
