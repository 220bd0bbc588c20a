"""A stop over a whole body, from one minute to another: by whoever is accountable for a scheme of it (`stop.called`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from api.auth.caller import Caller
from api.commands.answered_once import Done, Person, answered_once
from api.commands.propose import Keyed, Proposed, RulesChanged
from api.commands.suspend import PowerError
from api.rule_store import RuleStore
from api.store.adoptions import last_adoption
from api.store.suspensions import call_stop, lift_stop, suspensions_kept
from api.store.transaction import Transaction
from govengine.errors import GovengineError, Problem, RequestError
from govengine.record import Kind, instant_text
from govengine.scheme import Library, Stack

LONGEST_STOP = timedelta(days=366)
"""A stop is looked at again within a year."""


@dataclass(frozen=True, slots=True)
class StopRequest:
    """Of the caller's own body. `since` is now if it is left out, and never earlier; both are aware."""

    until: datetime
    why: str
    by: Person
    since: datetime | None = None


def stop_body(
    tx: Transaction, request: StopRequest, caller: Caller, keyed: Keyed, rules: RuleStore
) -> Proposed:
    """Put a stop on the record. Raises RequestError `bad-member`, PowerError `not-theirs`, RulesChanged."""

    def act() -> Done:
        since = request.since or tx.now
        _check_person(tx, rules, request.by, caller)
        if since < tx.now:
            message = "It would have begun already, and what was decided then stands."
            raise RequestError([Problem("bad-member", message, "Send a time to come, or none.", "/since")])
        if not since < request.until <= since + LONGEST_STOP:
            message = "It would be over before it begins, or last longer than a year."
            raise RequestError([Problem("bad-member", message, "Send an end within a year.", "/until")])
        begins, ends = instant_text(since), instant_text(request.until)
        fields: dict[str, Any] = {
            "attested": caller.attested,
            "body": caller.body,
            "by_role": request.by.role,
            "client": caller.client,
            "since": begins,
            "until": ends,
        }
        made = tx.append(Kind.STOP_CALLED, fields, {"by": request.by.ref}, {"why": request.why})
        call_stop(tx, made, body=caller.body, role=request.by.role, since=begins, until=ends)
        return Done(made, {"body": caller.body, "since": begins, "until": ends})

    return answered_once(tx, caller, keyed, act)


def lift(
    tx: Transaction, stop_id: str, why: str, by: Person, *, caller: Caller, keyed: Keyed, rules: RuleStore
) -> Proposed:
    """End a stop now. Raises PowerError `unknown-stop`, `stop-over`, `not-theirs`; RulesChanged."""

    def act() -> Done:
        kept = [one for one in suspensions_kept(tx) if one.id == stop_id and one.body == caller.body]
        if not kept:
            message = "Your body has called no such stop."
            raise PowerError([Problem("unknown-stop", message, "GET /v1/stops lists them.")])
        (found,) = kept
        if found.until is not None and found.until <= tx.recorded_at:
            raise PowerError([Problem("stop-over", f"It ended at {found.until}.", "Nothing is left to do.")])
        _check_person(tx, rules, by, caller)
        fields = {
            "attested": caller.attested,
            "body": caller.body,
            "by_role": by.role,
            "client": caller.client,
            "stop": found.id,
        }
        made = tx.append(Kind.STOP_LIFTED, fields, {"by": by.ref}, {"why": why})
        lift_stop(tx, made, found)
        return Done(made, {"stop": found.id})

    return answered_once(tx, caller, keyed, act)


def _check_person(tx: Transaction, rules: RuleStore, by: Person, caller: Caller) -> None:
    """Whoever is accountable for a scheme of their body, or stands above them."""
    if last_adoption(tx) != rules.in_force.upto:
        raise RulesChanged
    stacks = list(_stacks(rules.in_force.library, tx.now))
    named = {
        (stack.accountable, stack.title_of(stack.accountable))
        for stack in stacks
        if stack.roles[stack.accountable].body == caller.body
    }
    wide = {name for name, _ in named} | {
        senior for stack in stacks for name, _ in named for senior in stack.seniors(name)
    }
    ours = {name for stack in stacks for name, role in stack.roles.items() if role.body == caller.body}
    if by.role not in wide & ours:
        who = " or ".join(sorted(title for _, title in named)) or "whoever is accountable for a scheme"
        message = f"To stop what {caller.body} decides is for: {who}."
        raise PowerError([Problem("not-theirs", message, "Ask them, with a key of their body.", "/by/role")])


def _stacks(library: Library, now: datetime) -> Iterator[Stack]:
    for name in library.schemes:
        try:
            yield library.stack(name, now, now)
        except GovengineError:  # no version of it is in force today
            continue
