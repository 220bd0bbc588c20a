"""A watch of a scheme, ready to be looked for."""

from dataclasses import dataclass
from decimal import Decimal

from govengine.feel.plain import PlainTest
from govengine.scheme.words import Lacking, Looking, Matter

SHARED = ("kind", "role", "rule", "pair", "scheme")
"""What entries may have in common besides a fact."""


@dataclass(frozen=True, slots=True)
class BoundWatch:
    """A pattern across entries. Days are whole; `total` is (fact, more than this); `share` a percentage."""

    id: str
    kinds: frozenset[str]
    of: Matter
    same: str
    count: int
    days: int
    when: PlainTest | None
    total: tuple[str, Decimal] | None
    without: Lacking | None
    after_days: int
    each_way: bool
    share: int | None
    asks: str
    asks_for: Looking
    answer_days: int
    because: str
