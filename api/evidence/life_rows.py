"""What the tables about the life of decisions have to say of an entry: who stands where, who owes what, who may."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table

from api.store.reading import entry_by_id
from api.store.tables import (
    acts,
    authorisation_ends,
    authorisations,
    changes,
    finding_acts,
    findings,
    obligation_ends,
    obligations,
    outcome_signature_ends,
    outcome_signatures,
    reply_links,
    resolutions,
    stop_ends,
    stops,
    successions,
    suspension_ends,
    suspensions,
    unanswered_requests,
)
from govengine.life import Act
from govengine.record import Kind, StoredEntry

LIFE_TABLES = (
    acts,
    obligations,
    obligation_ends,
    suspensions,
    suspension_ends,
    authorisations,
    authorisation_ends,
    outcome_signatures,
    outcome_signature_ends,
    reply_links,
    unanswered_requests,
    resolutions,
    stops,
    stop_ends,
    findings,
    finding_acts,
    changes,
    successions,
)
_ACTS = frozenset(str(act) for act in Act)


def life_rows(
    row: StoredEntry, leaf: Mapping[str, Any], looking_up: Connection
) -> dict[Table, list[tuple[Any, ...]]]:
    """The rows that belong to an entry, by table, each its columns in their order."""
    index, moment = row.index, row.recorded_at
    match row.kind:
        case kind if kind in _ACTS:
            return _of_act(row, leaf, looking_up)
        case Kind.POWER_SUSPENDED:
            named = (leaf["scheme"], leaf["grant"], moment, leaf["until"])
            return {suspensions: [(index, row.entry_id, *named)]}
        case Kind.POWER_RESTORED:
            return {suspension_ends: [(index, leaf["suspension"], moment)]}
        case Kind.AUTHORISATION_GIVEN:
            holder = leaf["keys"]["actor.ref"]
            told = (
                leaf["body"],
                holder,
                leaf["fact"],
                leaf["since"],
                leaf["until"],
                leaf.get("stands_in_for"),
            )
            return {authorisations: [(index, row.entry_id, *told)]}
        case Kind.FINDING_RAISED if "shared" in leaf:  # before that there was no table of them
            raised = (leaf["pattern"], leaf["shared"], leaf["body"], leaf["asks"], leaf["due_at"])
            return {findings: [(index, row.entry_id, *raised)]}
        case Kind.FINDING_ACCEPTED | Kind.FINDING_EXPLAINED | Kind.FINDING_RESOLVED:
            return {finding_acts: [(index, leaf["finding"], row.kind != Kind.FINDING_ACCEPTED)]}
        case Kind.AUTHORISATION_ENDED:
            return {authorisation_ends: [(index, leaf["authorisation"], moment)]}
        case Kind.STOP_CALLED:
            named = (leaf["body"], leaf["by_role"], leaf["since"], leaf["until"])
            return {stops: [(index, row.entry_id, *named)]}
        case Kind.STOP_LIFTED:
            return {stop_ends: [(index, leaf["stop"], moment)]}
        case Kind.OUTCOME_SIGNED:
            return _of_signatures(row, leaf)
        case Kind.SCHEME_ADOPTED:
            followed = (
                [(index, leaf["scheme"], leaf["version"], leaf["since"], None)] if "since" in leaf else []
            )
            return _of_signatures(row, leaf) | {successions: followed}
        case Kind.CHANGE_PROPOSED:
            draft = (leaf["scheme"], leaf["version"], leaf["digest"])
            return {changes: [(index, row.entry_id, *draft)]}
        case Kind.CHANGE_ROLLED_BACK:
            back = (leaf["scheme"], leaf["restores"], leaf["since"], leaf["version"])
            return {successions: [(index, *back)]}
        case Kind.OUTCOME_LEFT:
            ended = [(index, leaf["signature"])]
            return _owed(row, leaf, looking_up) | {outcome_signature_ends: ended}
        case Kind.LINK_MADE:
            return {reply_links: [(index, row.entry_id, leaf["request"], leaf["until"])]}
        case Kind.REQUEST_UNANSWERED:
            noted = [(index, leaf["request"])]
            return _owed(row, leaf, looking_up) | {unanswered_requests: noted}
        case (
            Kind.OWED_DONE
            | Kind.HANDOVER_OFFERED
            | Kind.HANDOVER_ANSWERED
            | Kind.SUGGESTION_MADE
            | Kind.SUGGESTION_ANSWERED
        ):
            return _owed(row, leaf, looking_up)
        case _:
            return {}


def _of_act(
    row: StoredEntry, leaf: Mapping[str, Any], looking_up: Connection
) -> dict[Table, list[tuple[Any, ...]]]:
    decision = _index_of(looking_up, leaf["decision"])
    stands: list[tuple[Any, ...]] = [
        (row.index, decision, leaf["state"], leaf["counts"], leaf.get("reserved_until"))
    ]
    found = {acts: stands, **_owing(row, leaf, decision)}
    if row.kind == Kind.BIND_RESOLVED:
        named = (leaf["body"], leaf["by_role"], leaf["keeps"], row.recorded_at)
        found[resolutions] = [(row.index, row.entry_id, leaf["bind"], decision, *named)]
    return found


def _of_signatures(row: StoredEntry, leaf: Mapping[str, Any]) -> dict[Table, list[tuple[Any, ...]]]:
    signed = [
        (row.index, number, f"{row.entry_id}-{number}", *(one[name] for name in ("outcome", "body", "role")))
        for number, one in enumerate(leaf.get("signatures", ()))
    ]
    return {outcome_signatures: signed, **_owing(row, leaf, row.index)}


def _owed(
    row: StoredEntry, leaf: Mapping[str, Any], looking_up: Connection
) -> dict[Table, list[tuple[Any, ...]]]:
    """`about` is the entry that what is owed is about: a decision's, or one with a signature."""
    return _owing(row, leaf, _index_of(looking_up, leaf["about"]))


def _owing(row: StoredEntry, leaf: Mapping[str, Any], about: int) -> dict[Table, list[tuple[Any, ...]]]:
    owed = [
        (
            row.index,
            number,
            f"{row.entry_id}-{number}",
            about,
            *(one[name] for name in ("what", "duty", "body", "role", "due_at")),
            one.get("outcome"),
        )
        for number, one in enumerate(leaf.get("owes", ()))
    ]
    return {
        obligations: owed,
        obligation_ends: [(row.index, ended) for ended in sorted(leaf.get("ends", ()))],
    }


def _index_of(looking_up: Connection, entry_id: str) -> int:
    found = entry_by_id(looking_up, entry_id)
    return -1 if found is None else found.index
