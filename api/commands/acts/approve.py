"""Approve or decline what is somebody else's to decide: by whoever holds it, who is never the person who asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.commands.acts.on_decision import ActError, Deed, OnDecision
from api.commands.acts.people import apart_from, asked_of, in_one_of, who_asked
from api.commands.acts.standing import is_theirs, may_go_ahead, open_before, second_for
from govengine.decide import Determination
from govengine.errors import Problem
from govengine.life import Act


@dataclass(frozen=True, slots=True)
class Approval:
    """`facts` are those about who decides, and what they confirm; `said` is what they say, in their own words."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    said: str | None = None


def approve(on: OnDecision, approval: Approval) -> Deed:
    """The approval. The same question is asked for whoever approves: it has to be theirs, and ready.

    Raises ActError `nothing-to-approve`, `not-theirs`, `duties-open`; KeptApartError.
    """
    on.check_possible(Act.APPROVE)
    _, of_actor = on.answer()
    if is_theirs(of_actor):
        raise ActError(
            [Problem("nothing-to-approve", "The decision is with whoever asked.", "They take it.")]
        )
    apart_from(on, who_asked(on), "approve")
    by = on.asking.by
    asked, answer = on.answer(asked_of(on, by.role, by.ref, approval.facts))
    if not is_theirs(answer):
        raise ActError(
            [Problem("not-theirs", "As it stands it is not theirs to decide.", _who(on, of_actor), "/by")]
        )
    if not may_go_ahead(answer, late=asked.late, second=second_for(on, answer, by.role)):
        names = ", ".join(open_before(answer)) or "what the answer needs"
        raise ActError([Problem("duties-open", "Something has to be done first.", f"Still open: {names}.")])
    side = {} if approval.said is None else {"said": approval.said}
    return Deed(Act.APPROVE, side=side, advice=(asked, answer), counts=True)


def decline(on: OnDecision, why: str) -> Deed:
    """The decision not to go ahead as proposed. Raises ActError `not-theirs`; KeptApartError."""
    on.check_possible(Act.DECLINE)
    asked, answer = on.answer()
    named = {one["role"] for one in answer.decided_by} | ({answer.ask["role"]} if answer.ask else set())
    in_one_of(on, named, "decline")
    apart_from(on, who_asked(on), "decline")
    return Deed(Act.DECLINE, side={"why": why}, advice=(asked, answer), counts=False)


def _who(on: OnDecision, answer: Determination) -> str:
    people = [one["role"] for one in answer.decided_by] or ([answer.ask["role"]] if answer.ask else [])
    titles = ", ".join(on.stack.title_of(role) for role in people)
    return f"It is for: {titles}." if titles else "The answer says what the route is."
