"""What an erasure would take, and what stands in its way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection

from api.keeping.retention_periods import Periods
from api.store.authorisations import entries_of_holder
from api.store.erasing import acts_about_person, copies_of, decisions_of, names_held
from api.store.holds import holds_on
from api.store.subjects import entries_about
from govengine.errors import GovengineError, Problem
from govengine.record import instant, lookup_key

PERSON = "person.ref"
"""The fact by which a person is found."""

HOLDER = "actor.ref"
"""The fact by which the holder of an authorisation is found."""

MOST_DECISIONS = 500
"""At one time: everybody who wants to record waits meanwhile."""

KEPT_SUFFIX = "_by"
"""Who did something about the record (`approved_by`) stays when what they wrote about a person goes."""


class ErasureError(GovengineError):
    """An erasure cannot be done as it was asked for."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Which decisions: one by its id, all about a person, or all of a kind taken before a day."""

    decision: str | None = None
    person_ref: str | None = None
    kind: str | None = None
    before: str | None = None

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> Self:
        """The selector that was sent. Raises ErrasureError for one that is none of the three forms."""
        if set(sent) not in ({"decision"}, {"person_ref"}, {"kind", "before"}):
            message = "A selector names decision, or person_ref, or kind and before."
            raise ErasureError([Problem("selector", message, "Send one of the three.", "/selector")])
        return cls(**sent)

    def open_part(self) -> dict[str, str]:
        """What may stand in a leaf: everything but the reference of a person."""
        parts = {"decision": self.decision, "kind": self.kind, "before": self.before}
        return {name: value for name, value in parts.items() if value is not None}

    def person(self, secret: bytes) -> tuple[str, str] | None:
        """The look-up key of the person, where it names one."""
        return None if self.person_ref is None else (PERSON, lookup_key(secret, PERSON, self.person_ref))


@dataclass(frozen=True, slots=True)
class Selected:
    """A decision that an erasure would take. `until` is when its class of record may go by itself."""

    index: int
    id: str
    class_of_record: str
    until: datetime
    held_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Decisions, and the other entries written about them or about the person."""

    decisions: tuple[Selected, ...]
    others: tuple[int, ...]
    values: int
    keys: int
    replies: int

    @property
    def indexes(self) -> tuple[int, ...]:
        """Every entry that would lose values, in log order."""
        return tuple(sorted({*(one.index for one in self.decisions), *self.others}))

    def to_json(self) -> dict[str, Any]:
        """The counts."""
        return {
            "decisions": len(self.decisions),
            "entries": len(self.indexes),
            "values": self.values,
            "look_up_keys": self.keys,
            "kept_replies": self.replies,
        }


def loses(name: str) -> bool:
    """Whether an erasure takes this name of an entry about a decision."""
    return not name.endswith(KEPT_SUFFIX)


def select_for(
    connection: Connection,
    selector: Selector,
    body: str,
    *,
    periods: Periods,
    secret: bytes,
    before_index: int,
) -> Selection:
    """What `selector` finds among the decisions of `body` recorded before an entry, and not erased yet.

    Raises ErasureError `erasure-too-wide`, `erasure-finds-nothing`.
    """
    person = selector.person(secret)
    found = decisions_of(
        connection,
        body,
        before_index=before_index,
        decision_id=selector.decision,
        person=person,
        kind=selector.kind,
        before_day=selector.before,
    )
    chosen = list(_still_there(connection, found, periods))
    # Whatever was written about these decisions goes with them, also when it was written since.
    others = written_about(connection, [one.index for one in chosen])
    if person is not None:
        acts = acts_about_person(connection, body, person)
        others |= {*acts, *written_about(connection, acts), *_as_staff(connection, selector, body, secret)}
    others = {i for i in others if any(map(loses, names_held(connection, i)))}
    if not chosen and not others:
        message = "No decision of your body with anything to erase answers to this selector."
        raise ErasureError(
            [Problem("erasure-finds-nothing", message, "Check the id, reference, kind or date.", "/selector")]
        )
    return _counted(connection, chosen, sorted(others))


def _as_staff(connection: Connection, selector: Selector, body: str, secret: bytes) -> Iterable[int]:
    """What they were authorised to, where the person of the selector works for the body."""
    return entries_of_holder(connection, body, lookup_key(secret, HOLDER, selector.person_ref))


def _still_there(
    connection: Connection, found: Iterator[tuple[int, str, str, str]], periods: Periods
) -> Iterator[Selected]:
    number = 0
    for index, decision_id, kind, recorded_at in found:
        if not names_held(connection, index) and copies_of(connection, index) == (0, 0):
            continue
        number += 1
        if number > MOST_DECISIONS:
            message = f"More than {MOST_DECISIONS} decisions answer to this selector."
            raise ErasureError(
                [Problem("erasure-too-wide", message, "Send a narrower one, several times.", "/selector")]
            )
        name = periods.class_of(kind)
        until = periods.of(name).end(instant(recorded_at))
        yield Selected(index, decision_id, name, until, tuple(holds_on(connection, index)))


def written_about(connection: Connection, indexes: Iterable[int]) -> set[int]:
    """Entries about these, and entries about those: a hold is about a decision, its lifting about the hold."""
    first = {about for index in indexes for about in entries_about(connection, index)}
    return first | {about for index in first for about in entries_about(connection, index)}


def _counted(connection: Connection, chosen: list[Selected], others: list[int]) -> Selection:
    values = sum(len(names_held(connection, one.index)) for one in chosen)
    values += sum(loses(name) for index in others for name in names_held(connection, index))
    copies = [copies_of(connection, index) for index in {*(one.index for one in chosen), *others}]
    keys, replies = sum(k for k, _ in copies), sum(r for _, r in copies)
    return Selection(tuple(chosen), tuple(others), values, keys, replies)


def in_the_way(selection: Selection, overrides: Iterable[str], now: datetime) -> list[Problem]:
    """Holds, which nothing overrides, and periods that are not over and were not overridden by name."""
    held = sorted({hold for one in selection.decisions for hold in one.held_by})
    waived = set(overrides)
    early = [one for one in selection.decisions if now < one.until and one.class_of_record not in waived]
    problems = []
    if held:
        message = f"{'A hold stands' if len(held) == 1 else 'Holds stand'} over it: {', '.join(held)}."
        what_to_do = "Ask whoever placed it whether it can be lifted."
        problems.append(Problem("erasure-held", message, what_to_do, "/selector"))
    for name in sorted({one.class_of_record for one in early}):
        of_class = [one for one in early if one.class_of_record == name]
        last = max(one.until for one in of_class).date().isoformat()
        message = f"{len(of_class)} of the decisions must be kept as {name}, the last until {last}."
        what_to_do = "Wait, or name the class under overrides with a basis that can override it."
        problems.append(Problem("erasure-within-period", message, what_to_do, "/overrides"))
    return problems
