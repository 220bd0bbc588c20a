"""What a scenario has said so far, and the answer once it has asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from govengine.decide import Determination, Question, determine, question_from_json, summary
from govengine.decide.history import Earlier, history_of
from govengine.decide.question import duty_ids, local_day
from govengine.decide.wording import name_in_words
from govengine.errors import GovengineError, Problem, RequestError, nearest
from govengine.feel import Value
from govengine.scenarios.language import ENGLISH, Language
from govengine.scenarios.said import NOON, day_from_text, moment_from, value_to_send
from govengine.scheme import Library, Stack

Json = dict[str, Any]
LATE_AFTER = timedelta(days=1)
"""What is recorded later than this after the decision is a late record, as the service has it."""

Observer = Callable[[Stack, Question], None]
"""Told of each question that a scenario asks and what governs it."""


@dataclass(frozen=True, slots=True)
class DecidedBefore:
    """A decision taken before the one in question, as a scenario says it."""

    kind: str
    day: date
    amount: Decimal | None
    same_actor: bool
    same_person: bool | None
    """None where nobody said for whom."""


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
    question: Question | None = None
    words: str = ""
    _said_at: dict[str, int] = field(default_factory=dict)

    # -- saying -----------------------------------------------------------------------------------------------

    def say(self, name: str, value: Any) -> None:
        """A fact, by its name or its label."""
        name = self.fact_called(name)
        self.facts[name] = value
        self._said_at[name] = self.step

    def unsay(self, name: str) -> None:
        """A fact is not known."""
        self.facts.pop(self.fact_called(name), None)

    def fact_called(self, name: str) -> str:
        """The name of a fact by its label; any other text as it is. Raises AssertionError where two share it."""
        names = self.labels.get(name.casefold(), {name})
        assert len(names) == 1, f"{name!r} could be {' or '.join(sorted(names))}: write which."
        return next(iter(names))

    @property
    def labels(self) -> Mapping[str, frozenset[str]]:
        """The facts of the scheme's versions by their labels, in small letters."""
        return _labels(self.library, self.scheme)

    def moment_from(self, text: str) -> datetime:
        """`3 June 2025 at 10:15`, or a day alone, which is its noon. Raises AssertionError for no such day."""
        if text[4:5] == "-" and "T" in text:
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                raise AssertionError(f"There is no such moment as {text}.") from None
        day, _, clock = (
            text.replace(f" {ENGLISH.at} ", "\0").replace(f" {self.language.at} ", "\0").partition("\0")
        )
        found = moment_from(self.day_from(day.rstrip(",")), clock or NOON)
        assert found is not None, f"There is no such time as {clock}."
        return found

    def day_from(self, text: str) -> date:
        """Raises AssertionError for no such day."""
        found = day_from_text(text, self.language)
        if found is None:
            word = text.split()[1] if " " in text else text
            months = self.language.months
            near = None if self.language.month(word) else nearest(word, months, likeness=0.6)
            raise AssertionError(
                f"There is no such day as {text}." + (f" Did you mean {near}?" if near else "")
            )
        return found

    # -- asking -----------------------------------------------------------------------------------------------

    @property
    def as_of(self) -> datetime:
        """The moment asked about. Raises AssertionError when no step said the day."""
        assert self.moment is not None, "Say which day it is: Given it is 2 May 2026."
        return self.moment

    @property
    def stack(self) -> Stack:
        """What governs the question."""
        assert self.scheme, "Say under which scheme: Given the scheme neighbourhood-support."
        return self.library.stack(self.scheme, self.as_of, self.recorded, self.beside)

    @property
    def left_out(self) -> list[str]:
        """The rows the scheme's version of the day says it leaves out."""
        version = self.library.version_on(self.scheme, self.as_of.date())
        return [left.row.value for left in version.text.leaves_out] if version else []

    def ask(self) -> None:
        """Ask the question as a what-if, so that history may be given."""
        self.answer = None
        stack = self.stack
        sent = {"facts": nested(self._facts_to_send(stack)), "done": self.done}
        if self.outcome is not None:
            sent["outcome"] = self.outcome
        late = self.recorded is not None and self.recorded - self.as_of > LATE_AFTER
        question = question_from_json(sent, stack, self.as_of, recorded_at=self.recorded, late=late)
        if self.before is not None:
            question = self._with_history(question, stack, self.before)
        self.question = question
        self.answer = determine(stack, question)
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

    def _with_history(self, question: Question, stack: Stack, before: list[DecidedBefore]) -> Question:
        """The question with the sums and counts over what was decided before; those that were said stay."""
        today = local_day(question.as_of, stack)
        earlier = []
        for one in before:
            known_as(one.kind, stack.kinds, "kind of decision")
            assert one.day <= today, f"{one.day.isoformat()} is after the day of the question."
            facts = {
                name: value if _shared(name, one) else _OF_SOMEBODY_ELSE
                for name, value in question.facts.items()
                if name.startswith("actor.") or (name.startswith("person.") and one.same_person is not None)
            }
            if one.amount is not None:
                facts[_amount_of(one.kind, stack)] = one.amount
            earlier.append(Earlier(one.kind, one.day, facts))
        return Question(
            question.kind,
            question.as_of,
            {**history_of(stack, question.facts, earlier, today), **question.facts},
            question.outcome,
            question.done,
            question.recorded_at,
            question.late,
        )

    def step_to_blame(self, error: GovengineError) -> int:
        """The step that said what cannot be asked; the one that asked where none is."""
        named = error.problems[0].place.removeprefix("/facts/").replace("/", ".")
        return self._said_at.get(named, self.step)

    # -- the answer -------------------------------------------------------------------------------------------

    @property
    def answered(self) -> Determination:
        """The answer. Raises AssertionError before the question was asked."""
        assert self.answer is not None, "Ask first: When the question is asked."
        return self.answer

    def rule_called(self, name: str) -> None:
        """Raises AssertionError where no rule that governs the question is called so."""
        known_as(
            name, _ends(rule.id for one in self._stacks for rule in (*one.grants, *one.safeguards)), "rule"
        )

    def role_called(self, name: str) -> None:
        """Raises AssertionError where no scheme that governs the question knows the role."""
        known_as(name, {role for one in self._stacks for role in one.roles}, "role")

    def duty_called(self, name: str) -> None:
        """Raises AssertionError where nothing that governs the question gives rise to such a duty."""
        known_as(name, _ends([*duty_ids(self._stacks[0]), *_OF_NO_SCHEME]), "duty")

    def fact_known(self, name: str) -> None:
        """Raises AssertionError where no scheme that governs the question knows the fact."""
        known_as(name, {fact for one in self._stacks for fact in one.facts}, "fact")

    @property
    def _stacks(self) -> tuple[Stack, ...]:
        assert self.answered
        stack = self.stack
        return (stack, *stack.beside)


def known_as(name: str, known: Any, what: str) -> None:
    """Raises AssertionError, with the nearest name, where none of these is called so."""
    if name not in known:
        near = nearest(name, known)
        hint = f" Did you mean {near}?" if near else ""
        raise AssertionError(f"No {what} here is called {name}.{hint}")


def _ends(ids: Any) -> set[str]:
    """Every way an id may be written: whole, and without what stands in front."""
    return {id_.split("/", cut)[-1] for id_ in ids for cut in range(id_.count("/") + 1)}


_OF_NO_SCHEME = ("late-record/review", "a/ratify")
"""Duties that may be spoken of whatever a scheme says: of a late record, and of what an emergency lifts."""

_OF_SOMEBODY_ELSE = object()


def _shared(name: str, one: DecidedBefore) -> bool:
    return one.same_actor if name.startswith("actor.") else bool(one.same_person)


def _amount_of(kind: str, stack: Stack) -> str:
    """The fact that an earlier decision's amount is: the one that is added up for its kind."""
    summed = {a.sum for a in stack.history.values() if a.sum and kind in a.kinds} or {"decision.amount"}
    assert len(summed) == 1, f"Say the history itself: {' and '.join(sorted(summed))} are both added up."
    return next(iter(summed))


@lru_cache(maxsize=100)
def _labels(library: Library, scheme: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for version in library.schemes.get(scheme, ()):
        try:
            stack = library.stack_of(version, version.text.effective.since)
        except GovengineError:
            continue  # asking says what is wrong with it
        for name, fact in stack.facts.items():
            found.setdefault(name_in_words(fact).casefold(), set()).add(name)
    return {label: frozenset(names) for label, names in found.items() if "." not in label}


def amount_from(text: str) -> Decimal:
    """An amount as a scenario writes it. Raises AssertionError."""
    try:
        return Decimal(text.replace("£", "").replace(",", ""))
    except InvalidOperation:
        raise AssertionError(f"{text} is not an amount.") from None


def nested(facts: Mapping[str, Value]) -> Json:
    """`{"a.b": 1}` as `{"a": {"b": 1}}`. Raises RequestError where one name goes on where another ends."""
    found: Json = {}
    for name, value in sorted(facts.items()):
        *path, last = name.split(".")
        inner = found
        for part in path:
            inner = inner.setdefault(part, {})
            if not isinstance(inner, dict):
                message = f"No fact is called {name[:80]!r}: one ends earlier."
                what_to_do = "Write a fact that the scheme declares."
                raise RequestError(
                    [Problem("unknown-fact", message, what_to_do, f"/facts/{name.replace('.', '/')}")]
                )
        inner[last] = value
    return found
