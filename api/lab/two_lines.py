"""Both lines of accountability in a case: across, to those who share the outcome; upwards, to those who delegated it.

Where they pull apart is read off what the scheme declares, and what it leaves out. It is put as something to talk about:
neither line is right against the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from api.commands.evaluate import WhatIf
from api.lab.case import Case
from api.lab.wording import capital, joined
from govengine.scheme import BoundGrant, Level, Stack
from govengine.scheme.layering import kinds_of
from govengine.scheme.shape import Absent


@dataclass(frozen=True, slots=True)
class TwoLines:
    """Sentences. `apart` are where the lines pull apart; none where they go together as far as the scheme says."""

    across: tuple[str, ...]
    upwards: tuple[str, ...]
    apart: tuple[str, ...]


def two_lines(found: WhatIf, case: Case) -> TwoLines:
    """Both lines in the answer to a case."""
    return _Lines(found, case).told()


class _Lines:
    def __init__(self, found: WhatIf, case: Case) -> None:
        self.stack: Stack = found.stack
        self.answer = found.determination
        self.case = case
        self.grant = self._grant()
        outcome = None if self.grant is None or isinstance(self.grant.outcome, Absent) else self.grant.outcome
        self.outcome = self.stack.outcomes.get(outcome or found.question.outcome or "")

    def told(self) -> TwoLines:
        return TwoLines(tuple(self._across()), tuple(self._upwards()), tuple(self._apart()))

    def _grant(self) -> BoundGrant | None:
        """What the answer rests on; else what the people who decide hold, else any grant for this kind."""
        relied = [one for one in self.stack.grants if one.id in self.answer.relies_on]
        deciding = {one["role"] for one in self.answer.decided_by}
        mine = [one for one in self.stack.grants if self.case.kind in kinds_of(one, self.stack)]
        held = [one for one in mine if one.role in deciding]
        return next(iter([*relied, *held, *mine]), None)

    # -- across -------------------------------------------------------------------------------------------

    def _across(self) -> Iterator[str]:
        if self.outcome is None:
            yield "No shared outcome is named for it."
        else:
            bodies = joined([self.stack.title_of_body(body) for body in self.outcome.shared_by])
            yield f"It serves: {self.outcome.title}. {bodies} {_share(len(self.outcome.shared_by))}."
        involved = self._involved()
        if involved:
            yield f"Involved: {joined(involved)}."
        elif self.grant is not None and isinstance(self.grant.involve, Absent):
            yield f"Nobody else is involved ({self.grant.involve.why})."

    def _involved(self) -> list[str]:
        if self.grant is None or isinstance(self.grant.involve, Absent):
            return []
        return list(dict.fromkeys(self._named(duty.tell) for duty in self.grant.involve if duty.tell))

    def _named(self, tell: str) -> str:
        return self.stack.bodies.get(tell) or f"the {self.stack.title_of(tell)}"

    # -- upwards --------------------------------------------------------------------------------------------

    def _upwards(self) -> Iterator[str]:
        line = self.answer.accountability["line"]
        if line:
            yield f"The line: {joined([self.stack.title_of(role) for role in line], 'then')}."
        if self.grant is not None:
            by, assure = self.grant.delegated_by, self.grant.assure
            yield (
                f"Nobody is named who delegated it ({by.why})."
                if isinstance(by, Absent)
                else f"Delegated by the {self.stack.title_of(by['role'])}, who goes on answering for the delegation."
            )
            yield (
                f"Nobody is named who assures it ({assure.why})."
                if isinstance(assure, Absent)
                else f"Assured by the {self.stack.title_of(assure['by'])}: {assure['review']}."
            )
        yield f"{capital('the ' + self.stack.title_of(self.stack.accountable))} answers for the scheme."

    # -- where they pull apart ------------------------------------------------------------------------------

    def _apart(self) -> Iterator[str]:
        own = self.stack.roles[self.case.role].body if self.case.role in self.stack.roles else ""
        others = [body for body in (self.outcome.shared_by if self.outcome else ()) if body != own]
        heard = {one["body"] for one in (*self.answer.company, *self.answer.decided_by)}
        told = self._bodies_told()
        unheard = [body for body in others if body not in heard | told]
        if unheard:
            names = joined([self.stack.title_of_body(body) for body in unheard])
            yield f"{names} {_shares(len(unheard))} the outcome, and nobody there decides, is heard or is told."
        elif others and not heard & set(others):
            names = joined([self.stack.title_of_body(body) for body in others])
            yield f"{names} {_shares(len(others))} the outcome and {_is(len(others))} told; the decision is made on one line."
        if self.answer.level in (Level.REFER, Level.STOP) and self.outcome is not None:
            yield (
                f"Upwards it waits or goes another way. Across, whoever works for \u201c{self.outcome.title}\u201d with the "
                "person has to say so to them, and hold what they were hoped to do."
            )
        if self.grant is not None:
            if isinstance(self.grant.assure, Absent) and self.outcome is not None:
                yield "The outcome is shared, and nobody upwards is to see how it went."
            if self.outcome is None and not isinstance(self.grant.assure, Absent):
                yield "It is assured upwards, and nothing is named that it is for."

    def _bodies_told(self) -> set[str]:
        if self.grant is None or isinstance(self.grant.involve, Absent):
            return set()
        tells = [duty.tell for duty in self.grant.involve if duty.tell]
        return {self.stack.roles[tell].body if tell in self.stack.roles else tell for tell in tells}


def _share(number: int) -> str:
    return "answers for it" if number == 1 else "share it and answer to one another"


def _shares(number: int) -> str:
    return "shares" if number == 1 else "share"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
