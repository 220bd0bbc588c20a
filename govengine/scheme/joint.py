"""Schemes of several bodies asked about one decision (`with_schemes`, MEANING §3).

Each keeps its own rules and answers for itself. What they share is the question: so a name that two of them
declare must mean the same in both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from govengine.errors import Problem, RequestError
from govengine.scheme.stack import Stack
from govengine.scheme.vocabulary import FactType


def joint_stack(first: Stack, others: Sequence[Stack]) -> Stack:
    """The first stack, with the others beside it and the names of all. Raises RequestError `schemes-differ`."""
    for other in others:
        _refuse_differences(first, other)
    beside = tuple(sorted(others, key=lambda stack: stack.scheme))
    every = (*reversed(beside), first)
    return replace(
        first,
        beside=beside,
        bodies=_merged(*(stack.bodies for stack in every)),
        roles=_merged(*(stack.roles for stack in every)),
        outcomes=_merged(*(stack.outcomes for stack in every)),
        facts=_merged(*(stack.facts for stack in every)),
        history=_merged(*(stack.history for stack in every)),
        programs={},
    )


def _merged(*parts: Mapping[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for part in parts:
        merged |= part
    return merged


def _refuse_differences(first: Stack, other: Stack) -> None:
    """Titles and questions may be worded differently; what a name means may not."""
    for name, fact in other.facts.items():
        if name in first.facts and _meaning(first.facts[name]) != _meaning(fact):
            raise _differ(first, other, name)
    for name, aggregate in other.history.items():
        if first.history.get(name, aggregate) != aggregate:
            raise _differ(first, other, name)
    for name, role in other.roles.items():
        if name in first.roles and (first.roles[name].body, first.roles[name].kind) != (role.body, role.kind):
            raise _differ(first, other, name)
    for name, classes in other.kinds.items():
        if first.kinds.get(name, classes) != classes:
            raise _differ(first, other, name)


def _meaning(fact: FactType) -> tuple[object, ...]:
    return (
        fact.type,
        fact.unit,
        fact.one_of,
        fact.least,
        fact.most,
        fact.personal,
        fact.met,
        fact.changeable,
        fact.computed,
    )


def _differ(first: Stack, other: Stack, name: str) -> RequestError:
    message = f"{first.scheme} and {other.scheme} both declare {name}, and not alike."
    what_to_do = "Ask each scheme alone, and have the bodies agree on one meaning."
    return RequestError([Problem("schemes-differ", message, what_to_do, "/with_schemes")])
