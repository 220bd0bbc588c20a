"""Say that a duty has been done: who did it, and what shows it."""

from dataclasses import dataclass

from api.commands.acts.on_decision import ActError, Deed, OnDecision
from api.problems import problem
from api.store.obligations import What, open_about
from govengine.decide.duties import CONFIRM
from govengine.errors import Problem
from govengine.life import Act, State


@dataclass(frozen=True, slots=True)
class Discharge:
    """The duty, by its id in the answer; `ref` points at the evidence."""

    duty: str
    ref: str | None = None


def discharge(on: OnDecision, done: Discharge) -> Deed:
    """The duty as done, by the body that proposed the decision or took the duty over. Raises ActError `not-owed`."""
    on.check_possible(Act.DISCHARGE)
    here = on.asking.caller.body
    owing = open_about(on.tx.connection, on.row.entry_index)
    if here not in {on.row.body, *(one.body for one in owing if one.what is not What.SUGGESTION)}:
        raise ActError([problem("unknown-decision")])
    _, before = on.answer()
    entries = [*before.duties, *(duty for one in before.decided_by for duty in one["duties"])]
    owed = sorted({one["id"] for one in entries if not one["done"] and not one["id"].startswith(CONFIRM)})
    matching = [one for one in owed if one == done.duty or one.endswith("/" + done.duty)]
    if not matching:
        what_to_do = f"Owed: {', '.join(owed)}." if owed else "Nothing is owed that is done in this way."
        raise ActError([Problem("not-owed", "No such duty is owed.", what_to_do, "/duty")])
    duty = matching[0]
    waiting = open_about(on.tx.connection, on.row.entry_index)
    asked, answer = on.answer(on.done_too(duty))
    taken = on.course.state is State.TAKEN
    return Deed(
        Act.DISCHARGE,
        {"discharges": duty},
        side={} if done.ref is None else {"evidence": done.ref},
        advice=(asked, answer),
        counts=on.course.counts or (not taken and bool(answer.may_act)),
        ends=[one.id for one in waiting if one.duty == duty and one.what is What.DUTY],
    )
