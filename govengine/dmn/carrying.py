"""Decision tables become grants and safeguards. What cannot be carried is refused by name.

The mapping, told in full in docs/feel.md:

* An output column called `role` makes each row a grant; one called `duty` makes it a safeguard. Other output
  columns are keys of the rule: `level` (act if there is none), `title`, `because`, `authority`.
* An input column called `kind` says which kinds a row is for; without one, the kind is the decision's name.
* Every other input column tests a fact, named after its path: `Amount` is `decision.amount`.
* In a table of hit policy FIRST each row excludes those before it. Unique, any and plain collect are carried as
  they are, for there order does not matter. The others are refused.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from govengine.dmn.conversion import ItemDefinition
from govengine.dmn.model import Decision, DecisionTable, FeelText, Input, Model, Row
from govengine.dmn.xml import ModelError
from govengine.errors import Problem
from govengine.feel import FACT_TYPES, SyntaxFault, check, parse
from govengine.feel.types import BOOLEAN, STRING

_POLICIES = ("UNIQUE", "ANY", "COLLECT", "FIRST")
_KEYS = ("role", "duty", "level", "title", "because", "authority")
_TYPES = {
    **{name: name for name in ("number", "string", "boolean", "date")},
    "date and time": "date-time",
    "dateTime": "date-time",
    "days and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
}
_PATH = re.compile(r"[^\W\d][\w -]*(\.[^\W\d][\w -]*)*")
_QUOTED = re.compile(r'"([^"\\]*)"')


@dataclass(slots=True)
class Carried:
    """What a model gives a scheme. `notes` say what was written out otherwise than it stood."""

    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    grants: list[dict[str, Any]] = field(default_factory=list)
    safeguards: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def slug(text: str, joint: str = "_") -> str:
    """A name of the format: small letters and digits."""
    return re.sub(r"[^a-z0-9]+", joint, text.lower()).strip(joint)


def carry(model: Model) -> Carried:
    """The rules in a model's decision tables. Raises ModelError with everything that cannot be carried."""
    carrier = _Carrier(model)
    for decision in model.decisions.values():
        carrier.decision(decision)
    if not model.decisions:
        carrier.refuse(1, "the model has no decision", "Name a model with a decision table.")
    if carrier.problems:
        raise ModelError(carrier.problems)
    return carrier.carried


class _Carrier:
    def __init__(self, model: Model) -> None:
        self._model = model
        self.carried = Carried()
        self.problems: list[Problem] = []

    def refuse(self, line: int, what: str, what_to_do: str) -> None:
        message = f"This cannot be carried over: {what}."
        self.problems.append(Problem("not-carried", message, what_to_do, f"{self._model.file}:{line}:1"))

    def decision(self, decision: Decision) -> None:
        name, table = decision.variable.name, decision.logic
        if not isinstance(table, DecisionTable):
            self.refuse(decision.line, f"{name!r} is no decision table", "Write it as a table, or as a rule.")
            return
        outputs = [slug(output.name or name) for output in table.outputs]
        if table.hit_policy not in _POLICIES or table.aggregation:
            policy = " ".join(filter(None, (table.hit_policy, table.aggregation)))
            self.refuse(
                table.line,
                f"{name!r} has the hit policy {policy}, where order or sums matter",
                "Make it unique, any, first or plain collect.",
            )
        unknown = [one for one in outputs if one not in _KEYS]
        if unknown or ("role" in outputs) is ("duty" in outputs):
            self.refuse(
                table.line,
                f"{name!r} has the output columns {', '.join(outputs)}",
                f"Name a column role or duty; others may be {', '.join(_KEYS[2:])}.",
            )
        facts = [self._fact(column) for column in table.inputs]
        if self.problems:
            return
        earlier: list[tuple[tuple[str, ...], str | None, int]] = []
        for number, row in enumerate(table.rows, 1):
            kinds = self._kinds(name, facts, row)
            tests = [
                self._test(fact, cell)
                for fact, cell in zip(facts, row.inputs, strict=True)
                if fact not in (None, "kind") and cell.text not in ("", "-")
            ]
            when = " and ".join(test for test in tests if test) or None
            full = when
            if table.hit_policy == "FIRST":
                full = self._after(earlier, kinds, when, f"{name}, row {number}")
                earlier.append((kinds, when, number))
                if full == "false":
                    continue
            self._rule(name, number, kinds, full, dict(zip(outputs, row.outputs, strict=True)))
        if table.hit_policy == "FIRST":
            self.carried.notes.append(
                f"{name}: the first row that holds decided, so each row now excludes those before."
            )

    def _fact(self, column: Input) -> str | None:
        path = column.expression.text
        parts = [part.strip() for part in path.split(".")]
        if not _PATH.fullmatch(path) or not any(
            one.variable.name == parts[0] for one in self._model.inputs.values()
        ):
            self.refuse(
                column.expression.line,
                f"the column {path!r} is worked out, and no input of the model",
                "Make it an input, or a condition of the scheme.",
            )
            return None
        if slug(parts[-1]) == "kind":
            return "kind"
        wanted, allowed = self._type_of(column, parts)
        name = ".".join(map(slug, parts)) if len(parts) > 1 else f"decision.{slug(path)}"
        if wanted is None:
            self.refuse(
                column.expression.line, f"the column {path!r} has no simple type", "Give the input a type."
            )
            return None
        declared: dict[str, Any] = {"type": wanted, "title": parts[-1]}
        if allowed and wanted == str(STRING):
            declared["one_of"] = allowed
        self.carried.facts.setdefault(name, declared)
        return name

    def _type_of(self, column: Input, parts: list[str]) -> tuple[str | None, list[str]]:
        """The type of a path, and the texts it may be."""
        names = {one.variable.name: one.variable.type_name for one in self._model.inputs.values()}
        type_name = names[parts[0]]
        for part in parts[1:]:
            definition = self._model.types.get(type_name or "")
            component = (
                next((one for one in definition.components if one.name == part), None) if definition else None
            )
            type_name = None if component is None else component.type_name
        type_name = type_name or column.type_name
        allowed: list[str] = []
        for _ in self._model.types:
            named: ItemDefinition | None = self._model.types.get(type_name or "")
            if named is None or named.components or named.collection:
                break
            if named.name in self._model.allowed:
                allowed = _texts(self._model.allowed[named.name])
            type_name = named.type_name
        return _TYPES.get(type_name or ""), allowed

    def _kinds(self, name: str, facts: list[str | None], row: Row) -> tuple[str, ...]:
        for fact, cell in zip(facts, row.inputs, strict=True):
            if fact == "kind":
                texts = _texts(cell)
                if not texts or _QUOTED.sub("", cell.text).strip(" ,\n\t"):
                    self.refuse(cell.line, f"the kind {cell.text!r}", "Name kinds, in quotation marks.")
                    return ("",)
                self.carried.kinds.update({slug(text): text for text in texts})
                return tuple(map(slug, texts))
        self.carried.kinds[slug(name)] = name
        return (slug(name),)

    def _test(self, fact: str | None, cell: FeelText) -> str | None:
        """A cell as a condition on its fact, if rules can say it."""
        assert fact is not None  # a column without a fact has been refused
        text = " ".join(cell.text.split())
        negated = re.fullmatch(r"not\s*\((.*)\)", text)
        condition = f"not({fact} in ({negated[1]}))" if negated else f"{fact} in ({text})"
        if self.carried.facts[fact]["type"] == str(BOOLEAN) and text in ("true", "false"):
            condition = fact if text == "true" else f"not({fact})"
        elif re.fullmatch(r"(<=|>=|<|>)[^,]*", text):
            condition = f"{fact} {text}"
        types = {name: FACT_TYPES[one["type"]] for name, one in self.carried.facts.items()}
        try:
            _, faults = check(parse(condition, types), types)
        except SyntaxFault as fault:
            faults = [fault.fault]
        for found in faults[:1]:
            self.refuse(cell.line, f"the cell {text!r} ({found.message.rstrip('.')})", found.what_to_do)
        return condition

    def _after(
        self,
        earlier: list[tuple[tuple[str, ...], str | None, int]],
        kinds: tuple[str, ...],
        when: str | None,
        where: str,
    ) -> str | None:
        """A row's condition without what earlier rows take; `false` when they take all."""
        parts = [] if when is None else [when]
        for theirs, condition, number in earlier:
            if not set(theirs) & set(kinds):
                continue
            apart = not set(kinds) <= set(theirs)
            if condition is None and not apart:
                self.carried.notes.append(f"{where} is left out: row {number} holds for all it could.")
                return "false"
            named = ", ".join(f'"{kind}"' for kind in theirs)
            of_kind = f"decision.kind in ({named})" if apart else None
            parts.append(f"not({' and '.join(filter(None, (of_kind, condition)))})")
        return " and ".join(parts) or None

    def _rule(
        self, name: str, number: int, kinds: tuple[str, ...], when: str | None, cells: dict[str, FeelText]
    ) -> None:
        said = {}
        for key, cell in cells.items():
            texts = _texts(cell)
            if len(texts) != 1 or _QUOTED.sub("", cell.text).strip():
                self.refuse(cell.line, f"the {key} {cell.text!r}", "Write one text in quotation marks.")
                return
            said[key] = texts[0]
        rule: dict[str, Any] = {"id": f"{slug(name, '-')}-{number}"}
        rule |= {key: said[key] for key in ("title", "because", "authority") if key in said}
        rule["for"] = list(kinds)
        if when is not None:
            rule["when"] = when
        rule["level"] = slug(said.get("level", "act"))
        if "role" in said:
            self.carried.roles[slug(said["role"])] = said["role"]
            rule["role"] = slug(said["role"])
            self.carried.grants.append(rule)
        else:
            rule["duties"] = [{"id": f"{slug(name, '-')}-{number}-duty", "do": said["duty"]}]
            self.carried.safeguards.append(rule)


def _texts(cell: FeelText) -> list[str]:
    return _QUOTED.findall(cell.text)


def scheme_of(model: Model, carried: Carried, said: dict[str, str]) -> dict[str, Any]:
    """The keys of `scheme.yaml`. `said` has what a model cannot say: owner, ask, accountable, from, jurisdiction."""
    owner = said["owner"]
    roles = {**carried.roles, said["ask"]: said["ask"], said["accountable"]: said["accountable"]}
    scheme: dict[str, Any] = {
        "scheme": slug(model.name or "imported", "-"),
        "version": said["from"],
        "title": model.name or "Imported rules",
        "owner": owner,
        "layer": "organisation",
        "jurisdiction": said["jurisdiction"],
        "effective": {"from": said["from"]},
        "source": {"title": f"DMN model {model.name or model.file}"},
        "ask": {"role": said["ask"]},
        "accountable": {"role": said["accountable"]},
        "bodies": {owner: {"title": owner.replace("-", " ").capitalize()}},
        "roles": {role: {"body": owner, "title": title.replace("_", " ")} for role, title in roles.items()},
        "kinds": {kind: {"title": title} for kind, title in carried.kinds.items()},
        "facts": carried.facts,
    }
    scheme |= {"grants": carried.grants} if carried.grants else {}
    scheme |= {"safeguards": carried.safeguards} if carried.safeguards else {}
    return scheme
