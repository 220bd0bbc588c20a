"""Staff who arrive and depart. A reference is never given to another person."""

from random import Random

DEPARTS = 0.0015
"""The chance that somebody leaves on a given day: about four in ten within a year."""

DECISIONS_EACH = 6
"""Decisions a day that one person proposes, at most."""

TEAMS = 6


class Staff:
    """Everybody who has a role of one scheme."""

    def __init__(self, prefix: str, random: Random) -> None:
        self._prefix, self._random, self._count = prefix, random, 0
        self._present: dict[str, list[str]] = {}

    def new_day(self, volume: float) -> None:
        """Some leave, and as many come as a day with so many decisions needs."""
        for number, people in enumerate(self._present.values()):
            kept = [one for one in people if self._random.random() >= DEPARTS]
            # The roles that were filled first are the common ones.
            wanted = 1 + int(volume / DECISIONS_EACH / (number + 1))
            while len(kept) < wanted:
                kept.append(self._hire())
            people[:] = kept

    def one_of(self, role: str) -> str:
        """Somebody who has the role today; a role that is new gets its first person."""
        people = self._present.get(role)
        if people is None:
            people = self._present[role] = [self._hire()]
        return people[int(self._random.random() * len(people))]

    def _hire(self) -> str:
        self._count += 1
        return f"{self._prefix}-w{self._count}"


def team_of(ref: str) -> str:
    """The team somebody is in."""
    return f"team-{int(ref.rpartition('w')[2]) % TEAMS + 1}"
