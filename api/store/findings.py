"""What the watch found, and what was said about it. A pattern seen twice is raised once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, exists, insert, select

from api.store.tables import entries, finding_acts, finding_seen, findings
from api.store.transaction import Appended, Transaction


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding: `shared` is its group, `role` of `body` is asked until `due_at`. `open` until it is closed."""

    entry_index: int
    id: str
    watch: str
    shared: str
    body: str
    role: str
    due_at: str
    open: bool


_CLOSED = exists().where(finding_acts.c.finding == findings.c.id, finding_acts.c.closes.is_(True))


def seen(connection: Connection, identity: str) -> int | None:
    """The index of the entry that raised the finding `identity`, or None."""
    return connection.execute(
        select(finding_seen.c.entry_index).where(finding_seen.c.identity == identity)
    ).scalar_one_or_none()


def mark_seen(tx: Transaction, identity: str, entry_index: int) -> None:
    """Note that the entry just appended raised `identity`."""
    tx.connection.execute(insert(finding_seen), {"identity": identity, "entry_index": entry_index})


def put_finding(
    tx: Transaction, made: Appended, *, watch: str, shared: str, body: str, role: str, due_at: str
) -> None:
    """Note the finding just appended."""
    row = {"watch": watch, "shared": shared, "body": body, "role": role, "due_at": due_at}
    tx.connection.execute(insert(findings), {"entry_index": made.index, "id": made.id, **row})


def put_act(tx: Transaction, made: Appended, finding: str, *, closes: bool) -> None:
    """Note what was just said about a finding, and whether that closes it."""
    tx.connection.execute(
        insert(finding_acts), {"entry_index": made.index, "finding": finding, "closes": closes}
    )


def last_of_group(connection: Connection, watch: str, shared: str) -> bytes | None:
    """The leaf of the last finding of this watch about this group."""
    leaf = connection.scalar(
        select(entries.c.leaf)
        .join(findings, findings.c.entry_index == entries.c.entry_index)
        .where(findings.c.watch == watch, findings.c.shared == shared)
        .order_by(findings.c.entry_index.desc())
        .limit(1)
    )
    return None if leaf is None else bytes(leaf)


def open_about(
    connection: Connection, watches: Collection[str], shared: Collection[str]
) -> Sequence[tuple[str, str]]:
    """(watch, id) of the findings that are open about any of these groups, in log order."""
    rows = connection.execute(
        select(findings.c.watch, findings.c.id)
        .where(findings.c.shared.in_(sorted(shared)), findings.c.watch.in_(sorted(watches)), ~_CLOSED)
        .order_by(findings.c.entry_index)
    )
    return [(watch, found) for watch, found in rows]


def finding(connection: Connection, finding_id: str) -> FindingRow | None:
    """The finding with this id, or None."""
    row = connection.execute(select(findings, ~_CLOSED).where(findings.c.id == finding_id)).one_or_none()
    return None if row is None else _row(row)


def findings_of(connection: Connection, body: str, *, open_only: bool) -> Sequence[FindingRow]:
    """The findings that roles of this body are asked about, oldest first."""
    statement = select(findings, ~_CLOSED).where(findings.c.body == body)
    if open_only:
        statement = statement.where(~_CLOSED)
    return [_row(row) for row in connection.execute(statement.order_by(findings.c.entry_index))]


def acts_on(connection: Connection, finding_id: str) -> Sequence[int]:
    """The indexes of the entries in which something was said about a finding, in log order."""
    return list(
        connection.scalars(
            select(finding_acts.c.entry_index)
            .where(finding_acts.c.finding == finding_id)
            .order_by(finding_acts.c.entry_index)
        )
    )


def _row(row: Row[Any]) -> FindingRow:
    values: list[Any] = list(row)
    return FindingRow(*values)
