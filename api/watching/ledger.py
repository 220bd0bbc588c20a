"""What the watcher needs of the log, as one interface, so that it can be tried without a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from govengine.watch import Event, Finding, Pattern


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """A decision entry that may complete a pattern."""

    index: int
    """Index of its entry in the log, from 0."""
    id: str
    kind: str
    body: str
    schemes: tuple[str, ...]
    """Ids, without versions, of all schemes that applied to it, as its entry holds them."""
    keys: Mapping[str, str]
    """Fact name → keyed hash of its value, of the facts decisions can be grouped by."""
    day: int
    """Local date, as a proleptic ordinal."""
    may_act: bool


class Ledger(Protocol):
    """The log and the patterns in force. Every method is called from the watcher's thread alone.

    Any exception from one of them ends the round: the cursor stays before the decision in hand, which is
    looked at again later. So a finding may be offered twice, and is told apart by its identity.
    """

    def cursor(self) -> int:
        """Index of the last decision looked at; -1 before the first."""
        ...

    def save_cursor(self, index: int) -> None:
        """Keeps the cursor."""
        ...

    def new_decisions(self, after_index: int) -> Sequence[RecordedDecision]:
        """The next decisions after `after_index`, in log order; as many as is convenient."""
        ...

    def patterns(self) -> Sequence[Pattern]:
        """The watches of all adopted schemes in force."""
        ...

    def window(
        self, pattern: Pattern, fact: str, key_hash: str, kinds: Sequence[str], *, from_day: int, to_day: int
    ) -> Sequence[Event]:
        """Decisions with `may_act` of these kinds whose `fact` has this hash, both days included.

        One event for each decision. Where the pattern's scheme does not apply they are left out.
        """
        ...

    def record_finding(self, finding: Finding) -> bool:
        """Appends `finding.raised`; False when a finding of this identity is in the log already."""
        ...

    def record_failure(self, pattern: Pattern, code: str, decision: RecordedDecision) -> None:
        """Appends `watch.failed`: this pattern could not be looked for at this decision."""
        ...
