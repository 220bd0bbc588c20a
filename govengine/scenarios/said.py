"""Values as scenarios write them, in the form a request would send them; and back.

`620.00`, `£1,250`, `yes`, `3 June 2025`, `3 June 2025 at 10:15`, a word, `"any text"`, `[spend, individual]`.
"""

import json
import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from govengine.feel import Value, text_of
from govengine.feel.types import BOOLEAN, NUMBER, STRING
from govengine.scenarios.language import ENGLISH, LANGUAGES, Language
from govengine.scheme import FactType

LONDON = ZoneInfo("Europe/London")
"""Where the days and times of scenarios are."""
NOON = "12:00"

_DAY = re.compile(
    r"(?P<day>\d{1,2}) (?P<month>[^\W\d_]+) (?P<year>\d{4})(?:,? (?:at|am) (?P<clock>\d{1,2}:\d{2}))?"
)
_AMOUNT = re.compile(r"-?£?-?\d[\d,]*(?:\.\d+)?")
_ITEM = re.compile(r'("(?:[^"\\]|\\.)*"|[^,\s][^,]*)')


def value_to_send(text: str, fact: FactType | None, language: Language = ENGLISH) -> Any:
    """A value as it would be sent. The fact's type says how the text is read; without one, the text itself does."""
    text = text.strip()
    kind = None if fact is None else fact.type
    if text.startswith("[") and text.endswith("]") and (kind is None or kind.name == "list"):
        return [_scalar(item, kind and kind.item, language) for item in _items(text[1:-1])]
    return _scalar(text, kind.item if kind is not None and kind.name == "list" else kind, language)


def _scalar(text: str, kind: Any, language: Language) -> Any:
    if text.startswith('"'):
        return unquoted(text)
    truth = language.truths.get(text.casefold())
    if truth is None:
        truth = ENGLISH.truths.get(text.casefold())
    if truth is not None and kind in (None, BOOLEAN):
        return truth
    if kind == STRING:
        return text
    if kind in (None, NUMBER) and _AMOUNT.fullmatch(text):
        return text.replace("£", "").replace(",", "")
    return _time_to_send(text, kind, language) or text


def _time_to_send(text: str, kind: Any, language: Language) -> str | None:
    if not (found := _DAY.fullmatch(text)) or str(kind) not in ("None", "date", "date-time"):
        return None
    day = day_from_text(text[: found.end("year")], language)
    if day is None:
        return None
    if str(kind) == "date-time" or found["clock"]:
        moment = moment_from(day, found["clock"] or NOON)
        return moment.isoformat() if moment else None
    return day.isoformat()


def _items(text: str) -> list[str]:
    """The items of a list, of which one in quotation marks may hold commas."""
    return [item.strip() for item in _ITEM.findall(text)]


def unquoted(text: str) -> str:
    r"""Text in double quotation marks without them; `\"`, `\\` and `\n` mean what they do in JSON."""
    if len(text) < len('""') or not text.endswith('"'):
        return text
    try:
        value = json.loads(text)
    except ValueError:
        return text[1:-1]
    return value if isinstance(value, str) else text[1:-1]


def day_from_text(text: str, language: Language) -> date | None:
    """`3 June 2025` or `2025-06-03`; None where there is no such day. Months may be in English too."""
    try:
        if found := _DAY.fullmatch(text):
            month = language.month(found["month"]) or ENGLISH.month(found["month"])
            return date(int(found["year"]), month or 0, int(found["day"]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def moment_from(day: date, clock: str) -> datetime | None:
    """The moment in London; None where there is no such time."""
    try:
        hours, minutes = map(int, clock.split(":"))
        return datetime(day.year, day.month, day.day, hours, minutes, tzinfo=LONDON)
    except ValueError:
        return None


def moment_in_words(moment: datetime, language: Language = ENGLISH) -> str:
    """`3 June 2025 at 10:15`, without the time at noon; in full where minutes would not do."""
    here = moment.astimezone(LONDON)
    clock = f"{here:%H:%M}"
    if here.second or here.microsecond or moment_from(here.date(), clock) != moment or here.fold:
        return moment.isoformat()
    return day_in_words(here.date(), language) + ("" if clock == NOON else f" {language.at} {clock}")


def day_in_words(day: date, language: Language = ENGLISH) -> str:
    """`3 June 2025`."""
    return f"{day.day} {language.months[day.month - 1]} {day.year:04}"


def value_in_scenario(value: Value, language: Language = ENGLISH) -> str:
    """A value as a scenario writes it, so that it is read as the same value again."""
    match value:
        case bool():
            return next(word for word, truth in language.truths.items() if truth is value)
        case str():
            return _quoted(value)
        case tuple():
            return "[" + ", ".join(value_in_scenario(item, language) for item in value) + "]"
        case datetime():
            return text_of(value)
        case date():
            return day_in_words(value, language)
        case _:
            return text_of(value)


_PLAIN = re.compile(r"[A-Za-z](?:[\w.@/-]*\w)?(?: \w+)*", re.ASCII)
_RESERVED = {word for language in LANGUAGES.values() for word in language.truths}
_RESERVED |= {"needed", "hysbys", *(language.unknown for language in LANGUAGES.values())}
_LONGEST_WORD = 40


def _quoted(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.casefold() not in _RESERVED and len(text) <= _LONGEST_WORD:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in quoted)
