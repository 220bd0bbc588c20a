"""Where one person stands: the level, the grants relied on, and who else is in it (MEANING rules 2 to 4).

A standing is worked out for the actor and, by the same code, for everybody else who might be asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from govengine.decide.case import Case
from govengine.decide.outlook import Bearing, HeldGrant, Outlook, Outlooks
from govengine.feel import UNKNOWN, Value
from govengine.scheme import BoundGrant, Level, Step

Readings = Mapping[str, bool]
"""Rules that are unknown, each to be read as true or as false, to see what would follow."""

_LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer for one person."""

    level: Level
    held: tuple[HeldGrant, ...]
    relied_on: tuple[HeldGrant, ...]
    bearing: tuple[Bearing, ...]
    confirms: frozenset[str]
    must: tuple[str, ...]
    unknown_grants: tuple[BoundGrant, ...]

    @property
    def safeguard_level(self) -> Level:
        """The greatest level among the safeguards that count."""
        return max((b.level for b in self.bearing), key=lambda level: level.rank, default=Level.ACT)

    @property
    def holds(self) -> bool:
        """Whether the person may decide, alone or with others."""
        return bool(self.held) and self.level.rank <= Level.AGREE.rank

    @property
    def ready(self) -> bool:
        """Whether some grant that holds, with the safeguards that apply, leaves nothing to do first."""
        return (
            self.holds
            and not self.confirms
            and any(held.ready for held in self.held)
            and not any(d.open_before for b in self.bearing for d in b.duties)
            and all(a.done for b in self.bearing for a in b.asked)
        )


_HOLDS_NOTHING = Standing(Level.REFER, (), (), (), frozenset(), (), ())


class Standings:
    """Works out standings in a case. `readings` decide rules that are unknown one way or the other."""

    def __init__(self, outlooks: Outlooks, readings: Readings | None = None) -> None:
        self.outlooks = outlooks
        self._readings = readings or {}

    @property
    def case(self) -> Case:
        """The case."""
        return self.outlooks.case

    def reading(self, readings: Readings) -> "Standings":
        """The same with unknown rules read one way or the other."""
        return Standings(self.outlooks, readings)

    def of_actor(self, absent: Value = UNKNOWN) -> Standing:
        """Where the actor stands."""
        outlook = self.outlooks.of_actor(absent)
        return self._of(outlook, self._grants(outlook))

    def of_another(self, role: str, absent: Value = UNKNOWN) -> Standing:
        """Where another person in a role stands. Of one who holds no grant nothing more is worked out."""
        outlook = self.outlooks.of_another(role, absent)
        held = self._grants(outlook)
        return self._of(outlook, held) if held[0] else _HOLDS_NOTHING

    def _of(self, outlook: Outlook, grants: tuple[tuple[HeldGrant, ...], tuple[BoundGrant, ...]]) -> Standing:
        held, unknown = grants
        bearing, confirms, must = self._safeguards(outlook)
        free = _free(held)
        least = min((h.level.rank for h in free), default=Level.REFER.rank)
        greatest = max((b.level.rank for b in bearing), default=0)
        return Standing(
            level=_LEVELS[max(least, greatest)],
            held=held,
            relied_on=_relied_on(free),
            bearing=bearing,
            confirms=confirms,
            must=must,
            unknown_grants=unknown,
        )

    def _safeguards(self, outlook: Outlook) -> tuple[tuple[Bearing, ...], frozenset[str], tuple[str, ...]]:
        bearing: list[Bearing] = []
        confirms: frozenset[str] = frozenset()
        must: list[str] = []
        for safeguard, found in outlook.bearing_rules:
            truth = self._readings.get(safeguard.id, UNKNOWN) if found is UNKNOWN else found
            if truth is False:
                continue
            counted = outlook.bearing(safeguard, certain=truth is True)
            if truth is not True and not counted.costs_nothing:
                met = outlook.taken_as_met(safeguard)
                if met is not None:
                    confirms |= met[0]
                    must += met[1]
                    continue
            bearing.append(counted)
        return tuple(bearing), confirms, tuple(must)

    def _grants(self, outlook: Outlook) -> tuple[tuple[HeldGrant, ...], tuple[BoundGrant, ...]]:
        held: list[HeldGrant] = []
        unknown: list[BoundGrant] = []
        for grant in outlook.delegated:
            if grant.step is Step.SHADOW:
                continue
            truth = outlook.truth(grant)
            reading = self._readings.get(grant.id) if truth is UNKNOWN else None
            if truth is False or reading is False:
                continue
            one = outlook.held(grant, as_true=reading is True)
            if one is not None:
                held.append(one)
            elif outlook.may_hold(grant):
                unknown.append(grant)
        return tuple(held), tuple(unknown)


def _relied_on(free: tuple[HeldGrant, ...]) -> tuple[HeldGrant, ...]:
    """The ready ones if any, of these the least level; ties are joined."""
    ready = [h for h in free if h.ready] or free
    least = min((h.level.rank for h in ready), default=0)
    return tuple(h for h in ready if h.level.rank == least)


def _free(held: tuple[HeldGrant, ...]) -> tuple[HeldGrant, ...]:
    """The grants that ask the person to hold nothing further, if there are any."""
    return tuple(h for h in held if not h.must) or held
