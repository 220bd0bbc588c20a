"""A decision as an export sees it: what its entry holds, with personal values shown, masked or erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from api.store.exports import ExportedRow
from govengine.record import StoredEntry
from govengine.record.entry import SIDE_PREFIX
from govengine.scheme import Version

Json = dict[str, Any]

MASKED: Final = "**masked**"
"""Stands for a personal value the reader did not ask for. Told apart by identity, so no value can pass for it."""

ERASED: Final = "**erased**"
"""Stands for a value that has been erased. Told apart by identity as well."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded decision. `facts` holds every fact; `side` what else is personal (`reference`, `done`)."""

    stored: StoredEntry
    leaf: Json
    facts: Mapping[str, Any]
    side: Mapping[str, Any]
    versions: Sequence[Version]
    superseded_by: str | None
    note: str | None

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


def recorded(row: ExportedRow, versions: Sequence[Version], *, with_personal: bool) -> Recorded:
    """What an export shows of a stored decision."""
    leaf = orjson.loads(row.stored.leaf)
    held = orjson.loads(row.stored.side) if row.stored.side else {"values": {}}
    erased = frozenset(held.get("erased", ()))

    def shown(name: str, value: Any) -> Any:
        return ERASED if name in erased else value if with_personal else MASKED

    facts = {name: fact["value"] for name, fact in leaf["facts"].items()}
    facts |= {name: shown(name, held["values"].get(name)) for name in leaf["provenance"]}
    members = [name.removeprefix(SIDE_PREFIX) for name in leaf["commitments"] if name.startswith(SIDE_PREFIX)]
    side = {name: shown(SIDE_PREFIX + name, held.get(name)) for name in members}
    return Recorded(
        row.stored, leaf, dict(sorted(facts.items())), side, versions, row.superseded_by, row.note
    )
