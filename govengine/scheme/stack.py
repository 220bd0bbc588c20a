"""What governs one question: a scheme and those above it, with every name resolved and every type checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from govengine.feel import Expression, Value
from govengine.feel.values import Months
from govengine.scheme.bound_watch import SHARED, BoundWatch
from govengine.scheme.budgets import BoundBudget
from govengine.scheme.fact_reader import FactReader
from govengine.scheme.shape import Absent
from govengine.scheme.version import Version
from govengine.scheme.vocabulary import FactType
from govengine.scheme.words import At, Attested, How, Layer, Level, RoleKind, Step, Window

Limit = timedelta | Months


@dataclass(frozen=True, slots=True)
class Role:
    """A role with its place on the lines."""

    name: str
    body: str
    kind: RoleKind
    title: str

    @property
    def human(self) -> bool:
        """Software is never asked, never named, and holds nothing (MEANING rule 7)."""
        return self.kind is not RoleKind.SOFTWARE


@dataclass(frozen=True, slots=True)
class Clause:
    """One conjunct of a rule's condition. Named conditions and figures have been put in place of their names.

    `facts` are the names it reads, sorted; `figures` the named values in it, for the explanation.
    """

    text: str
    tree: Expression
    facts: tuple[str, ...]
    figures: Mapping[str, Value]
    about_actor: bool
    """Whether another person in the actor's place could make it come out differently."""


@dataclass(frozen=True, slots=True)
class Company:
    """Whom `with:` names. `roles` satisfy it: the role and, unless it is `only`, its seniors."""

    id: str
    role: str
    roles: frozenset[str]
    second_person: bool
    how: How | None
    done_when: tuple[Clause, ...] | None
    within: Limit | None


@dataclass(frozen=True, slots=True)
class BoundDuty:
    """A duty of a rule; `id` is `<scheme>/<rule>/<duty>`."""

    id: str
    rule: str
    at: At
    do: str | None
    tell: str | None
    within: Limit | None
    when: tuple[Clause, ...] | None
    done_when: tuple[Clause, ...] | None
    excludes: tuple[str, ...] = ()
    """The ids of duties that cannot be kept together with it."""


@dataclass(frozen=True, slots=True)
class Ratification:
    """What an emergency owes afterwards."""

    role: str
    within: Limit


@dataclass(frozen=True, slots=True)
class BoundRoute:
    """Another way."""

    do: str
    to: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """What grants and safeguards share. `id` is `<scheme>/<rule>`."""

    id: str
    scheme: str
    layer: Layer
    bears_on: frozenset[str]
    clauses: tuple[Clause, ...]
    duties: tuple[BoundDuty, ...]
    company: Company | None
    title: str | None
    authority: str | None
    because: str | None
    since: date | datetime | None
    until: date | datetime | None
    place: str

    @property
    def order(self) -> tuple[int, str]:
        """By layer, then id (MEANING rule 8)."""
        return self.layer.rank, self.id


@dataclass(frozen=True, slots=True)
class BoundGrant(Rule):
    """A grant. `holders` are the roles it delegates to: its role and, unless it is `only`, the seniors."""

    role: str
    only: bool
    holders: frozenset[str]
    level: Level
    step: Step
    exception: bool
    outcome: str | Absent
    delegated_by: Mapping[str, Any] | Absent
    involve: tuple[BoundDuty, ...] | Absent
    assure: Mapping[str, Any] | Absent
    advised_by: Company | None
    scope_until: date | datetime | None


@dataclass(frozen=True, slots=True)
class BoundSafeguard(Rule):
    """A safeguard. `exempts` are the roles that `with:` or `to:` names and, unless `only`, their seniors."""

    level: Level
    to: str | None
    exempts: frozenset[str]
    second_person: bool
    route: BoundRoute | None
    emergency: Ratification | None


@dataclass(frozen=True, slots=True)
class BoundAggregate:
    """A sum (of `sum`) or a count over earlier decisions of these kinds."""

    name: str
    sum: str | None
    same: str | None
    kinds: frozenset[str]
    within: timedelta | Months | Window
    across: frozenset[str] = frozenset()
    """The bodies whose decisions count; none where everybody's do."""

    def counts(self, kind: str, body: str | None) -> bool:
        """Whether a decision of this kind, proposed by this body, is one of those it adds up."""
        return kind in self.kinds and (not self.across or body in self.across)


@dataclass(frozen=True, slots=True)
class SharedOutcome:
    """An outcome with the bodies that share it."""

    title: str
    shared_by: tuple[str, ...]


def is_about_actor(name: str, history: Mapping[str, BoundAggregate]) -> bool:
    """Whether a fact is the actor's own, or history that is told apart by such a fact."""
    aggregate = history.get(name)
    return name.startswith("actor.") or (
        aggregate is not None and aggregate.same is not None and aggregate.same.startswith("actor.")
    )


@dataclass(frozen=True)
class Stack:
    """A scheme with those above it. `versions[0]` is the one that was asked about."""

    versions: tuple[Version, ...]
    bodies: Mapping[str, str]
    roles: Mapping[str, Role]
    lines: Mapping[str, tuple[str, ...]]
    outcomes: Mapping[str, SharedOutcome]
    kinds: Mapping[str, frozenset[str]]
    kind_titles: Mapping[str, str]
    facts: Mapping[str, FactType]
    history: Mapping[str, BoundAggregate]
    grants: tuple[BoundGrant, ...]
    safeguards: tuple[BoundSafeguard, ...]
    watches: tuple[BoundWatch, ...]
    ask: str
    accountable: str
    zone: str
    never: tuple[tuple[str, Expression], ...] = field(default=())
    budgets: tuple[BoundBudget, ...] = ()
    beside: tuple["Stack", ...] = ()
    """Schemes of other bodies that this decision is asked under as well: each is to agree to it."""
    programs: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What `decide` keeps for this stack, so that it lives as long: compiled rules by kind and classes; the rest by name."""

    @property
    def scheme(self) -> str:
        """The name of the scheme that was asked about."""
        return self.versions[0].id

    @property
    def reserve(self) -> Limit | None:
        """How long what may be acted on is reserved: as the scheme says, or the lowest above it that does."""
        return next((v.text.reserve for v in self.versions if v.text.reserve is not None), None)

    def attested_by(self, act: str) -> frozenset[Attested]:
        """The ways in which it may be known who does that (a key of `attest:`): those that every scheme takes."""
        taken = frozenset(Attested)
        for version in (*self.versions, *(one for stack in self.beside for one in stack.versions)):
            ways = getattr(version.text.attest, act, ())
            taken = taken & frozenset(ways) if ways else taken
        return taken

    @cached_property
    def summary(self) -> tuple[dict[str, str], ...]:
        """The schemes as an answer names them."""
        versions = {version.name: version for stack in (*self.beside, self) for version in stack.versions}
        own = {version.name: version for version in self.versions}
        return tuple(
            {"id": v.id, "version": v.version, "layer": str(v.text.layer), "digest": v.digest}
            for v in {**own, **versions}.values()
        )

    @cached_property
    def roles_beside(self) -> Mapping[str, Role]:
        """The roles of the schemes of other bodies that this decision is asked under."""
        return {name: role for stack in self.beside for name, role in stack.roles.items()}

    @cached_property
    def kinds_by_class(self) -> dict[str, frozenset[str]]:
        """The kinds of each class."""
        found: dict[str, set[str]] = {}
        for kind, classes in self.kinds.items():
            for name in classes:
                found.setdefault(name, set()).add(kind)
        return {name: frozenset(kinds) for name, kinds in found.items()}

    @cached_property
    def rules_on(self) -> Mapping[str, tuple[BoundGrant | BoundSafeguard, ...]]:
        """Grants and safeguards by each kind and class they bear on."""
        found: dict[str, list[BoundGrant | BoundSafeguard]] = {}
        rules: tuple[BoundGrant | BoundSafeguard, ...] = (*self.grants, *self.safeguards)
        for rule in rules:
            for name in rule.bears_on:
                found.setdefault(name, []).append(rule)
        return {name: tuple(rules) for name, rules in found.items()}

    @cached_property
    def registered_facts(self) -> tuple[str, ...]:
        """The facts that a register tells, not whoever asks."""
        return tuple(fact.name for fact in self.facts.values() if fact.registered)

    @cached_property
    def fact_reader(self) -> FactReader:
        """Reads the facts of a question."""
        return FactReader(self.facts)

    @cached_property
    def facts_about_actor(self) -> frozenset[str]:
        """The facts that are whoever's is asked about: theirs, and the history they have."""
        return frozenset(name for name in self.facts if is_about_actor(name, self.history))

    @cached_property
    def excluding(self) -> tuple[tuple[str, str], ...]:
        """The pairs of duties that cannot be kept together, each pair once, by their ids in order."""
        duties = [duty for rule in (*self.grants, *self.safeguards) for duty in rule.duties]
        pairs = {tuple(sorted((duty.id, other))) for duty in duties for other in duty.excludes}
        return tuple(sorted((first, second) for first, second in pairs))

    @cached_property
    def watched_facts(self) -> frozenset[str]:
        """The facts that watches tell entries apart by."""
        return frozenset(watch.same for watch in self.watches) - set(SHARED)

    @cached_property
    def classes(self) -> frozenset[str]:
        """Every class a kind belongs to or a rule bears on."""
        named = {name for rule in (*self.grants, *self.safeguards) for name in rule.bears_on}
        others = (stack.classes for stack in self.beside)
        return frozenset().union(*self.kinds.values(), named - set(self.kinds) - {"all"}, *others)

    def seniors(self, role: str) -> frozenset[str]:
        """The roles above this one on any line. A role on no line is senior to nobody."""
        return frozenset(
            above for line in self.lines.values() if role in line for above in line[line.index(role) + 1 :]
        )

    def lines_of(self, role: str) -> list[str]:
        """The names of the lines a role is on."""
        return sorted(name for name, line in self.lines.items() if role in line)

    def title_of(self, role: str) -> str:
        """A role as people write it."""
        return self.roles[role].title if role in self.roles else role.replace("_", " ")

    def title_of_body(self, body: str) -> str:
        """A body as people write it."""
        return self.bodies.get(body, body)
