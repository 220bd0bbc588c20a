"""One recorded entry, as much of it as a pattern needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass

from govengine.feel.values import Value


@dataclass(frozen=True, slots=True)
class Matter:
    """A member of one group: all of one household, of one rule, or of whatever else the watch's `same` names.

    Grouping is done outside, over keyed hashes, so no reference of anybody comes here. Source of authority: the log.
    """

    index: int
    """Index in the log, from 0."""
    decision: str
    """The decision it is about."""
    day: int
    """The local date as a proleptic ordinal (`date.toordinal()`)."""
    facts: Mapping[str, Value]
    """What is known of the facts the watch reads; what was erased is not known."""
    by: str = ""
    """Who acted, as a keyed hash."""
    answered: bool = False
    """What the watch misses has come, or is not missed yet."""
