"""All versions of all schemes at hand, and which of them govern a question asked at some moment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from govengine.errors import Problem, RequestError, SchemeError, nearest
from govengine.scheme.binding import bind
from govengine.scheme.checks import graduations, names_alike, problems_of_stack
from govengine.scheme.joint import joint_stack
from govengine.scheme.layering import layering_problems
from govengine.scheme.scalar import wrong
from govengine.scheme.source import Text
from govengine.scheme.stack import Stack
from govengine.scheme.version import Version
from govengine.scheme.words import Layer

FOR_EVER = date.max

MOST_DAYS = 1_000
"""Days for which the stack that governs is remembered."""

MOST_JOINT = 100
"""Kept at most: which schemes are asked together is up to whoever asks."""


@dataclass(frozen=True, slots=True)
class Succession:
    """That a version of a scheme takes the place of whichever governed, from a day on and while its window holds.

    So a version without an end can be followed by another without being edited, and a version that was followed can
    be put back (docs/decisions/0011). Then `instead_of` is the one that was rolled back and governs no more.
    """

    scheme: str
    version: str
    since: date
    instead_of: str | None = None


class Library:
    """Versions by scheme. Stacks are bound once for each combination of versions and kept.

    `successions` are in the order in which they came about: of those that have begun the last one counts.
    """

    def __init__(self, versions: Iterable[Version], successions: Iterable[Succession] = ()) -> None:
        self.successions = tuple(successions)
        self._versions: dict[str, list[Version]] = {}
        for version in sorted(versions, key=lambda v: (v.id, v.text.effective.since, v.version)):
            self._versions.setdefault(version.id, []).append(version)
        self._stacks: dict[tuple[str, ...], tuple[Stack | None, list[Problem]]] = {}
        self._on_day: dict[tuple[str, date, date], Stack] = {}
        self._joint: dict[tuple[str, ...], Stack] = {}

    @property
    def schemes(self) -> Mapping[str, Sequence[Version]]:
        """Versions by scheme, oldest first."""
        return self._versions

    def version_on(self, scheme: str, day: date) -> Version | None:
        """The version that governs that day: the one that succeeded last, or else the one whose window holds it."""
        versions = self._versions.get(scheme, ())
        followed = [one for one in self.successions if one.scheme == scheme]
        rolled_back: set[str] = set()
        for one in reversed([one for one in followed if one.since <= day]):
            version = self._find(scheme, one.version)
            if version is not None and one.version not in rolled_back and version.holds_on(day):
                return version
            if one.instead_of is not None:
                rolled_back.add(one.instead_of)
        came_later = {one.version for one in followed if one.instead_of is None}
        return next((v for v in versions if v.holds_on(day) and v.version not in came_later), None)

    def newest(self, scheme: str) -> Version:
        """The version that will govern once every one has begun: the one that succeeded last, or else the latest."""
        followed = [one.version for one in self.successions if one.scheme == scheme]
        found = self._find(scheme, followed[-1]) if followed else None
        return found or self._versions[scheme][-1]

    def _find(self, scheme: str, version: str) -> Version | None:
        return next((v for v in self._versions.get(scheme, ()) if v.version == version), None)

    def _governs_on(self, version: Version, day: date) -> bool:
        """Whether its window holds the day, and no other version of its scheme has taken its place."""
        if not self.successions:
            return version.holds_on(day)
        return self.version_on(version.id, day) is version

    def stack(
        self, scheme: str, as_of: datetime, recorded_at: datetime | None = None, beside: Sequence[str] = ()
    ) -> Stack:
        """What governs a question about this scheme, with those `beside` it that are to agree.

        Control schemes apply if they hold at `as_of` or at `recorded_at` (MEANING rule 1). Raises
        RequestError (`unknown-scheme`, `no-version-in-force`, `schemes-differ`) or SchemeError.
        """
        first = self._stack(scheme, as_of, recorded_at, "/scheme")
        if not beside:
            return first
        others = [
            self._stack(other, as_of, recorded_at, f"/with_schemes/{number}")
            for number, other in enumerate(beside)
        ]
        others.sort(key=lambda stack: stack.scheme)
        key = tuple(name for stack in (first, *others) for name in ("", *(v.name for v in stack.versions)))
        if key not in self._joint:
            if len(self._joint) >= MOST_JOINT:
                self._joint.clear()
            self._joint[key] = joint_stack(first, others)
        return self._joint[key]

    def _stack(self, scheme: str, as_of: datetime, recorded_at: datetime | None, pointer: str) -> Stack:
        if scheme not in self._versions:
            near = nearest(scheme, self._versions)
            what_to_do = f"Write {near}." if near else "GET /v1/schemes lists them."
            message = f"No scheme is called {scheme[:80]!r}."
            raise RequestError([Problem("unknown-scheme", message, what_to_do, pointer, near)])
        zone = ZoneInfo(self._zone(scheme))
        day = as_of.astimezone(zone).date()
        version = self.version_on(scheme, day)
        if version is None:
            message = f"No version of {scheme} was in force on {day.isoformat()}."
            raise RequestError(
                [Problem("no-version-in-force", message, "Check as_of, or have a version adopted.", "/as_of")]
            )
        later = recorded_at.astimezone(zone).date() if recorded_at else day
        found = self._on_day.get((scheme, day, later))
        if found is None:
            if len(self._on_day) >= MOST_DAYS:
                self._on_day.clear()
            found = self._on_day[scheme, day, later] = self.stack_of(version, day, later)
        return found

    def version_at(self, scheme: str, moment: datetime) -> tuple[Version, date] | None:
        """The version whose window holds the moment, with the day that is where the scheme applies; None if there is none."""
        if scheme not in self._versions:
            return None
        day = moment.astimezone(ZoneInfo(self._zone(scheme))).date()
        version = self.version_on(scheme, day)
        return None if version is None else (version, day)

    def _zone(self, scheme: str) -> str:
        zone = self._versions[scheme][-1].text.zone
        return zone.value if zone else "Europe/London"

    def stack_of(self, version: Version, day: date, later: date | None = None) -> Stack:
        """The stack of a version on a day. Raises SchemeError with every problem."""
        above, missing = self._above(version, day, later or day)
        if missing:
            raise SchemeError(missing)
        versions = [version, *(self._by_name(name) for name in sorted(above[version.name]))]
        stack, problems = self._bound(versions, above)
        errors = [p for p in problems if p.severity == "error"]
        if stack is None or errors:
            raise SchemeError(errors)
        return stack

    def _bound(
        self, versions: Sequence[Version], above: Mapping[str, frozenset[str]]
    ) -> tuple[Stack | None, list[Problem]]:
        """The stack of these versions with what is wrong with it, worked out once."""
        key = tuple(v.digest + v.name for v in versions)
        if key not in self._stacks:
            stack, problems = bind(versions, above)
            if stack is not None:
                problems += layering_problems(stack)
            self._stacks[key] = stack, problems
        return self._stacks[key]

    def problems(self, version: Version) -> list[Problem]:
        """Everything wrong with a version among the others, on any day of its window."""
        earlier = (
            v for v in self._versions[version.id] if v.text.effective.since < version.text.effective.since
        )
        found: dict[Problem, None] = dict.fromkeys(
            [*self._window_problems(version), *names_alike(version), *graduations(version, earlier)]
        )
        seen: set[frozenset[str]] = set()
        for day in self._turning_days(version):
            above, missing = self._above(version, day, day)
            found |= dict.fromkeys(missing)
            if any(p.code in ("layer-cycle", "layer-order") for p in missing):
                return list(found)  # what stands above what is not settled
            if frozenset(above) in seen:
                continue  # the same versions as on an earlier day
            seen.add(frozenset(above))
            versions = [version, *(self._by_name(name) for name in sorted(above[version.name]))]
            stack, problems = self._bound(versions, above)
            found |= dict.fromkeys(problems)
            if stack is not None:
                found |= dict.fromkeys(problems_of_stack(stack))
        found |= dict.fromkeys(self._problems_below(version))
        return list(found)

    def _problems_below(self, version: Version) -> Iterator[Problem]:
        """What a version that covers bodies does to their schemes: those never asked for it (MEANING rule 5)."""
        if not version.text.covers:
            return
        others = [v for versions in self._versions.values() for v in versions if v.name != version.name]
        without = Library(others)
        for body in version.text.covers:
            for lower in others:
                if lower.text.owner.value != body.value or not _meet(lower, version):
                    continue
                if lower.text.layer.rank <= version.text.layer.rank:
                    continue
                day = max(lower.text.effective.since, version.text.effective.since)
                before = without._errors_on(lower, day)
                for problem in self._errors_on(lower, day):
                    if problem not in before:
                        message = f"{lower.name}, which this covers, would no longer load: {problem.message}"
                        what_to_do = (
                            f"{problem.what_to_do} Change it here: {lower.id} has not asked for this."
                        )
                        yield wrong(body, "covered-scheme", message, what_to_do)

    def _errors_on(self, version: Version, day: date) -> list[Problem]:
        """What keeps a version from governing on a day."""
        try:
            self.stack_of(version, day)
        except SchemeError as error:
            return list(error.problems)
        return []

    # -- layers ------------------------------------------------------------------------------------------

    def _by_name(self, name: str) -> Version:
        scheme, _, version = name.partition("/")
        return next(v for v in self._versions[scheme] if v.version == version)

    def _parents(self, version: Version, day: date, later: date) -> tuple[list[Version], list[Problem]]:
        parents: list[Version] = []
        missing: list[Problem] = []
        for under in version.text.under:
            parent = self.version_on(under.value, day)
            if parent is None and self._is_control(under.value):
                parent = self.version_on(under.value, later)
                if parent is None:
                    continue  # a control scheme that has ended, or not begun, binds nobody
            if parent is not None:
                parents.append(parent)
                missing += self._order_problems(version, under, parent)
            elif under.value in self._versions:
                missing.append(wrong(under, "window", f"No version of {under.value} holds on {day}.", _COVER))
            else:
                near = nearest(under.value, self._versions)
                what_to_do = f"Write {near}." if near else "Put its folder beside this one."
                missing.append(
                    wrong(under, "unknown-scheme", f"No scheme is called {under.value!r}.", what_to_do, near)
                )
        owner = version.text.owner.value
        for versions in self._versions.values():
            for other in versions:
                covers = any(body.value == owner for body in other.text.covers) and other.id != version.id
                control = other.text.layer is Layer.CONTROL
                holds = self._governs_on(other, day) or (control and self._governs_on(other, later))
                above = other.text.layer.rank < version.text.layer.rank
                if covers and holds and above and other not in parents:
                    parents.append(other)
        return parents, missing

    def _is_control(self, scheme: str) -> bool:
        return any(v.text.layer is Layer.CONTROL for v in self._versions.get(scheme, ()))

    def schemes_above(self, version: Version, day: date) -> frozenset[str]:
        """The names of the schemes a version stands under on a day, whether or not it loads."""
        above, _ = self._above(version, day, day)
        return frozenset(name.partition("/")[0] for name in above[version.name])

    def _above(
        self, version: Version, day: date, later: date
    ) -> tuple[dict[str, frozenset[str]], list[Problem]]:
        """For each version of the stack the names of those above it."""
        above: dict[str, frozenset[str]] = {}
        problems: list[Problem] = []

        def visit(one: Version, below: tuple[str, ...]) -> frozenset[str]:
            if one.name in above or one.name in below:
                return above.get(one.name, frozenset())
            parents, missing = self._parents(one, day, later)
            problems.extend(missing)
            names = frozenset(p.name for p in parents)
            above[one.name] = names.union(*(visit(p, (*below, one.name)) for p in parents))
            return above[one.name]

        visit(version, ())
        return above, problems

    def _window_problems(self, version: Version) -> Iterator[Problem]:
        window = version.text.effective
        if window.until is not None and window.until < window.since:
            yield wrong(window.place, "window", "This window ends before it begins.", "Swap the dates.")
        for other in self._versions[version.id]:
            if other.name != version.name and _meet(other, version) and not self._follow(other, version):
                yield wrong(
                    window.place,
                    "window",
                    f"{other.name} holds on some of these days as well.",
                    "End it with to:, or begin later.",
                )
        for under in version.text.under:
            for parent in self._versions.get(under.value, ()):
                yield from self._order_problems(version, under, parent)
            if under.value in self._versions and not self._is_control(under.value):
                gap = self._first_gap(under.value, version)
                if gap is not None:
                    yield wrong(
                        under, "window", f"No version of {under.value} holds on {gap.isoformat()}.", _COVER
                    )

    def _follow(self, one: Version, other: Version) -> bool:
        """Whether one of two versions has taken the other's place, so that they may share days.

        Not where the other begins later still: it would never come to govern, and nobody would have said so.
        """
        for found in self.successions:
            if found.scheme == one.id and found.version in (one.version, other.version):
                followed = other if found.version == one.version else one
                if followed.text.effective.since <= found.since:
                    return True
        return False

    def _order_problems(self, version: Version, under: Text, parent: Version) -> Iterator[Problem]:
        """A scheme stands only under schemes of a higher layer."""
        if parent.text.layer.rank < version.text.layer.rank:
            return
        code = "layer-cycle" if self._leads_back(parent, version.id) else "layer-order"
        message = (
            f"{parent.id} stands under this scheme as well."
            if code == "layer-cycle"
            else f"A {version.text.layer} scheme cannot stand under a {parent.text.layer} scheme."
        )
        yield wrong(under, code, message, "The order is statute, control, partnership, organisation, team.")

    def _leads_back(self, version: Version, scheme: str) -> bool:
        seen: set[str] = set()
        waiting = [version]
        while waiting:
            one = waiting.pop()
            if one.id == scheme:
                return True
            if one.id not in seen:
                seen.add(one.id)
                waiting += [v for under in one.text.under for v in self._versions.get(under.value, ())]
        return False

    def _first_gap(self, scheme: str, version: Version) -> date | None:
        day, last = version.text.effective.since, version.text.effective.until or FOR_EVER
        while day <= last:
            holding = self.version_on(scheme, day)
            if holding is None:
                return day
            end = holding.text.effective.until
            if end is None:
                return None
            day = end + timedelta(days=1)
        return None

    def _turning_days(self, version: Version) -> list[date]:
        """Days on which what stands above a version may change."""
        starts = {version.text.effective.since}
        starts |= {one.since for one in self.successions if version.holds_on(one.since)}
        for versions in self._versions.values():
            starts |= {v.text.effective.since for v in versions if version.holds_on(v.text.effective.since)}
        return sorted(starts)


def _meet(one: Version, other: Version) -> bool:
    """Whether there is a day on which both hold."""
    return one.holds_on(other.text.effective.since) or other.holds_on(one.text.effective.since)


_COVER = "Shorten this version's window, or add the version that is missing."
