"""From text to meaning: a scheme and those above it become one stack, with every name resolved.

Every problem is collected. A stack is given back only when there is no error.
"""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from govengine.errors import Problem, nearest
from govengine.feel import Expression, Value, compile_expression, lexicon_of, text_of, type_of
from govengine.scheme.bound_watch import BoundWatch
from govengine.scheme.budgets import bound_budgets
from govengine.scheme.conditions import Conditions
from govengine.scheme.expressions import constant, unary_tests
from govengine.scheme.names import EVERY_KIND, Names
from govengine.scheme.rule_binding import RuleBinder, cap_name
from govengine.scheme.shape import Named
from govengine.scheme.source import Text
from govengine.scheme.stack import BoundGrant, BoundSafeguard, SharedOutcome, Stack
from govengine.scheme.version import Version
from govengine.scheme.words import RoleKind

DEFAULT_ZONE = "Europe/London"


def bind(
    versions: Sequence[Version], above: Mapping[str, frozenset[str]]
) -> tuple[Stack | None, list[Problem]]:
    """The stack of `versions[0]` and the schemes above it, and everything wrong with them together.

    `above` gives for each version's name the names of the versions above it.
    """
    problems: list[Problem] = []
    stack = _Binder(versions, above, problems).stack()
    return (None if any(p.severity == "error" for p in problems) else stack), problems


SLIP = 0.88
"""How like another name a class must be to look like a slip of the pen."""


class _Binder:
    def __init__(
        self, versions: Sequence[Version], above: Mapping[str, frozenset[str]], problems: list[Problem]
    ) -> None:
        self._named = versions[0]
        self._versions = sorted(versions, key=lambda v: (v.text.layer.rank, v.id))
        self._above = above
        self._names = Names(self._versions, problems)
        self._set = {v.name: self._values_set_by(v) for v in self._versions}

    def stack(self) -> Stack:
        """Everything bound, problems collected on the way."""
        names = self._names
        for version in self._versions:
            self._declare_caps(version)
        grants: list[BoundGrant] = []
        safeguards: list[BoundSafeguard] = []
        watches: list[BoundWatch] = []
        never: list[tuple[str, Expression]] = []
        conditions: dict[str, Conditions] = {}
        for version in self._versions:
            seen = [conditions[v.name] for v in self._versions if v.name in self._above[version.name]]
            conditions[version.name] = Conditions(names, version, self._figures(version), seen)
            binder = RuleBinder(names, version, conditions[version.name])
            grants += binder.grants()
            safeguards += binder.safeguards()
            watches += binder.watches()
            never += binder.claims()
            self._check(version)
        text = self._named.text
        others = [v for v in self._versions if v is not self._named]
        return Stack(
            versions=(self._named, *sorted(others, key=lambda v: (-v.text.layer.rank, v.id))),
            bodies={name: body.value.title.value for name, body in names.bodies.items()},
            roles=names.bound_roles(),
            lines=dict(sorted(names.lines.items())),
            outcomes={
                name: SharedOutcome(o.value.title.value, tuple(b.value for b in o.value.shared_by))
                for name, o in names.outcomes.items()
            },
            kinds={
                name: frozenset(c.value for c in kind.value.classes) for name, kind in names.kinds.items()
            },
            kind_titles=names.kind_titles(),
            facts=names.facts,
            history=names.history,
            grants=tuple(sorted(grants, key=lambda rule: rule.order)),
            safeguards=tuple(sorted(safeguards, key=lambda rule: rule.order)),
            watches=tuple(sorted(watches, key=lambda watch: watch.id)),
            ask=text.ask.role.value,
            accountable=text.accountable.role.value,
            zone=text.zone.value if text.zone else DEFAULT_ZONE,
            never=tuple(sorted(never, key=lambda claim: claim[0])),
            budgets=tuple(
                budget for one in self._versions for budget in bound_budgets(names, one.text.budgets)
            ),
        )

    def _declare_caps(self, version: Version) -> None:
        declared: dict[str, str] = {}
        for grant in version.text.grants:
            if grant.scope is None or grant.scope.cap is None:
                continue
            name, cap = cap_name(version, grant), grant.scope.cap
            if declared.setdefault(name, grant.id.value) != grant.id.value:
                message = f"{grant.id.value} and {declared[name]} are too much alike for two ceilings."
                self._names.wrong(grant.id, "redeclared", message, "Rename one of them.")
            self._names.add_aggregate(name, cap.sum, cap.same, cap.of or grant.bears_on, cap.within)

    # -- figures ---------------------------------------------------------------------------------

    def _values_set_by(self, version: Version) -> dict[str, Value]:
        found = {
            name: constant(named.value.value, self._names.problems)
            for name, named in version.text.values.items()
        }
        return {name: value for name, value in found.items() if value is not None}

    def _figures(self, version: Version) -> dict[str, Value]:
        """Named values as this version sees them: the lowest scheme that may set one sets it."""
        seen = self._above[version.name] | {version.name}
        figures: dict[str, Value] = {}
        for other in self._versions:
            for name, value in self._set[other.name].items():
                varies = {v.name for v in self._versions if v.name in seen and name in v.text.values}
                if other.name in seen or varies & self._above[other.name]:
                    figures[name] = value
        return figures

    def _check_bounds(self, version: Version, name: str, named: Named) -> None:
        for higher in self._versions:
            if higher.name not in self._above[version.name] or name not in higher.text.values:
                continue
            bounds: Text | None = higher.text.values[name].value.bounds
            if bounds is None:
                message = f"{higher.id} gives {name} no bounds."
                what_to_do = f"Add a safeguard instead, or ask {self._asked_in(higher)} for bounds."
                self._names.wrong(named.place, "value-not-open", message, what_to_do)
            elif name in self._set[version.name]:
                value = self._set[version.name][name]
                message = (
                    f"{name} is {text_of(value)} here, and {higher.id} lets it be set within {bounds.value}."
                )
                what_to_do = f"Choose a value within, or ask {self._asked_in(higher)} for wider bounds."
                self._check_within(bounds, value, named, message, what_to_do)

    def _asked_in(self, version: Version) -> str:
        """Whom a scheme says to ask, in plain words."""
        role = version.text.ask.role.value
        declared = self._names.roles.get(role)
        if declared is None:
            return f"whoever {version.id} says to ask"
        title = declared.value.title.value if declared.value.title else role.replace("_", " ")
        body = self._names.bodies.get(declared.value.body.value)
        return f"the {title} of {body.value.title.value if body else declared.value.body.value}"

    def _check_within(self, bounds: Text, value: Value, named: Named, message: str, what_to_do: str) -> None:
        scope = {"value": type_of(value)}
        tree = unary_tests(bounds, "value", scope, lexicon_of(scope), self._names.problems)
        if tree is not None and compile_expression(tree)({"value": value}) is not True:
            self._names.wrong(named.place, "out-of-bounds", message, what_to_do)

    # -- what is asked of a scheme when it is loaded (MEANING rules 4, 5 and 7) ----------------------

    def _check(self, version: Version) -> None:
        text = version.text
        for what, asked in (("ask", text.ask), ("accountable", text.accountable)):
            role = self._names.role(asked.role)
            declared = self._names.roles.get(role)
            if declared and declared.value.kind in (RoleKind.SOFTWARE, RoleKind.COURT):
                message = f"{role} is not a person who can be asked."
                self._names.wrong(asked.role, f"{what}-not-human", message, "Name a human role.")
        if text.changing is not None:
            one_each = (text.changing.finance, text.changing.lived_experience)
            for asked_too in (*text.changing.peers, *(one for one in one_each if one is not None)):
                self._names.role(asked_too)
        if text.suggestions is not None:
            self._names.person(text.suggestions.role)
        self._names.body(text.owner)
        for body in text.covers:
            self._names.body(body)
        if text.zone is not None:
            self._check_zone(text.zone)
        for name, named in text.values.items():
            if named.value.bounds is not None and name in self._set[version.name]:
                value = self._set[version.name][name]
                message = f"{name} is {text_of(value)}, outside its own bounds {named.value.bounds.value}."
                self._check_within(named.value.bounds, value, named, message, "Choose a value within.")
            self._check_bounds(version, name, named)
        self._check_classes(version)

    def _check_zone(self, zone: Text) -> None:
        try:
            ZoneInfo(zone.value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = f"There is no time zone {zone.value[:60]!r}."
            self._names.wrong(zone, "unknown-zone", message, f"Write {DEFAULT_ZONE}, say.")

    def _check_classes(self, version: Version) -> None:
        """A safeguard may bear on a class that no kind here has: it may be sent with a decision."""
        names = self._names
        declared = {*names.kinds, *names.declared_classes, EVERY_KIND}
        for rule in version.text.safeguards:
            for name in rule.bears_on:
                near = None if name.value in declared else nearest(name.value, declared, likeness=SLIP)
                if near is not None:
                    names.problems.append(
                        Problem(
                            "unknown-class",
                            f"No kind is {name.value!r} or of that class.",
                            "Leave it if decisions are sent with that class.",
                            str(name.place),
                            near,
                            severity="warning",
                        )
                    )
