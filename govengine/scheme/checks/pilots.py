"""A pilot cannot seal itself off: it has a last day, an owner outside it, and the host sees it as it sees the rest.

What is compared is what the scheme declares: who else decides the same kinds, where those book what they spend, who
assures them. No key lets a pilot off, so there is nothing to look for but what it leaves out or has to itself.
"""

from collections.abc import Iterator

from govengine.errors import Problem
from govengine.scheme.checks.written import Written
from govengine.scheme.layering import kinds_of
from govengine.scheme.pilot import Host
from govengine.scheme.rules import Grant
from govengine.scheme.shape import Absent
from govengine.scheme.source import Place
from govengine.scheme.stack import BoundGrant, Stack
from govengine.scheme.words import Step

SPEND = "spend"
"""The class of what costs money."""


def is_pilot(grant: Grant) -> bool:
    """Whether a grant is tried out: in some places, by some teams, up to a ceiling; or it says so."""
    scope = grant.scope
    return grant.pilot is not None or (scope is not None and bool(scope.teams or scope.places or scope.cap))


def pilots(written: Written) -> Iterator[Problem]:
    """Everything that keeps the version's pilots from being adopted."""
    for rule in written.stack.grants:
        grant = written.rules.get(rule.id)
        if rule.scheme == written.stack.scheme and isinstance(grant, Grant) and is_pilot(grant):
            yield from _Pilot(written, grant, rule).problems()


class _Pilot:
    def __init__(self, written: Written, grant: Grant, rule: BoundGrant) -> None:
        self.stack: Stack = written.stack
        self.version = written.version
        self.grant, self.rule = grant, rule
        self.host = written.version.text.owner.value
        self.kinds = kinds_of(rule, self.stack)
        self.ordinary = [
            other
            for other in self.stack.grants
            if other.step is not Step.SHADOW
            and not self._is_pilot(written, other)
            and kinds_of(other, self.stack) & self.kinds
        ]

    @staticmethod
    def _is_pilot(written: Written, other: BoundGrant) -> bool:
        text = written.rules.get(other.id)
        return isinstance(text, Grant) and is_pilot(text)

    def problems(self) -> Iterator[Problem]:
        if self.grant.scope is None or self.grant.scope.until is None:
            yield Problem(
                "endless-pilot",
                f"{self.rule.id} is a pilot without a last day.",
                "Add scope: {until: …}; after it the scheme's other grants answer again.",
                str(self.grant.place),
            )
        pilot = self.grant.pilot
        if pilot is None or pilot.host is None:
            lacks = "says neither its aim nor" if pilot is None else "does not say"
            yield self._sealed(
                self.grant.place,
                f"it {lacks} how {self._body(self.host)} sees it",
                "Add pilot: {aim, stop, owner, host: {viewer, cost_code, audit}}."
                if pilot is None
                else "Add host: {viewer: …, cost_code: …, audit: …}.",
            )
        if pilot is None:
            return
        yield from self._people()
        if pilot.host is not None:
            yield from self._viewer(pilot.host)
            yield from self._cost_code(pilot.host)
            yield from self._audit(pilot.host)

    # -- who owns and stops it ----------------------------------------------------------------------------

    def _people(self) -> Iterator[Problem]:
        """Neither is one of those who run it."""
        pilot = self.grant.pilot
        assert pilot is not None  # looked at before
        for what, role in (("owner", pilot.owner), ("stop.by", pilot.stop.by)):
            if not self._is_human(role.value):
                yield Problem(
                    "pilot-owner",
                    f"No person is {role.value!r}.",
                    "Name a role of a person.",
                    str(role.place),
                )
            elif role.value in self._team():
                message = f"The {what} of {self.rule.id} is {role.value}, who runs it."
                what_to_do = "Name a role that is not in the team."
                yield Problem("pilot-owner", message, what_to_do, str(role.place))
        watch = pilot.stop.watch
        if watch is not None and f"{self.version.id}/{watch.value}" not in {w.id for w in self.stack.watches}:
            message = f"The scheme has no watch called {watch.value!r}."
            yield Problem(
                "pilot-watch", message, "Declare it under watches:, or leave it out.", str(watch.place)
            )

    def _team(self) -> frozenset[str]:
        """Those who run it: who decides, who is below them on a line, and who is asked along."""
        below = {
            role
            for line in self.stack.lines.values()
            if self.rule.role in line
            for role in line[: line.index(self.rule.role)]
        }
        return frozenset({self.rule.role, *below, *([self.rule.company.role] if self.rule.company else [])})

    def _is_human(self, role: str) -> bool:
        return role in self.stack.roles and self.stack.roles[role].human

    # -- what the host sees ---------------------------------------------------------------------------------

    def _viewer(self, host: Host) -> Iterator[Problem]:
        what_to_do = f"Name a role of {self._body(self.host)} outside the team."
        if host.viewer is None:
            yield self._sealed(
                host.place, f"nobody at {self._body(self.host)} reads its decisions", what_to_do
            )
            return
        role = host.viewer.value
        if not self._is_human(role) or self.stack.roles[role].body != self.host:
            why = f"its viewer, {role}, is nobody's role at {self._body(self.host)}, whose scheme this is"
            yield self._sealed(host.viewer.place, why, what_to_do)
        elif role in self._team():
            yield self._sealed(
                host.viewer.place, f"its viewer, {role}, is one of those who run it", what_to_do
            )
        elif not self._party():
            who = self._body(self.stack.roles[self.rule.role].body)
            why = f"its decisions are {who}'s and name nobody at {self._body(self.host)}, who so could not read them"
            yield self._sealed(host.viewer.place, why, f"Add with: a role of {self._body(self.host)}.")

    def _party(self) -> bool:
        """A decision is read by the body that decides, and by those whose people the answer names."""
        named = [self.rule.role, *([self.rule.company.role] if self.rule.company else [])]
        return self.host in {self.stack.roles[role].body for role in named if role in self.stack.roles}

    def _cost_code(self, host: Host) -> Iterator[Problem]:
        spends = any(SPEND in self.stack.kinds[kind] for kind in self.kinds)
        codes = self._ordinary_codes()
        said = host.cost_code
        if isinstance(said, Absent):
            if spends:
                why = f"it spends, and names no cost code ({said.why})"
                yield self._sealed(host.place, why, self._codes_to_use(codes))
        elif said is None:
            if spends:
                why = "it does not say where it books what it spends"
                yield self._sealed(host.place, why, self._codes_to_use(codes))
        elif said.value not in codes:
            why = f"it has the cost code {said.value} to itself"
            yield self._sealed(said.place, why, self._codes_to_use(codes))

    def _ordinary_codes(self) -> frozenset[str]:
        """Where decisions of these kinds are booked that are not a pilot's."""
        kinds = frozenset().union(*(kinds_of(other, self.stack) for other in self.ordinary)) & self.kinds
        declared = {
            code.value
            for version in self.stack.versions
            for name, kind in version.text.kinds.items()
            if name in kinds
            for code in kind.value.cost_codes
        }
        return frozenset(declared)

    @staticmethod
    def _codes_to_use(codes: frozenset[str]) -> str:
        if codes:
            return f"Book to {' or '.join(sorted(codes))}, as the other decisions of its kinds do."
        return "Give the kind its cost_codes:, and have a grant without a scope beside the pilot that books there."

    def _audit(self, host: Host) -> Iterator[Problem]:
        if isinstance(self.rule.assure, Absent):
            why = f"nobody assures its decisions ({self.rule.assure.why})"
            yield self._sealed(self.grant.place, why, "Add assure: {review: …, by: …}.")
        elif self.rule.assure["review"] in ("none", "never"):
            why = f"its decisions are reviewed: {self.rule.assure['review']}"
            yield self._sealed(self.grant.place, why, "Say how they are: all, or sampled.")
        ordinary = {self.stack.accountable}
        ordinary |= {other.assure["by"] for other in self.ordinary if not isinstance(other.assure, Absent)}
        ordinary -= self._team()
        what_to_do = f"Name {' or '.join(sorted(ordinary))}, as for the other decisions of its kinds."
        if host.audit is None:
            yield self._sealed(host.place, "it is not in anybody's ordinary audit", what_to_do)
        elif host.audit.value not in ordinary:
            why = f"it would be audited by {host.audit.value} and not as the other decisions of its kinds are"
            yield self._sealed(host.audit.place, why, what_to_do)

    # -- words --------------------------------------------------------------------------------------------------

    def _sealed(self, place: Place, why: str, what_to_do: str) -> Problem:
        return Problem("sealed-pilot", f"{self.rule.id} is sealed: {why}.", what_to_do, str(place))

    def _body(self, body: str) -> str:
        return self.stack.title_of_body(body)
