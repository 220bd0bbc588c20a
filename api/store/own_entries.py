"""The entries that somebody who works for a body is in, by the look-up key of their reference."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from api.store.reading import STORED, stored_entry, whole
from api.store.tables import ACTOR, decision_keys, decisions, entries, entry_subjects
from govengine.life import Act
from govengine.record import Kind, StoredEntry

_TOLD = sorted(
    str(kind)
    for kind in (
        *Act,
        Kind.DECISION_PROPOSED,
        Kind.DECISION_CORRECTED,
        Kind.KEPT_APART,
        Kind.CHANGE_PROPOSED,
        Kind.CHANGE_AGREED,
        Kind.CHANGE_EVIDENCED,
        Kind.CHANGE_HOST_NAMED,
        Kind.CHANGE_VIEWED,
        Kind.CHANGE_ANSWERED,
        Kind.CHANGE_ACKNOWLEDGED,
        Kind.CHANGE_WITHDRAWN,
        Kind.CHANGE_ROLLED_BACK,
        Kind.FINDING_RAISED,
        Kind.AUTHORISATION_GIVEN,
        Kind.LINK_MADE,
        Kind.REQUEST_UNANSWERED,
        Kind.HANDOVER_OFFERED,
        Kind.HANDOVER_ANSWERED,
        Kind.OUTCOME_SIGNED,
        Kind.OUTCOME_LEFT,
        Kind.OWED_DONE,
        Kind.FINDING_RAISED,
        Kind.FINDING_ACCEPTED,
        Kind.FINDING_EXPLAINED,
        Kind.FINDING_RESOLVED,
        Kind.SUGGESTION_MADE,
        Kind.SUGGESTION_ANSWERED,
    )
)


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry, and whether it is about a decision that they asked for in this body."""

    stored: StoredEntry
    about_theirs: bool


def own_entries(
    connection: Connection, key: str, body: str, *, after_index: int, limit: int
) -> list[OwnEntry]:
    """What they asked, did or hold, and what others did about what they asked, in log order."""
    mine = select(decision_keys.c.entry_index).where(
        decision_keys.c.fact == ACTOR, decision_keys.c.key_hash == key
    )
    about = (
        select(entry_subjects.c.entry_index)
        .join(decisions, decisions.c.entry_index == entry_subjects.c.subject_index)
        .where(decisions.c.body == body, entry_subjects.c.subject_index.in_(mine))
    )
    rows = connection.execute(
        select(*STORED, entries.c.entry_index.in_(about))
        .select_from(whole(entries))
        .where(
            entries.c.entry_index.in_(mine.union(about)),
            entries.c.kind.in_(_TOLD),
            entries.c.entry_index > after_index,
        )
        .order_by(entries.c.entry_index)
        .limit(limit)
    )
    return [OwnEntry(stored_entry(columns), bool(theirs)) for *columns, theirs in rows]
