"""Clauses and values in plain English, for people who read no rule text. What has no plain form stays as written."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from govengine.feel import Expression, Value, text_of
from govengine.feel.tree import Comparison, In, Literal, Name, Not, RangeOf, Test
from govengine.feel.types import BOOLEAN
from govengine.scheme import Clause, FactType

Facts = Mapping[str, FactType]

_COMPARED = {
    "<=": "up to",
    "<": "under",
    ">": "over",
    ">=": "at least",
    "=": "",
    "!=": "not",
}
_LARGE = Decimal(10) ** 20
_CURRENCIES = {"GBP": "£", "EUR": "€", "USD": "$"}


def name_in_words(fact: FactType) -> str:
    """`the amount` for `decision.amount`."""
    return fact.title or "the " + fact.name.rpartition(".")[2].replace("_", " ")


def value_in_words(fact: FactType, value: Value) -> str:
    """`£1,250.50`, `12 March 2026`, `yes`."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return _number(fact, value)
        case date() if not isinstance(value, datetime):
            return f"{value.day} {value:%B %Y}"
        case str():
            return value.replace("_", " ")
        case tuple():
            return _or([value_in_words(fact, item) for item in value])
        case _:
            return text_of(value)


def _number(fact: FactType, value: Decimal) -> str:
    whole = value == value.to_integral_value()
    currency = _CURRENCIES.get(fact.unit or "")
    if currency is None:
        return f"{value.normalize():,f}" + (f" {fact.unit}" if fact.unit else "")
    pence = value.normalize() == value.quantize(Decimal("0.01")) if abs(value) < _LARGE else True
    return (
        f"{currency}{value:,.0f}"
        if whole
        else f"{currency}{value:,.2f}"
        if pence
        else f"{currency}{value:,f}"
    )


def clause_in_words(clause: Clause, facts: Facts) -> str:
    """`the amount is up to £500`; the clause's own text where there is no plain form."""
    return _in_words(clause.tree, facts) or clause.text


def _in_words(tree: Expression, facts: Facts) -> str | None:
    match tree:
        case Comparison(operator=operator, left=Name(name=name), right=Literal(value=value)) if name in facts:
            how = _COMPARED[operator]
            return f"{name_in_words(facts[name])} is {how + ' ' if how else ''}{value_in_words(facts[name], value)}"
        case In(subject=Name(name=name), tests=tests) if name in facts:
            found = [_test(test, facts[name]) for test in tests]
            return (
                None
                if None in found
                else f"{name_in_words(facts[name])} is {_or([one for one in found if one])}"
            )
        case Name(name=name) if name in facts and facts[name].type == BOOLEAN:
            return _answered(facts[name], "yes")
        case Not(operand=Name(name=name)) if name in facts:
            return _answered(facts[name], "no")
        case _:
            return None


def _test(test: Test, fact: FactType) -> str | None:
    match test.operand:
        case Literal(value=value):
            how = _COMPARED[test.operator or "="]
            return f"{how} {value_in_words(fact, value)}".strip()
        case RangeOf(low=Literal(value=low), high=Literal(value=high)) as ends:
            above = "at least" if ends.includes_low else "over"
            below = "up to" if ends.includes_high else "under"
            return f"{above} {value_in_words(fact, low)} and {below} {value_in_words(fact, high)}"
        case _:
            return None


def _answered(fact: FactType, answer: str) -> str:
    return f"the answer to “{fact.question}” is {answer}"


def _or(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


_UNITS = {"D": "day", "W": "week", "Y": "year"}


def length_in_words(text: str) -> str:
    """`P2D` as `2 days`, `PT24H` as `24 hours`; longer forms as they are."""
    date_part, _, clock = text.removeprefix("P").partition("T")
    part, units = (clock, {"H": "hour", "M": "minute"}) if clock else (date_part, {**_UNITS, "M": "month"})
    if (clock and date_part) or not part[:-1].isdigit() or part[-1] not in units:
        return text
    return f"{part[:-1]} {units[part[-1]]}{'s' * (part[:-1] != '1')}"
