"""Decide recorded questions again, from what their entries hold, and compare."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection

from api.commands.decision_entry import question_from_entry, recorded_answer
from api.rule_store import RuleStore
from govengine.decide import SEMANTICS, Determination, Question, determine
from govengine.decide.alike import Alike
from govengine.decide.suspension import with_suspensions
from govengine.errors import GovengineError
from govengine.feel import Value
from govengine.record import FORMAT, Kind, StoredEntry, instant
from govengine.scheme import FactType, Library, Stack
from govengine.scheme.vocabulary import value_of

Json = dict[str, Any]

Texts: TypeAlias = Callable[[Iterable[str]], Library]
"""Gives the versions kept under digests. Raises SchemeError `no-scheme-text`."""

MOST_DAYS = 20_000
MOST_VALUES = 50_000
MOST_COMPARED = 1_024

REFERENCE = ".ref"

ASKED = frozenset(
    {
        Kind.DECISION_PROPOSED,
        Kind.REQUEST_ANSWERED,
        Kind.DUTY_DONE,
        Kind.DECISION_APPROVED,
        Kind.DECISION_DECLINED,
        Kind.DECISION_TAKEN,
        Kind.DECISION_REOPENED,
    }
)
"""The kinds of entry for which the engine was asked. Each holds question and answer in the same form."""


ADDED = frozenset({"binds"})
"""Members that came to answers later and changed nothing else in them, so that the semantics stayed the same."""


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

    def join(self, later: "Counts") -> None:
        """Count what was counted for later entries as well."""
        for outcome, number in later.counts.items():
            self.counts[outcome] += number
        if self.first_bad is None:
            self.first_bad = later.first_bad


class Replay:
    """Decides entry after entry again. What comes again is kept: stacks, and answers to like questions.

    Like questions have one answer (`govengine.decide.alike`, held to it by generated tests); what was recorded is
    compared with it in full, every time.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._zones: dict[tuple[str, ...], ZoneInfo] = {}
        self._stacks: dict[tuple[tuple[str, ...], tuple[str, ...], date, date], Stack] = {}
        self._alike: dict[int, Alike] = {}
        self._values: dict[tuple[int, str], tuple[FactType, Value]] = {}
        self._compared: dict[tuple[int, int], tuple[Mapping[str, Any], Mapping[str, Any], bool]] = {}

    def outcome(self, row: StoredEntry, leaf: Json | None = None, side: Json | None = None) -> Outcome | None:
        """What comes of deciding an entry again; None when it holds no decision.

        `leaf` and `side` are what its leaf and side row say, where they have been read already.
        """
        if row.kind not in ASKED:
            return None
        leaf = leaf or orjson.loads(row.leaf)
        if leaf["semantics"] != SEMANTICS or leaf["format"] != FORMAT:
            return Outcome.UNSUPPORTED
        side = side or (orjson.loads(row.side) if row.side else {"values": {}})
        if side.get("erased"):
            return Outcome.ERASED
        try:
            recorded_at = datetime.fromisoformat(row.recorded_at)
            stack = self._stack(leaf, recorded_at)
            question = question_from_entry(stack, leaf, side, recorded_at, read=self._read)
            answer = self._answer(stack, question)
        except (GovengineError, KeyError, ValueError):
            return Outcome.DIFFERENT
        return Outcome.SAME if self._is_same(answer, leaf["determination"]) else Outcome.DIFFERENT

    def _read(self, fact: FactType, sent: Any) -> Value:
        # Few facts are told apart by more than a few texts; references are, and would only fill the memory.
        if type(sent) is not str or fact.name.endswith(REFERENCE):
            return value_of(fact, sent)
        key = id(fact), sent
        kept = self._values.get(key)
        if kept is None or kept[0] is not fact:
            if len(self._values) >= MOST_VALUES:
                self._values.clear()
            kept = self._values[key] = fact, value_of(fact, sent)
        return kept[1]

    def _stack(self, leaf: Json, recorded_at: datetime) -> Stack:
        # Which versions govern turns on the two local days alone, where one scheme is asked.
        if leaf.get("with_schemes"):
            return stack_of(self._texts, leaf, recorded_at)
        schemes = (leaf["scheme"], *(scheme["digest"] for scheme in leaf["schemes"]))
        zone = self._zones.get(schemes)
        if zone is None:
            found = stack_of(self._texts, leaf, recorded_at)
            zone = self._zones[schemes] = ZoneInfo(found.zone)
        as_of = datetime.fromisoformat(leaf["as_of"])
        taken_back = tuple(leaf["suspensions"])
        key = schemes, taken_back, as_of.astimezone(zone).date(), recorded_at.astimezone(zone).date()
        stack = self._stacks.get(key)
        if stack is None:
            if len(self._stacks) >= MOST_DAYS:
                self._stacks.clear()
            stack = self._stacks[key] = stack_of(self._texts, leaf, recorded_at)
        return stack

    def _answer(self, stack: Stack, question: Question) -> Mapping[str, Any]:
        alike = self._alike.get(id(stack))
        if alike is None:
            alike = self._alike[id(stack)] = Alike(stack, what_if=False)
        return alike.like(question).form(recorded_answer)

    def _is_same(self, answer: Mapping[str, Any], recorded: Mapping[str, Any]) -> bool:
        # Both may be objects that many entries share; they are held here, so that no other has their place in memory.
        key = id(answer), id(recorded)
        kept = self._compared.get(key)
        if kept is None:
            if len(self._compared) >= MOST_COMPARED:
                self._compared.clear()
            kept = self._compared[key] = answer, recorded, is_same(answer, recorded)
        return kept[2]


def is_same(answer: Mapping[str, Any], recorded: Mapping[str, Any]) -> bool:
    """Whether it came out the same, but for members that answers did not have yet when it was recorded."""
    if answer == recorded:
        return True
    return {
        name: value for name, value in answer.items() if name in recorded or name not in ADDED
    } == recorded


def redecide(connection: Connection, rules: RuleStore, row: StoredEntry) -> Outcome | None:
    """What comes of deciding one entry again; None when it holds no decision."""
    return Replay(rules.texts(connection)).outcome(row)


def decided_again(
    connection: Connection, rules: RuleStore, row: StoredEntry
) -> tuple[Stack, Question, Determination]:
    """The stack, question and whole answer of a recorded decision. Raises KeyError when values were erased."""
    leaf = orjson.loads(row.leaf)
    side = orjson.loads(row.side) if row.side else {"values": {}}
    recorded_at = instant(row.recorded_at)
    stack = stack_of(rules.texts(connection), leaf, recorded_at)
    question = question_from_entry(stack, leaf, side, recorded_at)
    return stack, question, determine(stack, question)


def stack_of(texts: Texts, leaf: Json, recorded_at: datetime) -> Stack:
    """What governed a recorded decision: the versions its entry names."""
    library = texts([scheme["digest"] for scheme in leaf["schemes"]])
    beside = leaf.get("with_schemes", ())  # entries of the first days have none
    stack = library.stack(leaf["scheme"], datetime.fromisoformat(leaf["as_of"]), recorded_at, beside)
    return with_suspensions(stack, leaf["suspensions"])
