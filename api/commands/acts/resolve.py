"""A double bind resolved: which side is kept, why, and what is kept for the other (`bind.resolved`).

Of two duties that exclude one another the other is set aside, as if it had been done. Where the lines of two bodies
pull apart a resolution changes no answer: what a body's scheme stops stays stopped until that body says otherwise.
"""

from dataclasses import dataclass
from typing import Any

from api.commands.acts.on_decision import ActError, Deed, OnDecision
from api.commands.acts.people import apart_from, who_asked
from api.problems import problem
from api.store.obligations import What, open_about
from govengine.decide.binds import DUTIES
from govengine.errors import Problem
from govengine.life import Act, State

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The bind by its id in the answer; what is kept of its options; why; and what is kept for the other side."""

    bind: str
    keep: str
    why: str
    kept: str


def resolve(on: OnDecision, resolution: Resolution) -> Deed:
    """Resolve it. Raises ActError `not-possible-now`, `unknown-bind`, `unknown-option`, `not-theirs`; KeptApartError."""
    on.check_possible(Act.RESOLVE)
    _, before = on.answer()
    bind = next((one for one in before.binds if one["id"] == resolution.bind), None)
    if bind is None:
        raise ActError([problem("unknown-bind")])
    options = [one["keep"] for one in bind["options"]]
    if resolution.keep not in options:
        message = "This is none of its options."
        raise ActError([Problem("unknown-option", message, f"Send one of: {', '.join(options)}.", "/keep")])
    _check_resolver(on, bind)
    apart_from(on, who_asked(on), "resolve it")
    fields = {
        "between": bind["between"],
        "bind": bind["id"],
        "binds": bind["about"],
        "discharges": None,
        "keeps": resolution.keep,
    }
    side = {"why": resolution.why, "kept": resolution.kept}
    if bind["about"] != DUTIES:
        return Deed(Act.RESOLVE, fields, side=side)
    (aside,) = (one["duty"] for one in bind["between"] if one["duty"] != resolution.keep)
    waiting = open_about(on.tx.connection, on.row.entry_index)
    asked, answer = on.answer(on.done_too(aside))
    taken = on.course.state is State.TAKEN
    return Deed(
        Act.RESOLVE,
        fields | {"discharges": aside},
        side=side,
        advice=(asked, answer),
        counts=on.course.counts or (not taken and bool(answer.may_act)),
        ends=[one.id for one in waiting if one.duty == aside and one.what is What.DUTY],
    )


def _check_resolver(on: OnDecision, bind: Json) -> None:
    """Whoever answers for one of the schemes, or stands above them. Raises ActError `not-theirs`."""
    stacks = (on.stack, *on.stack.beside)
    named = [
        (stack, one["role"]) for stack in stacks for one in bind["resolved_by"] if one["role"] in stack.roles
    ]
    if not any(on.asking.by.role in {role, *stack.seniors(role)} for stack, role in named):
        who = " or ".join(dict.fromkeys(stack.title_of(role) for stack, role in named))
        message = f"To resolve it is for: {who}, or somebody above them."
        raise ActError([Problem("not-theirs", message, "Ask one of them.", "/by/role")])
