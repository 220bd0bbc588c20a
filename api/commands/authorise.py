"""Authority by competence: agreed by somebody above, for a time, with what shows it (`authorisation.given`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from api.commands.answered_once import Answered, Done, Person, answered_once
from api.commands.doing import Doing
from api.commands.suspend import PowerError
from api.store.authorisations import authorise, end_authorisation, find_authorisation
from api.store.erasing import key_about_person
from api.store.tables import ACTOR
from api.store.transaction import Transaction
from govengine.errors import Problem, RequestError, nearest
from govengine.record import Kind, instant_text, lookup_key
from govengine.scheme import Stack

LONGEST = timedelta(days=3 * 366)
"""An authorisation is looked at again every three years at the latest."""


class How(StrEnum):
    """How somebody came to be authorised."""

    EARNED = "earned"
    ACTING_UP = "acting_up"
    SUBSTITUTE = "substitute"
    TRAINING = "training"
    PEER_LEARNING = "peer_learning"


@dataclass(frozen=True, slots=True)
class AuthorisationRequest:
    """`holder` may what `fact` says from `since` (now if None) until `until`; who does it agrees to it."""

    scheme: str
    fact: str
    how: How
    holder: Person
    until: datetime
    since: datetime | None = None
    evidence: str | None = None
    stands_in_for: str | None = None
    """The person for whom the holder acts up or substitutes: where two people are wanted, they are one."""


def give_authorisation(tx: Transaction, request: AuthorisationRequest, doing: Doing) -> Answered:
    """Put it on the record. Raises RequestError, PowerError `not-theirs`, RulesChanged."""

    def act() -> Done:
        stack = doing.library(tx).stack(request.scheme, tx.now, tx.now)
        _check_fact(stack, request.fact)
        _check_people(stack, request.holder, doing)
        since = request.since or tx.now
        if not since < request.until <= since + LONGEST:
            message = "It ends before it begins, or after more than three years."
            raise RequestError([Problem("bad-member", message, "Send an end within three years.", "/until")])
        key = lookup_key(doing.secret, ACTOR, request.holder.ref)
        begins, ends = instant_text(since), instant_text(request.until)
        fields = doing.who | {
            "fact": request.fact,
            "holder_role": request.holder.role,
            "how": str(request.how),
            "keys": {ACTOR: key},
            "scheme": request.scheme,
            "since": begins,
            "until": ends,
        }
        instead = request.stands_in_for
        if instead is not None:
            if request.how not in (How.SUBSTITUTE, How.ACTING_UP):
                message = f"Nobody is stood in for by {request.how}."
                raise RequestError([Problem("bad-member", message, "Leave it out.", "/stands_in_for")])
            fields["stands_in_for"] = lookup_key(doing.secret, ACTOR, instead)
        side = {} if request.evidence is None else {"evidence": request.evidence}
        people = {"by": doing.by.ref, "holder": request.holder.ref}
        if instead is not None:
            people["instead_of"] = instead
        made = tx.append(Kind.AUTHORISATION_GIVEN, fields, people, side)
        authorise(
            tx,
            made,
            body=doing.caller.body,
            holder=key,
            fact=request.fact,
            since=begins,
            until=ends,
            stands_in_for=fields.get("stands_in_for"),
        )
        key_about_person(tx, made.index, (ACTOR, key))
        return Done(made, {"fact": request.fact, "since": begins, "until": ends})

    return answered_once(tx, doing.caller, doing.keyed, act)


def take_authorisation(tx: Transaction, authorisation_id: str, why: str, doing: Doing) -> Answered:
    """End it now; the next answer shows it. Raises PowerError `unknown-authorisation`, `authorisation-over`."""

    def act() -> Done:
        found = find_authorisation(tx.connection, authorisation_id, doing.caller.body)
        if found is None:
            message = "Your body has given no such authorisation."
            raise PowerError([Problem("unknown-authorisation", message, "Send its id.")])
        if found.until <= tx.recorded_at:
            message = f"It ended at {found.until}."
            raise PowerError([Problem("authorisation-over", message, "Nothing is left to do.")])
        fields = doing.who | {"authorisation": found.id}
        made = tx.append(Kind.AUTHORISATION_ENDED, fields, {"by": doing.by.ref}, {"why": why})
        end_authorisation(tx, made, found)
        return Done(made, {"authorisation": found.id})

    return answered_once(tx, doing.caller, doing.keyed, act)


def _check_fact(stack: Stack, fact: str) -> None:
    known = [one.name for one in stack.facts.values() if one.registered]
    if fact not in known:
        near = nearest(fact, known)
        what_to_do = f"Send {near}." if near else "Send a fact the scheme declares with registered: true."
        message = f"No authorisation is called {fact[:80]!r}."
        raise RequestError([Problem("unknown-fact", message, what_to_do, "/fact", near)])


def _check_people(stack: Stack, holder: Person, doing: Doing) -> None:
    """Agreed by somebody above, who is somebody else: what was delegated is not delegated further down."""
    body = doing.caller.body
    for person, place in ((holder, "/holder/role"), (doing.by, "/by/role")):
        known = stack.roles.get(person.role)
        if known is None or known.body != body:
            message = f"{person.role[:80]} is no role of {body} in this scheme."
            raise RequestError([Problem("unknown-role", message, "Send a role of your body.", place)])
    above = stack.seniors(holder.role)
    if doing.by.role not in above or doing.by.ref == holder.ref:
        titles = ", ".join(sorted(stack.title_of(role) for role in above)) or "nobody in this scheme"
        message = f"It is agreed by somebody above the {stack.title_of(holder.role)}: {titles}."
        raise PowerError([Problem("not-theirs", message, "Ask one of them.", "/by/role")])
