"""Comparisons that can never hold, or always do: from the facts' own limits, and from the rest of the rule."""

from collections.abc import Iterator, Sequence

from govengine.errors import Problem
from govengine.feel import Expression
from govengine.feel.tree import Comparison, In, nodes_of
from govengine.scheme.checks.domain import complement, meet, universe
from govengine.scheme.checks.listed import is_listed
from govengine.scheme.checks.region import ALL, Facts, Region, both, compared, region_of, where
from govengine.scheme.checks.written import Written
from govengine.scheme.stack import Clause, Rule
from govengine.scheme.vocabulary import FactType


def contradictions(written: Written) -> Iterator[Problem]:
    """Every such comparison in a version's own rules, each once."""
    seen: set[tuple[str, str]] = set()
    for rule in written.own():
        for problem in _in_rule(rule, written):
            if (problem.place, problem.message) not in seen:
                seen.add((problem.place, problem.message))
                yield problem


def _in_rule(rule: Rule, written: Written) -> Iterator[Problem]:
    facts = written.stack.facts
    conditions = [duty.when for duty in rule.duties if duty.when]
    for clauses in (rule.clauses, *conditions):
        for clause in clauses:
            yield from _by_itself(rule, clause, written)
    region, clash = _narrowed(rule.clauses, ALL, written)
    if clash is not None:
        if _all_listed(clash, facts):
            yield _never(rule, clash, rule.clauses, written, "error")
        return
    yield from _implied(rule, written)
    for clauses in conditions:
        _, clash = _narrowed(clauses, region, written)
        if clash is not None and where(clash.tree, facts):
            yield _never(rule, clash, (*rule.clauses, *clauses), written, "warning")


def _all_listed(clause: Clause, facts: Facts) -> bool:
    return all(is_listed(node, facts[name]) for node in nodes_of(clause.tree) for name in clause.facts)


def _narrowed(clauses: Sequence[Clause], region: Region, written: Written) -> tuple[Region, Clause | None]:
    """The region where all hold, or the first clause that leaves nothing of it."""
    for clause in clauses:
        region = both(region, where(clause.tree, written.stack.facts))
        if not region:
            return region, clause
    return region, None


def _never(rule: Rule, clash: Clause, clauses: Sequence[Clause], written: Written, severity: str) -> Problem:
    """Two clauses that exclude one another, or one that nothing fits."""
    facts = written.stack.facts
    alone = where(clash.tree, facts)
    other = next((c for c in clauses if c is not clash and not both(alone, where(c.tree, facts))), None)
    if not alone:
        message = f"{rule.id} never holds: no value of {' and '.join(clash.facts) or 'anything'} makes `{clash.text}` true."
    elif other is not None:
        message = f"{rule.id} never holds: `{other.text}` and `{clash.text}` exclude one another."
    else:
        message = f"{rule.id} never holds: `{clash.text}` excludes what the rest of it asks."
    what_to_do = "Correct one of the limits, or remove it."
    return Problem("never-holds", message, what_to_do, written.place(rule, clash), severity=severity)


def _by_itself(rule: Rule, clause: Clause, written: Written) -> Iterator[Problem]:
    """Single comparisons against the facts' own limits."""
    for node in nodes_of(clause.tree):
        if not isinstance(node, Comparison | In):
            continue
        found = compared(node, written.stack.facts)
        if found is None:
            continue
        name, domain = found
        fact = written.stack.facts[name]
        whole = universe(fact)
        assert whole is not None  # what is compared so is no list
        if not is_listed(node, fact):
            continue  # that is said elsewhere
        never, always = meet(domain, whole).is_empty, meet(complement(domain), whole).is_empty
        if always or (never and node is not clause.tree):
            message = (
                f"`{_shown(node, clause, name)}` {'always' if always else 'never'} holds: {_limits(fact)}."
            )
            what_to_do = "Correct the limit, or leave the comparison out."
            code = "always-holds" if always else "never-holds"
            yield Problem(code, message, what_to_do, written.place(rule, clause), severity="warning")


def _implied(rule: Rule, written: Written) -> Iterator[Problem]:
    """A comparison written in the rule that its other clauses make needless."""
    facts = written.stack.facts
    single = [clause for clause in rule.clauses if len(clause.facts) == 1]
    if len({clause.facts for clause in single}) == len(single):
        return
    gone: list[Clause] = []
    for clause in single:
        rest = [other for other in rule.clauses if other is not clause and other not in gone]
        about = [other for other in rest if other.facts == clause.facts]
        if not about or not written.is_direct(rule, clause):
            continue
        against = where(clause.tree, facts, true=False)
        if against and not both(region_of(about, facts), against):
            gone.append(clause)
            message = f"{rule.id}: `{clause.text}` adds nothing to `{about[0].text}`."
            what_to_do = "Correct the limit, or leave the comparison out."
            yield Problem(
                "always-holds", message, what_to_do, written.place(rule, clause), severity="warning"
            )


def _limits(fact: FactType) -> str:
    ends = [f"{what} {end:f}" for what, end in (("min", fact.least), ("max", fact.most)) if end is not None]
    if ends:
        return f"{fact.name} has {' and '.join(ends)}"
    return f"{fact.name} is {'one of ' + ', '.join(fact.one_of) if fact.one_of else f'a {fact.type}'}"


def _shown(node: Expression, clause: Clause, name: str) -> str:
    """The comparison as written, where it is written here and not in a named condition."""
    text = clause.text[node.start - clause.tree.start : node.end - clause.tree.start]
    return text if name in text else clause.text
