"""The truths of all clauses at once: three masks, in which each clause has its bit."""

from typing import Any, NamedTuple

from govengine.feel import OPEN, UNKNOWN, text_of

Truth = Any
"""True, False, UNKNOWN or OPEN."""

WORDS: dict[Truth, str] = {truth: text_of(truth) for truth in (True, False, UNKNOWN, OPEN)}
"""How each is written."""


class Truths(NamedTuple):
    """Clauses by their bit. A clause that is in none of the masks is true."""

    false: int
    unknown: int
    left_open: int

    def of(self, mask: int) -> Truth:
        """Of a rule, by the bits of its clauses: false if one is, else unknown if one is, else open if one is, else true."""
        if self.false & mask:
            return False
        if self.unknown & mask:
            return UNKNOWN
        return OPEN if self.left_open & mask else True

    def of_clause(self, number: int) -> Truth:
        """Of one clause."""
        return self.of(1 << number)
