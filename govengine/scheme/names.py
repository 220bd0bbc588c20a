"""The names that all schemes of a stack share: bodies, roles, lines, outcomes, kinds, facts and history.

The same declaration twice is one; a different one is refused in the lower scheme (MEANING rule 5).
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from govengine.errors import Problem, nearest
from govengine.feel import BOOLEAN, FACT_TYPES, Type
from govengine.feel.types import NUMBER
from govengine.feel.values import Months
from govengine.scheme import declarations
from govengine.scheme.expressions import constant
from govengine.scheme.scalar import wrong
from govengine.scheme.shape import Named, Record
from govengine.scheme.source import Node, Place, Text
from govengine.scheme.stack import BoundAggregate, Role
from govengine.scheme.version import Version
from govengine.scheme.vocabulary import CORE, FactType
from govengine.scheme.words import RoleKind, Window

EVERY_KIND = "all"
COMPUTED = ("history.", "findings.")
_NEVER_CONFIRMED = ("actor.ref", "actor.role", "actor.body")


class Names:
    """Declarations by name, looked up with a problem for what nobody declares.

    `versions` stand from the highest layer to the lowest.
    """

    def __init__(self, versions: Sequence[Version], problems: list[Problem]) -> None:
        self.versions = versions
        self.problems = problems
        self.bodies = self._shared("bodies", declarations.Body)
        self.roles = self._shared("roles", declarations.Role)
        self.outcomes = self._shared("outcomes", declarations.Outcome)
        self.kinds = self._shared("kinds", declarations.Kind)
        self._fact_texts = self._shared("facts", declarations.Fact)
        self._aggregates = self._shared("history", declarations.Aggregate)
        self.lines = {
            f"{version.id}/{name}": tuple(role.value for role in line.value)
            for version in versions
            for name, line in version.text.lines.items()
        }
        self.declared_classes = {c.value for kind in self.kinds.values() for c in kind.value.classes}
        self.classes = self.declared_classes | {
            name.value
            for version in versions
            for rule in version.text.safeguards
            for name in rule.bears_on
            if name.value not in self.kinds
        }
        self._kinds = frozenset({*self.kinds, *self.classes} - {EVERY_KIND})
        self._kinds_or_all = self._kinds | {EVERY_KIND}
        self.facts: dict[str, FactType] = dict(CORE)
        self.history: dict[str, BoundAggregate] = {}
        self._check_references()
        self._bind_facts()
        for name, named in self._aggregates.items():
            text: declarations.Aggregate = named.value
            self.add_aggregate(
                f"history.{name}", text.sum, text.same, text.of, text.within, across=text.across
            )

    # -- looking up ------------------------------------------------------------------------------

    def wrong(
        self, at: Node | Place, code: str, message: str, what_to_do: str, near: str | None = None
    ) -> None:
        """Add a problem."""
        self.problems.append(wrong(at, code, message, what_to_do, near))

    def known(self, name: Text, known: Iterable[str], what: str) -> str:
        """The name; a problem is added when it is not among the known ones."""
        names = known if isinstance(known, dict | set | frozenset) else set(known)
        if name.value not in names:
            near = nearest(name.value, names)
            what_to_do = f"Write {near}." if near else f"Declare the {what} or use one that is declared."
            message = f"No {what} is called {name.value!r}."
            self.wrong(name, f"unknown-{what.replace(' ', '-')}", message, what_to_do, near)
        return name.value

    def fact(self, name: Text) -> str:
        """A declared fact's name."""
        return self.known(name, self.facts, "fact")

    def body(self, name: Text) -> str:
        """A declared body's name."""
        return self.known(name, self.bodies, "body")

    def outcome(self, name: Text) -> str:
        """A declared outcome's name."""
        return self.known(name, self.outcomes, "outcome")

    def role(self, name: Text) -> str:
        """A declared role's name."""
        return self.known(name, self.roles, "role")

    def person(self, name: Text) -> str:
        """The name of a declared role that somebody holds who can be asked and can answer for it."""
        role = self.role(name)
        if role in self.roles and self.roles[role].value.kind is RoleKind.SOFTWARE:
            self.wrong(name, "software", f"{role} is software: it holds no authority.", "Name a human role.")
        return role

    def body_or_role(self, name: Text) -> str:
        """The name of whoever is told something."""
        return self.known(name, {*self.bodies, *self.roles}, "body or role")

    def seniors(self, role: str) -> frozenset[str]:
        """As `Stack.seniors`."""
        return frozenset(
            r for line in self.lines.values() if role in line for r in line[line.index(role) + 1 :]
        )

    def juniors(self, role: str) -> frozenset[str]:
        """The roles below this one on any line."""
        return frozenset(r for line in self.lines.values() if role in line for r in line[: line.index(role)])

    def or_seniors(self, role: str, *, only: bool) -> frozenset[str]:
        """A role and, unless it is that role `only`, its seniors."""
        return frozenset({role}) if only else frozenset({role}) | self.seniors(role)

    def bears_on(self, names: tuple[Text, ...], *, all_allowed: bool) -> frozenset[str]:
        """Kinds and classes that a rule names."""
        known = self._kinds_or_all if all_allowed else self._kinds
        return frozenset(self.known(name, known, "kind or class") for name in names)

    def kinds_of(self, names: tuple[Text, ...]) -> frozenset[str]:
        """The kinds that a list of kinds and classes names."""
        wanted = self.bears_on(names, all_allowed=True)
        return frozenset(
            kind
            for kind, named in self.kinds.items()
            if kind in wanted or EVERY_KIND in wanted or wanted & {c.value for c in named.value.classes}
        )

    # -- declaring -------------------------------------------------------------------------------

    def _shared(self, section: str, model: type) -> dict[str, Named]:
        shape = Record(model)
        found: dict[str, Named] = {}
        for version in self.versions:
            for name, named in getattr(version.text, section).items():
                first = found.setdefault(name, named)
                if first is not named and shape.canonical(first.value) != shape.canonical(named.value):
                    self.wrong(
                        named.place,
                        "redeclared",
                        f"{name} is declared differently at {first.place}.",
                        "Use that declaration, or choose another name.",
                    )
        return found

    def _check_references(self) -> None:
        for role in self.roles.values():
            self.body(role.value.body)
        for version in self.versions:
            for line in version.text.lines.values():
                seen: set[str] = set()
                for role in line.value:
                    if self.role(role) in seen:
                        self.wrong(
                            role, "role-twice", f"{role.value} stands twice on this line.", "Keep one."
                        )
                    seen.add(role.value)
        for outcome in self.outcomes.values():
            for body in outcome.value.shared_by:
                self.body(body)

    def bound_roles(self) -> dict[str, Role]:
        """The roles as a stack holds them."""
        return {
            name: Role(name, role.body.value, role.kind, role.title.value if role.title else _plain(name))
            for name, role in ((name, named.value) for name, named in self.roles.items())
        }

    def kind_titles(self) -> dict[str, str]:
        """Kinds as people write them."""
        return {
            name: kind.value.title.value if kind.value.title else _plain(name)
            for name, kind in self.kinds.items()
        }

    def _bind_facts(self) -> None:
        for name, named in self._fact_texts.items():
            fact: declarations.Fact = named.value
            if name in CORE or name.startswith(COMPUTED):
                self.wrong(
                    named.place, "core-fact", f"{name} means the same in every scheme.", "Remove it here."
                )
                continue
            if "." not in name:
                self.wrong(
                    named.place, "fact-path", f"{name} has no full stop.", f"Write decision.{name}, say."
                )
            type_ = FACT_TYPES.get(fact.type.value)
            if type_ is None:
                near = nearest(fact.type.value, FACT_TYPES)
                what_to_do = f"Write one of: {', '.join(FACT_TYPES)}."
                message = f"There is no type {fact.type.value[:60]!r}."
                self.wrong(fact.type, "unknown-type", message, what_to_do, near)
                continue
            self.facts[name] = self._bound_fact(name, fact, type_)
        for name in self.facts:
            for end in (i for i, character in enumerate(name) if character == "."):
                if name[:end] in self.facts:
                    at = self._fact_texts.get(name) or self._fact_texts[name[:end]]
                    message = f"{name[:end]} is a fact and the beginning of {name}."
                    self.wrong(at.place, "fact-path", message, "Rename one.")

    def _bound_fact(self, name: str, fact: declarations.Fact, type_: Type) -> FactType:
        if fact.confirm is not None and (type_ != BOOLEAN or name in _NEVER_CONFIRMED):
            self.wrong(
                fact.confirm.place, "confirm", "Only true-or-false facts can be confirmed.", "Remove it."
            )
        settled = name.startswith("actor.") or name.endswith(".consent") or type_ == NUMBER
        if fact.changeable and settled:
            self.wrong(
                fact.place,
                "changeable",
                "Amounts, consent and who is asking are never suggested as changes.",
                "Remove changeable.",
            )
        if fact.registered and (
            type_ != BOOLEAN or not name.startswith("actor.") or fact.confirm is not None
        ):
            self.wrong(
                fact.place,
                "registered",
                "An authorisation is a true-or-false fact about the actor, which the register alone says.",
                "Call it actor.<name> of type boolean, without confirm.",
            )
        return FactType(
            name,
            type_,
            fact.personal,
            one_of=tuple(text.value for text in fact.one_of),
            least=self._end(fact.least, type_),
            most=self._end(fact.most, type_),
            unit=_text(fact.unit),
            title=_text(fact.title),
            ask=_text(fact.ask),
            confirm=_text(fact.confirm.ask) if fact.confirm else None,
            met=fact.confirm.met if fact.confirm else None,
            changeable=fact.changeable,
            computed=fact.registered,
            registered=fact.registered,
        )

    def _end(self, end: Text | None, type_: Type) -> Decimal | None:
        value = None if end is None else constant(end, self.problems)
        if end is None or value is None:
            return None
        if type_ != NUMBER or not isinstance(value, Decimal):
            self.wrong(
                end,
                "type-mismatch",
                "Only numbers have a least and greatest value.",
                "Write a number, or remove it.",
            )
            return None
        return value

    def add_aggregate(
        self,
        name: str,
        total: Text | None,
        same: Text | None,
        of: tuple[Text, ...],
        within: timedelta | Months | Window,
        *,
        across: tuple[Text, ...] = (),
    ) -> None:
        """Declare a `history.` fact."""
        if total is not None:
            added = self.facts.get(self.fact(total))
            if added is not None and added.type != NUMBER:
                self.wrong(
                    total, "type-mismatch", "Only numbers can be added up.", "Name a fact of type number."
                )
        if same is not None:
            self.fact(same)
        bodies = frozenset(self.body(one) for one in across)
        kinds = self.kinds_of(of)
        self.history[name] = BoundAggregate(name, _text(total), _text(same), kinds, within, bodies)
        title = "the number of earlier decisions" if total is None else "the total of earlier decisions"
        self.facts[name] = FactType(name, NUMBER, personal=same is not None, computed=True, title=title)


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _text(text: Text | None) -> str | None:
    return None if text is None else text.value
