"""Adopt a change: what it does is worked out once more under the log lock, and the wider path is the one that counts."""

from datetime import timedelta

from api.commands.adopt import Through, adopt
from api.commands.answered_once import Done
from api.commands.changes.draft import ChangeError
from api.commands.changes.on_change import CERTAIN, OnChange
from api.store.obligations import Owing, What, told
from govengine.decide.uprating import index_from_json
from govengine.errors import Problem, SchemeError
from govengine.publishing import Line, Part, Path, ready, wider
from govengine.record import instant_text
from govengine.record.instant import instant
from govengine.scheme import Version


def adopt_change(on: OnChange, authority: str) -> Done:
    """The adoption. From now on the draft governs, or from its first day if that is to come.

    Raises ChangeError `base-moved`, `change-waits`, `draft-unsound`, `change-over`, `not-theirs`; KeptApartError
    `known-too-little`, `kept-apart`; SchemeError where a shared outcome lacks a signature.
    """
    draft, tx = on.draft, on.tx
    on.check_base()
    said = on.change.proposed.side.get("index")
    found = draft.effect(None if said is None else index_from_json(said))
    effect = wider(on.change.effect, found.effect)
    path, checklist = on.change.checklist(tx.connection, draft, tx.recorded_at, effect)
    adopting = path.step_of(Part.ADOPT)
    on.in_one_of(frozenset() if adopting is None else adopting.roles, "adopt it")
    on.check_known(CERTAIN)
    on.apart_from(on.editors, "adopt it")
    if not ready(checklist):
        raise ChangeError([_waits(checklist)])
    owes = _review(on, draft.version, path)
    through = Through(
        on.change.row.id,
        on.change.row.entry_index,
        draft.since,
        {**on.doing.fields, "effect": str(effect), "base": on.change.proposed.leaf["base"]},
        owes,
    )
    try:
        (adoption,) = adopt(
            tx,
            [draft.version],
            on.library,
            by=on.doing.by.ref,
            role=on.doing.by.role,
            authority=authority,
            through=through,
        )
    except SchemeError as error:
        raise ChangeError(error.problems) from None
    on.doing.note(tx, adoption.made)
    says = {
        "change": on.change.row.id,
        "scheme": adoption.scheme,
        "version": adoption.version,
        "effect": str(effect),
        "since": draft.since.isoformat(),
        "owes": told([f"{adoption.made.id}-{n}" for n, _ in enumerate(owes)], owes),
    }
    return Done(adoption.made, says)


def _review(on: OnChange, version: Version, path: Path) -> list[Owing]:
    if path.review_days is None:
        return []
    due_at = instant_text(instant(on.tx.recorded_at) + timedelta(days=path.review_days))
    stack = on.draft.by_whose_rules
    role = stack.accountable
    return [Owing(What.REVIEW, f"change/{version.name}", stack.roles[role].body, role, due_at)]


def _waits(checklist: tuple[Line, ...]) -> Problem:
    waiting = [line for line in checklist if line.waits and line.step.part is not Part.ADOPT]
    names = "; ".join(
        f"{str(line.step.part).replace('_', ' ')}"
        + (f" ({', '.join(sorted(line.step.roles))})" if line.step.roles else "")
        for line in waiting
    )
    return Problem(
        "change-waits", f"Still waited for: {names}.", "GET the change: its checklist says since when."
    )
