"""Whether the tables beside the log say what its entries say.

Limits are counted, decisions found and receipts given from tables that are made from entries (`decisions`,
`decision_parties`, `decision_keys`, `adoptions`, `holds`, the registers of erasures) or about them (`checkpoints`,
`log_keys`). Nothing hashes those, so who owns
the database could change what the next answer counts without touching an entry. Here each row is held against the
leaf it was made from. Reads each table once, in log order, in constant memory.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Connection, Table, func, or_, select

from api.rule_store import RuleStore
from api.store.erasing import EVERYTHING
from api.store.reading import ROWS_AT_A_TIME
from api.store.tables import (
    adoptions,
    checkpoints,
    decision_keys,
    decision_parties,
    decisions,
    entries,
    erasure_proposals,
    erasures,
    holds,
    log_keys,
    tree_nodes,
)
from govengine.decide.question import local_day
from govengine.errors import GovengineError, Problem
from govengine.record import Kind, StoredEntry, instant_text
from govengine.record.verification import RESTORE

Rows = list[Mapping[str, Any]]
TABLES = (decisions, decision_parties, decision_keys, adoptions, holds, erasure_proposals, erasures)


class ReadModel:
    """The tables beside one log, read along with it. `problems` holds the first that is found."""

    def __init__(self, reading: Connection, looking_up: Connection, rules: RuleStore) -> None:
        self._looking_up, self._rules = looking_up, rules
        self._signed = _times(reading, checkpoints.c.size, checkpoints.c.recorded_at)
        self._keys = _times(reading, log_keys.c.since_size, log_keys.c.recorded_at)
        self._beside = {table: _Along(reading, table) for table in TABLES}
        self._stray = _stray_nodes(reading)
        self.problems: list[Problem] = []

    def close(self) -> None:
        """Let the tables go."""
        for along in self._beside.values():
            along.close()

    def check(self, row: StoredEntry) -> None:
        """Hold what lies beside the next entry against it."""
        if self.problems:
            return
        found = {table: along.take(row.index) for table, along in self._beside.items()}
        wanted = self._wanted(row)
        for table in TABLES:
            if table is decision_keys and row.kind != Kind.DECISION_PROPOSED:
                continue  # by which an erasure or a hold is found; its leaf does not hold it, and no limit counts it
            if not _same(table, found[table], wanted.get(table, []), row):
                self._say(table, row.index)
                return
        self._check_signed(row)

    def end(self) -> None:
        """Nothing may be left that belongs to no entry."""
        for table, times in ((checkpoints, self._signed), (log_keys, self._keys)):
            if times and not self.problems:
                self._say(table, min(times) - 1)
        for table, along in self._beside.items():
            left = along.next_index()
            if left is not None and not self.problems:
                self._say(table, left)
        if self._stray is not None and not self.problems:
            self._say(tree_nodes, self._stray)

    def _check_signed(self, row: StoredEntry) -> None:
        # A checkpoint, and a key's first, is of the moment of the last entry under it.
        size = row.index + 1
        signed, since = self._signed.pop(size, None), self._keys.pop(size, None)
        if signed not in (None, row.recorded_at):
            self._say(checkpoints, row.index)
        elif since is not None and (
            since != row.recorded_at or (signed is None and row.kind != Kind.KEY_ROTATED)
        ):
            self._say(log_keys, row.index)

    def _say(self, table: Table, index: int) -> None:
        message = f"The table {table.name} does not say of it what the entry says."
        self.problems.append(Problem("read-model-altered", message, RESTORE, f"entry {index}"))

    def _wanted(self, row: StoredEntry) -> dict[Table, Rows]:
        leaf = json.loads(row.leaf)
        match row.kind:
            case Kind.SCHEME_ADOPTED:
                named = ("scheme", "version", "layer", "digest")
                return {adoptions: [{name: leaf[name] for name in named} | {"recorded_at": row.recorded_at}]}
            case Kind.DECISION_PROPOSED:
                return self._wanted_of_decision(row, leaf)
            case Kind.HOLD_PLACED:
                hold = {"id": row.entry_id, "body": leaf["body"], "covers": leaf["covers"]}
                return {holds: [hold], decision_keys: _keys(leaf)}
            case Kind.ERASURE_PROPOSED:
                proposal = {"id": row.entry_id, "body": leaf["body"]}
                return {erasure_proposals: [proposal], decision_keys: _keys(leaf)}
            case Kind.RECORD_ERASED:
                return {erasures: [{"id": row.entry_id}]}
            case _:
                return {}

    def _wanted_of_decision(self, row: StoredEntry, leaf: Mapping[str, Any]) -> dict[Table, Rows]:
        answer = leaf["determination"]
        as_of = datetime.fromisoformat(leaf["as_of"])
        decision = {
            "id": row.entry_id,
            "as_of": instant_text(as_of),
            "on_day": self._day(leaf, as_of, row),
            "level": answer["level"],
            "basis": answer["basis"],
            "may_act": bool(answer["may_act"]),
            "outcome": answer["accountability"]["outcome"],
            "recorded_at": row.recorded_at,
            **{name: leaf[name] for name in ("body", "scheme", "kind", "client", "supersedes")},
        }
        people = [*answer["decided_by"], *answer["with"], *([answer["ask"]] if answer["ask"] else [])]
        parties = {leaf["body"], *(person["body"] for person in people)}
        return {
            decisions: [decision],
            decision_parties: [{"body": body} for body in sorted(parties)],
            decision_keys: _keys(leaf),
        }

    def _day(self, leaf: Mapping[str, Any], as_of: datetime, row: StoredEntry) -> str | None:
        try:
            library = self._rules.library_of(self._looking_up, [one["digest"] for one in leaf["schemes"]])
            recorded_at = datetime.fromisoformat(row.recorded_at)
            stack = library.stack(leaf["scheme"], as_of, recorded_at, leaf.get("with_schemes", ()))
        except GovengineError:
            return None  # the scheme's text is gone or altered, which deciding it again says better
        return local_day(as_of, stack).isoformat()


class _Along:
    """The rows of a table, entry by entry."""

    def __init__(self, connection: Connection, table: Table) -> None:
        statement = select(table).order_by(*table.primary_key.columns)
        self._result = connection.execution_options(yield_per=ROWS_AT_A_TIME).execute(statement)
        by_entry = groupby(self._result.mappings(), lambda row: int(row["entry_index"]))
        self._groups: Iterator[tuple[int, Any]] = iter(by_entry)
        self._next: tuple[int, Rows] | None = None
        self._step()

    def _step(self) -> None:
        index, rows = next(self._groups, (None, ()))
        self._next = None if index is None else (index, [dict(row) for row in rows])

    def close(self) -> None:
        """Let the table go."""
        self._result.close()

    def next_index(self) -> int | None:
        """The entry that the next rows say they belong to."""
        return None if self._next is None else self._next[0]

    def take(self, index: int) -> Rows:
        """The rows of this entry. Rows of an earlier one, which nobody took, come with it: they are too many."""
        if self._next is None or self._next[0] > index:
            return []
        rows = self._next[1]
        self._step()
        return rows


def _times(connection: Connection, size: Column[int], recorded_at: Column[str]) -> dict[int, str]:
    return {row[0]: row[1] for row in connection.execute(select(size, recorded_at))}


def _stray_nodes(connection: Connection) -> int | None:
    """The first row of the tree's nodes without an entry: those with one are held against it elsewhere."""
    last = select(func.coalesce(func.max(entries.c.entry_index), -1)).scalar_subquery()
    beyond = or_(tree_nodes.c.entry_index < 0, tree_nodes.c.entry_index > last)
    stray: int | None = connection.scalar(select(func.min(tree_nodes.c.entry_index)).where(beyond))
    return stray


def _same(table: Table, found: Rows, wanted: Sequence[Mapping[str, Any]], row: StoredEntry) -> bool:
    if table is decision_keys and {one["fact"] for one in found} <= {EVERYTHING} and _is_erased(row):
        # An erasure takes along the look-up keys of people, all of them; one of a part only leaves them.
        wanted = [one for one in wanted if one["fact"] == EVERYTHING]
    if len(found) != len(wanted):
        return False
    return all(
        all(one.get(name) == value or (name == "on_day" and value is None) for name, value in other.items())
        for one, other in zip(found, wanted, strict=True)
    )


def _keys(leaf: Mapping[str, Any]) -> Rows:
    return [{"fact": fact, "key_hash": key} for fact, key in sorted(leaf["keys"].items())]


def _is_erased(row: StoredEntry) -> bool:
    return row.side is not None and bool(json.loads(row.side).get("erased"))
