"""The log, its read model, and the triggers that refuse to change it.

SQLite: `INSERT OR REPLACE` walks past UPDATE and DELETE triggers, so inserting over a row is refused as well.
PostgreSQL: TRUNCATE fires no row trigger, so it has its own.
"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Table → the columns whose value no second row may have.
WRITTEN_ONCE = {
    "entries": ("entry_index", "id"),
    "adoptions": ("entry_index",),
    "scheme_texts": ("digest", "path"),
    "decisions": ("entry_index", "id"),
    "decision_parties": ("entry_index", "body"),
}
ALTERNATIVE_KEYS = {"entries", "decisions"}  # their columns are keys each on its own, not together
REFUSED = {
    **dict.fromkeys(WRITTEN_ONCE, ("UPDATE", "DELETE")),
    "side_rows": ("DELETE",),
    "decision_keys": ("UPDATE",),
    "head": ("DELETE",),
}


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("entry_index", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary, nullable=False),
        sa.Column("nodes", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("id", name="entries_id"),
    )
    op.create_table(
        "side_rows",
        _entry_index(),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "head",
        sa.Column("number", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("root", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.CheckConstraint("number = 1", name="head_has_one_row"),
    )
    op.create_table(
        "decisions",
        _entry_index(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("as_of", sa.Text, nullable=False),
        sa.Column("on_day", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("may_act", sa.Boolean, nullable=False),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("supersedes", sa.Text),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="decisions_id"),
    )
    op.create_index("decisions_by_superseded", "decisions", ["supersedes"])
    op.create_table(
        "decision_parties",
        _entry_index(),
        sa.Column("body", sa.Text, primary_key=True),
    )
    op.create_index("decision_parties_by_body", "decision_parties", ["body", "entry_index"])
    op.create_table(
        "decision_keys",
        _entry_index(),
        sa.Column("fact", sa.Text, primary_key=True),
        sa.Column("key_hash", sa.Text, primary_key=True),
    )
    op.create_index("decision_keys_by_key", "decision_keys", ["fact", "key_hash", "entry_index"])
    op.create_table(
        "scheme_texts",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", "path", name="scheme_texts_pkey"),
    )
    op.create_table(
        "adoptions",
        _entry_index(),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("layer", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.UniqueConstraint("scheme", "version", name="adoptions_version"),
    )
    op.create_table(
        "idempotency",
        sa.Column("client", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("request_hash", sa.Text, nullable=False),
        sa.Column("status", sa.SmallInteger, nullable=False),
        sa.Column("headers", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
    )
    op.create_index("idempotency_by_age", "idempotency", ["created_at"])
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("sandbox", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("revoked_at", sa.Text),
        sa.UniqueConstraint("hash", name="api_keys_hash"),
    )
    op.create_table(
        "finding_seen",
        sa.Column("identity", sa.Text, primary_key=True),
        _entry_index(primary_key=False),
    )
    op.create_table(
        "cursors",
        sa.Column("consumer", sa.Text, primary_key=True),
        sa.Column("next_index", sa.BigInteger, nullable=False),
    )
    op.execute(
        sa.text("INSERT INTO head (number, size, root, recorded_at) VALUES (1, 0, :root, '')").bindparams(
            sa.bindparam("root", hashlib.sha256(b"").digest(), sa.LargeBinary)  # EMPTY_ROOT, RFC 6962 §2.1
        )
    )
    if op.get_bind().dialect.name == "sqlite":
        _triggers_for_sqlite()
    else:
        _triggers_for_postgresql()


def _entry_index(*, primary_key: bool = True) -> sa.Column[int]:
    entry = sa.ForeignKey("entries.entry_index")
    return sa.Column(
        "entry_index", sa.BigInteger, entry, primary_key=primary_key, autoincrement=False, nullable=False
    )


def _triggers_for_sqlite() -> None:
    for table, verbs in REFUSED.items():
        for verb in verbs:
            _refuse_in_sqlite(f"{table}_no_{verb.lower()}", f"BEFORE {verb} ON {table}", table)
    for table, columns in WRITTEN_ONCE.items():
        joint = " OR " if table in ALTERNATIVE_KEYS else " AND "
        same = joint.join(f"{column} = NEW.{column}" for column in columns)
        _refuse_in_sqlite(
            f"{table}_no_replace",
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})",  # noqa: S608 our own names
            table,
        )
    for table, column in {"side_rows": "entry_index", "head": "number"}.items():
        _refuse_in_sqlite(
            f"{table}_no_replace",
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {column} = NEW.{column})",  # noqa: S608
            table,
        )
    _refuse_in_sqlite(
        "adoptions_no_second",
        "BEFORE INSERT ON adoptions WHEN EXISTS "
        "(SELECT 1 FROM adoptions WHERE scheme = NEW.scheme AND version = NEW.version)",
        "adoptions",
    )
    _refuse_in_sqlite(
        "head_only_grows",
        "BEFORE UPDATE ON head WHEN NEW.size < OLD.size OR NEW.recorded_at < OLD.recorded_at",
        "head",
    )


def _refuse_in_sqlite(name: str, when: str, table: str) -> None:
    op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END")


def _triggers_for_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table, verbs in REFUSED.items():
        op.execute(
            f"CREATE TRIGGER {table}_refuse BEFORE {' OR '.join(verbs)} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE TRIGGER head_only_grows BEFORE UPDATE ON head FOR EACH ROW "
        "WHEN (NEW.size < OLD.size OR NEW.recorded_at < OLD.recorded_at) EXECUTE FUNCTION refuse_change()"
    )
