"""What a lower scheme may say beside a higher one, seen from names alone (MEANING rules 4, 5 and 7)."""

from collections.abc import Iterator

from govengine.errors import Problem
from govengine.scheme.declarations import Attest
from govengine.scheme.scalar import wrong
from govengine.scheme.shape import keys_of
from govengine.scheme.stack import BoundGrant, Rule, Stack
from govengine.scheme.words import Layer, Level

_DELEGATING = (Layer.PARTNERSHIP, Layer.ORGANISATION, Layer.TEAM)


def layering_problems(stack: Stack) -> Iterator[Problem]:
    """Everything wrong between the schemes of a stack."""
    yield from _grants_above(stack)
    yield from _grants_beside_reservations(stack)
    yield from _confirmed_facts(stack)
    yield from _attested_otherwise(stack)
    yield from _silent_kinds(stack)


def kinds_of(rule: Rule, stack: Stack) -> frozenset[str]:
    """The declared kinds a rule bears on."""
    if "all" in rule.bears_on:
        return frozenset(stack.kinds)
    kinds = [frozenset({name}) for name in rule.bears_on if name in stack.kinds]
    return frozenset().union(*kinds, *(stack.kinds_by_class.get(name, ()) for name in rule.bears_on))


def _grants_above(stack: Stack) -> Iterator[Problem]:
    """A lower scheme may not grant what a scheme above it, of these layers, grants."""
    own = stack.versions[0].id
    delegating = [grant for grant in stack.grants if grant.layer in _DELEGATING]
    above: dict[str, str] = {}
    for higher in delegating:
        if higher.scheme != own:
            above |= dict.fromkeys(kinds_of(higher, stack) | higher.bears_on, higher.scheme)
    for grant in delegating:
        shared = sorted((kinds_of(grant, stack) | grant.bears_on) & set(above)) if grant.scheme == own else []
        if shared:
            kinds = [name for name in shared if name in stack.kinds] or shared
            yield _problem(
                grant,
                "granted-above",
                f"{above[kinds[0]]} grants {', '.join(kinds)} already.",
                "Tighten it with a safeguard, or set a value within the bounds it gives.",
            )


def _grants_beside_reservations(stack: Stack) -> Iterator[Problem]:
    """A statute or control grant stands beside a reservation for the same kinds."""
    for grant in stack.grants:
        if grant.scheme != stack.scheme or grant.layer not in (Layer.STATUTE, Layer.CONTROL):
            continue
        reserved = frozenset().union(
            *(
                s.bears_on
                for s in stack.safeguards
                if s.scheme == grant.scheme and s.level is Level.REFER and s.to
            )
        )
        if not (grant.bears_on <= reserved or "all" in reserved):
            yield _problem(
                grant,
                "grant-without-reservation",
                f"A {grant.layer} scheme grants only what it reserves.",
                "Add a safeguard refer with to: for the same kinds.",
            )


def _confirmed_facts(stack: Stack) -> Iterator[Problem]:
    """What statute or control looks at cannot be a tick-box."""
    for safeguard in stack.safeguards:
        if safeguard.layer not in (Layer.STATUTE, Layer.CONTROL):
            continue
        for clause in safeguard.clauses:
            for name in clause.facts:
                if stack.facts[name].confirm is not None:
                    yield _problem(
                        safeguard,
                        "confirm",
                        f"{name} can be confirmed by the person deciding, and this rule rests on it.",
                        "Remove confirm from the fact.",
                    )


def _attested_otherwise(stack: Stack) -> Iterator[Problem]:
    """A scheme asks for no less to be known of who acts than those above it."""
    own, *above = stack.versions
    if own.text.attest is None:
        return
    for spec in keys_of(Attest):
        ways = set(getattr(own.text.attest, spec["field"]))
        for higher in above:
            taken = getattr(higher.text.attest, spec["field"], ())
            if taken and ways - set(taken):
                yield wrong(
                    own.text.attest.place,
                    "attest",
                    f"{spec['key']}: {higher.id} does not take {', '.join(sorted(ways - set(taken)))}.",
                    f"Write {', '.join(taken)}, or fewer of them.",
                )


def _silent_kinds(stack: Stack) -> Iterator[Problem]:
    speaking = [*stack.grants, *(s for s in stack.safeguards if s.to or s.level is Level.STOP)]
    named_by = {name for rule in speaking for name in rule.bears_on}
    for kind in stack.versions[0].text.kinds:
        if not named_by & {kind, "all", *stack.kinds[kind]}:
            named = stack.versions[0].text.kinds[kind]
            yield Problem(
                "silent-kind",
                f"No grant, reservation or stop bears on {kind}.",
                "Every such decision will be a question to whoever `ask` names. Add a rule, or leave it so.",
                str(named.place),
                severity="warning",
            )


def _problem(rule: Rule | BoundGrant, code: str, message: str, what_to_do: str) -> Problem:
    return Problem(code, f"{rule.id}: {message}", what_to_do, rule.place)
