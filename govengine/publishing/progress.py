"""What has been done about a change, what is waited for, and since when. Values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass

from govengine.publishing.path import AGREEING, Part, Path, Step


@dataclass(frozen=True, slots=True)
class Done:
    """A part that somebody has played. `person` is anything that tells people apart; `at` is `instant_text`.

    `void` says why it does not count, where it does not.
    """

    part: Part
    person: str
    role: str
    at: str
    ref: str | None = None
    about: str | None = None
    """The id of the entry it answers, where it answers one."""
    id: str = ""
    objects: bool = False
    void: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the checklist. `since` is when it came to be waited for; `done` who has done it."""

    step: Step
    since: str
    done: Done | None = None
    about: str | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody is waited for."""
        return self.done is None


def lines(path: Path, done: Sequence[Done], proposed_at: str) -> tuple[Line, ...]:
    """The checklist: every step in its order, an answer for each objection, and adopting, which waits for the rest."""
    found: list[Line] = []
    taken: set[str] = set()
    counts = [one for one in done if one.void is None]
    for step in path.steps:
        if step.part is Part.ADOPT:
            continue
        spent = taken if step.part in AGREEING else set()
        mine = next((one for one in counts if _plays(one, step) and one.person not in spent), None)
        if mine is not None and step.part in AGREEING:
            taken.add(mine.person)
        found.append(Line(step, proposed_at, mine))
    for objection in counts:
        if objection.objects:
            answer = next(
                (one for one in counts if one.part is Part.ANSWER and one.about == objection.id), None
            )
            owners = path.step_of(Part.ADOPT)
            roles = frozenset() if owners is None else owners.roles
            found.append(Line(Step(Part.ANSWER, roles), objection.at, answer, objection.id))
    adopt = path.step_of(Part.ADOPT)
    if adopt is not None:
        since = max([proposed_at, *(line.done.at for line in found if line.done is not None)])
        adopted = next((one for one in counts if _plays(one, adopt)), None)
        found.append(Line(adopt, since, adopted))
    return tuple(found)


def ready(checklist: Sequence[Line]) -> bool:
    """Whether nothing is waited for but that it is adopted."""
    return all(not line.waits for line in checklist if line.step.part is not Part.ADOPT)


def _plays(one: Done, step: Step) -> bool:
    if one.part is not step.part:
        return False
    return not step.roles or one.role in step.roles
