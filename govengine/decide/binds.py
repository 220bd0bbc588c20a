"""Double binds: where one duty excludes another, or the lines of two bodies pull apart.

Both sides are named, with what can be chosen and who can resolve it. Nothing else of the answer changes, and whoever
is in the bind is not measured by it. `id` is the same for everybody who meets the same bind.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from govengine.decide.determination import Determination
from govengine.scheme import Level, Stack
from govengine.scheme.stack import BoundDuty, Rule

Json = dict[str, Any]

DUTIES, LINES = "duties", "lines"
AND = " + "
"""Between the two sides in the id of a bind. No name holds it."""


def binds_of_duties(stack: Stack, answer: Determination) -> tuple[Json, ...]:
    """Each pair of duties that the answer owes and that its schemes say exclude one another."""
    pairs = [pair for one in (stack, *stack.beside) for pair in one.excluding]
    if not pairs:
        return ()
    entries = [*answer.duties, *(duty for one in answer.decided_by for duty in one["duties"])]
    owed = {one["id"] for one in entries if one["certain"] and not one["done"]}
    found = {}
    for one in (stack, *stack.beside):
        duties = {duty.id: (duty, rule) for rule in (*one.grants, *one.safeguards) for duty in rule.duties}
        for pair in one.excluding:
            if owed.issuperset(pair) and duties.keys() >= set(pair):
                found[pair] = _of_duties(one, [duties[name] for name in pair])
    return tuple(found[pair] for pair in sorted(found))


def bind_of_lines(
    stopping: Sequence[tuple[Stack, Sequence[str]]], going: Sequence[Stack]
) -> tuple[Json, ...]:
    """Where some bodies' schemes stop it and others name somebody who may decide it; else nothing.

    `stopping` are the schemes with the rules by which they stop it.
    """
    if not stopping or not going:
        return ()
    rules = sorted(rule for _, rules in stopping for rule in rules)
    stacks = [*(stack for stack, _ in stopping), *going]
    between = [_side(stack, Level.STOP, rules) for stack, rules in stopping]
    between += [_side(stack, None, ()) for stack in going]
    return (
        {
            "id": AND.join([*rules, *sorted(stack.scheme for stack in going)]),
            "about": LINES,
            "between": between,
            "options": [{"keep": one["scheme"], "says": one["says"]} for one in between],
            "resolved_by": _accountable(stacks),
        },
    )


def _of_duties(stack: Stack, two: Sequence[tuple[BoundDuty, Rule]]) -> Json:
    ordered = sorted(two, key=lambda one: (one[1].layer.rank, one[0].id))
    highest = ordered[0][1].layer
    sides = [
        {
            "scheme": rule.scheme,
            "body": _owner(stack, rule.scheme),
            "rule": rule.id,
            "duty": duty.id,
            "at": str(duty.at),
            "says": duty.do or f"Tell {_told(stack, duty.tell)}",
        }
        for duty, rule in ordered
    ]
    # What a higher layer asks is not for a lower one to set aside (MEANING rule 5).
    kept = [side for side, (_, rule) in zip(sides, ordered, strict=True) if rule.layer is highest]
    return {
        "id": AND.join(sorted(duty.id for duty, _ in two)),
        "about": DUTIES,
        "between": sides,
        "options": [{"keep": side["duty"], "says": side["says"]} for side in kept],
        "resolved_by": _accountable([stack]),
    }


def _side(stack: Stack, level: Level | None, rules: Iterable[str]) -> Json:
    owner = stack.versions[0].text.owner.value
    title = stack.title_of_body(owner)
    says = f"{title} stops it" if level is Level.STOP else f"{title} has somebody who may decide it"
    return {
        "scheme": stack.scheme,
        "body": owner,
        "rules": sorted(rules),
        "stops": level is Level.STOP,
        "says": says,
    }


def _accountable(stacks: Iterable[Stack]) -> list[Json]:
    """Who answers for each of the schemes: one of them resolves it, or somebody above."""
    named = {(stack.accountable, stack.roles[stack.accountable].body): None for stack in stacks}
    return [{"role": role, "body": body} for role, body in named]


def _owner(stack: Stack, scheme: str) -> str:
    return next(version.text.owner.value for version in stack.versions if version.id == scheme)


def _told(stack: Stack, tell: str | None) -> str:
    name = tell or ""
    return f"the {stack.title_of(name)}" if name in stack.roles else stack.title_of_body(name)
