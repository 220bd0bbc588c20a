"""Whether more facts could still change the answer (MEANING, Levels and bases: `complete`).

Rules, not facts, are tried: each unknown rule read as true and as false, alone and all together.
"""

from collections.abc import Iterable, Iterator

from govengine.decide.duties import company_of, duties_of
from govengine.decide.people import deciders
from govengine.decide.standing import Readings, Standings
from govengine.feel import UNKNOWN
from govengine.scheme import At, BoundGrant, BoundSafeguard, Level
from govengine.scheme.stack import Rule

Answer = tuple[object, ...]


def is_complete(standings: Standings) -> bool:
    """Whether no reading of the unknown rules gives another level, other deciders or another open duty."""
    case = standings.case
    if not case.question.roles and case.program.grants:
        return False
    unknown = [rule for rule in _unknown_rules(standings) if _could_matter(rule)]
    if not unknown:
        return True
    now = _answer(standings)
    return all(_answer(standings.reading(readings)) == now for readings in _readings(unknown))


def _unknown_rules(standings: Standings) -> Iterator[Rule]:
    """Rules unknown for the actor, or unknown whoever is asked."""
    case, outlook = standings.case, standings.outlooks.of_actor()
    anybody = standings.outlooks.truths_of_anybody()
    if UNKNOWN not in outlook.truths and UNKNOWN not in anybody:
        return
    for rule in (*case.grants, *case.safeguards):
        if outlook.truth(rule) is UNKNOWN or case.program.truth_of(rule.id, anybody) is UNKNOWN:
            yield rule


def _could_matter(rule: Rule) -> bool:
    """A safeguard at `act` with nothing to do first changes neither level nor deciders nor an open duty."""
    return not (
        isinstance(rule, BoundSafeguard)
        and rule.level is Level.ACT
        and not any(duty.at is At.BEFORE for duty in rule.duties)
    )


def _readings(unknown: list[Rule]) -> Iterable[Readings]:
    """Each alone and all together; of few rules several of these are the same."""
    readings = [{rule.id: value} for rule in unknown for value in (True, False)]
    for value in (True, False):
        readings.append({rule.id: value for rule in unknown})
        readings.append({rule.id: value is isinstance(rule, BoundGrant) for rule in unknown})
    return {tuple(reading.items()): reading for reading in readings}.values()


def _answer(standings: Standings) -> Answer:
    own = standings.of_actor()
    if own.level is Level.STOP:
        return (own.level,)
    if own.level is Level.REFER:
        return own.level, tuple((d.role, d.standing.level, d.must) for d in deciders(standings))
    open_duties = {owed.id for owed in duties_of(own, own.relied_on) if owed.open_before}
    open_company = {asked.company.id for asked in company_of(own, own.relied_on) if not asked.done}
    return own.level, frozenset(open_duties | open_company)
