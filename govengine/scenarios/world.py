"""What a scenario has said so far, and the answer once it has asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from govengine.decide import Determination, Question, determine, question_from_json, summary
from govengine.decide.question import duty_ids
from govengine.errors import GovengineError, Problem, RequestError, nearest
from govengine.feel import Value
from govengine.scenarios.before import DecidedBefore, with_history
from govengine.scenarios.holding import DoesNotHoldError, hold
from govengine.scenarios.language import ENGLISH, Language
from govengine.scenarios.names import ends_of, known_as, labels_of
from govengine.scenarios.said import NOON, day_from_text, moment_from, value_to_send
from govengine.scheme import Library, Stack

Json = dict[str, Any]
LATE_AFTER = timedelta(days=1)
"""What is recorded later than this after the decision is a late record, as the service has it."""

Observer = Callable[[Stack, Question], None]
"""Told of each question that a scenario asks and what governs it."""


@dataclass
class World:
    """Facts by dotted name, as they were said; nothing is known until a step says it."""

    library: Library
    language: Language = ENGLISH
    observe: Observer | None = None
    scheme: str = ""
    beside: list[str] = field(default_factory=list)
    """Schemes of other bodies that the decision is asked under as well."""
    moment: datetime | None = None
    recorded: datetime | None = None
    facts: Json = field(default_factory=dict)
    """Texts, which are read as the fact's type asks, or values ready to be sent."""
    done: list[Json] = field(default_factory=list)
    before: list[DecidedBefore] | None = None
    """What was decided before; None where no step says anything of it."""
    outcome: str | None = None
    step: int = 0
    """The number of the step that is being done, from 0."""
    answer: Determination | None = None
    words: str = ""
    _said_at: dict[str, int] = field(default_factory=dict)
    _answered_by: Stack | None = None
    _unsaid: set[str] = field(default_factory=set)

    # -- saying -----------------------------------------------------------------------------------------------

    def say(self, name: str, value: Any) -> None:
        """A fact, by its name or its label; a value may be that it is not known."""
        if isinstance(value, str) and value.casefold() == self.language.unknown:
            self.unsay(name)
            return
        name = self.fact_called(name)
        self.facts[name] = value
        self._said_at[name] = self.step

    def unsay(self, name: str) -> None:
        """A fact is not known."""
        name = self.fact_called(name)
        self.facts.pop(name, None)
        self._unsaid.add(name)
        self._said_at[name] = self.step

    def fact_called(self, name: str) -> str:
        """The name of a fact by its label; any other text as it is. Raises DoesNotHoldError where two share it."""
        names = self.labels.get(name.casefold(), {name})
        hold(len(names) == 1, f"{name!r} could be {' or '.join(sorted(names))}: write which.")
        return next(iter(names))

    @property
    def labels(self) -> Mapping[str, frozenset[str]]:
        """The facts of the scheme's versions by their labels, in small letters."""
        return labels_of(self.library, self.scheme)

    def moment_from(self, text: str) -> datetime:
        """`3 June 2025 at 10:15`, or a day alone, which is its noon. Raises DoesNotHoldError for no such day."""
        if text[4:5] == "-" and "T" in text:
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                raise DoesNotHoldError(f"There is no such moment as {text}.") from None
        day, _, clock = (
            text.replace(f" {ENGLISH.at} ", "\0").replace(f" {self.language.at} ", "\0").partition("\0")
        )
        found = moment_from(self.day_from(day.rstrip(",")), clock or NOON)
        if found is None:
            raise DoesNotHoldError(f"There is no such time as {clock}.")
        return found

    def day_from(self, text: str) -> date:
        """Raises DoesNotHoldError for no such day."""
        found = day_from_text(text, self.language)
        if found is None:
            word = text.split()[1] if " " in text else text
            months = self.language.months
            near = None if self.language.month(word) else nearest(word, months, likeness=0.6)
            raise DoesNotHoldError(
                f"There is no such day as {text}." + (f" Did you mean {near}?" if near else "")
            )
        return found

    # -- asking -----------------------------------------------------------------------------------------------

    @property
    def as_of(self) -> datetime:
        """The moment asked about. Raises DoesNotHoldError when no step said the day."""
        if self.moment is None:
            raise DoesNotHoldError("Say which day it is: Given it is 2 May 2026.")
        return self.moment

    @property
    def stack(self) -> Stack:
        """What governs the question."""
        hold(self.scheme, "Say under which scheme: Given the scheme neighbourhood-support.")
        return self.library.stack(self.scheme, self.as_of, self.recorded, self.beside)

    @property
    def left_out(self) -> list[str]:
        """The rows the scheme's version of the day says it leaves out."""
        version = self.library.version_on(self.scheme, self.as_of.date())
        return [left.row.value for left in version.text.leaves_out] if version else []

    def ask(self) -> None:
        """Ask the question as a what-if, so that history may be given."""
        self.answer = self._answered_by = None
        stack = self.stack
        for name in sorted(self._unsaid - set(stack.facts)):
            raise RequestError([_unknown_fact(name, stack.facts)])
        sent = {"facts": nested(self._facts_to_send(stack)), "done": self.done}
        if self.outcome is not None:
            sent["outcome"] = self.outcome
        late = self.recorded is not None and self.recorded - self.as_of > LATE_AFTER
        question = question_from_json(sent, stack, self.as_of, recorded_at=self.recorded, late=late)
        if self.before is not None:
            question = with_history(question, stack, self.before)
        self.answer, self._answered_by = determine(stack, question), stack
        self.words = summary(stack, self.answer, question)
        if self.observe is not None:
            self.observe(stack, question)

    def _facts_to_send(self, stack: Stack) -> Json:
        return {
            name: value_to_send(value, stack.facts.get(name), self.language)
            if isinstance(value, str)
            else value
            for name, value in self.facts.items()
        }

    def step_to_blame(self, error: GovengineError) -> int:
        """The step that said what cannot be asked; the one that asked where none is."""
        named = error.problems[0].place.removeprefix("/facts/").replace("/", ".")
        return self._said_at.get(named, self.step)

    # -- the answer -------------------------------------------------------------------------------------------

    @property
    def answered(self) -> Determination:
        """The answer. Raises DoesNotHoldError before the question was asked."""
        if self.answer is None:
            raise DoesNotHoldError(_ASK_FIRST)
        return self.answer

    def rule_called(self, name: str) -> None:
        """Raises DoesNotHoldError where no rule that governs the question is called so."""
        known_as(
            name, ends_of(rule.id for one in self._stacks for rule in (*one.grants, *one.safeguards)), "rule"
        )

    def role_called(self, name: str) -> None:
        """Raises DoesNotHoldError where no scheme that governs the question knows the role."""
        known_as(name, {role for one in self._stacks for role in one.roles}, "role")

    def duty_called(self, name: str) -> None:
        """Raises DoesNotHoldError where nothing that governs the question gives rise to such a duty."""
        known_as(name, ends_of([*duty_ids(self._stacks[0]), *_OF_NO_SCHEME]), "duty")

    def fact_known(self, name: str) -> None:
        """Raises DoesNotHoldError where no scheme that governs the question knows the fact."""
        known_as(name, {fact for one in self._stacks for fact in one.facts}, "fact")

    @property
    def _stacks(self) -> tuple[Stack, ...]:
        """What governed the answer. Raises DoesNotHoldError before the question was asked."""
        if self._answered_by is None:
            raise DoesNotHoldError(_ASK_FIRST)
        return (self._answered_by, *self._answered_by.beside)


_ASK_FIRST = "Ask first: When the question is asked."

_OF_NO_SCHEME = ("late-record/review", "a/ratify")
"""Duties that may be spoken of whatever a scheme says: of a late record, and of what an emergency lifts."""


def _unknown_fact(name: str, known: Iterable[str]) -> Problem:
    near = nearest(name, known)
    pointer = f"/facts/{name.replace('.', '/')}"
    return Problem(
        "unknown-fact", f"No fact is called {name[:80]!r}.", "Write one of the scheme's.", pointer, near
    )


def nested(facts: Mapping[str, Value]) -> Json:
    """`{"a.b": 1}` as `{"a": {"b": 1}}`. Raises RequestError where one name goes on where another ends."""
    found: Json = {}
    for name, value in sorted(facts.items()):
        *path, last = name.split(".")
        inner = found
        for part in path:
            inner = inner.setdefault(part, {})
            if not isinstance(inner, dict):
                raise RequestError([_unknown_fact(name, ())])
        inner[last] = value
    return found
