"""What the tables have in common."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData

metadata = MetaData()

ROWID = BigInteger().with_variant(Integer, "sqlite")
"""The one type that SQLite takes for the name of the rowid, and so keeps no index for."""


def entry_index(*, primary_key: bool = True) -> Column[int]:
    """The column by which a row belongs to an entry."""
    return Column(
        "entry_index",
        BigInteger,
        ForeignKey("entries.entry_index"),
        primary_key=primary_key,
        autoincrement=False,
        nullable=False,
    )
