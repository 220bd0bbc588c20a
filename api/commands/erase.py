"""Erase: proposed by one person, approved by another, done and recorded in one transaction (DESIGN §3)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from api.auth.caller import Caller
from api.commands.answered_once import Answered, Done, Keyed, Person, answered_once
from api.commands.erasure_selection import (
    ErasureError,
    Selection,
    Selector,
    in_the_way,
    loses,
    select_for,
)
from api.keeping.retention_periods import Periods
from api.store.erasing import drop_keys, drop_replies, key_about_person, note_erasure, strike
from api.store.histories import END_OF_LOG
from api.store.proposals import ErasureProposal, find_proposal, record_proposal, settle
from api.store.reading import entry
from api.store.subjects import mark_about
from api.store.transaction import Appended, Transaction
from govengine.errors import Problem
from govengine.record import Kind, canonical

Json = dict[str, Any]
Struck = tuple[int, tuple[str, ...]]

LEAF_BYTES = 40 * 1024
"""Names in one entry; what goes beyond it goes into the next, below the limit of a leaf with room to spare."""

PERSON_REF = "person_ref"


class Basis(StrEnum):
    """Why values go."""

    REQUEST = "request"
    """The person asked for it (UK GDPR Art 17(1)(a) to (c))."""
    CONSENT_WITHDRAWN = "consent_withdrawn"
    UNLAWFUL = "unlawful"
    """They should never have been recorded (Art 17(1)(d))."""
    ORDER = "order"
    """A court or the regulator ordered it, or a law requires it (Art 17(1)(e))."""
    RETENTION = "retention"
    """The period of their class of record is over."""


OVERRIDING = frozenset({Basis.UNLAWFUL, Basis.ORDER})
"""Only these can set aside a period, and only one they name."""


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """What was asked for. `overrides` are classes of record whose period is set aside."""

    selector: Selector
    basis: Basis
    overrides: tuple[str, ...]
    note: str
    by: Person


@dataclass(frozen=True, slots=True)
class Rules:
    """What an erasure goes by: the periods, and the secret that keys look-ups of people."""

    periods: Periods
    secret: bytes


def check_overrides(request: ErasureRequest) -> None:
    """Raises ErasureError `override-not-covered` for a basis that can set no period aside."""
    if request.overrides and request.basis not in OVERRIDING:
        message = f"The basis {request.basis} sets no period aside."
        what_to_do = f"Leave overrides out, or use one of: {', '.join(sorted(OVERRIDING))}."
        raise ErasureError([Problem("override-not-covered", message, what_to_do, "/overrides")])


def would_erase(
    connection: Connection, request: ErasureRequest, caller: Caller, rules: Rules, now: Any
) -> Json:
    """What a dry run says. Nothing is recorded."""
    check_overrides(request)
    selection = _select(connection, request.selector, caller.body, rules, END_OF_LOG)
    problems = in_the_way(selection, request.overrides, now)
    told = [{"code": p.code, "detail": p.message, "what_to_do": p.what_to_do} for p in problems]
    return {"dry_run": True, "would_erase": selection.to_json(), "in_the_way": told}


def propose_erasure(
    tx: Transaction, request: ErasureRequest, caller: Caller, keyed: Keyed, rules: Rules
) -> Answered:
    """Put the proposal on the record. Raises ErasureError for what can already be seen to stand in its way."""

    def act() -> Done:
        check_overrides(request)
        selection = _select(tx.connection, request.selector, caller.body, rules, END_OF_LOG)
        _refuse(in_the_way(selection, request.overrides, tx.now))
        named = request.selector.person_ref
        person = request.selector.person(rules.secret)
        fields = {
            "attested": caller.attested,
            "basis": str(request.basis),
            "body": caller.body,
            "by_role": request.by.role,
            "client": caller.client,
            "found": selection.to_json(),
            "keys": {} if person is None else {person[0]: person[1]},
            "overrides": sorted(request.overrides),
            "selector": request.selector.open_part(),
        }
        personal = {"proposed_by": request.by.ref} | ({} if named is None else {PERSON_REF: named})
        made = tx.append(Kind.ERASURE_PROPOSED, fields, personal, {"note": request.note})
        record_proposal(tx, made, caller.body)
        if person is not None:
            key_about_person(tx, made.index, person)
        if request.selector.decision is not None:
            mark_about(tx, made.index, [one.index for one in selection.decisions])
        return Done(made, {"would_erase": selection.to_json()}, "/v1/erasures/", about=made.id)

    return answered_once(tx, caller, keyed, act)


def approve_erasure(
    tx: Transaction, proposal_id: str, by: Person, caller: Caller, *, keyed: Keyed, rules: Rules
) -> Answered:
    """Carry out what another person proposed: values, salts, look-up keys and kept replies go, an entry stays."""

    def act() -> Done:
        proposal, request, client = read_proposal(tx.connection, proposal_id, caller.body)
        if request.by.ref == by.ref or client == caller.client:
            message = "Whoever proposed an erasure does not approve it."
            raise ErasureError(
                [Problem("own-erasure", message, "Ask another person, with a key of their own.")]
            )
        selection = _select(tx.connection, request.selector, caller.body, rules, proposal.entry_index)
        _refuse(in_the_way(selection, request.overrides, tx.now))
        struck, counts = _carry_out(tx, selection, proposal)
        fields = {
            "attested": caller.attested,
            "basis": str(request.basis),
            "body": caller.body,
            "by_role": by.role,
            "client": caller.client,
            "overrides": sorted(request.overrides),
            "proposal": proposal.id,
        }
        made = record_erased(tx, struck, fields, {"approved_by": by.ref})
        settle(tx, proposal, made[-1].index)
        says = {"proposal": proposal.id, "erased": counts, "entries": [one.id for one in made]}
        return Done(made[-1], says)

    return answered_once(tx, caller, keyed, act)


def read_proposal(
    connection: Connection, proposal_id: str, body: str
) -> tuple[ErasureProposal, ErasureRequest, str]:
    """A proposal that waits, what it asks for, and the key it came with.

    Raises ErasureError `unknown-erasure`, `erasure-settled`.
    """
    proposal = find_proposal(connection, proposal_id, body)
    stored = None if proposal is None else entry(connection, proposal.entry_index)
    if proposal is None or stored is None:
        message = "There is no proposed erasure of your body with this id."
        raise ErasureError(
            [Problem("unknown-erasure", message, "Use the id from the answer to the proposal.")]
        )
    leaf = json.loads(stored.leaf)
    side = json.loads(stored.side) if stored.side else {"values": {}}
    if proposal.settled_by is not None or "note" not in side:
        message = "It is settled: what it was about has been erased, or it was withdrawn."
        raise ErasureError(
            [Problem("erasure-settled", message, "Propose another, if there is more to erase.")]
        )
    sent = dict(leaf["selector"])
    if PERSON_REF in side["values"]:
        sent[PERSON_REF] = side["values"][PERSON_REF]
    request = ErasureRequest(
        Selector.read(sent),
        Basis(leaf["basis"]),
        tuple(leaf["overrides"]),
        side["note"],
        Person(side["values"]["proposed_by"], leaf["by_role"]),
    )
    return proposal, request, leaf["client"]


def record_erased(tx: Transaction, struck: Sequence[Struck], fields: Json, personal: Json) -> list[Appended]:
    """Append `record.erased` for what was struck in this transaction: as many entries as the names need."""
    made = []
    for part in _parts(struck):
        erases = [{"index": index, "names": list(names)} for index, names in part]
        made.append(tx.append(Kind.RECORD_ERASED, {**fields, "erases": erases}, personal))
        note_erasure(tx, made[-1])
    return made


def _parts(struck: Iterable[Struck]) -> Iterator[list[Struck]]:
    part: list[Struck] = []
    size = 0
    for index, names in struck:
        needed = len(canonical([index, *names])) + 24
        if part and size + needed > LEAF_BYTES:
            yield part
            part, size = [], 0
        part.append((index, names))
        size += needed
    if part:
        yield part


def _carry_out(tx: Transaction, selection: Selection, proposal: ErasureProposal) -> tuple[list[Struck], Json]:
    struck = [(one.index, strike(tx, one.index)) for one in selection.decisions]
    struck += [(index, strike(tx, index, loses)) for index in selection.others]
    # Whom it was about, and what was said about them, must not live on in the paperwork of the erasure.
    if proposal.entry_index not in selection.others:
        struck.append((proposal.entry_index, strike(tx, proposal.entry_index, loses)))
    indexes = {*selection.indexes, proposal.entry_index}
    keys = sum(drop_keys(tx, index) for index in indexes)
    replies = sum(drop_replies(tx, index) for index in indexes)
    struck = sorted((index, names) for index, names in struck if names)
    counts = {
        "decisions": len(selection.decisions),
        "entries": len(struck),
        "values": sum(len(names) for _, names in struck),
        "look_up_keys": keys,
        "kept_replies": replies,
    }
    return struck, counts


def _select(connection: Connection, selector: Selector, body: str, rules: Rules, before: int) -> Selection:
    return select_for(
        connection, selector, body, periods=rules.periods, secret=rules.secret, before_index=before
    )


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise ErasureError(problems)
