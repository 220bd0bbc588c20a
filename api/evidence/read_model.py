"""Whether the tables beside the log say what its entries say.

Limits are counted, decisions found and receipts given from tables that are made from entries (`decisions`,
`decision_parties`, `decision_keys`, `adoptions`, `holds`, the registers of erasures, those of the life of decisions) or about them (`checkpoints`,
`log_keys`). Nothing hashes those, so who owns
the database could change what the next answer counts without touching an entry. Here each row is held against the
leaf it was made from. Reads each table once, in log order, in constant memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Column, ColumnElement, Connection, Table, and_, exists, func, or_, select

from api.commands.figures import figures_of
from api.evidence.life_rows import LIFE_TABLES, life_rows
from api.rule_store import RuleStore
from api.store.holds import BODY, DECISION, KIND
from api.store.reading import ROWS_AT_A_TIME, entry
from api.store.tables import (
    COUNTED,
    EVERYTHING,
    NEVER,
    adoptions,
    checkpoints,
    decision_keys,
    decision_parties,
    decisions,
    entries,
    entry_subjects,
    erasure_proposals,
    erasures,
    holds,
    log_keys,
    obligation_ends,
    obligations,
    open_obligations,
    side_rows,
    tree_nodes,
)
from govengine.errors import GovengineError, Problem
from govengine.record import Kind, StoredEntry, instant_text
from govengine.record.verification import RESTORE

Json = Mapping[str, Any]
Rows = Sequence[tuple[Any, ...]]
"""Rows of a table, each its columns in their order, by key."""

TABLES = (
    decisions,
    decision_parties,
    decision_keys,
    adoptions,
    holds,
    erasure_proposals,
    erasures,
    *LIFE_TABLES,
)
SETTLES = {Kind.RECORD_ERASED: "proposal", Kind.ERASURE_WITHDRAWN: "proposal", Kind.HOLD_LIFTED: "hold"}
"""What settles a proposed erasure or a hold, and the member of its leaf that says which."""


_FIGURES = decisions.columns.keys().index("figures")


class ReadModel:
    """The tables beside the entries of `part`, read along with them. `problems` holds the first that is found."""

    def __init__(self, reading: Connection, looking_up: Connection, rules: RuleStore, part: range) -> None:
        self._looking_up, self._rules = looking_up, rules
        self._zones: dict[tuple[str, ...], ZoneInfo] = {}
        self._signed = _times(reading, checkpoints.c.size, checkpoints.c.recorded_at, part)
        self._keys = _times(reading, log_keys.c.since_size, log_keys.c.recorded_at, part)
        self._beside = {table: _Along(reading, table, part) for table in TABLES}
        self.problems: list[Problem] = []

    def close(self) -> None:
        """Let the tables go."""
        for along in self._beside.values():
            along.close()

    def check(self, row: StoredEntry, leaf: Json, side: Json | None) -> None:
        """Hold what lies beside the next entry against it: what its leaf and its side row say."""
        if self.problems:
            return
        found = {table: along.take(row.index) for table, along in self._beside.items()}
        wanted = self._wanted(row, leaf, found)
        for table in TABLES:
            if table is decision_keys:
                if row.kind != Kind.DECISION_PROPOSED:
                    continue  # by which an erasure or a hold is found; its leaf does not hold it, and no limit counts it
                wanted[table] = _keys_left(wanted[table], found[table], side)
            if found[table] != wanted.get(table, []):
                self._say(table, row.index)
                return
        if row.kind in SETTLES and not self._settles(row, leaf):
            self._say(holds if row.kind == Kind.HOLD_LIFTED else erasure_proposals, row.index)
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
        self.problems.append(_altered(table, index))

    def _wanted(self, row: StoredEntry, leaf: Json, found: Mapping[Table, Rows]) -> dict[Table, Rows]:
        index, entry_id = row.index, row.entry_id
        match row.kind:
            case Kind.DECISION_PROPOSED:
                return self._wanted_of_decision(row, leaf, found[decisions])
            case Kind.SCHEME_ADOPTED:
                named = [leaf[name] for name in ("scheme", "version", "layer", "digest")]
                adopted = [(index, *named, row.recorded_at)]
                return {adoptions: adopted, **life_rows(row, leaf, self._looking_up)}
            case Kind.HOLD_PLACED:
                lifted_by = self._settled_by(row, found[holds], Kind.HOLD_LIFTED)
                covers = leaf["covers"]
                open_part = {DECISION: leaf["decision"], KIND: leaf["kind"], BODY: ""}
                key = open_part[covers] if covers in open_part else leaf["keys"].get(covers)
                return {holds: [(index, entry_id, leaf["body"], covers, key, lifted_by)]}
            case Kind.ERASURE_PROPOSED:
                settled_by = self._settled_by(
                    row, found[erasure_proposals], Kind.RECORD_ERASED, Kind.ERASURE_WITHDRAWN
                )
                return {erasure_proposals: [(index, entry_id, leaf["body"], settled_by)]}
            case Kind.RECORD_ERASED:
                return {erasures: [(index, entry_id)]}
            case _:
                return {**life_rows(row, leaf, self._looking_up)}

    def _settled_by(self, row: StoredEntry, found: Rows, *kinds: Kind) -> int | None:
        """The entry that settled it, by the table, if that entry says so as well."""
        by: int | None = found[0][-1] if found else None
        stored = None if by is None else entry(self._looking_up, by)
        if stored is None or stored.kind not in kinds:
            return None
        named = orjson.loads(stored.leaf).get(SETTLES[Kind(stored.kind)])
        return by if named == row.entry_id else None

    def _settles(self, row: StoredEntry, leaf: Json) -> bool:
        """Whether the table says of what this entry settles that it is settled."""
        named = leaf.get(SETTLES[Kind(row.kind)])
        if named is None:
            return True  # erased because its time was over, which nobody proposed
        table, column = (
            (holds, holds.c.lifted_by)
            if row.kind == Kind.HOLD_LIFTED
            else (erasure_proposals, erasure_proposals.c.settled_by)
        )
        by = self._looking_up.scalar(select(column).where(table.c.id == named))
        # An erasure with many names is several entries, of which the last settles it.
        return by is not None and (by == row.index or (by > row.index and row.kind == Kind.RECORD_ERASED))

    def _wanted_of_decision(self, row: StoredEntry, leaf: Json, found: Rows) -> dict[Table, Rows]:
        index, answer = row.index, leaf["determination"]
        as_of = datetime.fromisoformat(leaf["as_of"])
        zone = self._zone(leaf, as_of, row)
        if zone is not None:
            on_day = as_of.astimezone(zone).date().isoformat()
        else:  # the scheme's text is gone or altered, which deciding it again says better
            on_day = found[0][6] if found else ""
        decision = (
            index,
            row.entry_id,
            leaf["body"],
            leaf["scheme"],
            leaf["kind"],
            instant_text(as_of),
            on_day,
            answer["level"],
            answer["basis"],
            bool(answer["may_act"]),
            leaf["client"],
            answer["accountability"]["outcome"],
            leaf["supersedes"],
            row.recorded_at,
            None if found and found[0][_FIGURES] is None else figures_of(leaf["facts"]),
            leaf.get("reserved_until"),
        )
        people = [*answer["decided_by"], *answer["with"], *([answer["ask"]] if answer["ask"] else [])]
        people += [person for bind in answer.get("binds", ()) for person in bind["resolved_by"]]
        parties = {leaf["body"], *(person["body"] for person in people)}
        return {
            decisions: [decision],
            decision_parties: [(index, body) for body in sorted(parties)],
            decision_keys: [(index, fact, key) for fact, key in sorted(leaf["keys"].items())],
        }

    def _zone(self, leaf: Json, as_of: datetime, row: StoredEntry) -> ZoneInfo | None:
        digests = [one["digest"] for one in leaf["schemes"]]
        key = (leaf["scheme"], *digests)
        if key not in self._zones:
            try:
                library = self._rules.library_of(self._looking_up, digests)
                recorded_at = datetime.fromisoformat(row.recorded_at)
                stack = library.stack(leaf["scheme"], as_of, recorded_at, leaf.get("with_schemes", ()))
            except GovengineError:
                return None
            self._zones[key] = ZoneInfo(stack.zone)
        return self._zones[key]


class _Along:
    """The rows of a table, entry by entry."""

    def __init__(self, connection: Connection, table: Table, part: range) -> None:
        key = table.c.entry_index
        statement = select(table).where(key >= part.start, key < part.stop)
        ordered = statement.order_by(*table.primary_key.columns)
        self._result = connection.execution_options(yield_per=ROWS_AT_A_TIME).execute(ordered)
        self._groups: Iterator[tuple[int, Any]] = iter(groupby(self._result, lambda row: int(row[0])))
        self._next: tuple[int, Rows] | None = None
        self._step()

    def _step(self) -> None:
        index, rows = next(self._groups, (None, ()))
        self._next = None if index is None else (index, [tuple(row) for row in rows])

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


def stray_rows(connection: Connection, size: int) -> Problem | None:
    """A row that belongs to none of the `size` entries of a log, and so is read along with none."""
    places: dict[Table, ColumnElement[int]] = {
        table: table.c.entry_index for table in (entries, tree_nodes, side_rows, *TABLES, entry_subjects)
    }
    places |= {checkpoints: checkpoints.c.size - 1, log_keys: log_keys.c.since_size - 1}
    for table, place in places.items():
        stray = connection.scalar(select(func.min(place)).where(or_(place < 0, place >= size)))
        if stray is not None:
            return _altered(table, stray)
    return None


def open_differs(connection: Connection) -> Problem | None:
    """Where what is said to be owed still is not what was owed and never ended."""
    ended = exists().where(obligation_ends.c.obligation == obligations.c.id)
    owed, said = obligations.c, open_obligations.c
    same = and_(
        owed.entry_index == said.entry_index,
        owed.number == said.number,
        owed.id == said.id,
        owed.body == said.body,
        func.coalesce(owed.due_at, NEVER) == said.due,
    )
    missing = select(func.min(owed.entry_index)).where(~ended, ~exists().where(same))
    made_up = select(func.min(said.entry_index)).where(~exists().where(and_(same, ~ended)))
    for statement in (missing, made_up):
        index = connection.scalar(statement)
        if index is not None:
            return _altered(open_obligations, index)
    return None


def _altered(table: Table, index: int) -> Problem:
    message = f"The table {table.name} does not say of it what the entry says."
    return Problem("read-model-altered", message, RESTORE, f"entry {index}")


def _times(
    connection: Connection, size: Column[int], recorded_at: Column[str], part: range
) -> dict[int, str]:
    within = select(size, recorded_at).where(size > part.start, size <= part.stop)
    return {row[0]: row[1] for row in connection.execute(within)}


def _keys_left(wanted: Rows, found: Rows, side: Json | None) -> Rows:
    """An erasure takes along the look-up keys of people, all of them; one of a part only leaves them.

    Limits go on counting by those of a decision.
    """
    if side is None or not side.get("erased"):
        return wanted
    if any(fact != EVERYTHING and not fact.startswith(COUNTED) for _, fact, _ in found):
        return wanted
    return sorted((one[0], one[1] if one[1] == EVERYTHING else COUNTED + one[1], one[2]) for one in wanted)
