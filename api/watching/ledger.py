"""What the watcher needs of the log, as one interface, so that it can be tried without a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from govengine.scheme.bound_watch import BoundWatch
from govengine.watch.finding import Finding
from govengine.watch.window import Window


@dataclass(frozen=True, slots=True)
class Look:
    """One watch to be looked for in one group: because of an entry of it, or because something in it fell due."""

    index: int
    """Index of the entry in the log, from 0; where something fell due, of the last entry before that day."""
    decision: str
    """The id of the decision it is about."""
    watch: BoundWatch
    shared: str
    day: int
    """Local date, as a proleptic ordinal."""


@dataclass(frozen=True, slots=True)
class Round:
    """The next entries, or the next day on which something fell due. `last` is the index of the last entry, or the
    day, whether anything is looked for or not."""

    last: int
    looks: Sequence[Look]
    """In log order."""


class Ledger(Protocol):
    """The log and the watches in force. Every method is called from the watcher's thread alone.

    Any exception from one of them ends the round: the cursor stays before the entry in hand, which is
    looked at again later. So a finding may be offered twice, and is told apart by its identity.
    """

    def cursor(self) -> int:
        """Index of the last entry looked at; -1 before the first."""
        ...

    def save_cursor(self, index: int) -> None:
        """Keeps the cursor."""
        ...

    def next_round(self, after_index: int) -> Round:
        """What to look for because of the next entries after `after_index`; as many as is convenient."""
        ...

    def due_cursor(self) -> int:
        """The last day looked at for what fell due, as a proleptic ordinal."""
        ...

    def save_due_cursor(self, day: int) -> None:
        """Keeps the day."""
        ...

    def next_due(self, after_day: int) -> Round:
        """What to look for because time passed: the next day after `after_day`, up to today, on which an entry
        began to miss what a watch looks for the absence of. Only once every entry before today was looked at."""
        ...

    def window(self, look: Look) -> Window | None:
        """The window; None where too few entries share anything. Raises WatchError."""
        ...

    def record_finding(self, look: Look, finding: Finding) -> bool:
        """Appends `finding.raised`; False when the log has it already, or one that holds all its members."""
        ...

    def record_failure(self, look: Look, code: str) -> None:
        """Appends `watch.failed`: this watch could not be looked for at this entry."""
        ...
