"""The decisions that history aggregates count; those of a batch are looked up at once.

The statements are built once: putting one together costs ten times what running it does. Kinds and what is
excluded are told apart afterwards, since lists of every length would have it put together again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, bindparam, exists, func, select

from api.store.batch import History
from api.store.tables import COUNTED, acts, decision_keys, decisions
from api.store.transaction import Transaction

END_OF_LOG = 2**62
"""An index no entry will have."""


@dataclass(frozen=True, slots=True)
class Member:
    """A decision that a history aggregate counts. `figures` as in `DecisionRow`.

    `state` is None where nothing was done about it; `reserved_until` where it counts for good.
    """

    entry_index: int
    id: str
    kind: str
    on_day: str
    figures: str | None
    body: str
    state: str | None
    reserved_until: str | None


def members(
    source: Connection | Transaction,
    fact: str,
    key_hash: str,
    *,
    kinds: Collection[str],
    from_day: str,
    to_day: str,
    exclude_ids: Collection[str] = (),
    before_index: int | None = None,
    now: str | None = None,
) -> Sequence[Member]:
    """The decisions a history aggregate counts, in log order (MEANING §2, `history`).

    Those about the same `fact` (by look-up key), of one of `kinds`, taken or reserved (as their last act says;
    until there is one, those with `may_act`), on a day from `from_day` to `to_day` inclusive, that no later decision
    supersedes and `exclude_ids` does not name (the one being decided, and the one it supersedes). Reservations
    that have lapsed by `now` do not count, whether or not the sweeper has said so. `before_index` sees the log as it stood before that entry, so that
    re-deciding an old entry counts what it counted then. Exact with a Transaction.
    """
    found: Sequence[Member] | None = None
    if isinstance(source, Transaction):
        written = _written_meanwhile(source, fact, key_hash)
        if not written:
            found = _foreseen(source, fact, key_hash, from_day, to_day)
        connection = source.connection if written else source.reader
    else:
        connection = source
    if found is None:
        asked = {"fact": fact, "counted": COUNTED + fact, "key_hash": key_hash}
        asked |= {"from_day": from_day, "to_day": to_day}
        before = END_OF_LOG if before_index is None else before_index
        found = [_member(row) for row in connection.execute(_MEMBERS, {**asked, "before_index": before})]
    return [
        one
        for one in found
        if one.kind in kinds
        and one.id not in exclude_ids
        and (now is None or one.reserved_until is None or one.reserved_until > now)
    ]


def histories_of(
    connection: Connection, wanted: Iterable[Mapping[History, str]]
) -> dict[History, tuple[str, Sequence[Member]]]:
    """Whose decisions were foreseen to be counted, from which day on: that day, and those decisions."""
    since: dict[History, str] = {}
    for histories in wanted:
        for history, day in histories.items():
            since[history] = min(day, since.get(history, day))
    if not since:
        return {}
    found: dict[History, list[Member]] = {history: [] for history in since}
    for fact in sorted({fact for fact, _ in since}):
        keys = [key for one, key in since if one == fact]
        asked: dict[str, Any] = {"fact": fact, "counted": COUNTED + fact, "keys": keys}
        asked |= {"from_day": min(since.values()), "before_index": END_OF_LOG}
        for row in connection.execute(_HISTORIES, asked):
            found[fact, row.key_hash].append(_member(row))
    return {history: (day, found[history]) for history, day in since.items()}


def _written_meanwhile(tx: Transaction, fact: str, key_hash: str) -> bool:
    """Whether this batch holds rows, not written yet, that could change what is counted."""
    if tx.pending(acts):
        return True
    written: _Written = tx.memo.setdefault(_WRITTEN, _Written())
    return written.count(tx) or (fact, key_hash) in written.about


@dataclass(slots=True)
class _Written:
    """What is known of the rows this batch has not written: each is looked at once."""

    about: set[History] = field(default_factory=set)
    replaced: bool = False
    keys: int = 0
    decisions: int = 0

    def count(self, tx: Transaction) -> bool:
        """Look at what is new. Whether one of them replaces another decision."""
        keys, proposed = tx.pending(decision_keys), tx.pending(decisions)
        if len(keys) < self.keys or len(proposed) < self.decisions:  # they were written meanwhile
            self.about, self.replaced, self.keys, self.decisions = set(), False, 0, 0
        self.about.update((row["fact"], row["key_hash"]) for row in keys[self.keys :])
        self.replaced |= any(row["supersedes"] is not None for row in proposed[self.decisions :])
        self.keys, self.decisions = len(keys), len(proposed)
        return self.replaced


_WRITTEN = "decisions of this batch"


def _foreseen(
    tx: Transaction, fact: str, key_hash: str, from_day: str, to_day: str
) -> Sequence[Member] | None:
    since, known = tx.histories.get((fact, key_hash), (None, ()))
    if since is None or since > from_day:
        return None
    return [one for one in known if from_day <= one.on_day <= to_day]


def _member(row: Any) -> Member:
    until = row.reserved_until if row.state is None else row.act_reserved_until
    return Member(row.entry_index, row.id, row.kind, row.on_day, row.figures, row.body, row.state, until)


def _counted() -> Select[Any]:
    later = decisions.alias("later")
    before = bindparam("before_index", type_=BigInteger)
    so_far = acts.alias("so_far")
    last = (
        select(func.max(so_far.c.entry_index))
        .where(so_far.c.decision_index == decisions.c.entry_index, so_far.c.entry_index < before)
        .correlate(decisions)
        .scalar_subquery()
    )
    superseded = exists().where(later.c.supersedes == decisions.c.id, later.c.entry_index < before)
    return (
        select(
            decisions.c.entry_index,
            decisions.c.id,
            decisions.c.kind,
            decisions.c.on_day,
            decisions.c.figures,
            decisions.c.body,
            decisions.c.reserved_until,
            acts.c.state,
            acts.c.reserved_until.label("act_reserved_until"),
        )
        .select_from(decision_keys)
        .join(decisions, decisions.c.entry_index == decision_keys.c.entry_index)
        .outerjoin(acts, acts.c.entry_index == last)
        .where(
            decision_keys.c.entry_index < before,
            decisions.c.on_day >= bindparam("from_day"),
            func.coalesce(acts.c.counts, decisions.c.may_act).is_(True),
            ~superseded,
        )
        .order_by(decision_keys.c.entry_index)
    )


_MEMBERS = _counted().where(
    decision_keys.c.fact.in_([bindparam("fact"), bindparam("counted")]),
    decision_keys.c.key_hash == bindparam("key_hash"),
    decisions.c.on_day <= bindparam("to_day"),
)

# One fact at a time: SQLite would answer pairs of fact and key by going through every decision there is.
_HISTORIES = (
    _counted()
    .add_columns(decision_keys.c.key_hash)
    .where(
        decision_keys.c.fact.in_([bindparam("fact"), bindparam("counted")]),
        decision_keys.c.key_hash.in_(bindparam("keys", expanding=True)),
    )
)
