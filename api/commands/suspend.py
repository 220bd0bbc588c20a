"""Take a power back at once, and give it back: by the role the scheme names, never by whoever runs the service."""

from dataclasses import dataclass
from datetime import datetime

from api.commands.answered_once import Answered, Done, answered_once
from api.commands.doing import Doing
from api.store.suspensions import restore as note_restored
from api.store.suspensions import suspend, suspensions_kept
from api.store.transaction import Transaction
from govengine.decide.suspension import Suspension
from govengine.errors import GovengineError, Problem, RequestError, nearest
from govengine.record import Kind, instant_text
from govengine.scheme import Stack
from govengine.scheme.shape import Absent


class PowerError(GovengineError):
    """A power cannot be suspended or restored as it was asked for."""


@dataclass(frozen=True, slots=True)
class SuspensionRequest:
    """A grant of a scheme, by its name in it; every grant where `grant` is None. `until` is aware."""

    scheme: str
    why: str
    grant: str | None = None
    until: datetime | None = None


def suspend_power(tx: Transaction, request: SuspensionRequest, doing: Doing) -> Answered:
    """Put a suspension on the record; the next answer shows it. Raises PowerError, RequestError, RulesChanged."""

    def act() -> Done:
        stack = doing.library(tx).stack(request.scheme, tx.now, tx.now)
        grant = None if request.grant is None else _grant(stack, request.grant)
        if request.until is not None and request.until <= tx.now:
            message = "The suspension would be over before it begins."
            raise RequestError([Problem("bad-member", message, "Send a later time, or none.", "/until")])
        _check_person(stack, grant, doing)
        until = None if request.until is None else instant_text(request.until)
        power = {"scheme": request.scheme, "grant": grant, "until": until}
        made = tx.append(Kind.POWER_SUSPENDED, doing.who | power, {"by": doing.by.ref}, {"why": request.why})
        suspend(tx, made, scheme=request.scheme, grant=grant, until=until)
        return Done(made, power)

    return answered_once(tx, doing.caller, doing.keyed, act)


def restore_power(tx: Transaction, suspension_id: str, why: str, doing: Doing) -> Answered:
    """Give a power back. Raises PowerError `unknown-suspension`, `suspension-over`, `not-theirs`."""

    def act() -> Done:
        found = _find(tx, suspension_id)
        if found is None:
            raise PowerError([Problem("unknown-suspension", "There is no such suspension.", "Send its id.")])
        if found.until is not None and found.until <= tx.recorded_at:
            raise PowerError(
                [Problem("suspension-over", f"It ended at {found.until}.", "Nothing is left to do.")]
            )
        _check_person(doing.library(tx).stack(str(found.scheme), tx.now, tx.now), found.grant, doing)
        fields = doing.who | {"suspension": found.id}
        made = tx.append(Kind.POWER_RESTORED, fields, {"by": doing.by.ref}, {"why": why})
        note_restored(tx, made, found)
        return Done(made, {"suspension": found.id})

    return answered_once(tx, doing.caller, doing.keyed, act)


def _find(tx: Transaction, suspension_id: str) -> Suspension | None:
    kept = (one for one in suspensions_kept(tx) if one.body is None)
    return next((one for one in kept if one.id == suspension_id), None)


def _grant(stack: Stack, name: str) -> str:
    known = {grant.id for grant in stack.grants if grant.scheme == stack.scheme}
    full = name if "/" in name else f"{stack.scheme}/{name}"
    if full not in known:
        near = nearest(full, known)
        what_to_do = f"Send {near}." if near else "Send a grant of this scheme."
        message = f"{stack.scheme} has no grant called {name[:80]!r}."
        raise RequestError([Problem("unknown-grant", message, what_to_do, "/grant", near)])
    return full


def _check_person(stack: Stack, grant: str | None, doing: Doing) -> None:
    """Whoever delegated the power, or is accountable for the scheme, or stands above them."""
    named = {stack.accountable}
    for one in stack.grants:
        if one.id == grant and not isinstance(one.delegated_by, Absent):
            named.add(one.delegated_by["role"])
    wide = named | {senior for role in named for senior in stack.seniors(role)}
    role = doing.by.role
    if role not in wide or stack.roles[role].body != doing.caller.body:
        who = " or ".join(sorted(stack.title_of(role) for role in named))
        message = f"To take this power back is for: {who}."
        raise PowerError([Problem("not-theirs", message, "Ask them, with a key of their body.", "/by/role")])
