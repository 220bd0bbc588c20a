"""A body signs a shared outcome, and may leave it again: by a person in a role of that body (`outcome.signed`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.commands.acts.standing import REVIEW_WITHIN
from api.commands.answered_once import Answered, Done, Person, answered_once
from api.commands.doing import Doing
from api.store.obligations import Owing, What, owe, told
from api.store.outcomes import Signature, Words, note_left, note_signed, signatures_of, standing
from api.store.transaction import Transaction
from govengine.errors import GovengineError, Problem, RequestError
from govengine.record import Kind, instant_text
from govengine.scheme import Library, Stack
from govengine.scheme.shape import Absent

ZONE = ZoneInfo("Europe/London")
"""Days that bodies agree between them are days here, whatever a scheme says of its own."""


class OutcomeError(GovengineError):
    """A shared outcome cannot be signed, left or followed up as it was asked for."""


@dataclass(frozen=True, slots=True)
class Signing:
    """What a body signs: the words, which are the same for each, and its own share. `follow_up` are days."""

    outcome: str
    words: Words
    share: str
    by: Person
    follow_up: Sequence[date] = ()


def sign_outcome(tx: Transaction, signing: Signing, doing: Doing) -> Answered:
    """Put the signature of the caller's body on the record. Raises OutcomeError, RequestError, RulesChanged."""

    def act() -> Done:
        body = doing.caller.body
        check_role_of(doing.library(tx), signing.by.role, body, "/by/role")
        _check_words(signing, body, standing(signatures_of(tx.connection, signing.outcome)))
        if any(day_ends(day) <= tx.recorded_at for day in signing.follow_up):
            message = "A day to follow it up has gone by."
            raise RequestError([Problem("bad-member", message, "Send later days.", "/follow_up")])
        signed, said = parts_of(signing, body, doing.caller.attested)
        owes = follow_ups(signing, body)
        fields = {**doing.fields, "owes": [one.to_json() for one in owes], "signatures": [signed]}
        made = tx.append(Kind.OUTCOME_SIGNED, fields, {}, {"signatures": [said]})
        (signature,) = note_signed(tx, made, [signed])
        owed = owe(tx, made, made.index, owes)
        doing.note(tx, made)
        says = {"outcome": signing.outcome, "signature": signature, "owes": told(owed, owes)}
        return Done(made, says)

    return answered_once(tx, doing.caller, doing.keyed, act)


def leave_outcome(tx: Transaction, outcome: str, why: str, doing: Doing) -> Answered:
    """Withdraw the body's signature: every grant that serves the outcome is to be reviewed.

    Raises OutcomeError `unknown-signature`, RequestError, RulesChanged.
    """

    def act() -> Done:
        library, body = doing.library(tx), doing.caller.body
        check_role_of(library, doing.by.role, body, "/by/role")
        found = [one for one in standing(signatures_of(tx.connection, outcome)) if one.body == body]
        if not found:
            message = "Your body has not signed this outcome, or has left it."
            raise OutcomeError([Problem("unknown-signature", message, "GET /v1/outcomes lists who signed.")])
        (signature,) = found
        owes = list(_reviews(library, outcome, tx.now))
        fields = {
            **doing.fields,
            "about": signature.entry_id,
            "outcome": outcome,
            "owes": [one.to_json() for one in owes],
            "signature": signature.id,
        }
        made = tx.append(Kind.OUTCOME_LEFT, fields, {"by": doing.by.ref}, {"why": why})
        note_left(tx, made, signature)
        owed = owe(tx, made, signature.entry_index, owes)
        doing.note(tx, made)
        return Done(made, {"outcome": outcome, "signature": signature.id, "owes": told(owed, owes)})

    return answered_once(tx, doing.caller, doing.keyed, act)


def parts_of(signing: Signing, body: str, attested: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A signature as the leaf of its entry holds it, and what is in people's own words."""
    words = signing.words
    signed = {
        "attested": attested,
        "body": body,
        "outcome": signing.outcome,
        "role": signing.by.role,
        "shared_by": list(words.shared_by),
    }
    said = {"by": signing.by.ref, "measure": words.measure, "share": signing.share, "title": words.title}
    return signed, said


def follow_ups(signing: Signing, body: str) -> list[Owing]:
    """What the body owes on the days it said it would look."""
    return [
        Owing(
            What.FOLLOW_UP,
            f"follow-up/{day.isoformat()}",
            body,
            signing.by.role,
            day_ends(day),
            signing.outcome,
        )
        for day in sorted(set(signing.follow_up))
    ]


def day_ends(day: date) -> str:
    """When that day is over."""
    return instant_text(datetime.combine(day + timedelta(days=1), time(), ZONE))


def check_role_of(library: Library, role: str, body: str, pointer: str) -> None:
    """A role that a scheme of the body declares is not another body's. Other roles are the body's own affair.

    Raises RequestError `role-of-other-body`.
    """
    bodies = {
        version.text.roles[role].value.body.value
        for versions in library.schemes.values()
        for version in versions
        if body in version.text.bodies and role in version.text.roles
    }
    if bodies and body not in bodies:
        message = f"{role} is a role of {', '.join(sorted(bodies))}, and none of {body[:80]}."
        raise RequestError([Problem("role-of-other-body", message, "Send a role of that body.", pointer)])


def _check_words(signing: Signing, body: str, others: Sequence[Signature]) -> None:
    if body not in signing.words.shared_by:
        message = f"{body} is not among the bodies named in shared_by."
        raise OutcomeError([Problem("not-sharing", message, "Send all who share it.", "/shared_by")])
    if any(one.body == body for one in others):
        message = "Your body has signed it, and the signature stands."
        raise OutcomeError([Problem("already-signed", message, "Nothing is left to do.")])
    for one in others:
        if one.words != signing.words:
            message = f"{one.body} has signed other words: its title, measure or shared_by differ."
            what_to_do = "Send the words as GET /v1/outcomes has them, or agree others with them first."
            raise OutcomeError([Problem("outcome-differs", message, what_to_do)])


def _reviews(library: Library, outcome: str, now: datetime) -> Iterator[Owing]:
    """A review of each grant that serves the outcome, by whoever delegated it, else who is accountable."""
    seen = set()
    for name in sorted(library.schemes):
        for stack in _stacks_from(library, name, now):
            for grant in stack.grants:
                if grant.scheme == name and grant.outcome == outcome and grant.id not in seen:
                    seen.add(grant.id)
                    role = _delegator(stack, grant.delegated_by)
                    due_at = instant_text(now + REVIEW_WITHIN)
                    yield Owing(What.REVIEW, grant.id, stack.roles[role].body, role, due_at, outcome)


def _stacks_from(library: Library, name: str, now: datetime) -> Iterator[Stack]:
    """Every version of a scheme that is in force today or will be, in its stack."""
    today = now.astimezone(ZONE).date()
    for version in reversed(library.schemes[name]):
        since, until = version.text.effective.since, version.text.effective.until
        if until is None or until >= today:
            yield library.stack_of(version, max(since, today))


def _delegator(stack: Stack, delegated_by: Any) -> str:
    named = None if isinstance(delegated_by, Absent) else delegated_by.get("role")
    return str(named) if named in stack.roles else stack.accountable
