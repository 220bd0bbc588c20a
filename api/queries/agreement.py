"""How often people decided what a rule in shadow would have allowed: by rule and team, never by person.

A shadow rule says what would have been the actor's own to decide. Where people in the end let it go ahead they agree
with the rule; where somebody declined it, or it was left, they differ. What was taken back, replaced or is still open
says nothing. The reasons are those people wrote when they departed from the answer or declined.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.desk import Desk
from api.store.shadows import Shadowed, latest_shadowed
from govengine.life import State

Json = dict[str, Any]

MOST_READ = 5_000
"""Decisions looked at, the latest."""

FEWEST = 5
"""A team with fewer decisions is told of together with the other small ones: of one or two it is known whose they were."""

MOST_REASONS = 50

_AGREES = (State.APPROVED, State.TAKEN)
_DIFFERS = (State.DECLINED, State.NOT_TAKEN)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The report. `read` are the decisions whose reasons are told in it, for the record of the reading."""

    body: Json
    read: tuple[int, ...]


@dataclass(slots=True)
class _Tally:
    agree: int = 0
    differ: int = 0
    open: int = 0
    ended: int = 0
    """Withdrawn or replaced."""
    departed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    erased: int = 0
    read: set[int] = field(default_factory=set)

    @property
    def decided(self) -> int:
        return self.agree + self.differ

    def add(self, one: Shadowed) -> None:
        if one.state in _AGREES:
            self.agree += 1
        elif one.state in _DIFFERS:
            self.differ += 1
        elif one.state is State.PROPOSED:
            self.open += 1
        else:
            self.ended += 1
        self.departed += one.departed
        for reason in one.reasons:
            if reason is None:
                self.erased += 1
            else:
                self.reasons[reason] += 1
                self.read.add(one.entry_index)

    def to_json(self) -> Json:
        return {
            "decided": self.decided,
            "agree": self.agree,
            "differ": self.differ,
            "rate": round(self.agree / self.decided, 2) if self.decided else None,
            "open": self.open,
            "ended": self.ended,
            "departed": self.departed,
        }


def agreement_of(desk: Desk, scheme: str, body: str) -> Agreement | None:
    """The report for a scheme over decisions a body is party to; None for no such scheme."""
    if scheme not in desk.rules.in_force.library.schemes:
        return None
    with desk.engine.connect() as connection:
        found, whole = latest_shadowed(connection, scheme, body, MOST_READ)
    rules = [_rule(rule, found) for rule in sorted({rule for one in found for rule in one.rules})]
    read = {index for _, tally in rules for index in tally.read}
    return Agreement(
        {"scheme": scheme, "rules": [told for told, _ in rules], "whole": whole}, tuple(sorted(read))
    )


def _rule(rule: str, found: Sequence[Shadowed]) -> tuple[Json, _Tally]:
    mine = [one for one in found if rule in one.rules]
    whole = _tally(mine)
    teams = Counter(one.team for one in mine if one.team is not None)
    large = sorted(team for team, count in teams.items() if count >= FEWEST)
    lines = [{"team": team, **_tally(one for one in mine if one.team == team).to_json()} for team in large]
    rest = [one for one in mine if one.team not in large]
    if rest:
        lines.append({"team": None, **_tally(rest).to_json()})
    reasons = [{"said": said, "count": count} for said, count in whole.reasons.most_common(MOST_REASONS)]
    told = {
        "rule": rule,
        **whole.to_json(),
        "teams": lines,
        "reasons": reasons,
        "reasons_erased": whole.erased,
    }
    return told, whole


def _tally(found: Iterable[Shadowed]) -> _Tally:
    tally = _Tally()
    for one in found:
        tally.add(one)
    return tally
