"""A DMN model as it was written: what is to be decided, from what, and how. Nothing has been evaluated."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from govengine.dmn.conversion import ItemDefinition


@dataclass(frozen=True, slots=True)
class FeelText:
    """A FEEL expression or unary tests, and the line of the file it is on."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Literal:
    """A boxed literal expression."""

    text: FeelText
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """A name and the type of what it stands for."""

    name: str
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions: what is tested, and the values it may have."""

    label: str
    expression: FeelText
    type_name: str | None = None
    values: FeelText | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results. `values` are in order of priority."""

    name: str
    type_name: str | None = None
    values: FeelText | None = None
    default: FeelText | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One rule of a table: a cell for each input and output."""

    inputs: tuple[FeelText, ...]
    outputs: tuple[FeelText, ...]
    line: int


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """Rows in order. `hit_policy` is as DMN writes it (`UNIQUE`), `aggregation` as well (`SUM`) or None."""

    hit_policy: str
    aggregation: str | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rows: tuple[Row, ...]
    line: int
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a boxed context; without a variable, it is the result."""

    variable: Variable | None
    value: "Boxed"


@dataclass(frozen=True, slots=True)
class BoxedContext:
    """Entries, each of which sees those before it."""

    entries: tuple[Entry, ...]
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class Invocation:
    """A function applied to arguments by name."""

    function: "Boxed"
    bindings: tuple[tuple[str, "Boxed"], ...]
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedList:
    """A list of boxed expressions."""

    items: tuple["Boxed", ...]
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A list of contexts, one a row."""

    columns: tuple[str, ...]
    rows: tuple[tuple["Boxed", ...], ...]
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    """A function: what is asked for and how it is answered. Its kind is FEEL."""

    parameters: tuple[Variable, ...]
    body: "Boxed"
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class Conditional:
    """A boxed `if`."""

    condition: "Boxed"
    then: "Boxed"
    otherwise: "Boxed"
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedFilter:
    """A boxed `list[condition]`."""

    source: "Boxed"
    condition: "Boxed"
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class Iteration:
    """A boxed `for`, `some` or `every`."""

    kind: str
    variable: str
    source: "Boxed"
    body: "Boxed"
    type_name: str | None = None


Boxed: TypeAlias = (
    Literal
    | DecisionTable
    | BoxedContext
    | Invocation
    | BoxedList
    | Relation
    | FunctionDefinition
    | Conditional
    | BoxedFilter
    | Iteration
)


@dataclass(frozen=True, slots=True)
class InputData:
    """A fact that the model is given."""

    identifier: str
    variable: Variable


@dataclass(frozen=True, slots=True)
class Decision:
    """A question, what it needs (identifiers of inputs, decisions and knowledge), and how it is answered."""

    identifier: str
    variable: Variable
    needs: tuple[str, ...]
    knowledge: tuple[str, ...]
    logic: Boxed | None
    line: int


@dataclass(frozen=True, slots=True)
class BusinessKnowledge:
    """A function that decisions share."""

    identifier: str
    variable: Variable
    knowledge: tuple[str, ...]
    logic: FunctionDefinition | None


@dataclass(frozen=True, slots=True)
class DecisionService:
    """Decisions that are answered together. All are identifiers."""

    identifier: str
    variable: Variable
    outputs: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A file. Inputs, decisions, knowledge and services by their identifiers, types by their names."""

    name: str
    file: str
    types: Mapping[str, ItemDefinition]
    allowed: Mapping[str, FeelText]
    """The values a type allows, in its order, where it says so."""
    inputs: Mapping[str, InputData]
    decisions: Mapping[str, Decision]
    knowledge: Mapping[str, BusinessKnowledge]
    services: Mapping[str, DecisionService]
    members: frozenset[str]
    """Names that may stand after a full stop: components of types, entries of contexts, columns."""

    def decision_named(self, name: str) -> Decision | None:
        """The decision called so."""
        return next((one for one in self.decisions.values() if one.variable.name == name), None)

    def service_named(self, name: str) -> DecisionService | None:
        """The decision service called so."""
        return next((one for one in self.services.values() if one.variable.name == name), None)

    def knowledge_named(self, name: str) -> BusinessKnowledge | None:
        """The business knowledge model called so."""
        return next((one for one in self.knowledge.values() if one.variable.name == name), None)
