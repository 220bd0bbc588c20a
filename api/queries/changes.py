"""Changes of schemes as their readers see them: what each does, who is waited for and since when, and its story."""

from typing import Any

from api.auth.caller import Caller
from api.commands.changes.change import Change, Standing, Told, change_of, is_party
from api.desk import Desk
from api.store.changes import changes_of, find_change
from govengine.decide.uprating import index_from_json
from govengine.publishing import Line
from govengine.record import instant_text
from govengine.scheme import Stack

Json = dict[str, Any]
_OPEN = ("part", "objects", "objection", "host", "statute_floor", "since", "restores", "authority", "said")
_WORDS = ("said", "why", "risks", "took_part", "changed", "not_done")


def changes(desk: Desk, caller: Caller) -> list[Json]:
    """Every change of a scheme that the body has a part in, the newest first, with who is waited for."""
    desk.rules.reload_if_changed()
    library, now = desk.rules.in_force.library, desk.clock()
    with desk.engine.connect() as connection:
        found = [change_of(connection, row, library, now) for row in changes_of(connection)]
        return [
            _line(one) | {"waits_for": _waits(desk, connection, one)}
            for one in found
            if is_party(one, library, caller)
        ]


def change(desk: Desk, caller: Caller, change_id: str) -> Json | None:
    """One change with its checklist and its story; None where there is none for the body."""
    desk.rules.reload_if_changed()
    library, now = desk.rules.in_force.library, desk.clock()
    with desk.engine.connect() as connection:
        row = find_change(connection, change_id)
        found = None if row is None else change_of(connection, row, library, now)
        if found is None or not is_party(found, library, caller):
            return None
        side, leaf = found.proposed.side, found.proposed.leaf
        scenarios = leaf["scenarios"]
        return _line(found) | {
            "base": leaf["base"],
            "because": side.get("because", []),
            "why": side.get("why"),
            "by": _who(found.proposed),
            "edited_by": side.get("edited_by", []),
            "files": dict(found.files),
            "index": side.get("index"),
            "scenarios": {"run": scenarios["run"], "failed": side.get("failed", [])},
            "problems": [] if found.unsound is None else [one.message for one in found.unsound.problems],
            "checklist": _checklist(desk, connection, found),
            "story": [_told(one) for one in (found.proposed, *found.story)],
        }


def foresee_adoption(desk: Desk, change_id: str) -> None:
    """Work out before the log lock what an adoption is going to ask for."""
    with desk.engine.connect() as connection:
        row = find_change(connection, change_id)
        if row is None:
            return
        found = change_of(connection, row, desk.rules.in_force.library, desk.clock())
    said = found.proposed.side.get("index")
    if found.draft is not None:
        found.draft.effect(None if said is None else index_from_json(said))


def _line(found: Change) -> Json:
    row, leaf = found.row, found.proposed.leaf
    return {
        "id": row.id,
        "scheme": row.scheme,
        "version": row.version,
        "digest": row.digest,
        "effect": leaf["effect"],
        "standing": str(found.standing),
        "proposed_at": found.proposed.stored.recorded_at,
    }


def _checklist(desk: Desk, connection: Any, found: Change) -> list[Json]:
    draft = found.draft
    if draft is None:
        return []
    _, lines = found.checklist(connection, draft, instant_text(desk.clock()))
    return [_item(line, draft.by_whose_rules) for line in lines]


def _waits(desk: Desk, connection: Any, found: Change) -> list[str]:
    if found.standing is not Standing.PROPOSED:
        return []
    return [line["part"] for line in _checklist(desk, connection, found) if line["waits"]]


def _item(line: Line, stack: Stack) -> Json:
    done = line.done
    return {
        "part": str(line.step.part),
        "roles": [{"role": role, "title": stack.title_of(role)} for role in sorted(line.step.roles)],
        "waits": line.waits,
        "since": line.since,
        "about": line.about,
        "done": None if done is None else {"by": {"ref": done.ref, "role": done.role or None}, "at": done.at},
    }


def _who(one: Told) -> Json:
    return {"ref": one.by, "role": one.leaf.get("by_role"), "body": one.leaf.get("body")}


def _told(one: Told) -> Json:
    told: Json = {
        "id": one.stored.entry_id,
        "act": one.stored.kind,
        "recorded_at": one.stored.recorded_at,
        "by": _who(one),
        "attested": one.leaf["attested"],
    }
    told |= {name: one.leaf[name] for name in _OPEN if name in one.leaf}
    return told | {name: one.side[name] for name in _WORDS if name in one.side}
