"""A decision as an export sees it: what its entry holds, with personal values shown, masked or erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from api.keeping.retention_periods import Periods
from api.store.exports import ExportedRow
from govengine.record import StoredEntry, instant
from govengine.record.entry import SIDE_PREFIX
from govengine.scheme import Version

Json = dict[str, Any]

MASKED: Final = "**masked**"
"""Stands for a personal value the reader did not ask for. Told apart by identity, so no value can pass for it."""

ERASED: Final = "**erased**"
"""Stands for a value that has been erased. Told apart by identity as well."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded decision. `facts` holds every fact; `side` what else is personal (`reference`, `done`).

    `about` are the entries of what was done about it, that correct it, or say who read it; `authorisations` those of
    the authority by competence it rested on.
    """

    stored: StoredEntry
    leaf: Json
    facts: Mapping[str, Any]
    side: Mapping[str, Any]
    versions: Sequence[Version]
    superseded_by: str | None
    note: str | None
    about: Sequence["About"]
    authorisations: Sequence["About"]
    retention: Json

    def entries_of(self, *kinds: str) -> list["About"]:
        """The entries about it of these kinds, in log order."""
        return [one for one in self.about if one.leaf["entry"] in kinds]

    @property
    def answer(self) -> Json:
        """The determination as it was recorded."""
        found: Json = self.leaf["determination"]
        return found

    @property
    def done(self) -> list[Json]:
        """The duties somebody had done, each with who and the evidence."""
        people = self.side.get("done", ())
        if isinstance(people, str):  # masked or erased as a whole
            people = [{"by": people, "ref": people}] * len(self.leaf["done"])
        return [
            {"duty": open_part["duty"], "role": open_part["role"], "at": open_part["at"], **who}
            for open_part, who in zip(self.leaf["done"], people, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class About:
    """An entry about the decision, its personal values shown, masked or erased."""

    leaf: Json
    values: Mapping[str, Any]
    side: Mapping[str, Any]


def recorded(
    row: ExportedRow,
    versions: Sequence[Version],
    authorisations: Sequence[StoredEntry],
    periods: Periods,
    *,
    with_personal: bool,
) -> Recorded:
    """What an export shows of a stored decision."""
    own = _opened(row.stored, with_personal=with_personal)
    leaf = own.leaf
    facts = {**{name: fact["value"] for name, fact in leaf["facts"].items()}, **own.values}
    ends = periods.of_decision(leaf["kind"]).end(instant(row.stored.recorded_at))
    retention = {
        "class": periods.class_of(leaf["kind"]),
        "keep_until": ends.date().isoformat(),
        "holds": list(row.holds) or "none",
    }
    return Recorded(
        row.stored,
        leaf,
        dict(sorted(facts.items())),
        own.side,
        versions,
        row.superseded_by,
        row.note,
        [_opened(one, with_personal=with_personal) for one in row.about],
        [_opened(one, with_personal=with_personal) for one in authorisations],
        retention,
    )


def _opened(stored: StoredEntry, *, with_personal: bool) -> About:
    leaf = orjson.loads(stored.leaf)
    held = orjson.loads(stored.side) if stored.side else {"values": {}}
    erased = frozenset(held.get("erased", ()))
    values: Json = {}
    side: Json = {}
    for name in leaf["commitments"]:
        member = name.removeprefix(SIDE_PREFIX)
        beside = member != name
        kept = held.get(member) if beside else held["values"].get(name)
        (side if beside else values)[member] = ERASED if name in erased else kept if with_personal else MASKED
    return About(leaf, values, side)
