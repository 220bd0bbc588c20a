"""Why the level is what it is: the first basis that is true (MEANING, Levels and bases)."""

from collections.abc import Sequence

from govengine.decide.case import Case
from govengine.decide.determination import Basis
from govengine.decide.needs import best_standing
from govengine.decide.people import Decider
from govengine.decide.standing import Standing
from govengine.scheme import Layer, Level


def basis_of(case: Case, own: Standing, named: Sequence[Decider]) -> Basis:
    """The basis of the actor's answer; `named` are those who decide."""
    closed = closing_basis(own)
    if closed is not None:
        return closed
    if _only_unknowns_prevent(case, own):
        return Basis.MISSING_FACTS
    settled = [decider for decider in named if not decider.provisional]
    relied = [held for decider in settled for held in decider.standing.relied_on]
    if relied and all(held.grant.exception for held in relied):
        return Basis.EXCEPTION
    if own.holds:
        return Basis.OWN_AUTHORITY
    if settled:
        return Basis.DELEGATED_ELSEWHERE
    return unheld_basis(case)


def closing_basis(own: Standing) -> Basis | None:
    """The layer of the certain safeguard that sets the level, if one does."""
    decisive = [b for b in own.bearing if b.certain and b.level is own.level and b.level is not Level.ACT]
    for layer, basis in ((Layer.STATUTE, Basis.STATUTE), (Layer.CONTROL, Basis.CONTROL)):
        if any(b.safeguard.layer is layer for b in decisive):
            return basis
    return Basis.SAFEGUARD if decisive else None


def unheld_basis(case: Case) -> Basis:
    """Nobody holds it: the grants are not met as the case stands, or there are none."""
    return Basis.NOT_MET if case.program.grants else Basis.SILENCE


def _only_unknowns_prevent(case: Case, own: Standing) -> bool:
    """Whether the level would be lower if every unknown rule were read in the actor's favour."""
    if not case.question.roles:
        return bool(case.program.grants)
    return best_standing(case, own).level.rank < own.level.rank
