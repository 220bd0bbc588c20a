"""Correct what a decision rested on (UK GDPR Art 16). Nothing is overwritten: both readings are kept and shown.

The answer is not decided again: it was right or wrong about the facts it was given. Where the decision has to be
made again, that is a new proposal, which the correction can name.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.commands.answered_once import Answered, Done, answered_once
from api.commands.decision_entry import json_of
from api.commands.doing import Doing
from api.rule_store import RuleStore
from api.store.decisions import find
from api.store.reading import entry
from api.store.subjects import mark_about, stored_about
from api.store.transaction import Transaction
from govengine.errors import GovengineError, Problem, RequestError
from govengine.record import Kind, StoredEntry, instant
from govengine.scheme import Stack
from govengine.scheme.vocabulary import Unfit, value_of

Json = dict[str, Any]


class CorrectionError(GovengineError):
    """A decision cannot be corrected as it was asked for."""


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """Facts by their dotted names, as they should have been; `new_decision` was made because of it."""

    decision: str
    facts: Mapping[str, Any]
    why: str
    new_decision: str | None = None


def correct(tx: Transaction, request: CorrectionRequest, doing: Doing) -> Answered:
    """Put a correction on the record. Raises CorrectionError and RequestError."""

    def act() -> Done:
        body = doing.caller.body
        stored = _decision(tx, request.decision, body, "")
        if request.new_decision is not None:
            _decision(tx, request.new_decision, body, "/new_decision")
        leaf = json.loads(stored.leaf)
        side = json.loads(stored.side) if stored.side else {"values": {}}
        stack = _stack(tx, stored, leaf, doing.rules)
        readings = _readings(tx, stored, leaf, side, stack=stack, sent=request.facts)
        personal = {f"was.{name}": was for name, (was, _, private) in readings.items() if private}
        personal |= {f"is.{name}": now for name, (_, now, private) in readings.items() if private}
        fields = doing.who | {
            "decision": request.decision,
            "facts": {
                name: {"was": was, "is": now} for name, (was, now, private) in readings.items() if not private
            },
            "new_decision": request.new_decision,
            "personal": sorted(name for name, (_, _, private) in readings.items() if private),
        }
        made = tx.append(
            Kind.DECISION_CORRECTED,
            fields,
            {**personal, "corrected_by": doing.by.ref},
            {"why": request.why},
        )
        mark_about(tx, made.index, [stored.index])
        return Done(made, {"decision": request.decision}, about=request.decision)

    return answered_once(tx, doing.caller, doing.keyed, act)


def _decision(tx: Transaction, decision_id: str, body: str, place: str) -> StoredEntry:
    row = find(tx.connection, decision_id, body=body)
    stored = None if row is None or row.body != body else entry(tx.connection, row.entry_index)
    if stored is None:
        code = "unknown-earlier-decision" if place else "unknown-decision"
        message = "No decision of this body has that id."
        raise CorrectionError([Problem(code, message, "Send the id of an answer.", place)])
    return stored


def _stack(tx: Transaction, stored: StoredEntry, leaf: Json, rules: RuleStore) -> Stack:
    library = rules.library_of(tx.connection, [scheme["digest"] for scheme in leaf["schemes"]])
    as_of = datetime.fromisoformat(leaf["as_of"])
    return library.stack(leaf["scheme"], as_of, instant(stored.recorded_at), leaf.get("with_schemes", ()))


def _readings(
    tx: Transaction, stored: StoredEntry, leaf: Json, side: Json, *, stack: Stack, sent: Mapping[str, Any]
) -> dict[str, tuple[Any, Any, bool]]:
    """{fact: (as it stood, as it should have been, whether it is personal)}."""
    problems, readings = [], {}
    for name, value in sent.items():
        place = f"/facts/{name}"
        if name in leaf["provenance"] and name not in side["values"]:
            message = f"{name} has been erased."
            raise CorrectionError([Problem("erased-decision", message, "Propose the decision anew.")])
        if name not in leaf["provenance"] and name not in leaf["facts"]:
            message = f"The decision was proposed without {name}."
            problems.append(Problem("nothing-to-correct", message, "Send facts it rests on.", place))
            continue
        try:
            now = json_of(value_of(stack.facts[name], value))
        except Unfit as unfit:
            problems.append(Problem(unfit.code, str(unfit), unfit.what_to_do, place, unfit.near))
            continue
        private = name in leaf["provenance"]
        was = side["values"][name] if private else leaf["facts"][name]["value"]
        readings[name] = (_last_reading(tx, stored, name, was), now, private)
    if problems:
        raise RequestError(problems)
    return readings


def _last_reading(tx: Transaction, stored: StoredEntry, name: str, first: Any) -> Any:
    """As earlier corrections left it."""
    reading = first
    for earlier in stored_about(tx.connection, stored.index, [Kind.DECISION_CORRECTED]):
        leaf = json.loads(earlier.leaf)
        values = json.loads(earlier.side)["values"] if earlier.side else {}
        if name in leaf["facts"]:
            reading = leaf["facts"][name]["is"]
        reading = values.get(f"is.{name}", reading)
    return reading
