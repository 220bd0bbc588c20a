"""The nodes of the tree in a narrow table of their own: a proof reads rows of a hundred bytes, not of four thousand.

In `entries` they lay behind the leaf, so that on SQLite each row of a proof cost a page of its own. There the table
is written anew (older versions cannot drop a column), with `entry_index` as its rowid: one index less to keep.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROWID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
KEPT = "entry_index, id, kind, recorded_at, leaf, leaf_hash"


def upgrade() -> None:
    op.create_table(
        "tree_nodes",
        sa.Column("entry_index", ROWID, primary_key=True, autoincrement=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
    )
    op.execute("INSERT INTO tree_nodes (entry_index, hashes) SELECT entry_index, nodes FROM entries")
    if op.get_bind().dialect.name == "sqlite":
        _write_entries_anew()
        _refuse_changes("entries", ("entry_index", "id"))
        _refuse_changes("tree_nodes", ("entry_index",))
    else:
        op.drop_column("entries", "nodes")
        refuse = "EXECUTE FUNCTION refuse_change()"
        op.execute(
            f"CREATE TRIGGER tree_nodes_refuse BEFORE UPDATE OR DELETE ON tree_nodes FOR EACH ROW {refuse}"
        )
        op.execute(
            f"CREATE TRIGGER tree_nodes_no_truncate BEFORE TRUNCATE ON tree_nodes FOR EACH STATEMENT {refuse}"
        )


def _write_entries_anew() -> None:
    # Foreign keys are not enforced meanwhile (`lock_upgrade`), so that what points at entries is left alone.
    op.create_table(
        "entries_anew",
        sa.Column("entry_index", ROWID, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("id", name="entries_id"),
    )
    op.execute(f"INSERT INTO entries_anew ({KEPT}) SELECT {KEPT} FROM entries ORDER BY entry_index")  # noqa: S608 our own names
    op.drop_table("entries")  # its triggers go with it
    op.rename_table("entries_anew", "entries")


def _refuse_changes(table: str, keys: tuple[str, ...]) -> None:
    same = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 our own names
    for name, when in {
        "no_update": f"BEFORE UPDATE ON {table}",
        "no_delete": f"BEFORE DELETE ON {table}",
        "no_replace": f"BEFORE INSERT ON {table} WHEN {exists}",
    }.items():
        op.execute(
            f"CREATE TRIGGER {table}_{name} {when} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
