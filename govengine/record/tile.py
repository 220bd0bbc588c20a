"""The addresses of tiles (C2SP tlog-tiles): a tree served as files of 256 hashes, for other people's monitors.

    tile/<level>/<number>[.p/<width>]       hashes
    tile/entries/<number>[.p/<width>]       the entries under the hashes of level 0

A number is written three digits an element, all but the last behind an x: 1234067 is x001/x234/067.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from govengine.errors import Problem, RecordError
from govengine.record.binary import from_decimal

TILE_HASHES = 256
TILE_HEIGHT = 8
MAX_LEVEL = 63

_PATH: Final = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<number>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile: its level (None for a bundle of entries), its number within the level, how many hashes it holds.

    Hash `i` of it is the tree node (TILE_HEIGHT * level, TILE_HASHES * number + i).
    """

    level: int | None
    number: int
    width: int = TILE_HASHES

    def path(self) -> str:
        """The address. Raises RecordError `tile` for a tile that cannot be."""
        level_is_right = self.level is None or 0 <= self.level <= MAX_LEVEL
        if not level_is_right or self.number < 0 or not 1 <= self.width <= TILE_HASHES:
            raise _bad(repr(self))
        digits = str(self.number)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        *upper, last = (digits[place : place + 3] for place in range(0, len(digits), 3))
        number = "/".join([*(f"x{part}" for part in upper), last])
        level = "entries" if self.level is None else self.level
        partial = "" if self.width == TILE_HASHES else f".p/{self.width}"
        return f"tile/{level}/{number}{partial}"

    @classmethod
    def parse(cls, path: str) -> Self:
        """The tile at an address. Raises RecordError `tile` for any other spelling."""
        found = _PATH.fullmatch(path)
        if not found:
            raise _bad(path)
        level = None if found["level"] == "entries" else from_decimal(found["level"])
        number = int(found["number"].replace("x", "").replace("/", ""))
        tile = cls(level, number, int(found["width"] or TILE_HASHES))
        if tile.path() != path:
            raise _bad(path)
        return tile


def _bad(path: str) -> RecordError:
    what_to_do = "Write it as tile/<level>/<number>, the number as x001/x234/067."
    return RecordError([Problem("tile", f"{path!r} is not the address of a tile.", what_to_do)])
