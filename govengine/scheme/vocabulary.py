"""Facts: what a scheme may ask about, and how a value sent as JSON becomes one a condition computes with."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from govengine.errors import Problem, nearest
from govengine.feel import FACT_TYPES, Type, Value, text_of
from govengine.feel.types import BOOLEAN, STRING, list_of
from govengine.feel.values import (
    Months,
    date_from_text,
    date_time_from_text,
    duration_from_text,
    number_from_text,
)


@dataclass(frozen=True, slots=True)
class FactType:
    """A fact as the deciding part needs it. `met` is the answer looked for, where it can be confirmed."""

    name: str
    type: Type
    personal: bool = True
    one_of: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    unit: str | None = None
    title: str | None = None
    ask: str | None = None
    confirm: str | None = None
    met: bool | None = None
    changeable: bool = False
    computed: bool = False
    """Computed by the service, never sent to it."""
    registered: bool = False
    """An authorisation of the actor's: the service keeps a register of them."""

    @property
    def question(self) -> str:
        """How to ask for it in words."""
        return (
            self.confirm or self.ask or (f"What is {self.title}?" if self.title else f"What is {self.name}?")
        )


def _core(name: str, kind: Type, ask: str, *, personal: bool = False, computed: bool = False) -> FactType:
    return FactType(name, kind, personal, ask=ask, computed=computed)


FINDINGS = "findings.open"
"""The watches with an open finding about what a decision shares: computed, and not for grants to read."""

CORE: Mapping[str, FactType] = {
    fact.name: fact
    for fact in (
        _core("actor.ref", STRING, "Who is asking?", personal=True),
        _core("actor.role", list_of(STRING), "What role are they acting in?"),
        _core("actor.body", STRING, "Which body are they acting for?"),
        _core("actor.team", STRING, "Which team are they in?"),
        _core("person.ref", STRING, "Which person is it for?", personal=True),
        _core("person.place", STRING, "Where does the person live?", personal=True),
        _core("decision.kind", STRING, "What kind of decision is it?"),
        _core("decision.classes", list_of(STRING), "Which classes does the decision belong to?"),
        _core("decision.emergency", BOOLEAN, "Is this an emergency?"),
        _core(FINDINGS, list_of(STRING), "Which findings are open?", computed=True),
    )
}
"""The vocabulary every scheme shares (MEANING §3)."""


class Unfit(ValueError):  # noqa: N818 - it carries what a Problem says, and is caught here
    """A value is not one this fact can have. `code` as in `Problem`, `allowed` for suggestions."""

    def __init__(self, code: str, message: str, what_to_do: str, near: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.what_to_do, self.near = code, message, what_to_do, near


def value_of(fact: FactType, sent: Any) -> Value:
    """The value of a fact sent as JSON (numbers as Decimal or as text). Raises Unfit."""
    if sent is None:
        raise Unfit(
            "null-fact",
            "null says neither that it is so nor that it is not.",
            "Leave the fact out if nobody has established it; send false or [] for none.",
        )
    if fact.type.name == "list":
        items = sent if isinstance(sent, list) else [sent]
        assert fact.type.item is not None  # a fact's list says of what
        return tuple(scalar_of(fact, fact.type.item, item) for item in items)
    return scalar_of(fact, fact.type, sent)


def scalar_of(fact: FactType, kind: Type, sent: Any) -> Value:
    """One value of a fact, or one item where it is a list of this kind. Raises Unfit."""
    read, wanted = _READERS[str(kind)]
    try:
        value = read(sent)
    except (TypeError, ValueError) as error:
        reason = (
            str(error) if isinstance(error, ValueError) and isinstance(sent, str | Decimal) else _found(sent)
        )
        raise Unfit("wrong-type", f"This is not {wanted}: {reason}.", f"Send {wanted}.") from None
    if isinstance(value, str):
        _check_text(value)
    if fact.one_of and text_of(value) not in fact.one_of:
        near = nearest(text_of(value), fact.one_of)
        raise Unfit(
            "unknown-value",
            f"{text_of(value)[:60]!r} is not one of the values.",
            f"Send one of: {', '.join(fact.one_of)}.",
            near,
        )
    if isinstance(value, Decimal):
        if fact.least is not None and value < fact.least:
            raise Unfit(
                "out-of-range", f"{text_of(value)} is less than {text_of(fact.least)}.", "Check the amount."
            )
        if fact.most is not None and value > fact.most:
            raise Unfit(
                "out-of-range", f"{text_of(value)} is more than {text_of(fact.most)}.", "Check the amount."
            )
    return value


_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
"""Half a surrogate pair, and the character that ends texts in C: neither can be stored."""

LONGEST_TEXT = 2_000
"""Characters in a fact that is text. An entry of the record holds at most 60 KB; free text has its own place."""


def _check_text(value: str) -> None:
    if len(value) > LONGEST_TEXT:
        raise Unfit(
            "too-long", f"This text has more than {LONGEST_TEXT} characters.", "Send a reference instead."
        )
    if _NOT_TEXT.search(value):
        raise Unfit("wrong-type", "This text holds a character that is none.", "Send well-formed Unicode.")


def _found(sent: Any) -> str:
    match sent:
        case bool():
            return "it is true or false"
        case Decimal() | int():
            return "it is a number"
        case str():
            return "it is text"
        case list():
            return "it is a list"
        case _:
            return "it is an object"


def _number(sent: Any) -> Decimal:
    if isinstance(sent, bool) or not isinstance(sent, str | Decimal | int):
        raise TypeError
    return number_from_text(sent if isinstance(sent, str) else str(sent))


def _text(sent: Any) -> str:
    if not isinstance(sent, str):
        raise TypeError
    if not sent.strip():
        raise ValueError("it is empty")
    return sent


def _boolean(sent: Any) -> bool:
    if not isinstance(sent, bool):
        raise TypeError
    return sent


def _temporal(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    def from_json(sent: Any) -> date | datetime:
        if not isinstance(sent, str):
            raise TypeError
        value: date | datetime = read(sent)
        return value

    return from_json


def _duration(kind: type) -> Callable[[Any], Value]:
    def from_json(sent: Any) -> Value:
        if not isinstance(sent, str):
            raise TypeError
        value = duration_from_text(sent)
        if not isinstance(value, kind):
            raise ValueError("it is a duration of the other kind")
        return value

    return from_json


_READERS: Mapping[str, tuple[Callable[[Any], Value], str]] = {
    "number": (_number, "a number"),
    "string": (_text, "text"),
    "boolean": (_boolean, "true or false"),
    "date": (_temporal(date_from_text), "a date such as 2026-02-28"),
    "date-time": (_temporal(date_time_from_text), "a date and time such as 2026-02-28T10:15:00+00:00"),
    "days and time duration": (_duration(timedelta), "a duration such as P90D"),
    "years and months duration": (_duration(Months), "a duration such as P1Y6M"),
}


def facts_from_json(
    sent: Any, vocabulary: Mapping[str, FactType], pointer: str = "/facts", *, computed_too: bool = False
) -> tuple[dict[str, Value], list[Problem]]:
    """Facts by dotted name from nested JSON, and everything wrong with them, each with its JSON pointer.

    `computed_too` lets derived and registered facts be sent, as what-ifs and scenarios may.
    """
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for path, name, value in _leaves(sent, pointer, "", _folders(tuple(vocabulary)), problems):
        fact = vocabulary.get(name)
        if fact is None:
            near = nearest(name, [*vocabulary])
            what_to_do = f"Send {near}." if near else "Send only facts the scheme declares."
            problems.append(
                Problem("unknown-fact", f"No fact is called {name[:80]!r}.", what_to_do, path, near)
            )
        elif fact.computed and not computed_too:
            problems.append(
                Problem(
                    "computed-fact",
                    f"{name} is computed by the service.",
                    "Leave it out of the request.",
                    path,
                )
            )
        else:
            try:
                values[name] = value_of(fact, value)
            except Unfit as unfit:
                problems.append(Problem(unfit.code, unfit.message, unfit.what_to_do, path, unfit.near))
    return values, problems


@lru_cache(maxsize=256)
def _folders(names: tuple[str, ...]) -> frozenset[str]:
    """What names are in: `actor` for `actor.ref`."""
    return frozenset(name.rsplit(".", depth)[0] for name in names for depth in range(1, name.count(".") + 1))


def _leaves(
    sent: Any, pointer: str, prefix: str, inner: frozenset[str], problems: list[Problem]
) -> Iterable[tuple[str, str, Any]]:
    if not isinstance(sent, dict):
        problems.append(
            Problem("wrong-type", f"This is not an object: {_found(sent)}.", "Send an object.", pointer)
        )
        return
    for key, value in sent.items():
        name = f"{prefix}.{key}" if prefix else key
        path = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        if name in inner:
            yield from _leaves(value, path, name, inner, problems)
        else:
            yield path, name, value


__all__ = ["CORE", "FACT_TYPES", "FactType", "Unfit", "facts_from_json", "value_of"]
