"""Answer what the watch found: accept, explain or resolve it, with the reason, by the role that is asked or above."""

from dataclasses import dataclass
from enum import StrEnum

import orjson

from api.auth.caller import Caller
from api.commands.answered_once import Done, Person, answered_once
from api.commands.propose import Keyed, Proposed, RulesChanged
from api.queries.findings import stack_of_watch
from api.rule_store import RuleStore
from api.store.adoptions import last_adoption
from api.store.erasing import key_about_person
from api.store.findings import finding, put_act
from api.store.reading import entry
from api.store.transaction import Transaction
from govengine.errors import GovengineError, Problem
from govengine.record import Kind, lookup_key

ACTOR = "actor.ref"


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
    by: Person


def answer_finding(
    tx: Transaction, given: FindingAnswer, caller: Caller, keyed: Keyed, *, rules: RuleStore, secret: bytes
) -> Proposed:
    """Put it on the record. Raises FindingError `unknown-finding`, `finding-closed`, `not-theirs`; RulesChanged."""

    def act() -> Done:
        if last_adoption(tx) != rules.in_force.upto:
            raise RulesChanged
        row = finding(tx.connection, given.finding)
        if row is None or row.body != caller.body:
            raise FindingError([Problem("unknown-finding", "There is no such finding.", "Send its id.")])
        _check_role(row.watch, row.role, given.by, caller, rules)
        if not row.open:
            message = "It has been explained or resolved already."
            raise FindingError([Problem("finding-closed", message, "Nothing is left to do.")])
        raised = entry(tx.connection, row.entry_index)
        leaf = {} if raised is None else orjson.loads(raised.leaf)
        by_key = lookup_key(secret, ACTOR, given.by.ref)
        closes = given.answer is not Answer.ACCEPTED
        fields = {
            "attested": "client",
            "body": caller.body,
            "by_role": given.by.role,
            "client": caller.client,
            "finding": row.id,
            "keys": {ACTOR: by_key},
            "pattern": leaf.get("pattern", row.watch),
        }
        made = tx.append(_KINDS[given.answer], fields, {"by": given.by.ref}, {"why": given.why})
        put_act(tx, made, row.id, closes=closes)
        key_about_person(tx, made.index, (ACTOR, by_key))
        return Done(made, {"finding": row.id, "answer": str(given.answer), "open": not closes})

    return answered_once(tx, caller, keyed, act)


def _check_role(watch: str, role: str, by: Person, caller: Caller, rules: RuleStore) -> None:
    stack = stack_of_watch(rules.in_force.library, watch)
    wide = {role} | (stack.seniors(role) if stack else set())
    known = None if stack is None else stack.roles.get(by.role)
    if by.role not in wide or (known is not None and known.body != caller.body):
        title = role if stack is None else stack.title_of(role)
        message = f"This finding is for: {title}, or somebody above them."
        raise FindingError([Problem("not-theirs", message, "Ask one of them.", "/by/role")])
