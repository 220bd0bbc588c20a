"""The path of a change, by what it does: wording needs a second pair of eyes, more power needs everybody it touches."""

from dataclasses import dataclass
from enum import StrEnum

from govengine.decide.change_effect import ChangeEffect
from govengine.publishing.party import Parties


class Part(StrEnum):
    """What somebody does on the path of a change."""

    CHECK = "check"
    """A second person has read the wording."""
    PEER = "peer"
    """Somebody who does such work agrees."""
    FINANCE = "finance"
    """The finance officer agrees to the figures."""
    OWNER = "owner"
    """Whoever is accountable for the scheme approves."""
    SCENARIOS = "scenarios"
    """Every scenario that came with the change comes out as it says."""
    CO_DESIGN = "co_design"
    """Who took part, what changed because of it, what was asked and not done."""
    LIVED_EXPERIENCE = "lived_experience"
    """Somebody has looked at it from lived experience, and what they objected to has been answered."""
    ANSWER = "answer"
    """An objection is answered by whoever is accountable."""
    SPONSOR = "sponsor"
    """Whoever delegates acknowledges the risks by name, and the statute floor. Nobody does it for them."""
    HOST = "host_viewer"
    """Somebody of the body whose scheme it is sees what comes of it."""
    ADOPT = "adopt"
    """It is adopted."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part that has to be played: by somebody in one of these roles, who had no other of the parts in `apart`."""

    part: Part
    roles: frozenset[str]
    for_role: str | None = None
    """Where each of several roles has to play it: which one this is."""


@dataclass(frozen=True, slots=True)
class Path:
    """What a change goes through. `review_days` is when it is looked at again, None where nobody has to."""

    effect: ChangeEffect
    steps: tuple[Step, ...]
    review_days: int | None = None

    def step_of(self, part: Part) -> Step | None:
        """The first step with this part."""
        return next((one for one in self.steps if one.part is part), None)


AGREEING = (Part.CHECK, Part.PEER, Part.FINANCE, Part.OWNER)
"""Parts that are each another person's, and never one's who edited the draft."""

REVIEW_DAYS = 30

_WIDTH = {
    ChangeEffect.TEXT_ONLY: 0,
    ChangeEffect.TIGHTENS: 1,
    ChangeEffect.UPRATES: 2,
    ChangeEffect.LOOSENS: 3,
    ChangeEffect.NEW_KIND: 4,
}


def wider(one: ChangeEffect, other: ChangeEffect) -> ChangeEffect:
    """The effect that asks for more. Of tightening and uprating, which ask two different people, neither does: loosens."""
    if {one, other} == {ChangeEffect.TIGHTENS, ChangeEffect.UPRATES}:
        return ChangeEffect.LOOSENS
    return max(one, other, key=_WIDTH.__getitem__)


def path_for(effect: ChangeEffect, parties: Parties) -> Path:
    """What a change with this effect goes through.

    Uprating takes the path of what loosens where the scheme names no finance officer.
    """
    adopt = Step(Part.ADOPT, parties.owners)
    owner = Step(Part.OWNER, parties.owners)
    peer = Step(Part.PEER, parties.peers)
    match effect:
        case ChangeEffect.TEXT_ONLY:
            checker = Step(Part.CHECK, parties.peers | parties.owners)
            # Whoever checked the wording, or any other peer who did not edit it, may put it into force.
            return Path(effect, (checker, Step(Part.ADOPT, parties.peers | parties.owners)))
        case ChangeEffect.TIGHTENS:
            return Path(effect, (peer, owner, adopt), REVIEW_DAYS)
        case ChangeEffect.UPRATES if parties.finance:
            return Path(effect, (Step(Part.FINANCE, parties.finance), owner, adopt))
        case _:
            return Path(effect, (peer, owner, *_evidence(parties), adopt))


def _evidence(parties: Parties) -> tuple[Step, ...]:
    looking = (
        (Step(Part.LIVED_EXPERIENCE, parties.reviewers),)
        if parties.bears_on_people and parties.reviewers
        else ()
    )
    return (
        Step(Part.SCENARIOS, frozenset()),
        Step(Part.CO_DESIGN, parties.peers | parties.owners),
        *looking,
        *(Step(Part.SPONSOR, frozenset({role}), role) for role in sorted(parties.sponsors)),
        Step(Part.HOST, parties.owners | parties.peers),
    )
