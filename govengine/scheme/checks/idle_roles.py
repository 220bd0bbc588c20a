"""Roles that nothing in the scheme leads to, and grants that nobody of their role could ever use."""

from collections.abc import Iterator

from govengine.errors import Problem
from govengine.feel.tree import Literal, nodes_of
from govengine.scheme.checks.domain import Choice
from govengine.scheme.checks.listed import values_beside_facts
from govengine.scheme.checks.region import Box, both, region_of
from govengine.scheme.checks.written import Written
from govengine.scheme.shape import Absent
from govengine.scheme.stack import Company, Rule, Stack
from govengine.scheme.words import RoleKind


def idle_roles(written: Written) -> Iterator[Problem]:
    """A warning for each role the version declares and no rule, line or duty of the stack names.

    Software may only ever ask, and no rule can name it.
    """
    used = _used(written.stack)
    for name, named in written.version.text.roles.items():
        if name not in used and named.value.kind is not RoleKind.SOFTWARE:
            message = f"No grant, line, duty or safeguard names {name}."
            what_to_do = "Name it in a rule or on a line, or remove it."
            yield Problem("idle-role", message, what_to_do, str(named.place), severity="warning")


def unusable_grants(written: Written) -> Iterator[Problem]:
    """An error for each grant whose condition asks for a body that no holder belongs to."""
    stack = written.stack
    for grant in stack.grants:
        if grant.scheme != stack.scheme or not any("actor.body" in clause.facts for clause in grant.clauses):
            continue
        bodies = frozenset(stack.roles[role].body for role in grant.holders if role in stack.roles)
        holders = (Box({"actor.body": Choice(bodies)}),)
        region = region_of(grant.clauses, stack.facts)
        if region and not both(holders, region):
            message = (
                f"{grant.id} can never be used: {grant.role} is a role of {' and '.join(sorted(bodies))}."
            )
            what_to_do = "Correct actor.body in the condition, or grant it to another role."
            yield Problem("unusable-grant", message, what_to_do, grant.place)


def _used(stack: Stack) -> set[str]:
    used = {stack.ask, stack.accountable, *(role for line in stack.lines.values() for role in line)}
    used |= {watch.asks for watch in stack.watches}
    for grant in stack.grants:
        used |= {grant.role, *_roles_of(grant.advised_by)}
        for by in (grant.delegated_by, grant.assure):
            if not isinstance(by, Absent):
                used |= {str(by.get(name)) for name in ("role", "by")}
    for safeguard in stack.safeguards:
        used |= {safeguard.to or "", *safeguard.exempts}
        used |= {safeguard.route.to or ""} if safeguard.route else set()
        used |= {safeguard.emergency.role} if safeguard.emergency else set()
    for rule in (*stack.grants, *stack.safeguards):
        used |= {*_roles_of(rule.company), *(duty.tell or "" for duty in rule.duties), *_read_by(rule)}
    for _, claim in stack.never:
        used |= {text for node in nodes_of(claim) for _, text in values_beside_facts(node)}
    return used


def _roles_of(company: Company | None) -> frozenset[str]:
    return frozenset({company.role}) if company else frozenset()


def _read_by(rule: Rule) -> set[str]:
    """Texts in a condition that looks at the actor's role, whatever the form."""
    return {
        node.value
        for clause in rule.clauses
        if "actor.role" in clause.facts
        for node in nodes_of(clause.tree)
        if isinstance(node, Literal) and isinstance(node.value, str)
    }
