"""What many entries have in common, in canonical form: written once, and read once.

An answer that thousands of like questions got is most of each of their entries. Whoever writes them puts it into
canonical form once (`canonical_part`); whoever reads them all takes it in once (`PartReader`).
"""

from typing import Any, TypeAlias

import orjson

from govengine.errors import RecordError
from govengine.record.canonical import canonical, read_canonical

Part: TypeAlias = orjson.Fragment
"""A value that `canonical_part` has written already. It may stand for that value inside another."""

MOST_PARTS = 1_024
"""Texts of the member that are kept, some kilobytes each; beyond that all are let go."""

_STAND_IN = "in its place"


def canonical_part(value: Any) -> Part:
    """`value` in canonical form, to be written into others as it is. For what many entries have in common.

    Raises what `canonical` raises.
    """
    return orjson.Fragment(canonical(value))


class PartReader:
    """Reads canonical objects one of whose members has the same text again and again.

    `member` is its name, `after` the name of the member that follows it. Where its text was read before, a short text
    stands in for it, the rest is read and checked, and the value from before is put in its place: canonical form is made of
    its parts' canonical forms, so the whole is canonical exactly if the rest is. Whatever is not as plain as that is
    read as a whole. Values of the member are shared by what is read: change none.
    """

    def __init__(self, member: str, after: str) -> None:
        self._member = member
        self._opening = canonical(member) + b":"
        self._closing = b"," + canonical(after) + b":"
        self._stand_in = canonical(_STAND_IN)
        self._known: dict[bytes, Any] = {}

    def read(self, data: bytes) -> Any:
        """As `read_canonical`, which tells what it raises."""
        start = data.find(self._opening) + len(self._opening)
        end = data.rfind(self._closing)
        part = data[start:end]
        if part in self._known and self._stand_in not in data:
            value = self._read_rest(data[:start] + self._stand_in + data[end:])
            if value is not None:
                value[self._member] = self._known[part]
                return value
        value = read_canonical(data)
        self._learn(part, value)
        return value

    def _read_rest(self, rest: bytes) -> Any:
        """The object around the member; None unless the stand-in is what its member holds."""
        try:
            value = read_canonical(rest)
        except RecordError:
            return None  # the reading of the whole says what is wrong
        return value if isinstance(value, dict) and value.get(self._member) == _STAND_IN else None

    def _learn(self, part: bytes, value: Any) -> None:
        if not isinstance(value, dict) or self._member not in value:
            return
        if canonical(value[self._member]) == part:
            if len(self._known) >= MOST_PARTS:
                self._known.clear()
            self._known[part] = value[self._member]
