"""Play a part in a change: check its wording, agree as a peer or as the finance officer, approve as its owner."""

import orjson

from api.commands.answered_once import Done
from api.commands.changes.draft import ChangeError
from api.commands.changes.on_change import OnChange
from api.store.authorisations import held_at
from api.store.reading import entry
from api.store.tables import ACTOR
from govengine.errors import Problem
from govengine.publishing import Part
from govengine.publishing.path import AGREEING
from govengine.record import Kind, lookup_key

_STANDING_IN = ("acting_up", "substitute")


def agree(on: OnChange, part: Part, said: str | None) -> Done:
    """The part. By nobody who edited the draft or played another part.

    Raises ChangeError `no-such-part`, `not-theirs`, `base-moved`; KeptApartError.
    """
    draft = on.draft
    path, checklist = on.change.checklist(on.tx.connection, draft, on.tx.recorded_at)
    steps = [step for step in path.steps if step.part is part]
    if part not in AGREEING or not steps:
        asked = ", ".join(str(step.part) for step in path.steps if step.part in AGREEING)
        message = f"The path of this change has no part called {part}."
        raise ChangeError([Problem("no-such-part", message, f"Send one of: {asked}.", "/part")])
    on.check_base()
    on.in_one_of(steps[0].roles, str(part).replace("_", " "))
    others = {line.done.person for line in checklist if line.done and line.step.part in AGREEING}
    on.apart_from(on.editors | others, "do this")
    on.check_known()
    fields = {"part": str(part), "rests_on": rests_on(on)}
    return on.put_on_record(
        Kind.CHANGE_AGREED, fields, {} if said is None else {"said": said}, {"part": str(part)}
    )


def rests_on(on: OnChange) -> list[str]:
    """The authorisations by which somebody acts up or stands in: when one ends, what they agreed to here counts no more."""
    key = lookup_key(on.doing.secret, ACTOR, on.doing.by.ref)
    found = []
    for one in held_at(on.tx.connection, key, on.doing.caller.body, on.tx.recorded_at):
        stored = entry(on.tx.connection, one.entry_index)
        leaf = {} if stored is None else orjson.loads(stored.leaf)
        if leaf.get("how") in _STANDING_IN and leaf.get("holder_role") == on.doing.by.role:
            found.append(one.id)
    return sorted(found)
