"""What is owed about a shared outcome, done: a follow-up, or the review of a grant that serves it (`owed.done`)."""

from dataclasses import dataclass
from typing import Any

from api.commands.acts.follow_up import Came
from api.commands.answered_once import Answered, Done, Person, answered_once
from api.commands.doing import Doing
from api.commands.outcome_signing import OutcomeError
from api.problems import problem
from api.store.obligations import Obligation, end, find_obligation
from api.store.reading import entry
from api.store.transaction import Transaction
from govengine.errors import Problem
from govengine.record import Kind
from govengine.scheme import Library


@dataclass(frozen=True, slots=True)
class OwedDone:
    """What was found or done, in their own words; how far the outcome has come about where it is a follow-up."""

    said: str
    came: Came | None = None


def do_owed(tx: Transaction, owed_id: str, done: OwedDone, doing: Doing) -> Answered:
    """Put it on the record. Raises OutcomeError `unknown-owed`, `owed-over`, `owed-by-decision`, `not-theirs`."""

    def act() -> Done:
        owed = open_of(tx, owed_id, doing.caller.body)
        if owed.decision is not None:
            message = f"It is owed about the decision {owed.decision}."
            what_to_do = "POST /v1/decisions/{id}/… does what is owed about a decision."
            raise OutcomeError([Problem("owed-by-decision", message, what_to_do)])
        check_theirs(doing.library(tx), owed, doing.by)
        about = entry(tx.connection, owed.decision_index)
        assert about is not None  # what is owed is about an entry
        fields: dict[str, Any] = {
            **doing.fields,
            "about": about.entry_id,
            "came": None if done.came is None else str(done.came),
            "duty": owed.duty,
            "ends": [owed.id],
            "outcome": owed.outcome,
            "what": str(owed.what),
        }
        made = tx.append(Kind.OWED_DONE, fields, {"by": doing.by.ref}, {"said": done.said})
        end(tx, made, [owed.id])
        doing.note(tx, made)
        return Done(made, {"done": owed.id, "outcome": owed.outcome})

    return answered_once(tx, doing.caller, doing.keyed, act)


def open_of(tx: Transaction, owed_id: str, body: str) -> Obligation:
    """What this body owes under that id. Raises OutcomeError `unknown-owed`, `owed-over`."""
    found = find_obligation(tx.connection, owed_id)
    if found is None or found[0].body != body:
        raise OutcomeError([problem("unknown-owed")])
    if not found[1]:
        raise OutcomeError([problem("owed-over")])
    return found[0]


def check_theirs(library: Library, owed: Obligation, by: Person) -> None:
    """Whoever does it is in the role that owes it, or above it on a line. Raises OutcomeError `not-theirs`."""
    if owed.role is not None and by.role not in {owed.role, *_seniors(library, owed.role, owed.body)}:
        message = f"It is owed by the {owed.role.replace('_', ' ')}, or somebody above them."
        raise OutcomeError([Problem("not-theirs", message, "Ask one of them.", "/by/role")])


def _seniors(library: Library, role: str, body: str) -> frozenset[str]:
    """The roles above this one on any line of a scheme in force that the body has a part in."""
    lines = [
        [name.value for name in line.value]
        for versions in library.schemes.values()
        for version in versions
        if body in version.text.bodies
        for line in version.text.lines.values()
    ]
    return frozenset(above for line in lines if role in line for above in line[line.index(role) + 1 :])
