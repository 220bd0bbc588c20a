"""From text to meaning: the names, types and rules of a scheme and of those above it.

Every problem is collected. A stack is given back only when there is no error.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from govengine.errors import Problem, nearest
from govengine.feel import (
    BOOLEAN,
    FACT_TYPES,
    Expression,
    Fault,
    SyntaxFault,
    Type,
    Value,
    check,
    compile_expression,
    conjuncts,
    names_in,
    parse,
    parse_unary_tests,
    type_of,
)
from govengine.feel.tree import Literal, Name, rewrite
from govengine.feel.types import NUMBER
from govengine.feel.values import UNKNOWN
from govengine.scheme import format as fmt
from govengine.scheme.format import Level, RoleKind
from govengine.scheme.shape import Absent, Named, wrong
from govengine.scheme.source import Place, Text
from govengine.scheme.stack import (
    BoundAggregate,
    BoundDuty,
    BoundGrant,
    BoundRoute,
    BoundSafeguard,
    BoundWatch,
    Clause,
    Company,
    Ratification,
    Role,
    SharedOutcome,
    Stack,
)
from govengine.scheme.version import Version
from govengine.scheme.vocabulary import CORE, FactType

EVERY_KIND = "all"
COMPUTED = ("history.", "findings.")


def bind(versions: Sequence[Version], above: Mapping[str, frozenset[str]]) -> tuple[Stack | None, list[Problem]]:
    """The stack of `versions[0]` and the schemes above it, and everything wrong with them together.

    `above` gives for each version's name the names of the versions above it.
    """
    binder = _Binder(versions, above)
    stack = binder.stack()
    return (None if any(p.severity == "error" for p in binder.problems) else stack), binder.problems


class _Binder:
    def __init__(self, versions: Sequence[Version], above: Mapping[str, frozenset[str]]) -> None:
        self.versions = sorted(versions, key=lambda v: (v.text.layer.rank, v.id))
        self.named = versions[0]
        self.above = above
        self.problems: list[Problem] = []
        self.bodies = self._shared("bodies", fmt.Body)
        self.roles = self._shared("roles", fmt.Role)
        self.outcomes = self._shared("outcomes", fmt.Outcome)
        self.kinds = self._shared("kinds", fmt.Kind)
        self.fact_texts = self._shared("facts", fmt.Fact)
        self.aggregates = self._shared("history", fmt.Aggregate)
        self.lines = {
            f"{version.id}/{name}": tuple(role.value for role in line.value)
            for version in self.versions
            for name, line in version.text.lines.items()
        }
        self.classes = {
            c.value for kind in self.kinds.values() for c in kind.value.classes
        } | {name.value for v in self.versions for rule in v.text.safeguards for name in rule.bears_on}
        self.facts: dict[str, FactType] = dict(CORE)
        self.history: dict[str, BoundAggregate] = {}

    # -- names that all schemes share ------------------------------------------------------------

    def _shared(self, section: str, model: type) -> dict[str, Named]:
        """Declarations by name; the same twice is one, a different one is refused in the lower scheme."""
        from govengine.scheme.shape import Record

        shape = Record(model)
        found: dict[str, Named] = {}
        for version in self.versions:
            for name, named in getattr(version.text, section).items():
                first = found.setdefault(name, named)
                if first is not named and shape.canonical(first.value) != shape.canonical(named.value):
                    self._wrong(
                        named.place,
                        "redeclared",
                        f"{name} is declared differently at {first.place}.",
                        "Use that declaration, or choose another name.",
                    )
        return found

    def _wrong(self, at: Place | Any, code: str, message: str, what_to_do: str, near: str | None = None) -> None:
        self.problems.append(wrong(at, code, message, what_to_do, near))

    def _known(self, name: Text, known: Iterable[str], what: str) -> str:
        names = set(known)
        if name.value not in names:
            near = nearest(name.value, names)
            what_to_do = f"Write {near}." if near else f"Declare the {what} or use one that is declared."
            self._wrong(name, f"unknown-{what.replace(' ', '-')}", f"No {what} is called {name.value!r}.", what_to_do, near)
        return name.value

    def role(self, name: Text) -> str:
        """A declared role's name."""
        return self._known(name, self.roles, "role")

    def seniors(self, role: str) -> frozenset[str]:
        """As `Stack.seniors`."""
        return frozenset(r for line in self.lines.values() if role in line for r in line[line.index(role) + 1 :])

    # -- the whole ---------------------------------------------------------------------------------

    def stack(self) -> Stack:
        """Everything bound, problems collected on the way."""
        for role in self.roles.values():
            self._known(role.value.body, self.bodies, "body")
        for version in self.versions:
            for line in version.text.lines.values():
                for role in line.value:
                    self.role(role)
        for outcome in self.outcomes.values():
            for body in outcome.value.shared_by:
                self._known(body, self.bodies, "body")
        self._bind_facts()
        self._bind_history()
        grants: list[BoundGrant] = []
        safeguards: list[BoundSafeguard] = []
        watches: list[BoundWatch] = []
        never: list[tuple[str, Expression]] = []
        for version in self.versions:
            scheme = _SchemeBinder(self, version)
            grants += scheme.grants()
            safeguards += scheme.safeguards()
            watches += scheme.watches()
            scheme.checks()
        text = self.named.text
        others = [v for v in self.versions if v is not self.named]
        return Stack(
            versions=(self.named, *sorted(others, key=lambda v: (-v.text.layer.rank, v.id))),
            bodies={name: body.value.title.value for name, body in self.bodies.items()},
            roles={name: self._bound_role(name, role.value) for name, role in self.roles.items()},
            lines=dict(sorted(self.lines.items())),
            outcomes={
                name: SharedOutcome(o.value.title.value, tuple(b.value for b in o.value.shared_by))
                for name, o in self.outcomes.items()
            },
            kinds={name: frozenset(c.value for c in kind.value.classes) for name, kind in self.kinds.items()},
            kind_titles={
                name: kind.value.title.value if kind.value.title else name.replace("_", " ")
                for name, kind in self.kinds.items()
            },
            facts=self.facts,
            history=self.history,
            grants=tuple(sorted(grants, key=lambda rule: rule.order)),
            safeguards=tuple(sorted(safeguards, key=lambda rule: rule.order)),
            watches=tuple(sorted(watches, key=lambda watch: watch.id)),
            ask=text.ask.role.value,
            accountable=text.accountable.role.value,
            zone=text.zone.value if text.zone else "Europe/London",
            never=tuple(never),
        )

    @staticmethod
    def _bound_role(name: str, role: fmt.Role) -> Role:
        return Role(name, role.body.value, role.kind, role.title.value if role.title else name.replace("_", " "))

    def _bind_facts(self) -> None:
        for name, named in self.fact_texts.items():
            fact: fmt.Fact = named.value
            if name in CORE or name.startswith(COMPUTED):
                self._wrong(named.place, "core-fact", f"{name} means the same in every scheme.", "Remove it here.")
                continue
            if "." not in name:
                self._wrong(named.place, "fact-path", f"{name} has no full stop.", f"Write decision.{name}, say.")
            type_ = FACT_TYPES.get(fact.type.value)
            if type_ is None:
                near = nearest(fact.type.value, FACT_TYPES)
                self._wrong(fact.type, "unknown-type", f"There is no type {fact.type.value!r}.", f"Write one of: {', '.join(FACT_TYPES)}.", near)
                continue
            self.facts[name] = self._bound_fact(name, fact, type_)
        for name in self.facts:
            for other in self.facts:
                if other.startswith(name + "."):
                    at = self.fact_texts.get(name) or self.fact_texts[other]
                    self._wrong(at.place, "fact-path", f"{name} is a fact and the beginning of {other}.", "Rename one.")

    def _bound_fact(self, name: str, fact: fmt.Fact, type_: Type) -> FactType:
        if fact.confirm is not None and (type_ != BOOLEAN or name in ("actor.ref", "actor.role", "actor.body")):
            self._wrong(fact.confirm, "confirm", "Only true-or-false facts can be confirmed.", "Remove confirm.")
        settled = name.startswith("actor.") or name.endswith(".consent") or type_ == NUMBER
        if fact.changeable and settled:
            self._wrong(
                fact.place,
                "changeable",
                "Amounts, consent and who is asking are never suggested as changes.",
                "Remove changeable.",
            )
        ends: list[Decimal | None] = []
        for end in (fact.least, fact.most):
            value = None if end is None else self.constant(end)
            if value is not None and (type_ != NUMBER or not isinstance(value, Decimal)):
                assert end is not None  # only what is written has a value
                self._wrong(end, "type-mismatch", "Only numbers have a least and greatest value.", "Remove it.")
                value = None
            ends.append(value)
        return FactType(
            name,
            type_,
            fact.personal,
            tuple(text.value for text in fact.one_of),
            *ends,
            *(text.value if text else None for text in (fact.unit, fact.title, fact.ask)),
            confirm=fact.confirm.ask.value if fact.confirm else None,
            met=fact.confirm.met if fact.confirm else None,
            changeable=fact.changeable,
        )

    def _bind_history(self) -> None:
        for name, named in self.aggregates.items():
            text: fmt.Aggregate = named.value
            self.add_aggregate(f"history.{name}", text.sum, text.same, text.of, text.within)

    def add_aggregate(
        self, name: str, total: Text | None, same: Text | None, of: tuple[Text, ...], within: Any
    ) -> None:
        """Declare a `history.` fact."""
        if total is not None and self.facts.get(self._known(total, self.facts, "fact"), CORE["actor.ref"]).type != NUMBER:
            self._wrong(total, "type-mismatch", "Only numbers can be added up.", "Name a fact of type number.")
        if same is not None:
            self._known(same, self.facts, "fact")
        self.history[name] = BoundAggregate(
            name, total.value if total else None, same.value if same else None, self.kinds_of(of), within
        )
        self.facts[name] = FactType(name, NUMBER, personal=same is not None, computed=True)

    def kinds_of(self, names: tuple[Text, ...]) -> frozenset[str]:
        """The kinds that a list of kinds and classes names."""
        known = {*self.kinds, *self.classes, EVERY_KIND}
        wanted = {self._known(name, known, "kind or class") for name in names}
        return frozenset(
            kind
            for kind, named in self.kinds.items()
            if kind in wanted or EVERY_KIND in wanted or wanted & {c.value for c in named.value.classes}
        )

    def constant(self, text: Text) -> Value | None:
        """The value of an expression that reads nothing; None with a problem when it is not one."""
        tree = self.expression(text, text.value, lambda: parse(text.value), {})
        if tree is None:
            return None
        value = compile_expression(tree)({})
        if value is UNKNOWN:
            self._wrong(text, "no-value", "This has no value.", "Write a number, a date or a text in quotes.")
            return None
        return value

    def expression(
        self, at: Text, text: str, read: Callable[[], Expression | None], scope: Mapping[str, Type]
    ) -> Expression | None:
        """A checked tree, or None with the problems placed."""
        try:
            tree = read()
        except SyntaxFault as error:
            self._fault(at, error.fault)
            return None
        if tree is None:
            return None
        checked, faults = check(tree, scope)
        for fault in faults:
            self._fault(at, fault)
        return None if faults else checked

    def _fault(self, at: Text, fault: Fault) -> None:
        self._wrong(at.at(fault.start), fault.code, fault.message, fault.what_to_do, fault.did_you_mean)


class _SchemeBinder:
    """The rules, values and conditions of one version, in the scope of what it can see."""

    def __init__(self, binder: _Binder, version: Version) -> None:
        self.binder, self.version, self.text = binder, version, version.text
        visible = [v for v in binder.versions if v.name in binder.above[version.name]]
        self.figures = self._figures([*visible, version])
        self.condition_texts: dict[str, Text] = {
            name: named.value for v in [*visible, version] for name, named in v.text.conditions.items()
        }
        self.conditions: dict[str, tuple[Clause, ...]] = {}
        self._reading: list[str] = []
        for name, named in self.text.conditions.items():
            if name in self.figures or name in binder.facts:
                self.wrong(named.place, "redeclared", f"{name} is also a value or a fact.", "Choose another name.")
            self.condition(name)

    def wrong(self, at: Any, code: str, message: str, what_to_do: str) -> None:
        """Add a problem."""
        self.binder._wrong(at, code, message, what_to_do)  # noqa: SLF001 - one binder in two classes

    def _figures(self, visible: Sequence[Version]) -> dict[str, Value]:
        """Named values: the lowest scheme of the whole stack that may set one sets it."""
        figures: dict[str, Value] = {}
        for version in visible:
            for name, named in version.text.values.items():
                value = self.binder.constant(named.value.value)
                if value is not None:
                    figures[name] = value
        own = set().union(*(v.text.values for v in visible))
        for version in self.binder.versions:
            if version in visible:
                continue
            for name in own & set(version.text.values):
                value = self.binder.constant(version.text.values[name].value.value)
                if value is not None:
                    figures[name] = value
        return figures

    # -- conditions ----------------------------------------------------------------------------------

    def scope(self) -> dict[str, Type]:
        """Every name a condition may use here, with its type."""
        return {
            **{name: fact.type for name, fact in self.binder.facts.items()},
            **{name: type_of(value) for name, value in self.figures.items()},
            **dict.fromkeys(self.condition_texts, BOOLEAN),
        }

    def condition(self, name: str) -> tuple[Clause, ...]:
        """The clauses of a named condition; a condition that leads back to itself is a problem."""
        if name in self.conditions:
            return self.conditions[name]
        text = self.condition_texts[name]
        if name in self._reading:
            self.wrong(text, "condition-cycle", f"{name} is defined by itself.", "Write one of them out.")
            return ()
        self._reading.append(name)
        clauses = self.clauses(text)
        self._reading.pop()
        self.conditions[name] = clauses
        return clauses

    def clauses(self, text: Text | None) -> tuple[Clause, ...]:
        """A condition's conjuncts; those of named conditions stand in their place."""
        if text is None:
            return ()
        scope = self.scope()
        tree = self.binder.expression(text, text.value, lambda: parse(text.value, scope), scope)
        if tree is None:
            return ()
        return self._clauses_of(tree, text)

    def _clauses_of(self, tree: Expression, text: Text) -> tuple[Clause, ...]:
        if tree.type != BOOLEAN:
            self.wrong(text, "not-a-condition", f"This is a {tree.type}, not a condition.", "Compare it with something.")
            return ()
        found: list[Clause] = []
        for part in conjuncts(tree):
            if isinstance(part, Name) and part.name in self.condition_texts:
                found += self.condition(part.name)
            else:
                found.append(self._clause(part, text.value[part.start : part.end]))
        return tuple(found)

    def _clause(self, tree: Expression, text: str) -> Clause:
        """A clause whose tree reads facts alone."""
        figures: dict[str, Value] = {}

        def plain(node: Expression) -> Expression:
            if isinstance(node, Name) and node.name in self.condition_texts:
                parts = self.condition(node.name)
                for part in parts:
                    figures.update(part.figures)
                return _all_of(parts)
            if isinstance(node, Name) and node.name in self.figures:
                figures[node.name] = self.figures[node.name]
                return Literal(value=self.figures[node.name], type=node.type)
            return node

        whole = rewrite(tree, plain)
        return Clause(text, whole, tuple(sorted(names_in(whole))), figures)

    def cell(self, fact: Text, test: Text) -> tuple[Clause, ...]:
        """A table's cell."""
        name = self.binder._known(fact, self.binder.facts, "fact")  # noqa: SLF001
        if name not in self.binder.facts:
            return ()
        scope = self.scope()
        tree = self.binder.expression(test, test.value, lambda: parse_unary_tests(test.value, name, scope), scope)
        if tree is None:
            return ()
        shown = test.value.strip()
        text = f"{name} {shown}" if shown.startswith(("<", ">", "=", "!")) else f"{name} in {shown}"
        return (self._clause(tree, text),)

    # -- rules -----------------------------------------------------------------------------------------

    def grants(self) -> list[BoundGrant]:
        """The version's grants."""
        return [self._grant(grant) for grant in self._unique(self.text.grants)]

    def safeguards(self) -> list[BoundSafeguard]:
        """The version's safeguards."""
        return [self._safeguard(safeguard) for safeguard in self._unique(self.text.safeguards)]

    def watches(self) -> list[BoundWatch]:
        """The version's watches."""
        return [
            BoundWatch(
                f"{self.version.id}/{watch.id.value}",
                self.binder.kinds_of(watch.bears_on),
                self.binder._known(watch.same, self.binder.facts, "fact"),  # noqa: SLF001
                watch.count,
                watch.within,
                self.binder.role(watch.asks.role),
                watch.because.value,
            )
            for watch in self.text.watches
        ]

    def _unique(self, rules: Sequence[Any]) -> list[Any]:
        """Rules by id: the same twice is one, a different one of the same id is refused."""
        from govengine.scheme.version import rule_form

        seen: dict[str, Any] = {}
        for rule in rules:
            first = seen.setdefault(rule.id.value, rule)
            if first is not rule and rule_form(first) != rule_form(rule):
                self.wrong(
                    rule.id,
                    "duplicate-rule",
                    f"{rule.id.value} is the id of another rule at {first.place}.",
                    "Give each rule an id of its own.",
                )
        both = {grant.id.value for grant in self.text.grants}
        if rules and isinstance(rules[0], fmt.Safeguard):
            for rule in rules:
                if rule.id.value in both:
                    self.wrong(rule.id, "duplicate-rule", f"{rule.id.value} is a grant as well.", "Rename one of them.")
        return list(seen.values())

    def _bears_on(self, names: tuple[Text, ...], *, all_allowed: bool) -> frozenset[str]:
        known = {*self.binder.kinds, *self.binder.classes}
        if not all_allowed:
            known -= {EVERY_KIND}
        return frozenset(self.binder._known(name, known, "kind or class") for name in names)  # noqa: SLF001

    def _grant(self, grant: fmt.Grant) -> BoundGrant:
        id_ = f"{self.version.id}/{grant.id.value}"
        role = self.binder.role(grant.role)
        clauses = [*self.clauses(grant.when), *(c for cell in grant.cells for c in self.cell(*cell))]
        if grant.scope is not None:
            clauses += self._scope_clauses(grant, grant.scope)
        if grant.level is not fmt.GrantLevel.ACT and grant.company is None:
            self._no_with(grant)
        if self.binder.roles.get(role) and self.binder.roles[role].value.kind is RoleKind.SOFTWARE:
            self.wrong(grant.role, "software", "Software holds no authority.", "Grant it to the people who use it.")
        involve = grant.involve if isinstance(grant.involve, Absent) else self._duties(id_, grant.involve)
        duties = list(self._duties(id_, grant.duties))
        if grant.exception:
            duties.append(
                BoundDuty(
                    f"{id_}/reason", id_, fmt.At.BEFORE, "Write down the reason for the exception", None, None, None, None
                )
            )
        advised_by = None
        if grant.step is fmt.Step.ADVISE:
            if isinstance(grant.assure, Absent):
                self.wrong(grant.id, "no-assure", "A grant at advise is advised by assure.by.", "Add assure.")
            else:
                advised_by = self._company(id_, fmt.With(role=grant.assure.by, place=grant.assure.place), Level.CONSULT)
        outcome = grant.outcome
        if isinstance(outcome, Text):
            self.binder._known(outcome, self.binder.outcomes, "outcome")  # noqa: SLF001
        return BoundGrant(
            id=id_,
            scheme=self.version.id,
            layer=self.text.layer,
            bears_on=self._bears_on(grant.bears_on, all_allowed=False),
            clauses=tuple(clauses),
            duties=(*(() if isinstance(involve, Absent) else involve), *duties),
            company=self._company(id_, grant.company, Level(grant.level)),
            title=_str(grant.title),
            authority=_str(grant.authority),
            because=_str(grant.because),
            since=grant.since,
            until=grant.until,
            place=str(grant.place),
            role=role,
            only=grant.only,
            holders=frozenset({role}) if grant.only else frozenset({role}) | self.binder.seniors(role),
            level=Level(grant.level),
            step=grant.step,
            exception=grant.exception,
            outcome=outcome if isinstance(outcome, Absent) else outcome.value,
            delegated_by=self._delegated(grant.delegated_by),
            involve=involve,
            assure=self._assured(grant.assure),
            advised_by=advised_by,
            scope_until=grant.scope.until if grant.scope else None,
        )

    def _no_with(self, rule: Any) -> None:
        self.wrong(
            rule.id, "no-with", f"{rule.id.value} says {rule.level} and not with whom.", "Add with: {role: …}."
        )

    def _scope_clauses(self, grant: fmt.Grant, scope: fmt.Scope) -> list[Clause]:
        clauses = []
        for fact, names in (("actor.team", scope.teams), ("person.place", scope.places)):
            if names:
                quoted = ", ".join('"' + name.value.replace("\\", "\\\\").replace('"', '\\"') + '"' for name in names)
                clauses += self.clauses(Text(f"{fact} in ({quoted})", names[0].place, None))
        if scope.cap is not None:
            cap = scope.cap
            name = f"history.cap_{self.version.id}_{grant.id.value}".replace("-", "_").replace("/", "_")
            self.binder.add_aggregate(name, cap.sum, cap.same, cap.of or grant.bears_on, cap.within)
            this = cap.sum.value if cap.sum else "1"
            clauses += self.clauses(Text(f"{name} + {this} <= {cap.at_most.value}", cap.at_most.place, None))
        return clauses

    def _safeguard(self, rule: fmt.Safeguard) -> BoundSafeguard:
        id_ = f"{self.version.id}/{rule.id.value}"
        if rule.level in (Level.CONSULT, Level.AGREE) and rule.company is None:
            self._no_with(rule)
        if rule.level is Level.STOP and rule.route is None:
            self.wrong(rule.id, "no-route", f"{rule.id.value} stops and shows no route.", "Add route: {do: …}.")
        if rule.company is not None and rule.level not in (Level.CONSULT, Level.AGREE):
            self.wrong(rule.company, "with", "`with` goes with consult and agree.", "Remove it, or use to: for refer.")
        if rule.to is not None and rule.level is not Level.REFER:
            self.wrong(rule.to, "to", "`to` goes with refer.", "Remove it, or write level: refer.")
        if rule.emergency is not None and (self.text.layer is fmt.Layer.STATUTE or rule.level is Level.STOP):
            self.wrong(rule.emergency, "emergency", "An emergency lifts neither statute nor a stop.", "Remove it.")
        company = self._company(id_, rule.company, rule.level)
        exempts: frozenset[str] = frozenset()
        if company is not None:
            exempts = company.roles
        elif rule.to is not None:
            to = self.binder.role(rule.to.role)
            exempts = frozenset({to}) if rule.to.only else frozenset({to}) | self.binder.seniors(to)
        route = None
        if rule.route is not None:
            route = BoundRoute(rule.route.do.value, self.binder.role(rule.route.to) if rule.route.to else None)
        emergency = None
        if rule.emergency is not None:
            emergency = Ratification(self.binder.role(rule.emergency.ratify_by), rule.emergency.within)
        return BoundSafeguard(
            id=id_,
            scheme=self.version.id,
            layer=self.text.layer,
            bears_on=self._bears_on(rule.bears_on, all_allowed=True),
            clauses=self.clauses(rule.when),
            duties=self._duties(id_, rule.duties),
            company=company,
            title=_str(rule.title),
            authority=_str(rule.authority),
            because=_str(rule.because),
            since=rule.since,
            until=rule.until,
            place=str(rule.place),
            level=rule.level,
            to=rule.to.role.value if rule.to else None,
            exempts=exempts,
            second_person=company.second_person if company else False,
            route=route,
            emergency=emergency,
        )

    def _company(self, rule: str, company: fmt.With | None, level: Level) -> Company | None:
        if company is None:
            return None
        role = self.binder.role(company.role)
        return Company(
            f"{rule}/second" if company.second_person else f"{rule}/{role}",
            role,
            frozenset({role}) if company.only else frozenset({role}) | self.binder.seniors(role),
            company.second_person,
            company.how if level is Level.AGREE else None,
            None if company.done_when is None else self.clauses(company.done_when),
            company.within,
        )

    def _duties(self, rule: str, duties: tuple[fmt.Duty, ...]) -> tuple[BoundDuty, ...]:
        bound = []
        seen: set[str] = set()
        for duty in duties:
            if duty.do is None and duty.tell is None:
                self.wrong(duty, "empty-duty", "This duty says neither what to do nor whom to tell.", "Add do: or tell:.")
            if duty.tell is not None:
                self.binder._known(duty.tell, {*self.binder.bodies, *self.binder.roles}, "body or role")  # noqa: SLF001
            if duty.id.value in seen:
                self.wrong(duty.id, "duplicate-duty", f"{duty.id.value} stands twice in this rule.", "Rename one.")
            seen.add(duty.id.value)
            bound.append(
                BoundDuty(
                    f"{rule}/{duty.id.value}",
                    rule,
                    duty.at,
                    _str(duty.do),
                    _str(duty.tell),
                    duty.within,
                    None if duty.when is None else self.clauses(duty.when),
                    None if duty.done_when is None else self.clauses(duty.done_when),
                )
            )
        return tuple(bound)

    def _delegated(self, by: fmt.Delegated | Absent) -> Mapping[str, Any] | Absent:
        if isinstance(by, Absent):
            return by
        role = self.binder.role(by.role)
        return {"role": role, "dated": by.dated.isoformat() if by.dated else None}

    def _assured(self, assure: fmt.Assure | Absent) -> Mapping[str, Any] | Absent:
        if isinstance(assure, Absent):
            return assure
        return {"review": assure.review.value, "by": self.binder.role(assure.by)}

    def checks(self) -> None:
        """What MEANING rules 4, 5 and 7 ask of a scheme when it is loaded."""
        for what, text in (("ask", self.text.ask), ("accountable", self.text.accountable)):
            role = self.binder.role(text.role)
            declared = self.binder.roles.get(role)
            if declared and declared.value.kind in (RoleKind.SOFTWARE, RoleKind.COURT):
                self.wrong(text.role, f"{what}-not-human", f"{role} is not a person who can be asked.", "Name a human role.")
        self.binder._known(self.text.owner, self.binder.bodies, "body")  # noqa: SLF001
        for name, named in self.text.values.items():
            self._check_bounds(name, named)

    def _check_bounds(self, name: str, named: Named) -> None:
        for version in self.binder.versions:
            higher = version.text.values.get(name)
            if version.name not in self.binder.above[self.version.name] or higher is None:
                continue
            if higher.value.bounds is None:
                self.wrong(named.place, "value-not-open", f"{version.id} gives {name} no bounds.", "Add a safeguard instead.")
                continue
            bounds = higher.value.bounds
            value = self.figures.get(name)
            if value is None:
                continue
            scope = {"value": type_of(value)}
            tree = self.binder.expression(bounds, bounds.value, lambda b=bounds: parse_unary_tests(b.value, "value"), scope)  # type: ignore[misc]
            if tree is not None and compile_expression(tree)({"value": value}) is not True:
                self.wrong(named.place, "out-of-bounds", f"{name} must be in {bounds.value}.", "Choose a value within.")


def _all_of(clauses: tuple[Clause, ...]) -> Expression:
    from govengine.feel.tree import And

    if len(clauses) == 1:
        return clauses[0].tree
    if not clauses:
        return Literal(value=True, type=BOOLEAN)
    return And(operands=tuple(clause.tree for clause in clauses), type=BOOLEAN)


def _str(text: Text | None) -> str | None:
    return None if text is None else text.value


__all__ = ["bind", "replace"]
