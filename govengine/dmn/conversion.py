"""Types of a model: whether a value is of one, and what becomes of a value that is not (DMN 1.5 §10.3.2.9.4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from govengine.dmn.temporal import Date, DateTime, Time
from govengine.dmn.values import Bound, Function, Value, kind_of
from govengine.feel.values import Range
from govengine.feel.wide_tree import TypeName

SIMPLE = frozenset(
    [
        "boolean",
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
        "list",
        "context",
        "range",
        "function",
    ]
)
_OTHER_NAMES = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "day and time duration": "days and time duration",
    "yearMonthDuration": "years and months duration",
}


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type that a model names: another type, or a context of components; of a list of them if `collection`."""

    name: str
    type_name: str | None = None
    components: tuple["ItemDefinition", ...] = ()
    collection: bool = False
    function: TypeName | None = None


Definitions = Mapping[str, ItemDefinition]


def is_instance(value: Value, wanted: TypeName, definitions: Definitions) -> bool | None:
    """`value instance of wanted`; null for a type that there is not. Null is of no type but Any and Null."""
    name = _OTHER_NAMES.get(wanted.name, wanted.name)
    if name == "Any":
        return True if value is not None or wanted.parts else value is not None
    if name in ("Null", "null"):
        return value is None
    if name in SIMPLE:
        return kind_of(value) == name and _parts_fit(value, wanted, definitions)
    definition = definitions.get(name)
    if definition is None:
        return None
    return value is not None and _fits(value, definition, definitions)


def _parts_fit(value: Value, wanted: TypeName, definitions: Definitions) -> bool:
    if not wanted.parts:
        return True
    inner = wanted.parts[0][1]
    match value:
        case tuple():
            return all(_is_or_null(one, inner, definitions) for one in value)
        case dict():
            return all(
                label in value and _is_or_null(value[label], part, definitions)
                for label, part in wanted.parts
            )
        case Range():
            return all(_is_or_null(one, inner, definitions) for one in (value.low, value.high))
        case Bound():
            return _is_or_null(value.end, inner, definitions)
        case Function():
            return len(value.signatures[0]) == len(wanted.parts) - 1 and all(
                ours is None or ours == theirs
                for ours, (_, theirs) in zip(value.types, wanted.parts, strict=False)
            )
    return False


def _is_or_null(value: Value, wanted: TypeName, definitions: Definitions) -> bool:
    return value is None or is_instance(value, wanted, definitions) is True


def _fits(value: Value, definition: ItemDefinition, definitions: Definitions, depth: int = 0) -> bool:
    if definition.collection:
        single = ItemDefinition(
            definition.name, definition.type_name, definition.components, function=definition.function
        )
        return isinstance(value, tuple) and all(_fits(one, single, definitions, depth) for one in value)
    if definition.function is not None:
        return isinstance(value, Function)
    if definition.components:
        return isinstance(value, dict) and all(
            value.get(part.name) is None or _fits(value[part.name], part, definitions, depth)
            for part in definition.components
        )
    if definition.type_name is None or value is None:
        return True
    inner = definitions.get(definition.type_name)
    if inner is not None and depth < len(definitions):
        return _fits(value, inner, definitions, depth + 1)
    return is_instance(value, TypeName(definition.type_name), {}) is not False


def conform(value: Value, wanted: TypeName | None, definitions: Definitions) -> Value:
    """The value as a type has it: a list of one for its item or the other way round, a date for its midnight.

    Null when it cannot be had so.
    """
    if value is None or wanted is None or wanted.name == "Any":
        return value
    if not wanted.parts and _OTHER_NAMES.get(wanted.name, wanted.name) not in SIMPLE | definitions.keys():
        return value
    if is_instance(value, wanted, definitions) is True:
        return value
    if isinstance(value, tuple) and len(value) == 1 and is_instance(value[0], wanted, definitions) is True:
        return value[0]
    if not isinstance(value, tuple) and is_instance((value,), wanted, definitions) is True:
        return (value,)
    if isinstance(value, Date) and is_instance(_midnight(value), wanted, definitions) is True:
        return _midnight(value)
    return None


def _midnight(day: Date) -> DateTime:
    return DateTime(day, Time(0, 0))
