"""A stop over a whole body, from one minute to another: by whoever is accountable for a scheme of it (`stop.called`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.commands.answered_once import Answered, Done, answered_once
from api.commands.doing import Doing
from api.commands.suspend import PowerError
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
    since: datetime | None = None


def stop_body(tx: Transaction, request: StopRequest, doing: Doing) -> Answered:
    """Put a stop on the record. Raises RequestError `bad-member`, PowerError `not-theirs`, RulesChanged."""

    def act() -> Done:
        since = request.since or tx.now
        _check_person(tx, doing)
        if since < tx.now:
            message = "It would have begun already, and what was decided then stands."
            raise RequestError([Problem("bad-member", message, "Send a time to come, or none.", "/since")])
        if not since < request.until <= since + LONGEST_STOP:
            message = "It would be over before it begins, or last longer than a year."
            raise RequestError([Problem("bad-member", message, "Send an end within a year.", "/until")])
        begins, ends = instant_text(since), instant_text(request.until)
        fields = doing.who | {"since": begins, "until": ends}
        made = tx.append(Kind.STOP_CALLED, fields, {"by": doing.by.ref}, {"why": request.why})
        body = doing.caller.body
        call_stop(tx, made, body=body, role=doing.by.role, since=begins, until=ends)
        return Done(made, {"body": body, "since": begins, "until": ends})

    return answered_once(tx, doing.caller, doing.keyed, act)


def lift(tx: Transaction, stop_id: str, why: str, doing: Doing) -> Answered:
    """End a stop now. Raises PowerError `unknown-stop`, `stop-over`, `not-theirs`; RulesChanged."""

    def act() -> Done:
        kept = [one for one in suspensions_kept(tx) if one.id == stop_id and one.body == doing.caller.body]
        if not kept:
            message = "Your body has called no such stop."
            raise PowerError([Problem("unknown-stop", message, "GET /v1/stops lists them.")])
        (found,) = kept
        if found.until is not None and found.until <= tx.recorded_at:
            raise PowerError([Problem("stop-over", f"It ended at {found.until}.", "Nothing is left to do.")])
        _check_person(tx, doing)
        made = tx.append(Kind.STOP_LIFTED, doing.who | {"stop": found.id}, {"by": doing.by.ref}, {"why": why})
        lift_stop(tx, made, found)
        return Done(made, {"stop": found.id})

    return answered_once(tx, doing.caller, doing.keyed, act)


def _check_person(tx: Transaction, doing: Doing) -> None:
    """Whoever is accountable for a scheme of their body, or stands above them."""
    body, stacks = doing.caller.body, list(_stacks(doing.library(tx), tx.now))
    named = {
        (stack.accountable, stack.title_of(stack.accountable))
        for stack in stacks
        if stack.roles[stack.accountable].body == body
    }
    wide = {name for name, _ in named} | {
        senior for stack in stacks for name, _ in named for senior in stack.seniors(name)
    }
    ours = {name for stack in stacks for name, role in stack.roles.items() if role.body == body}
    if doing.by.role not in wide & ours:
        who = " or ".join(sorted(title for _, title in named)) or "whoever is accountable for a scheme"
        message = f"To stop what {body} decides is for: {who}."
        raise PowerError([Problem("not-theirs", message, "Ask them, with a key of their body.", "/by/role")])


def _stacks(library: Library, now: datetime) -> Iterator[Stack]:
    for name in library.schemes:
        try:
            yield library.stack(name, now, now)
        except GovengineError:  # no version of it is in force today
            continue
