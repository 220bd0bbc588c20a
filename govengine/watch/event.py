"""One recorded decision, as much of it as a pattern needs to know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """A member of one group: all of one household, or of whatever else the pattern's `same` names.

    Grouping is done outside, in SQL over keyed hashes, so no personal value comes here. Source of authority:
    the log. There is one event for each decision, of decisions that somebody may act on.
    """

    index: int
    """Index in the log, from 0."""
    decision_id: str
    kind: str
    day: int
    """The local date as a proleptic ordinal (`date.toordinal()`)."""
