"""Whether more facts could still change the answer (MEANING, Levels and bases: `complete`).

Rules, not facts, are tried: each unknown rule read as true and as false, alone and all together.
"""

from collections.abc import Callable, Iterator

from govengine.decide.case import Case
from govengine.decide.duties import company_of, duties_of
from govengine.decide.people import actor, deciders
from govengine.decide.standing import Readings, Standings
from govengine.feel import UNKNOWN
from govengine.scheme import At, BoundGrant, BoundSafeguard, Level

Answer = tuple[object, ...]


def is_complete(case: Case) -> bool:
    """Whether no reading of the unknown rules gives another level, other deciders or another open duty."""
    if not case.question.roles and case.program.grants:
        return False
    return no_reading_changes(case, _answer)


def no_reading_changes(case: Case, answer: Callable[[Case, Readings], Answer]) -> bool:
    """Whether this answer is the same however the unknown rules are read."""
    unknown = _unknown_rules(case)
    if not unknown:
        return True
    now = answer(case, {})
    return all(answer(case, readings) == now for readings in _readings(case, unknown))


def _unknown_rules(case: Case) -> list[str]:
    """Rules unknown for the actor, or unknown whoever is asked."""
    program = case.program
    seen = [case.truths, *([case.truths_for(case.anybody)] if program.asks_about_actor else [])]
    return [
        rule.id
        for rule in case.rules
        if not _asks_nothing(rule) and any(program.truth_of(rule.id, truths) is UNKNOWN for truths in seen)
    ]


def _asks_nothing(rule: BoundGrant | BoundSafeguard) -> bool:
    """A safeguard that only adds duties with or after the act changes none of what is compared."""
    return (
        isinstance(rule, BoundSafeguard)
        and rule.level is Level.ACT
        and all(duty.at is not At.BEFORE for duty in rule.duties)
    )


def _readings(case: Case, unknown: list[str]) -> Iterator[Readings]:
    grants = {grant.id for grant in case.grants}
    yield {rule: rule in grants for rule in unknown}
    yield {rule: rule not in grants for rule in unknown}
    for value in (True, False):
        yield dict.fromkeys(unknown, value)
        for rule in unknown:
            yield {rule: value}


def _answer(case: Case, readings: Readings) -> Answer:
    standings = Standings(case, readings)
    own = standings.of(actor(case))
    if own.level is Level.STOP:
        return (own.level,)
    if own.level is Level.REFER:
        return own.level, tuple((d.role, d.standing.level, d.must) for d in deciders(case, standings, own))
    open_duties = {owed.id for owed in duties_of(own, own.relied_on) if owed.open_before}
    open_company = {asked.company.id for asked in company_of(own, own.relied_on) if not asked.done}
    return own.level, frozenset(open_duties | open_company)
