"""Answer what the watch found: accept, explain or resolve it, with the reason, by the role that is asked or above."""

from dataclasses import dataclass
from enum import StrEnum

import orjson

from api.commands.answered_once import Answered, Done, answered_once
from api.commands.doing import Doing
from api.queries.findings import stack_of_watch
from api.store.findings import finding, put_act
from api.store.reading import entry
from api.store.transaction import Transaction
from govengine.errors import GovengineError, Problem
from govengine.record import Kind
from govengine.scheme import Library


class FindingError(GovengineError):
    """A finding cannot be answered as it was asked for."""


class Answer(StrEnum):
    """What is said about a finding. The first leaves it open; the others close it."""

    ACCEPTED = "accepted"
    EXPLAINED = "explained"
    RESOLVED = "resolved"


_KINDS = {
    Answer.ACCEPTED: Kind.FINDING_ACCEPTED,
    Answer.EXPLAINED: Kind.FINDING_EXPLAINED,
    Answer.RESOLVED: Kind.FINDING_RESOLVED,
}


@dataclass(frozen=True, slots=True)
class FindingAnswer:
    """What somebody says about a finding, and why."""

    finding: str
    answer: Answer
    why: str


def answer_finding(tx: Transaction, given: FindingAnswer, doing: Doing) -> Answered:
    """Put it on the record. Raises FindingError `unknown-finding`, `finding-closed`, `not-theirs`; RulesChanged."""

    def act() -> Done:
        library = doing.library(tx)
        row = finding(tx.connection, given.finding)
        if row is None or row.body != doing.caller.body:
            raise FindingError([Problem("unknown-finding", "There is no such finding.", "Send its id.")])
        _check_role(library, row.watch, row.role, doing)
        if not row.open:
            message = "It has been explained or resolved already."
            raise FindingError([Problem("finding-closed", message, "Nothing is left to do.")])
        raised = entry(tx.connection, row.entry_index)
        leaf = {} if raised is None else orjson.loads(raised.leaf)
        closes = given.answer is not Answer.ACCEPTED
        fields = {**doing.fields, "finding": row.id, "pattern": leaf.get("pattern", row.watch)}
        made = tx.append(_KINDS[given.answer], fields, {"by": doing.by.ref}, {"why": given.why})
        put_act(tx, made, row.id, closes=closes)
        doing.note(tx, made)
        return Done(made, {"finding": row.id, "answer": str(given.answer), "open": not closes})

    return answered_once(tx, doing.caller, doing.keyed, act)


def _check_role(library: Library, watch: str, role: str, doing: Doing) -> None:
    stack, by = stack_of_watch(library, watch), doing.by
    wide = {role} | (stack.seniors(role) if stack else set())
    known = None if stack is None else stack.roles.get(by.role)
    if by.role not in wide or (known is not None and known.body != doing.caller.body):
        title = role if stack is None else stack.title_of(role)
        message = f"This finding is for: {title}, or somebody above them."
        raise FindingError([Problem("not-theirs", message, "Ask one of them.", "/by/role")])
