"""Never a dead end: who holds the decision, and whom to ask where nobody does (MEANING rule 7)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from govengine.decide.case import Case, Person
from govengine.decide.standing import Standing, Standings
from govengine.feel import OPEN, UNKNOWN, Value
from govengine.scheme import Stack
from govengine.scheme.vocabulary import CORE


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who may decide this case. `must` is what they would have to hold or be."""

    role: str
    body: str
    standing: Standing
    provisional: bool = False

    @property
    def must(self) -> tuple[str, ...]:
        """From the grants relied on and from safeguards left open."""
        found = [text for held in self.standing.relied_on for text in held.must]
        return tuple(dict.fromkeys([*found, *self.standing.must]))


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom to ask where nobody holds a grant. It claims no authority."""

    role: str
    body: str
    other_person: bool


def actor(case: Case, absent: Value = UNKNOWN) -> Person:
    """The person who asks."""
    return Person(case.question.roles, case.question.facts, is_actor=True, absent=absent)


def other_person(case: Case, role: str, absent: Value = UNKNOWN) -> Person:
    """Another person in a role: nothing of their own is known but the role and its body."""
    stated = {"actor.role": (role,), "actor.body": case.stack.roles[role].body}
    return Person(frozenset({role}), {**case.anybody, **stated}, is_actor=False, absent=absent)


def deciders(case: Case, standings: Standings, own: Standing) -> list[Decider]:
    """Everybody to name, in order: the actor's lines, other lines, roles on no line. `own` is the actor's."""
    alike = (
        case.question.roles if len(case.question.roles) == 1 and not case.program.tells_apart else frozenset()
    )

    def standing_of(role: str) -> Standing:
        return own if role in alike else standings.of(other_person(case, role))

    return _named(case, [], standing_of)


def provisional_deciders(case: Case) -> list[Decider]:
    """Who would hold it if what is missing were as it should be: the actor first."""
    standings = Standings(case)
    own = standings.of(actor(case, OPEN))
    first: list[Decider] = []
    if own.holds and case.question.roles:
        role = min(case.question.roles, key=lambda r: (-_rank(case.stack, r), r))
        first = [Decider(role, case.stack.roles[role].body, own)]
    found = _named(case, first, lambda role: standings.of(other_person(case, role, OPEN)))
    return [Decider(d.role, d.body, d.standing, provisional=True) for d in found]


def _rank(stack: Stack, role: str) -> int:
    return max((line.index(role) for line in stack.lines.values() if role in line), default=-1)


def _named(case: Case, first: list[Decider], standing_of: Callable[[str], Standing]) -> list[Decider]:
    stack, own = case.stack, case.question.roles
    answers: dict[str, Decider] = {}

    def ask(role: str) -> Decider:
        if role not in answers:
            answers[role] = Decider(role, stack.roles[role].body, standing_of(role))
        return answers[role]

    named: dict[str, Decider] = {d.role: d for d in first}
    only = {g.role for g in case.program.grants if g.only}
    granted = {g.role for g in case.program.grants}
    own_lines = [name for name, line in stack.lines.items() if own & set(line)]
    for name in own_lines:
        line = stack.lines[name]
        lowest = min(line.index(role) for role in own if role in line)
        asked = [role for i, role in enumerate(line) if i >= lowest or role in only]
        for decider in _most_junior(case, first, (ask(role) for role in asked if stack.roles[role].human)):
            named.setdefault(decider.role, decider)
    on_own_lines = {role for name in own_lines for role in stack.lines[name]}
    for name, line in stack.lines.items():
        starts = [line.index(role) for role in granted - on_own_lines if role in line]
        if name not in own_lines and starts:
            asked = [role for role in line[min(starts) :] if role not in on_own_lines]
            for decider in _most_junior(case, [], (ask(role) for role in asked if stack.roles[role].human)):
                named.setdefault(decider.role, decider)
    on_a_line = {role for line in stack.lines.values() for role in line}
    for role in sorted((granted | own) - on_a_line):
        if stack.roles[role].human and ask(role).standing.holds:
            named.setdefault(role, ask(role))
    return sorted(named.values(), key=lambda decider: _order(stack, own_lines, decider))


def _most_junior(case: Case, first: list[Decider], asked: Iterable[Decider]) -> Iterable[Decider]:
    """From the junior end: the first who needs to hold nothing further, and the first who would have to."""
    free = next((d for d in first if d.standing.holds), None)
    bound = None
    nobody_must = not case.program.asks_about_actor
    for decider in asked:
        if decider.standing.holds:
            if decider.must:
                bound = bound or decider
            else:
                free = free or decider
        if free and (bound or nobody_must):
            break
    return [d for d in (free, bound) if d]


def _order(stack: Stack, own_lines: list[str], decider: Decider) -> tuple[int, str, int, str, str]:
    lines = stack.lines_of(decider.role)
    mine = [line for line in lines if line in own_lines]
    line = (mine or lines or [""])[0]
    position = stack.lines[line].index(decider.role) if line else 0
    return 0 if mine else 1 if lines else 2, line, position, decider.body, decider.role


def whom_to_ask(case: Case) -> Ask:
    """`ask:`, the next role up the line, or `accountable`: the first that is not the actor's own."""
    stack, own = case.stack, case.question.roles
    next_up = [
        line[i + 1]
        for line in stack.lines.values()
        for i, role in enumerate(line[:-1])
        if role in own and line[i + 1] not in own
    ]
    for role in (stack.ask, *sorted(next_up), stack.accountable):
        if role not in own and stack.roles[role].human:
            return Ask(role, stack.roles[role].body, other_person=False)
    return Ask(stack.accountable, stack.roles[stack.accountable].body, other_person=True)


__all__ = [
    "CORE",
    "Ask",
    "Decider",
    "actor",
    "deciders",
    "other_person",
    "provisional_deciders",
    "whom_to_ask",
]
