"""Decide recorded questions again, from what their entries hold, and compare."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from api.commands.decision_entry import question_from_entry, recorded_answer
from api.rule_store import RuleStore
from govengine.decide import SEMANTICS, Determination, Question, determine
from govengine.errors import GovengineError
from govengine.record import FORMAT, Kind, StoredEntry, instant
from govengine.scheme import Stack


class Outcome(StrEnum):
    """What came of deciding an entry again."""

    SAME = "same"
    DIFFERENT = "different"
    ERASED = "erased"
    UNSUPPORTED = "unsupported"


@dataclass(slots=True)
class Counts:
    """How many entries came to what. Well only when nothing is different or unsupported."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    first_bad: int | None = None

    @property
    def well(self) -> bool:
        """Whether every decision that can be decided again came out the same."""
        return not (self.counts[Outcome.DIFFERENT] or self.counts[Outcome.UNSUPPORTED])

    def add(self, outcome: Outcome, index: int) -> None:
        """Count one entry."""
        self.counts[outcome] += 1
        if self.first_bad is None and outcome in (Outcome.DIFFERENT, Outcome.UNSUPPORTED):
            self.first_bad = index


def redecide(connection: Connection, rules: RuleStore, row: StoredEntry) -> Outcome | None:
    """Decide one entry again; None when it holds no decision."""
    if row.kind != Kind.DECISION_PROPOSED:
        return None
    leaf = json.loads(row.leaf)
    if leaf["semantics"] != SEMANTICS or leaf["format"] != FORMAT:
        return Outcome.UNSUPPORTED
    side = json.loads(row.side) if row.side else {"values": {}}
    if side.get("erased"):
        return Outcome.ERASED
    try:
        _, _, again = decided_again(connection, rules, row)
    except (GovengineError, KeyError, ValueError):
        return Outcome.DIFFERENT
    return Outcome.SAME if recorded_answer(again) == leaf["determination"] else Outcome.DIFFERENT


def decided_again(
    connection: Connection, rules: RuleStore, row: StoredEntry
) -> tuple[Stack, Question, Determination]:
    """The stack, question and whole answer of a recorded decision. Raises KeyError when values were erased."""
    leaf = json.loads(row.leaf)
    side = json.loads(row.side) if row.side else {"values": {}}
    recorded_at = instant(row.recorded_at)
    library = rules.library_of(connection, [scheme["digest"] for scheme in leaf["schemes"]])
    beside = leaf.get("with_schemes", ())  # entries of the first days have none
    stack = library.stack(leaf["scheme"], datetime.fromisoformat(leaf["as_of"]), recorded_at, beside)
    question = question_from_entry(stack, leaf, side, recorded_at)
    return stack, question, determine(stack, question)
