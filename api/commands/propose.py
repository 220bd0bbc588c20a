"""Propose a decision: ask whose it is, and put question and answer on the record.

What can be done before the log lock is done before it. Under the lock the limits are read, the question is
decided, and the entry, the read model and the reply for its Idempotency-Key are written together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from api.auth.caller import Caller
from api.commands.answered_once import Answered, Keyed, same_request
from api.commands.decision_entry import decision_entry
from api.commands.decision_reply import reply_body
from api.commands.figures import figures_of
from api.commands.history import HistoryFact, aggregates, history_facts, keys_of
from api.commands.open_findings import findings_facts
from api.commands.registered import registered_facts
from api.commands.reserving import reserved_from
from api.problems import key_of_another
from api.rule_store import InForce, RulesChanged
from api.store.acts import course_of
from api.store.adoptions import last_adoption
from api.store.batch import Foreseen, History
from api.store.decisions import DecisionRow, find, is_superseded, record_decision
from api.store.idempotency import Remembered, recall, remember
from api.store.suspensions import suspensions_kept
from api.store.tables import ACTOR
from api.store.transaction import Transaction
from govengine.decide import (
    Determination,
    Question,
    question_from_json,
    scheme_and_moment,
    summary,
)
from govengine.decide.alike import alike_in_service
from govengine.decide.case import program_for
from govengine.decide.history import first_day
from govengine.decide.question import local_day
from govengine.decide.suspension import as_suspended
from govengine.errors import GovengineError, Problem, RequestError
from govengine.life import State
from govengine.record import Kind, instant_text
from govengine.scheme import Stack

Json = dict[str, Any]


class NotPartyError(GovengineError):
    """The key's body has no part in this scheme, or the actor belongs to another body."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that has been read, ready to be decided under the lock."""

    sent: Mapping[str, Any]
    stack: Stack
    question: Question
    fills_as_of: bool
    provenance: Mapping[str, str]
    caller: Caller
    asked_at: datetime
    late_after: timedelta
    rules_upto: int
    histories: Sequence[HistoryFact]
    keys: Mapping[str, str]
    """Look-up keys, as `keys_of`."""
    secret: bytes

    def foreseen(self, keyed: Keyed) -> Foreseen:
        """What recording it will look up."""
        today = local_day(self.question.as_of, self.stack)
        since: dict[History, str] = {}
        for one in self.histories:
            day = first_day(one.aggregate.within, today).isoformat()
            since[one.fact, one.key] = min(day, since.get((one.fact, one.key), day))
        return Foreseen((self.caller.client, keyed.key), since)


def read_proposal(
    sent: Any, caller: Caller, rules: InForce, *, now: datetime, late_after: timedelta, secret: bytes
) -> Proposal:
    """The proposal that was sent; `secret` keys look-ups. Raises RequestError or NotPartyError."""
    scheme, as_of = scheme_and_moment(sent, now)
    if as_of > now:
        raise _future(as_of, now)
    stack = rules.library.stack(scheme, as_of, now)
    check_party(stack, caller)
    beside = sent.get("with_schemes", ())
    if beside:
        stack = rules.library.stack(scheme, as_of, now, beside)
    question = question_from_json(
        sent, stack, as_of, computed={}, recorded_at=now, late=now - as_of > late_after
    )
    check_actor(stack, question, caller)
    provenance = dict.fromkeys(question.facts, "asserted")
    if "actor.body" not in question.facts:
        question = question.with_fact("actor.body", caller.body)
        provenance["actor.body"] = "registered"
    histories = [
        found
        for one in (*stack.beside, stack)
        for found in history_facts(one, question.facts, program_for(one, question).facts, secret)
    ]
    return Proposal(
        sent,
        stack,
        question,
        "as_of" not in sent,
        provenance,
        caller,
        now,
        late_after,
        rules.upto,
        histories,
        keys_of(stack, question.facts, secret),
        secret,
    )


def check_party(stack: Stack, caller: Caller) -> None:
    """A key asks only about schemes its body has a part in."""
    if caller.body not in stack.bodies:
        message = f"{caller.body} has no part in {stack.scheme}."
        raise NotPartyError(
            [Problem("not-party", message, "Ask about a scheme your body is party to.", "/scheme")]
        )


def check_actor(stack: Stack, question: Question, caller: Caller) -> None:
    """A key proposes only for people of its own body, somebody's own key only for them."""
    bodies = {stack.roles[role].body for role in question.roles} | {
        question.facts.get("actor.body", caller.body)
    }
    if bodies - {caller.body}:
        message = f"This key belongs to {caller.body}, and the actor to {', '.join(sorted(bodies - {caller.body}))}."
        raise NotPartyError(
            [Problem("other-body", message, "Use a key of the actor's body.", "/facts/actor/body")]
        )
    if not caller.speaks_for(question.facts.get(ACTOR, ""), question.roles):
        raise NotPartyError([key_of_another("/facts/actor")])


def propose(tx: Transaction, proposal: Proposal, keyed: Keyed) -> Answered:
    """Decide and record, or give the reply this Idempotency-Key already got. Runs under the log lock."""
    caller = proposal.caller
    earlier = recall(tx, caller.client, keyed.key)
    if earlier is not None:
        return Answered(same_request(earlier, keyed), None)
    if last_adoption(tx) != proposal.rules_upto:
        raise RulesChanged
    supersedes = _superseded(tx, proposal)
    read = proposal.question
    as_of = tx.now if proposal.fills_as_of else read.as_of
    as_of_text = tx.recorded_at if proposal.fills_as_of else instant_text(as_of)
    day = local_day(as_of, proposal.stack)
    stack = as_suspended(proposal.stack, suspensions_kept(tx), as_of_text, tx.recorded_at)
    registered, authorisations = registered_facts(tx, stack, read.facts, as_of_text, secret=proposal.secret)
    derived = aggregates(
        tx,
        proposal.histories,
        day=day,
        today=day if as_of == tx.now else local_day(tx.now, proposal.stack),
        now=tx.recorded_at,
        but=[supersedes] if supersedes else [],
    )
    derived |= findings_facts(tx, stack, read, proposal.keys)
    question = replace(
        read,
        as_of=as_of,
        facts={**read.facts, **registered, **derived},
        recorded_at=tx.now,
        late=tx.now - as_of > proposal.late_after,
    )
    like, answer = alike_in_service(stack).answer(question)
    entry = decision_entry(
        stack,
        question,
        like,
        provenance={
            **proposal.provenance,
            **dict.fromkeys(registered, "registered"),
            **dict.fromkeys(derived, "derived"),
        },
        body=caller.body,
        client=caller.client,
        attested=caller.attested,
        keys=proposal.keys,
        reference=proposal.sent.get("reference"),
        supersedes=supersedes,
        asked_at=proposal.asked_at,
        authorisations=authorisations,
    )
    reserved = reserved_from(stack, tx.now) if answer.may_act else None
    fields = entry.fields if reserved is None else {**entry.fields, "reserved_until": reserved}
    appended = tx.append(Kind.DECISION_PROPOSED, fields, entry.personal, entry.side)
    row = DecisionRow(
        entry_index=appended.index,
        id=appended.id,
        body=caller.body,
        scheme=stack.scheme,
        kind=question.kind,
        as_of=as_of_text,
        on_day=day.isoformat(),
        level=str(answer.level),
        basis=str(answer.basis),
        may_act=bool(answer.may_act),
        client=caller.client,
        outcome=answer.accountability["outcome"],
        supersedes=supersedes,
        recorded_at=appended.recorded_at,
        figures=figures_of(entry.fields["facts"]),
        reserved_until=reserved,
    )
    record_decision(tx, row, parties=like.form(_named), keys=proposal.keys.items())
    body = reply_body(appended.id, appended.recorded_at, like, answer, summary(stack, answer, question))
    headers = {"Location": f"/v1/decisions/{appended.id}"}
    reply = Remembered(keyed.request_hash, HTTPStatus.CREATED, headers, b"", appended.index)
    remember(tx, caller.client, keyed.key, reply, about=appended.id)
    return Answered(replace(reply, body=body), appended)


def _named(answer: Determination) -> frozenset[str]:
    """The bodies whose people the answer names."""
    people = [*answer.decided_by, *answer.company, *([answer.ask] if answer.ask else [])]
    people += [person for bind in answer.binds for person in bind["resolved_by"]]
    return frozenset(person["body"] for person in people)


def _superseded(tx: Transaction, proposal: Proposal) -> str | None:
    """The earlier proposal this one replaces: of the same body, neither replaced already nor taken."""
    supersedes: str | None = proposal.sent.get("supersedes")
    if supersedes is None:
        return None
    earlier = find(tx.connection, supersedes, body=proposal.caller.body)
    if earlier is None:
        message = "No decision of this body has that id."
        raise RequestError(
            [Problem("unknown-earlier-decision", message, "Send the id of an earlier answer.", "/supersedes")]
        )
    if is_superseded(tx.connection, supersedes):
        message = "A later proposal has replaced it already."
        raise RequestError(
            [Problem("replaced-already", message, "Send the id of the latest proposal.", "/supersedes")]
        )
    if course_of(tx.connection, earlier).state is State.TAKEN:
        message = "It was taken, and what was taken goes on counting."
        what_to_do = "Reopen it first, or propose anew without supersedes."
        raise RequestError([Problem("taken-already", message, what_to_do, "/supersedes")])
    return supersedes


def _future(as_of: datetime, now: datetime) -> RequestError:
    message = f"{as_of.isoformat()} has not come yet; it is {instant_text(now)}."
    return RequestError(
        [Problem("future-as-of", message, "Send when the decision is taken, or leave as_of out.", "/as_of")]
    )
