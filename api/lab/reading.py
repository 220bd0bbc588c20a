"""What was typed, made into the question it means. Everything that cannot be used is named, with what to do."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from api.lab.case import Case, Typed
from api.lab.fields import MADE_UP, NONE, NOT_KNOWN, Field, Section, Widget
from govengine.feel import text_of
from govengine.scenarios.world import nested
from govengine.scheme import Stack
from govengine.scheme.vocabulary import Unfit, value_of

Json = dict[str, Any]
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something typed that cannot be used: the id of its field, and a sentence without a stop."""

    field: str
    text: str


class Mistyped(ValueError):  # noqa: N818 - caught where the field is known
    """Why it cannot be used, to follow on from the fact's name."""


def question_of(case: Case, stack: Stack, sections: Sequence[Section]) -> tuple[Json, list[Mistake]]:
    """The question as it would be sent, without what cannot be used, and the mistakes."""
    facts: dict[str, Any] = {
        "actor.role": case.role,
        "actor.body": stack.roles[case.role].body,
        "decision.kind": case.kind,
        **MADE_UP,
    }
    mistakes: list[Mistake] = []
    for section in sections:
        for one in section.fields:
            try:
                value = value_from(one, case.typed, stack.zone)
                if value is not None:
                    check_value(one, value)
                    facts[one.fact.name] = value
            except Mistyped as mistyped:
                mistakes.append(Mistake(one.first, f"{one.title} {mistyped}"))
    sent = {
        "scheme": case.scheme,
        "as_of": case.moment(stack.zone).isoformat(),
        "facts": nested(facts),
        "done": [_done(stack, duty) for duty in case.done],
    }
    return sent, mistakes


def _done(stack: Stack, duty: str) -> Json:
    """A duty somebody else has done: whoever it names, in the role it names."""
    role = next(
        (
            rule.company.role
            for rule in (*stack.grants, *stack.safeguards)
            if rule.company is not None and rule.company.id == duty
        ),
        None,
    )
    return {"duty": duty, "by": {"role": role, "ref": "w-2"}} if role else {"duty": duty}


def value_from(field: Field, typed: Typed, zone: str) -> Any:
    """The value as a request would send it; None where nothing was said. Raises Mistyped."""
    sent = {name: [text.strip() for text in typed.get(name, ())] for name in field.names}
    if not any(text for texts in sent.values() for text in texts if text != NOT_KNOWN):
        return None
    return _READERS[field.widget](field, sent, zone)


Sent = Mapping[str, Sequence[str]]


def _one(field: Field, sent: Sent) -> str:
    return next(iter(sent[field.names[0]]), "")


def _parts(field: Field, sent: Sent) -> list[str]:
    return [next(iter(sent[name]), "") for name in field.names]


def _yes_no(field: Field, sent: Sent, _zone: str) -> bool:
    said = _one(field, sent)
    if said not in ("yes", "no"):
        raise Mistyped("must be yes, no or not known")
    return said == "yes"


def _choice(field: Field, sent: Sent, _zone: str) -> str:
    return _one(field, sent)


def _choices(field: Field, sent: Sent, _zone: str) -> list[str]:
    chosen = list(sent[field.fact.name])
    alone = [one for one in chosen if one in (NONE, NOT_KNOWN)]
    if alone and len(chosen) > 1:
        raise Mistyped("must be either some of these, none of them or not known")
    return [] if alone else chosen


def _number(field: Field, sent: Sent, _zone: str) -> str:
    return _plain_number(_one(field, sent))


def _plain_number(typed: str) -> str:
    text = typed.replace(" ", "").replace("\u00a0", "").lstrip("£€$")
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    text = text.removesuffix(".")
    if not _NUMBER.fullmatch(text):
        raise Mistyped("must be a number, such as 1,250.50")
    return text


def _date(field: Field, sent: Sent, _zone: str) -> str:
    return _day(*_parts(field, sent)).isoformat()


def _day(day: str, month: str, year: str) -> date:
    return day_from(day, month, year)


def day_from(day: str, month: str, year: str) -> date:
    """The day that three fields name. Raises Mistyped."""
    missing = [
        name for name, text in (("a day", day), ("a month", month), ("a year", year)) if not text.strip()
    ]
    if missing:
        raise Mistyped(f"must include {' and '.join(missing)}")
    try:
        return date(_whole(year), _whole(month), _whole(day))
    except (ValueError, OverflowError):
        raise Mistyped("must be a real date, such as 27 3 2026") from None


def _whole(text: str) -> int:
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len("2026"):
        raise ValueError
    return int(digits)


def _moment(field: Field, sent: Sent, zone: str) -> str:
    day, month, year, clock = _parts(field, sent)
    found = _CLOCK.fullmatch(clock)
    try:
        at = time(int(found[1]), int(found[2])) if found else time(12)
    except ValueError:
        found = None
    if clock and not found:
        raise Mistyped("must have a time such as 14:30")
    return datetime.combine(_day(day, month, year), at, ZoneInfo(zone)).isoformat()


_LENGTHS = {
    "hours": "PT{}H",
    "days": "P{}D",
    "weeks": "P{}D",
    "months": "P{}M",
    "years": "P{}Y",
}


def _length(field: Field, sent: Sent, _zone: str) -> str | None:
    number, unit = _parts(field, sent)
    if not number:
        return None
    if not (number.isascii() and number.isdigit()) or unit not in field.options:
        raise Mistyped("must be a whole number, such as 14")
    days_in_week = 7
    return _LENGTHS[unit].format(int(number) * days_in_week if unit == "weeks" else int(number))


def _text(field: Field, sent: Sent, _zone: str) -> str:
    return _one(field, sent)


def _texts(field: Field, sent: Sent, _zone: str) -> list[str]:
    lines = [line.strip() for line in _one(field, sent).splitlines() if line.strip()]
    read = _ITEMS.get(str(field.fact.type.item), str)
    return [] if lines == [NONE] else [read(line) for line in lines]


def _day_in_line(line: str) -> str:
    match [part for part in re.split(r"[\s/.-]+", line) if part]:
        case [year, month, day] if len(year) == len("2026"):  # as computers write it
            return day_from(day, month, year).isoformat()
        case [day, month, year]:
            return day_from(day, month, year).isoformat()
        case _:
            raise Mistyped("must be real dates, such as 27 3 2026")


_ITEMS: Mapping[str, Callable[[str], str]] = {"number": _plain_number, "date": _day_in_line}


_READERS: Mapping[Widget, Callable[[Field, Sent, str], Any]] = {
    Widget.YES_NO: _yes_no,
    Widget.CHOICE: _choice,
    Widget.CHOICES: _choices,
    Widget.NUMBER: _number,
    Widget.DATE: _date,
    Widget.MOMENT: _moment,
    Widget.LENGTH: _length,
    Widget.TEXT: _text,
    Widget.TEXTS: _texts,
}


def check_value(field: Field, value: Any) -> None:
    """Hold the value to what the scheme says of the fact, in words for whoever typed it."""
    try:
        value_of(field.fact, value)
    except Unfit as unfit:
        raise Mistyped(_said(field, unfit)) from None


def _said(field: Field, unfit: Unfit) -> str:
    least, most = field.fact.least, field.fact.most
    match unfit.code:
        case "out-of-range" if least is not None and most is not None:
            return f"must be from {text_of(least)} to {text_of(most)}"
        case "out-of-range" if least is not None:
            return f"must be {text_of(least)} or more"
        case "out-of-range":
            return f"must be {text_of(most) if most is not None else ''} or less"
        case "unknown-value":
            return f"must be one of: {', '.join(one.replace('_', ' ') for one in field.fact.one_of)}"
        case "too-long":
            return "must be shorter: 2,000 characters at most"
        case _:
            return "must be something that can be read, without signs that cannot be printed"
