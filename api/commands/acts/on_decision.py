"""What every act on a decision shares: finding it, the answer as it is now, and putting the act on the record.

An act is an entry of its own. Where the engine is asked again, all it read is in that entry, in the form in which a
proposal holds it, so that it can be decided again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson

from api.auth.caller import Caller
from api.commands.acts.called import callable_now
from api.commands.acts.holder import as_held, holder_of
from api.commands.answered_once import Done as Answered
from api.commands.answered_once import Person
from api.commands.decision_entry import decision_entry, question_from_entry
from api.commands.history import aggregates, history_facts, keys_of
from api.commands.open_findings import findings_facts
from api.commands.registered import registered_facts
from api.commands.reserving import reserved_from
from api.rule_store import RulesChanged, RuleStore
from api.store.acts import Course, course_of, record_act
from api.store.adoptions import last_adoption
from api.store.decisions import DecisionRow, find, is_superseded
from api.store.erasing import key_about_person
from api.store.obligations import Owing, end, owe, told
from api.store.reading import entry
from api.store.resolutions import note_resolved
from api.store.subjects import mark_about, stored_about
from api.store.suspensions import suspensions_kept
from api.store.tables import ACTOR
from api.store.transaction import Appended, Transaction
from govengine.decide import Determination, Done, Question, determine
from govengine.decide.alike import Kept
from govengine.decide.case import program_for
from govengine.decide.question import local_day
from govengine.decide.suspension import as_suspended
from govengine.errors import GovengineError, Problem
from govengine.life import Act, State, next_state
from govengine.record import StoredEntry, instant_text, lookup_key
from govengine.scheme import Stack

Json = dict[str, Any]


class ActError(GovengineError):
    """An act is not possible as things stand."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Which decision an act is about, who asks for it, and what it was said to stand at (If-Match)."""

    decision: str
    by: Person
    caller: Caller
    rules: RuleStore
    secret: bytes
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class OnDecision:
    """A decision as an act finds it under the log lock. `question` is that of its proposal, with what was done since."""

    tx: Transaction
    asking: Asking
    row: DecisionRow
    stored: StoredEntry
    leaf: Mapping[str, Any]
    stack: Stack
    question: Question
    course: Course
    replaced: bool

    @property
    def actor(self) -> str | None:
        """Who asked, as their system knows them; or who took the decision over from them."""
        found: str | None = self.question.facts.get(ACTOR)
        return found

    def check_possible(self, act: Act) -> None:
        """Raises ActError `not-possible-now`, before anything else is said about the act."""
        if self.replaced or next_state(self.course.state, act) is None:
            raise ActError([_not_now(self)])

    def done_too(self, duty: str) -> Question:
        """The question with this duty done by whoever acts."""
        by = self.asking.by
        done = Done(duty, by.ref, by.role, instant_text(self.tx.now))
        return replace(self.question, done=(*self.question.done, done))

    def answer(self, question: Question | None = None) -> tuple[Question, Determination]:
        """Whose decision it is now: limits counted anew, without this decision, and with what was done."""
        asked = question or self.question
        tx, stack = self.tx, self.stack
        kept = {name: value for name, value in asked.facts.items() if not stack.facts[name].computed}
        registered, _ = registered_facts(
            tx, stack, asked.facts, instant_text(asked.as_of), secret=self.asking.secret
        )
        kept |= registered
        wanted = [
            found
            for one in (*stack.beside, stack)
            for found in history_facts(one, kept, program_for(one, asked).facts, self.asking.secret)
        ]
        but = [self.row.id, *([self.row.supersedes] if self.row.supersedes else [])]
        # What came to count since it was proposed counts as well, or two could each be taken past the other.
        day, today = local_day(asked.as_of, stack), local_day(tx.now, stack)
        derived = aggregates(tx, wanted, day=day, today=today, now=tx.recorded_at, but=but)
        derived |= findings_facts(tx, stack, asked, keys_of(stack, kept, self.asking.secret))
        asked = replace(asked, facts={**kept, **derived}, recorded_at=tx.now)
        return asked, determine(stack, asked)


@dataclass(frozen=True, slots=True)
class Deed:
    """What an act adds to the record. `advice` is the question and answer where the engine was asked again."""

    act: Act
    fields: Json = field(default_factory=dict)
    personal: Json = field(default_factory=dict)
    side: Json = field(default_factory=dict)
    advice: tuple[Question, Determination] | None = None
    counts: bool | None = None
    """Whether it counts towards limits from now on; None leaves it as it was."""
    owes: Sequence[Owing] = ()
    ends: Sequence[str] = ()
    says: Json = field(default_factory=dict)


def on_decision(tx: Transaction, asking: Asking, *, own: bool = True) -> OnDecision:
    """The decision an act is about. `own` when only the body that proposed it may act.

    Raises ActError `unknown-decision`, `erased-decision`, `changed-since`; RulesChanged.
    """
    in_force = asking.rules.in_force
    if last_adoption(tx) != in_force.upto:
        raise RulesChanged
    row = find(tx.connection, asking.decision, body=asking.caller.body)
    stored = None if row is None else entry(tx.connection, row.entry_index)
    if row is None or stored is None or (own and row.body != asking.caller.body):
        message = "Your body is party to no decision with this id that it could do this with."
        raise ActError([Problem("unknown-decision", message, "Send the id of an answer.")])
    course = course_of(tx.connection, row).at(tx.recorded_at)
    if asking.seen is not None and asking.seen != course.last:
        message = f"It was at {asking.seen[:40]} when you looked, and is at {course.last} now."
        raise ActError([Problem("changed-since", message, "Read the decision again, then decide.")])
    leaf = orjson.loads(stored.leaf)
    side = orjson.loads(stored.side) if stored.side else {"values": {}}
    stack = in_force.library.stack(
        leaf["scheme"], datetime.fromisoformat(leaf["as_of"]), tx.now, leaf.get("with_schemes", ())
    )
    stack = as_suspended(
        stack, suspensions_kept(tx), instant_text(datetime.fromisoformat(leaf["as_of"])), tx.recorded_at
    )
    try:
        question = question_from_entry(stack, leaf, side, tx.now)
    except KeyError:
        message = "What it rested on has been erased."
        raise ActError([Problem("erased-decision", message, "Propose the decision anew.")]) from None
    question = as_held(question, holder_of(tx, row.entry_index), stack)
    done = [*question.done, *_done_since(tx, row.entry_index)]
    replaced = is_superseded(tx.connection, row.id)
    return OnDecision(
        tx, asking, row, stored, leaf, stack, replace(question, done=tuple(done)), course, replaced
    )


def _done_since(tx: Transaction, decision_index: int) -> list[Done]:
    """The duties that later entries say were done, or set aside because another excludes them."""
    found = []
    for stored in stored_about(tx.connection, decision_index, (Act.REPLY, Act.DISCHARGE, Act.RESOLVE)):
        leaf = orjson.loads(stored.leaf)
        values = orjson.loads(stored.side)["values"] if stored.side else {}
        if leaf["discharges"] is not None:
            found.append(
                Done(
                    leaf["discharges"], values.get("by"), leaf["by_role"], stored.recorded_at, stored.entry_id
                )
            )
    return found


def put_on_record(on: OnDecision, deed: Deed) -> Answered:
    """Append the act's entry and all that follows from it. Raises ActError `not-possible-now`."""
    tx, asking = on.tx, on.asking
    state = None if on.replaced else next_state(on.course.state, deed.act)
    if state is None:
        raise ActError([_not_now(on)])
    counts = on.course.counts if deed.counts is None else deed.counts
    advice, personal, side = ({}, {}, {}) if deed.advice is None else _as_entry(on, deed.advice)
    by_key = lookup_key(asking.secret, ACTOR, asking.by.ref)
    fields: Json = {
        "body": asking.caller.body,
        "client": asking.caller.client,
        **advice,
        **deed.fields,
        "attested": asking.caller.attested,
        "by_role": asking.by.role,
        "counts": counts,
        "decision": on.row.id,
        "ends": sorted(deed.ends),
        "keys": {ACTOR: by_key},
        "owes": [one.to_json() for one in deed.owes],
        "state": str(state),
    }
    reserved = _reserved(on, deed.act, state) if counts else None
    if reserved is not None:
        fields["reserved_until"] = reserved
    made = tx.append(
        deed.act, fields, {**personal, **deed.personal, "by": asking.by.ref}, {**side, **deed.side}
    )
    record_act(tx, made, on.row.entry_index, state=state, counts=counts, reserved_until=reserved)
    owed = owe(tx, made, on.row.entry_index, deed.owes)
    end(tx, made, deed.ends)
    if deed.act is Act.RESOLVE:
        by = asking.caller.body, asking.by.role
        note_resolved(
            tx, made, on.row.entry_index, bind=deed.fields["bind"], keeps=deed.fields["keeps"], by=by
        )
    mark_about(tx, made.index, [on.row.entry_index])
    key_about_person(tx, made.index, (ACTOR, by_key))
    return Answered(made, _said(on, deed, made, state, owed), about=on.row.id)


def _reserved(on: OnDecision, act: Act, state: State) -> str | None:
    """Until when what counts by now is reserved. What was taken counts for good, also once it is open again."""
    if state is State.TAKEN or (on.course.counts and on.course.reserved_until is None):
        return None
    return (
        on.course.reserved_until
        if on.course.counts and act is not Act.APPROVE
        else reserved_from(on.stack, on.tx.now)
    )


def _said(on: OnDecision, deed: Deed, made: Appended, state: State, owed: Sequence[str]) -> Json:
    answer = None if deed.advice is None else deed.advice[1].to_json()
    return {
        "decision": on.row.id,
        "state": str(state),
        "version": made.id,
        "possible": callable_now(state),
        "owes": told(owed, deed.owes),
        "determination": answer,
        **deed.says,
    }


def _not_now(on: OnDecision) -> Problem:
    now = [] if on.replaced else callable_now(on.course.state)
    state = "replaced by a later proposal" if on.replaced else str(on.course.state).replace("_", " ")
    message = f"The decision is {state}, so this cannot be done with it now."
    what_to_do = f"Possible now: {', '.join(now)}." if now else "Work with the proposal that replaced it."
    return Problem("not-possible-now", message, what_to_do)


def _computed(stack: Stack, name: str) -> str | None:
    fact = stack.facts[name]
    return None if not fact.computed else "registered" if fact.registered else "derived"


def _as_entry(on: OnDecision, advice: tuple[Question, Determination]) -> tuple[Json, Json, Json]:
    """Question and answer as a proposal's entry holds them."""
    question, answer = advice
    caller = on.asking.caller
    known = {**{n: f["from"] for n, f in on.leaf["facts"].items()}, **on.leaf["provenance"]}
    provenance = {name: _computed(on.stack, name) or known.get(name, "asserted") for name in question.facts}
    written = decision_entry(
        on.stack,
        question,
        Kept(answer),
        provenance=provenance,
        body=caller.body,
        client=caller.client,
        keys=keys_of(on.stack, question.facts, on.asking.secret),
        reference=None,
        supersedes=None,
        asked_at=on.tx.now,
        authorisations=registered_facts(
            on.tx, on.stack, question.facts, instant_text(question.as_of), secret=on.asking.secret
        )[1],
    )
    return written.fields, written.personal, written.side
