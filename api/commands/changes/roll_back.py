"""Take a change back: the version before governs again, in one act, or a proposal is withdrawn."""

from datetime import date
from zoneinfo import ZoneInfo

from api.commands.answered_once import Done
from api.commands.changes.change import Standing
from api.commands.changes.draft import ChangeError
from api.commands.changes.on_change import CERTAIN, OnChange
from api.store.changes import record_succession
from govengine.errors import Problem, SchemeError
from govengine.record import Kind
from govengine.scheme import Library, Succession, Version


def roll_back(on: OnChange, why: str) -> Done:
    """The version before governs again from today on, and answers as it did. What was decided stands.

    By whoever is accountable for the scheme or above. Raises ChangeError `not-rolled-back`, `not-theirs`;
    KeptApartError `known-too-little`.
    """
    if on.change.standing is not Standing.ADOPTED:
        raise ChangeError([_not_now(f"The change is {str(on.change.standing).replace('_', ' ')}.")])
    row, tx = on.change.row, on.tx
    versions = on.library.schemes[row.scheme]
    ours = next(one for one in versions if one.version == row.version)
    today = tx.now.astimezone(ZoneInfo(ours.text.zone.value if ours.text.zone else "Europe/London")).date()
    since = max(today, ours.text.effective.since)  # one that has not begun yet is taken back before it does
    _check_person(on, ours, since)
    on.check_known(CERTAIN)
    before = next((one for one in versions if one.digest == on.change.proposed.leaf["base"]), None)
    if on.library.version_on(row.scheme, since) is not ours or before is None:
        raise ChangeError([_not_now("Another version governs by now, or none did before.")])
    back = Succession(row.scheme, before.version, since, row.version)
    _check_loads(on.library, before, back, since)
    says = {
        "restores": before.version,
        "scheme": row.scheme,
        "since": since.isoformat(),
        "version": row.version,
    }
    done = on.put_on_record(Kind.CHANGE_ROLLED_BACK, says, {"why": why}, says)
    record_succession(tx, done.appended, back)
    return done


def withdraw_change(on: OnChange, why: str) -> Done:
    """A proposal taken back, by anybody of a role in the scheme. Raises ChangeError `change-over`."""
    on.in_one_of(on.parties.peers | on.parties.owners, "withdraw it")
    return on.put_on_record(Kind.CHANGE_WITHDRAWN, {}, {"why": why})


def _check_person(on: OnChange, ours: Version, day: date) -> None:
    stack = on.library.stack_of(ours, day)
    owners = frozenset({stack.accountable}) | stack.seniors(stack.accountable)
    by, body = on.doing.by.role, on.doing.caller.body
    if by not in owners or stack.roles[by].body != body:
        who = " or ".join(sorted(stack.title_of(role) for role in owners))
        raise ChangeError(
            [Problem("not-theirs", f"To take a change back is for: {who}.", "Ask them.", "/by/role")]
        )


def _check_loads(library: Library, before: Version, back: Succession, day: date) -> None:
    versions = [one for kept in library.schemes.values() for one in kept]
    then = Library(versions, [*library.successions, back])
    try:
        if then.version_on(before.id, day) is not before:
            raise ChangeError([_not_now(f"{before.name} does not hold on {day.isoformat()} any more.")])
        then.stack_of(before, day)
    except SchemeError as error:
        problems = "; ".join(one.message for one in error.problems)
        raise ChangeError([_not_now(f"{before.name} would not load any more: {problems}")]) from None


def _not_now(message: str) -> Problem:
    what_to_do = "Propose a change with the text you want to have; to stop it at once, suspend its grants."
    return Problem("not-rolled-back", message, what_to_do)
