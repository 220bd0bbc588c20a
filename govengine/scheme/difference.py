"""Two versions of a scheme, change by change, with the effect of each as far as their text tells.

The effect follows from structure: a grant that goes, a limit that falls, a condition that is added are tighter;
of safeguards the other way round. Where a change pulls both ways, or cannot be read off, it is `unclear` here,
and `decide/trial.py` asks both versions the same questions.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from govengine.scheme.change import SECTIONS, Change, Effect, joined, shown
from govengine.scheme.expressions import constant
from govengine.scheme.format import SchemeText
from govengine.scheme.rule_difference import Part, Written, parts_changed
from govengine.scheme.rules import Grant, Safeguard
from govengine.scheme.shape import ListOf, MapOf, keys_of
from govengine.scheme.stack import BoundGrant, BoundSafeguard, Clause, Rule, Stack
from govengine.scheme.words import Level

_HEAD_UNCLEAR = ("layer", "under", "covers", "zone", "reserve")
"""Keys of the head that change which other rules apply, or when."""

_FACT_UNCLEAR = ("type", "min", "max", "one_of")
"""Keys of a fact that change what can be sent or compared."""


def changes(before: Stack, after: Stack) -> list[Change]:
    """Every change from the one version to the other, each with its effect by structure."""
    found = list(_Comparison(before, after).changes())
    return sorted(found, key=lambda change: (SECTIONS.index(change.section), change.name, change.part))


class _Comparison:
    def __init__(self, before: Stack, after: Stack) -> None:
        self.before, self.after = before, after
        self.old, self.new = before.versions[0].text, after.versions[0].text
        self.felt: list[tuple[Rule, Rule, Part]] = []
        """Parts of rules that mean something else though the rule is written as before."""

    def changes(self) -> Iterator[Change]:
        yield from list(self._rules())  # first, for what they say of the declarations
        self._rules_above()
        yield from self._head()
        for section in ("bodies", "outcomes", "budgets"):
            yield from self._declared(section, lambda *_: (Effect.TEXT_ONLY, ""))
        for section in ("roles", "facts", "history"):
            yield from self._declared(section, getattr(self, f"_{section}_effect"))
        yield from self._declared("kinds", self._kind_effect)
        yield from self._declared("values", self._value_effect)
        yield from self._declared("conditions", self._condition_effect)
        yield from self._declared("lines", self._line_effect)
        yield from self._texts()

    # -- rules ------------------------------------------------------------------------------------------

    def _rules(self) -> Iterator[Change]:
        for section in ("grants", "safeguards"):
            old, new = (_by_id(stack, section) for stack in (self.before, self.after))
            for name in sorted({*old, *new}):
                one, other = old.get(name), new.get(name)
                if one is None or other is None:
                    yield _whole_rule(section, name, one, other)
                    continue
                for part in parts_changed(one, other):
                    if part.own:
                        yield Change(section, name, part.name, part.before, part.after, part.effect)
                    else:
                        self.felt.append((one.rule, other.rule, part))

    def _rules_above(self) -> None:
        """Rules of schemes above may read a value that was set anew here."""
        scheme = self.old.scheme.value
        old = {rule.id: rule for rule in _rules_of(self.before) if rule.scheme != scheme}
        for rule in _rules_of(self.after):
            one = old.get(rule.id)
            if one is not None and one != rule and one.clauses != rule.clauses:
                part = Part("when", None, None, Effect.UNCLEAR, own=False)
                self.felt.append((one, rule, part))

    # -- the head ----------------------------------------------------------------------------------------

    def _head(self) -> Iterator[Change]:
        for spec in keys_of(SchemeText):
            key, shape = spec["key"], spec["shape"]
            one, other = getattr(self.old, spec["field"]), getattr(self.new, spec["field"])
            sections = isinstance(shape, MapOf) or key in ("grants", "safeguards", "tables", "principles")
            if sections or key in ("version", "never", "watches"):
                continue
            effect = Effect.UNCLEAR if key in _HEAD_UNCLEAR else Effect.TEXT_ONLY
            forms = [None if v == spec["default"] else shape.canonical(v) for v in (one, other)]
            if isinstance(shape, ListOf):
                yield from _items("head", key, forms, effect)
            elif forms[0] != forms[1]:
                before, after = (None if form is None else _said(form) for form in forms)
                yield Change("head", "", key, before, after, effect)

    def _texts(self) -> Iterator[Change]:
        for section in ("principles", "never", "watches"):
            shape = next(spec["shape"] for spec in keys_of(SchemeText) if spec["key"] == section)
            old, new = (
                {_said(shape.item.canonical(item)) for item in getattr(text, section)}
                for text in (self.old, self.new)
            )
            for item in sorted(old - new):
                yield Change(section, "", "", item, None, Effect.TEXT_ONLY)
            for item in sorted(new - old):
                yield Change(section, "", "", None, item, Effect.TEXT_ONLY)

    # -- declarations --------------------------------------------------------------------------------------

    def _declared(self, section: str, effect_of: Any) -> Iterator[Change]:
        shape = next(spec["shape"] for spec in keys_of(SchemeText) if spec["key"] == section)
        old, new = (shape.canonical(getattr(text, section)) for text in (self.old, self.new))
        for name in sorted({*old, *new}):
            one, other = old.get(name), new.get(name)
            if one == other:
                continue
            effect, why = effect_of(name, one, other)
            if one is None or other is None:
                before, after = (None if form is None else _said(form) for form in (one, other))
                yield Change(section, name, "", before, after, effect, why)
            else:
                yield from self._parts(section, name, (one, other), (effect, why))

    def _parts(
        self, section: str, name: str, forms: tuple[Any, Any], found: tuple[Effect, str]
    ) -> Iterator[Change]:
        (one, other), (effect, why) = forms, found
        if section == "values" and one.get("is") != other.get("is"):
            figures = self._figure(name, self.old), self._figure(name, self.new)
            yield Change(section, name, name.replace("_", " ").replace("-", " "), *figures, effect, why)
            one, other = ({k: v for k, v in form.items() if k != "is"} for form in (one, other))
            if one == other:
                return
            effect, why = Effect.UNCLEAR, "it decides what a lower scheme may set"
        if section in ("lines", "conditions"):
            part = "roles" if section == "lines" else "condition"
            yield Change(section, name, part, _said(one), _said(other), effect, why)
            return
        for key in sorted({*one, *other}):
            if one.get(key) != other.get(key):
                before, after = (None if form.get(key) is None else _said(form[key]) for form in (one, other))
                single = self._key_effect(section, key, one.get(key), other.get(key)) or effect
                yield Change(section, name, key, before, after, single, why if single is effect else "")

    def _key_effect(self, section: str, key: str, one: Any, other: Any) -> Effect | None:
        """A key whose own effect is plain whatever else of the declaration changed."""
        if section == "facts":
            if key == "confirm" and (one is None or other is None):
                return Effect.LOOSER if one is None else Effect.TIGHTER
            if key in ("title", "ask", "unit", "personal", "changeable"):
                return Effect.TEXT_ONLY
        if key == "title":
            return Effect.TEXT_ONLY
        return None

    def _roles_effect(self, _name: str, one: Any, other: Any) -> tuple[Effect, str]:
        if one is None or other is None:
            return Effect.TEXT_ONLY, "a role by itself holds nothing"
        plain = {k: v for k, v in one.items() if k != "title"} == {
            k: v for k, v in other.items() if k != "title"
        }
        return (Effect.TEXT_ONLY if plain else Effect.UNCLEAR), ""

    def _facts_effect(self, _name: str, one: Any, other: Any) -> tuple[Effect, str]:
        if one is None or other is None:
            return Effect.TEXT_ONLY, "a fact by itself opens and closes nothing"
        plain = all(one.get(key) == other.get(key) for key in (*_FACT_UNCLEAR, "confirm"))
        return (Effect.TEXT_ONLY if plain else Effect.UNCLEAR), ""

    def _history_effect(self, _name: str, one: Any, other: Any) -> tuple[Effect, str]:
        if one is None or other is None:
            return Effect.TEXT_ONLY, "a sum by itself opens and closes nothing"
        return Effect.UNCLEAR, "it depends on the decisions that are counted"

    def _kind_effect(self, name: str, one: Any, other: Any) -> tuple[Effect, str]:
        """A class that a kind joins or leaves brings the rules that bear on the class."""
        old, new = (frozenset((form or {}).get("is", ())) for form in (one, other))
        whole = one is None or other is None
        effects: list[Effect] = []
        for stack, classes, joins in ((self.after, new - old, True), (self.before, old - new, False)):
            for rule in _rules_of(stack):
                # Of a kind that comes or goes, whoever is asked was asked before: only a stop is more.
                bears = isinstance(rule, BoundGrant) or not whole or rule.level is Level.STOP
                if bears and rule.bears_on & classes and name not in rule.bears_on:
                    tighter = isinstance(rule, BoundSafeguard) is joins
                    effects.append(Effect.TIGHTER if tighter else Effect.LOOSER)
        return joined(effects), "its own rules say who decides it" if whole and not effects else ""

    def _value_effect(self, name: str, _one: Any, _other: Any) -> tuple[Effect, str]:
        return self._felt_by(lambda rule: name in _figures(rule))

    def _condition_effect(self, name: str, _one: Any, _other: Any) -> tuple[Effect, str]:
        pattern = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])")
        texts = {
            f"{text.scheme.value}/{rule.id.value}"
            for text in (self.old, self.new)
            for rule in _written_in(text)
            if rule.when is not None and (pattern.search(rule.when.value) or self._names_by_way(rule, text))
        }
        return self._felt_by(lambda rule: rule.id in texts)

    def _names_by_way(self, rule: Grant | Safeguard, text: SchemeText) -> bool:
        """Whether a rule's condition names some condition, which may name others."""
        when = rule.when.value if rule.when else ""
        return any(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", when) for name in text.conditions)

    def _line_effect(self, _name: str, _one: Any, _other: Any) -> tuple[Effect, str]:
        return self._felt_by(lambda _rule: True, parts=("role", "with", "to"))

    def _felt_by(self, reads: Any, parts: Iterable[str] | None = None) -> tuple[Effect, str]:
        felt = [
            (new.id.rpartition("/")[2], part.effect)
            for old, new, part in self.felt
            if (reads(old) or reads(new)) and (parts is None or part.name in parts)
        ]
        if not felt:
            return Effect.TEXT_ONLY, "no rule reads it differently"
        return joined([effect for _, effect in felt]), "by way of " + ", ".join(
            sorted({name for name, _ in felt})
        )

    def _figure(self, name: str, text: SchemeText) -> str:
        value = constant(text.values[name].value.value, [])
        stack = self.after if text is self.new else self.before
        units = {
            stack.facts[fact].unit
            for rule in _rules_of(stack)
            for clause in rule.clauses
            if name in clause.figures
            for fact in clause.facts
        } - {None}
        return shown(value, units.pop() if len(units) == 1 else None)


def _items(section: str, key: str, forms: Sequence[Any], effect: Effect) -> Iterator[Change]:
    """The items of a list that came or went."""
    old, new = (list(map(_said, form or ())) for form in forms)
    for item in (item for item in old if item not in new):
        yield Change(section, "", key, item, None, effect)
    for item in (item for item in new if item not in old):
        yield Change(section, "", key, None, item, effect)


def _by_id(stack: Stack, section: str) -> dict[str, Written]:
    version = stack.versions[0]
    bound = {rule.id: rule for rule in _rules_of(stack)}
    written: Iterable[Grant | Safeguard] = getattr(version.text, section)
    return {
        rule.id.value: Written(rule, bound[f"{version.id}/{rule.id.value}"], stack)
        for rule in written
        if isinstance(bound.get(f"{version.id}/{rule.id.value}"), BoundGrant | BoundSafeguard)
    }


def _written_in(text: SchemeText) -> tuple[Grant | Safeguard, ...]:
    return (*text.grants, *text.safeguards)


def _rules_of(stack: Stack) -> tuple[BoundGrant | BoundSafeguard, ...]:
    return (*stack.grants, *stack.safeguards)


def _whole_rule(section: str, name: str, one: Written | None, other: Written | None) -> Change:
    """A grant that comes is looser, a safeguard that comes is tighter. A shadow grant opens nothing."""
    written = other if one is None else one
    assert written is not None  # one of the two has the rule
    comes = one is None
    looser = comes is (section == "grants")
    rule = written.rule
    title = rule.title or _rule_in_short(written)
    before, after = (None, title) if comes else (title, None)
    idle = isinstance(rule, BoundSafeguard) and rule.level is Level.ACT and not rule.duties
    effect = Effect.TEXT_ONLY if idle else Effect.LOOSER if looser else Effect.TIGHTER
    return Change(section, name, "", before, after, effect)


def _rule_in_short(written: Written) -> str:
    rule = written.rule
    who = written.stack.title_of(rule.role) + ", " if isinstance(rule, BoundGrant) else ""
    return f"{who}{rule.level}, {', '.join(sorted(rule.bears_on))}"


def _figures(rule: Rule) -> set[str]:
    clauses: list[Clause] = list(rule.clauses)
    for duty in rule.duties:
        clauses += [*(duty.when or ()), *(duty.done_when or ())]
    if rule.company is not None:
        clauses += rule.company.done_when or ()
    return {name for clause in clauses for name in clause.figures}


def _said(form: Any) -> str:
    match form:
        case Mapping():
            return ", ".join(f"{key} {_said(value)}" for key, value in form.items())
        case list():
            return ", ".join(_said(item) for item in form)
        case bool():
            return "true" if form else "false"
        case _:
            return str(form)
