"""The types a condition is checked with, before anything is evaluated."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from govengine.feel.values import Months, Range, Value


@dataclass(frozen=True, slots=True)
class Type:
    """A FEEL type. `item` is the element type of a list and the end type of a range."""

    name: str
    item: "Type | None" = None

    def __str__(self) -> str:
        return self.name if self.item is None else f"{self.name} of {self.item}"

    @property
    def ordered(self) -> bool:
        """Whether `<` makes sense. Text is not ordered here: alphabets differ, and no rule needs it."""
        return self in (NUMBER, DATE, DATE_TIME, DAYS_DURATION, MONTHS_DURATION)


NUMBER = Type("number")
STRING = Type("string")
BOOLEAN = Type("boolean")
DATE = Type("date")
DATE_TIME = Type("date-time")
DAYS_DURATION = Type("days and time duration")
MONTHS_DURATION = Type("years and months duration")
NULL = Type("null")
ANY = Type("any")
"""What an empty list holds, and what an expression has whose mistake has been reported already."""


def list_of(item: Type) -> Type:
    """The type of a list."""
    return Type("list", item)


def range_of(item: Type) -> Type:
    """The type of a range."""
    return Type("range", item)


FACT_TYPES = {
    str(t): t
    for t in (
        NUMBER,
        STRING,
        BOOLEAN,
        DATE,
        DATE_TIME,
        DAYS_DURATION,
        MONTHS_DURATION,
        list_of(STRING),
        list_of(NUMBER),
        list_of(DATE),
    )
}
"""The types a fact may be declared with, by the words a scheme's author writes."""


def join(left: Type, right: Type) -> Type | None:
    """The type that holds both, or None when they do not go together."""
    if left is right or left == right or right in (ANY, NULL):
        return left
    if left in (ANY, NULL):
        return right
    if left.name == right.name and left.item and right.item:
        item = join(left.item, right.item)
        return None if item is None else Type(left.name, item)
    return None


def type_of(value: Value) -> Type:
    """The type of a literal's value; None is FEEL's null."""
    match value:
        case None:
            return NULL
        case bool():
            return BOOLEAN
        case Decimal():
            return NUMBER
        case str():
            return STRING
        case datetime():
            return DATE_TIME
        case date():
            return DATE
        case timedelta():
            return DAYS_DURATION
        case Months():
            return MONTHS_DURATION
        case tuple():
            return list_of(type_of(value[0]) if value else ANY)
        case Range():
            return range_of(type_of(value.low))
        case _:
            raise TypeError(f"not a FEEL value: {value!r}")
