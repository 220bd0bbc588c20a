"""How long each class of record is kept: what regulations require, and what the owner set beyond it.

The file is TOML, `retention.toml` in the service's folder unless `GOVENGINE_RETENTION` names another; without one
the periods below hold. docs/data-protection.md describes it.

    [periods]
    officer_decision = "P6Y"       # never shorter than the regulations say
    adult_social_care = "P8Y"      # a class of your own

    [classes]
    care_package = "adult_social_care"    # kind of decision = class
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from govengine.errors import GovengineError, Problem, nearest
from govengine.feel.operations import add_months

OFFICER_DECISION = "officer_decision"
BACKGROUND_PAPER = "background_paper"
READING_RECORD = "reading_record"
REPLY_COPY = "reply_copy"
HOLD_OR_PROPOSAL = "hold_or_proposal"
AUTHORISATION = "authorisation"
SUSPENSION = "suspension"
SHARED_WORK = "shared_work"

FIRST_YEAR = 1


class RetentionError(GovengineError):
    """The file of periods cannot be used."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period in whole months and days, as ISO 8601 writes it (`P6Y`, `P18M`, `P30D`)."""

    text: str
    months: int
    days: int

    def end(self, since: datetime) -> datetime:
        """When the period that begins at `since` is over."""
        return self._moved(since, 1)

    def begin(self, until: datetime) -> datetime:
        """The latest moment from which the period is over at `until`; year 1 for what reaches before it."""
        try:
            return self._moved(until, -1)
        except (OverflowError, ValueError):
            return until.replace(year=FIRST_YEAR, month=1, day=1)

    def _moved(self, moment: datetime, sign: int) -> datetime:
        day = add_months(moment.date(), sign * self.months)
        return datetime.combine(day, moment.timetz()) + sign * timedelta(days=self.days)

    def shorter_than(self, other: "Period") -> bool:
        """Whether it is certainly shorter, counting a month as 30 days at most."""
        return (self.months, self.days) < (other.months, other.days)


def period(text: str) -> Period:
    """The period written so. Raises ValueError."""
    found = re.fullmatch(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?", text)
    if found is None or text == "P":
        raise ValueError(text)
    years, months, days = (int(part or 0) for part in found.groups())
    if not (years or months or days):
        raise ValueError(text)
    return Period(text, years * 12 + months, days)


STATUTORY: Mapping[str, tuple[Period, str]] = {
    OFFICER_DECISION: (
        period("P6Y"),
        "Openness of Local Government Bodies Regulations 2014 (SI 2014/2095), reg. 8",
    ),
    BACKGROUND_PAPER: (
        period("P4Y"),
        "Openness of Local Government Bodies Regulations 2014 (SI 2014/2095), reg. 8",
    ),
}
"""What regulations require, and which."""

DEFAULT: Mapping[str, Period] = {
    **{name: least for name, (least, _) in STATUTORY.items()},
    READING_RECORD: period("P2Y"),
    REPLY_COPY: period("P30D"),
    HOLD_OR_PROPOSAL: period("P6Y"),
    SUSPENSION: period("P6Y"),  # from its end, as long as the decisions that it bore on
    SHARED_WORK: period("P6Y"),  # as long as the decisions that served it or were found together
    AUTHORISATION: period("P6Y"),  # from its end, as long as the decisions that rested on it
}


@dataclass(frozen=True, slots=True)
class Periods:
    """The period of each class of record, and the class of each kind of decision that has one of its own."""

    periods: Mapping[str, Period] = field(default_factory=lambda: dict(DEFAULT))
    classes: Mapping[str, str] = field(default_factory=dict)

    def class_of(self, kind: str) -> str:
        """The class of decisions of a kind."""
        return self.classes.get(kind, OFFICER_DECISION)

    def of_decision(self, kind: str) -> Period:
        """How long the facts of a decision of this kind are kept."""
        return self.periods[self.class_of(kind)]

    def of(self, name: str) -> Period:
        """How long a class of record is kept."""
        return self.periods[name]


def read_periods(path: Path) -> Periods:
    """The periods in a file; the default ones where there is none. Raises RetentionError with every problem."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Periods()
    except OSError as error:
        raise RetentionError([_unreadable(path, str(error.strerror))]) from error
    try:
        sent = tomllib.loads(text.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RetentionError([_unreadable(path, str(error))]) from error
    return _read(sent, str(path))


def _read(sent: Mapping[str, Any], place: str) -> Periods:
    problems: list[Problem] = []
    for name in sent.keys() - {"periods", "classes"}:
        near = nearest(name, ["periods", "classes"])
        problems.append(
            Problem(
                "retention-key", f"There is no table {name}.", "Use [periods] and [classes].", place, near
            )
        )
    periods = dict(DEFAULT)
    for name, written in _table(sent, "periods", place, problems).items():
        try:
            periods[name] = period(written)
        except ValueError:
            what_to_do = "Write years, months or days, such as P6Y, P18M or P30D."
            problems.append(
                Problem("retention-period", f"{name} = {written!r} is no period.", what_to_do, place)
            )
    for name, (least, source) in STATUTORY.items():
        if periods[name].shorter_than(least):
            message = f"{name} = {periods[name].text!r} is shorter than {least.text}."
            problems.append(
                Problem("retention-too-short", message, f"Keep it {least.text} or longer: {source}.", place)
            )
    classes = _table(sent, "classes", place, problems)
    for kind, name in classes.items():
        if name not in periods:
            message = f"{kind} is of class {name!r}, which has no period."
            problems.append(
                Problem(
                    "retention-class",
                    message,
                    "Give it one under [periods].",
                    place,
                    nearest(name, list(periods)),
                )
            )
    if problems:
        raise RetentionError(problems)
    return Periods(periods, classes)


def _table(sent: Mapping[str, Any], name: str, place: str, problems: list[Problem]) -> dict[str, str]:
    table = sent.get(name, {})
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        problems.append(
            Problem("retention-key", f"[{name}] is not a table of texts.", 'Write name = "text".', place)
        )
        return {}
    return table


def _unreadable(path: Path, why: str) -> Problem:
    return Problem("retention-file", f"The file of periods cannot be read: {why}.", "Correct it.", str(path))
