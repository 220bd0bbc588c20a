"""Which of a scheme's values the schemes below it have set, to what, and since when (MEANING rule 5).

A lower body sets a value within its bounds without asking. That the higher one sees it is the other half.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from govengine.errors import Problem
from govengine.feel import Value, compile_expression, lexicon_of, text_of, type_of
from govengine.scheme.expressions import constant, unary_tests
from govengine.scheme.library import Library
from govengine.scheme.source import Text
from govengine.scheme.version import Version


@dataclass(frozen=True, slots=True)
class SetBelow:
    """A value as a version of a lower scheme sets it. `since` is the first day of an unbroken run with that value.

    `within` is false where the higher scheme's bounds have moved since: the lower version no longer loads.
    """

    scheme: str
    title: str
    owner: str
    layer: str
    version: str
    value: str
    since: date
    until: date | None
    within: bool


@dataclass(frozen=True, slots=True)
class OpenValue:
    """A value with what it is, its bounds (None: nobody below may set it), and who below has set it."""

    name: str
    value: str
    bounds: str | None
    set_below: tuple[SetBelow, ...]


def values_of(library: Library, version: Version, day: date) -> tuple[OpenValue, ...]:
    """The values of a version by name, each with the versions below that set it on that day or later."""
    below = [
        lower
        for name, versions in library.schemes.items()
        for lower in versions
        if name != version.id and _lasts(lower, day) and _stands_under(library, lower, version, day)
    ]
    found = []
    for name, named in sorted(version.text.values.items()):
        value = constant(named.value.value, [])
        if value is None:
            continue
        bounds = named.value.bounds
        setters = tuple(_setters(library, below, name, bounds)) if bounds is not None else ()
        found.append(OpenValue(name, text_of(value), bounds.value if bounds else None, setters))
    return tuple(found)


def _lasts(version: Version, day: date) -> bool:
    until = version.text.effective.until
    return until is None or until >= day


def _stands_under(library: Library, lower: Version, version: Version, day: date) -> bool:
    """On that day, or on the lower version's first if it is still to come."""
    return version.id in library.schemes_above(lower, max(day, lower.text.effective.since))


def _setters(library: Library, below: list[Version], name: str, bounds: Text) -> Iterator[SetBelow]:
    for lower in sorted(below, key=lambda one: (one.id, one.text.effective.since)):
        value = _value(lower, name)
        if value is None:
            continue
        yield SetBelow(
            lower.id,
            lower.text.title.value,
            lower.text.owner.value,
            str(lower.text.layer),
            lower.version,
            text_of(value),
            _since(library, lower, name, value),
            lower.text.effective.until,
            within=_within(bounds, value),
        )


def _value(version: Version, name: str) -> Value | None:
    named = version.text.values.get(name)
    return None if named is None else constant(named.value.value, [])


def _since(library: Library, version: Version, name: str, value: Value) -> date:
    """The first day from which this scheme has had this value without a break."""
    since = version.text.effective.since
    for earlier in reversed(library.schemes[version.id]):
        if earlier.text.effective.until == since - timedelta(days=1) and _value(earlier, name) == value:
            since = earlier.text.effective.since
    return since


def _within(bounds: Text, value: Value) -> bool:
    scope = {"value": type_of(value)}
    problems: list[Problem] = []
    tree = unary_tests(bounds, "value", scope, lexicon_of(scope), problems)
    return not problems and (tree is None or compile_expression(tree)({"value": value}) is True)
