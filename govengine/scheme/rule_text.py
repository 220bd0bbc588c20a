"""Parts of a rule as people read them, to say what one was and what it is now."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from govengine.feel import text_of
from govengine.feel.values import Months
from govengine.scheme.change import shown
from govengine.scheme.rules import Grant, Safeguard
from govengine.scheme.shape import keys_of
from govengine.scheme.stack import BoundSafeguard, Clause
from govengine.scheme.strength import Region


def region_in_words(region: Region, unit: str | None) -> str:
    """A range of numbers, or a few texts."""
    if region.texts is not None:
        return " or ".join(sorted(region.texts))
    parts = []
    if region.low is not None:
        parts.append(f"{'at least' if region.includes_low else 'over'} {shown(region.low, unit)}")
    if region.high is not None:
        parts.append(f"{'up to' if region.includes_high else 'under'} {shown(region.high, unit)}")
    return " and ".join(parts)


def form_of(text: Grant | Safeguard, key: str) -> Any:
    """A key of a rule as the digest sees it; None where it stands at its default."""
    for spec in keys_of(type(text)):
        if spec["key"] == key:
            held = getattr(text, spec["field"])
            if held == spec["default"]:
                return None
            return spec["shape"].canonical(held)
    return None


def cells_of(text: Grant | Safeguard) -> list[tuple[str, str]]:
    """The cells of a table's row: fact and test."""
    cells = text.cells if isinstance(text, Grant) else ()
    return sorted((fact.value, test.value.strip()) for fact, test in cells)


def names_in_words(names: frozenset[str]) -> str:
    """Names in order."""
    return ", ".join(sorted(names))


def condition_in_words(clauses: tuple[Clause, ...] | None) -> str | None:
    """A condition as it is written."""
    if clauses is None:
        return None
    return " and ".join(" ".join(clause.text.split()) for clause in clauses) or "always"


def day_in_words(value: date | datetime | None) -> str | None:
    """A day or moment."""
    return None if value is None else shown(value)


def length_in_words(value: timedelta | Months | None) -> str | None:
    """A length of time."""
    return None if value is None else text_of(value)


def yes_or_no(value: bool) -> str:  # noqa: FBT001
    """A flag."""
    return "yes" if value else "no"


def way_of(rule: BoundSafeguard) -> str | None:
    """What a stop says to do instead."""
    return None if rule.route is None else rule.route.do


def lifted_in_words(rule: BoundSafeguard) -> str | None:
    """What an emergency does to a safeguard."""
    return "lifted, to be ratified" if rule.emergency else None


def plain(form: Any) -> str | None:
    """A form without quotation marks and braces."""
    match form:
        case None:
            return None
        case {"none": why}:
            return f"none: {why}"
        case Mapping():
            return ", ".join(f"{key} {plain(value)}" for key, value in form.items())
        case _:
            return str(form)
