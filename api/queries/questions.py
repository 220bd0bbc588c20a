"""The question list: what schemes did not know, and what they knew and nobody could do; each asked how often, and answered by whom.

Nothing personal is read: the list is made from the read model and from leaves, in which nothing personal stands.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.desk import Desk
from api.store.questions import Asked, Later, later_about, latest_asked

Json = dict[str, Any]

REPLY_WITHIN = 10
"""Working days within which whoever is named replies. Schemes have no word of their own for it yet."""

MOST_READ = 5_000
"""Decisions looked at, the latest."""

MOST_LISTED = 200

ZONE = ZoneInfo("Europe/London")
"""Where a day of asking begins and ends."""


@dataclass(frozen=True, slots=True)
class Named:
    """A role with its body, and how often."""

    role: str
    body: str | None
    count: int


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What was asked of a scheme about one kind, with the classes sent along. `latest` is the last decision's id.

    `named` are whom the answers named to be asked; `answered` who has decided since, and `open` counts where nobody
    has. `reply_due` is the earliest day among those.
    """

    scheme: str
    kind: str
    classes: tuple[str, ...]
    basis: str
    asked: int
    open: int
    first_asked: datetime
    last_asked: datetime
    latest: str
    named: tuple[Named, ...]
    answered: tuple[Named, ...]
    reply_due: date | None
    overdue: int

    def to_json(self) -> Json:
        """As it is sent."""
        return {
            "scheme": self.scheme,
            "kind": self.kind,
            "classes": list(self.classes),
            "basis": self.basis,
            "asked": self.asked,
            "open": self.open,
            "first_asked_at": self.first_asked.isoformat(),
            "last_asked_at": self.last_asked.isoformat(),
            "latest_decision": self.latest,
            "named": [{"role": one.role, "body": one.body, "count": one.count} for one in self.named],
            "answered": [{"role": one.role, "body": one.body, "count": one.count} for one in self.answered],
            "reply_due": None if self.reply_due is None else self.reply_due.isoformat(),
            "overdue": self.overdue,
        }


@dataclass(frozen=True, slots=True)
class Questions:
    """The list, those overdue first. `left_out` are questions beyond the most listed; `whole` is False where older decisions were not read."""

    questions: tuple[OpenQuestion, ...]
    left_out: int
    whole: bool

    def to_json(self) -> Json:
        """As it is sent."""
        return {
            "questions": [one.to_json() for one in self.questions],
            "left_out": self.left_out,
            "whole": self.whole,
        }


def questions_of(desk: Desk, body: str, narrowed: Mapping[str, str | None] | None = None) -> Questions:
    """The questions of decisions a body is party to. `narrowed` may hold scheme, kind and basis."""
    with desk.engine.connect() as connection:
        asked = latest_asked(connection, body, **(narrowed or {}), limit=MOST_READ + 1)
        kept = asked[:MOST_READ]
        later = later_about(connection, kept)
    today = desk.clock().astimezone(ZONE).date()
    found = sorted(_grouped(kept, later, today), key=_urgency)
    return Questions(
        tuple(found[:MOST_LISTED]), max(0, len(found) - MOST_LISTED), whole=len(asked) <= MOST_READ
    )


def _urgency(one: OpenQuestion) -> tuple[bool, bool, date, float]:
    """Overdue first, then by the day a reply is due, then what was asked last."""
    due = one.reply_due or date.max
    return not one.overdue, one.reply_due is None, due, -one.last_asked.timestamp()


def reply_due(asked: date, within: int = REPLY_WITHIN) -> date:
    """So many working days later, Monday to Friday. Public holidays are not known here."""
    day, left = asked, within
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


_SATURDAY = 5


def _grouped(asked: Sequence[Asked], later: Iterable[Later], today: date) -> list[OpenQuestion]:
    since: dict[int, list[Later]] = {}
    for came in later:
        since.setdefault(came.about, []).append(came)
    groups: dict[tuple[str, str, tuple[str, ...], str], list[tuple[Asked, Json]]] = {}
    for one in asked:
        leaf = json.loads(one.leaf)
        groups.setdefault((one.scheme, one.kind, _classes(leaf), one.basis), []).append((one, leaf))
    return [_question(key, group, since, today) for key, group in groups.items()]


def _question(
    key: tuple[str, str, tuple[str, ...], str],
    group: Sequence[tuple[Asked, Json]],
    since: Mapping[int, Sequence[Later]],
    today: date,
) -> OpenQuestion:
    scheme, kind, classes, basis = key
    named: Counter[tuple[str, str | None]] = Counter()
    answered: Counter[tuple[str, str | None]] = Counter()
    waiting: list[date] = []
    for one, leaf in group:
        named.update(_named(leaf))
        became = since.get(one.entry_index, ())
        if became:
            answered.update({who for later in became for who in _answered_by(later)})
        else:
            waiting.append(reply_due(_moment(one).astimezone(ZONE).date()))
    return OpenQuestion(
        scheme=scheme,
        kind=kind,
        classes=classes,
        basis=basis,
        asked=len(group),
        open=len(waiting),
        first_asked=_moment(group[-1][0]),
        last_asked=_moment(group[0][0]),
        latest=group[0][0].id,
        named=_counted(named),
        answered=_counted(answered),
        reply_due=min(waiting, default=None),
        overdue=sum(due < today for due in waiting),
    )


def _moment(one: Asked) -> datetime:
    return datetime.fromisoformat(one.recorded_at)


def _classes(leaf: Json) -> tuple[str, ...]:
    sent = leaf["facts"].get("decision.classes")
    return tuple(sorted(sent["value"])) if sent else ()


def _named(leaf: Json) -> list[tuple[str, str | None]]:
    """Whom the answer named to be asked."""
    ask = leaf["determination"]["ask"]
    return [] if ask is None else [(ask["role"], ask["body"])]


def _answered_by(later: Later) -> list[tuple[str, str | None]]:
    """Who decides by a later answer, or did by an act. Where it was only asked again, the answer names nobody."""
    leaf = json.loads(later.leaf)
    if later.by_act:
        return [(leaf["by_role"], leaf.get("body"))]
    return [
        (one["role"], one["body"]) for one in leaf["determination"]["decided_by"] if not one["provisional"]
    ]


def _counted(found: Counter[tuple[str, str | None]]) -> tuple[Named, ...]:
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0][0], one[0][1] or ""))
    return tuple(Named(role, body, count) for (role, body), count in ordered)
