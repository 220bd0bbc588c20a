"""Which scheme versions were adopted, and the very text that was (MEANING §2, "in force means adopted")."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, insert, select

from api.store.tables import adoptions, scheme_texts, successions
from api.store.transaction import Transaction
from govengine.errors import Problem, RecordError


@dataclass(frozen=True, slots=True)
class Adoption:
    """A version of a scheme, adopted by entry `entry_index`. `digest` finds its text."""

    entry_index: int
    scheme: str
    version: str
    layer: str
    digest: str
    recorded_at: str


def record_adoption(tx: Transaction, adoption: Adoption) -> None:
    """Put an adoption just appended into the read model.

    Raises RecordError `already-adopted` when this version was adopted before, with this text or another.
    """
    same = select(adoptions.c.digest).where(
        adoptions.c.scheme == adoption.scheme, adoptions.c.version == adoption.version
    )
    if tx.connection.execute(same).first() is not None:
        raise RecordError(
            [
                Problem(
                    "already-adopted",
                    f"Version {adoption.version} of {adoption.scheme} was adopted before.",
                    "Give the change a new version.",
                )
            ]
        )
    tx.connection.execute(insert(adoptions), asdict(adoption))
    forget_last_adoption(tx)


def adopted(connection: Connection) -> Sequence[Adoption]:
    """Every adoption, in log order."""
    rows = connection.execute(select(adoptions).order_by(adoptions.c.entry_index)).mappings()
    return [Adoption(**row) for row in rows]


def store_scheme_text(tx: Transaction, digest: str, files: Mapping[str, str]) -> None:
    """Keep the files ({path: text}) of the scheme version with `digest`. Storing the same again does nothing.

    Raises RecordError `digest-reused` when other text is kept under that digest.
    """
    kept = scheme_text(tx.connection, digest)
    if kept == files:
        return
    if kept:
        raise RecordError(
            [
                Problem(
                    "digest-reused",
                    f"Other text is kept under {digest}.",
                    "Compute the digest from the files that are stored.",
                )
            ]
        )
    rows = [{"digest": digest, "path": path, "text": text} for path, text in sorted(files.items())]
    if rows:
        tx.connection.execute(insert(scheme_texts), rows)


def scheme_text(connection: Connection, digest: str) -> Mapping[str, str]:
    """The files ({path: text}) kept under `digest`; empty when there are none."""
    rows = connection.execute(
        select(scheme_texts.c.path, scheme_texts.c.text)
        .where(scheme_texts.c.digest == digest)
        .order_by(scheme_texts.c.path)
    )
    return {row.path: row.text for row in rows}


def forget_last_adoption(tx: Transaction) -> None:
    """What is in force has changed in this transaction."""
    tx.memo.pop(_LAST_ADOPTION, None)


def last_adoption(source: Connection | Transaction) -> int:
    """The index of the last entry that changed what is in force, or -1: a question read before it is read again."""
    if isinstance(source, Transaction):
        if _LAST_ADOPTION not in source.memo:
            source.memo[_LAST_ADOPTION] = last_adoption(source.reader)
        return int(source.memo[_LAST_ADOPTION])
    return max(-1 if found is None else int(found) for found in source.execute(_LAST).one())


_LAST_ADOPTION = "last adoption"
_LAST = select(
    select(func.max(adoptions.c.entry_index)).scalar_subquery(),
    select(func.max(successions.c.entry_index)).scalar_subquery(),
)


def scheme_texts_kept(connection: Connection) -> Iterator[tuple[str, Mapping[str, str]]]:
    """(digest, files) of every scheme version there is a text of."""
    for digest in connection.scalars(
        select(scheme_texts.c.digest).distinct().order_by(scheme_texts.c.digest)
    ).all():
        yield digest, scheme_text(connection, digest)
