"""The simulated world: offices with their staff and households, each a history of its own.

An office draws from its own stream and knows nothing of the others, so several processes can each take some and
come to the same entries. What all share is the calendar: it says which office records at which moment, and so at
which place in the log.
"""

from bisect import bisect, bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from api.simulation import calendar, chance
from api.simulation.households import Households
from api.simulation.leaf import Answered, Asked, Scribe, answered
from api.simulation.ledger import Counted, Ledger, groups_of
from api.simulation.people import Staff, team_of
from api.simulation.questions import DONE, Case, case_of
from govengine.decide import Done, Question
from govengine.decide.alike import Alike
from govengine.decide.question import local_day
from govengine.errors import Problem, RecordError
from govengine.feel import Value
from govengine.record import identifier, leaf_hash
from govengine.record.identifier import RANDOM_BYTES
from govengine.scheme import Layer, Library, Stack

BUSIER = {"neighbourhood-support": 8, "leeds-cs": 5, "woking-writeoff": 3}
"""How busy schemes are beside one another; others are 1."""

OFFICES = 4
"""Of each scheme."""

LATE = 0.004
SUPERSEDES = 0.015
OUTCOME = 0.2
REFERENCE = 0.5
RECENT = 200

ABOVE = frozenset({Layer.STATUTE, Layer.CONTROL})
"""Layers nobody asks under: they bind those below."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to simulate. `rate` is decisions on an ordinary working day at the start."""

    seed: int
    decisions: int
    start: date
    rate: float
    late_after: timedelta


class Made(NamedTuple):
    """A decision ready to be written. Plain tuples, because it may come from another process.

    `decision` is its row in the read model, in the order of the table's columns.
    """

    entry_index: int
    id: str
    recorded_at: str
    leaf: bytes
    leaf_hash: bytes
    side: bytes | None
    decision: tuple[object, ...]
    parties: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Recent:
    """A decision that another may still supersede."""

    id: str
    case: Case
    actor: str
    role: str
    person: str | None
    counted: Counted


class Rules:
    """What governs when, what is asked under it, and the answers that come again."""

    def __init__(self, seed: int, library: Library) -> None:
        self._seed, self._library = seed, library
        windows = [v.text.effective for versions in library.schemes.values() for v in versions]
        ends = [window.until + timedelta(days=1) for window in windows if window.until is not None]
        self._turns = sorted({*(window.since for window in windows), *ends})
        self._stacks: dict[tuple[str, int, int], Stack] = {}
        self._cases: dict[tuple[int, str], Case] = {}
        self._kinds: dict[int, list[str]] = {}
        self._roles: dict[int, list[str]] = {}
        self._alike: dict[int, Alike] = {}
        self.groups: dict[int, tuple[str, ...]] = {}

    def schemes_on(self, day: date) -> list[str]:
        """The schemes that people ask under on a day."""
        return [
            scheme
            for scheme, versions in self._library.schemes.items()
            if versions[-1].text.layer not in ABOVE and self.holds(scheme, day)
        ]

    def holds(self, scheme: str, day: date) -> bool:
        """Whether a version of the scheme is in force."""
        return self._library.version_on(scheme, day) is not None

    def stack(self, scheme: str, day: date, recorded: date) -> Stack:
        """As `Library.stack`; between two days on which a window begins or ends nothing changes."""
        key = scheme, bisect_right(self._turns, day), bisect_right(self._turns, recorded)
        stack = self._stacks.get(key)
        if stack is None:
            stack = self._stacks[key] = self._library.stack(scheme, _noon(day), _noon(recorded))
            self.groups[id(stack)] = groups_of(stack)
            self._kinds[id(stack)] = sorted(stack.versions[0].text.kinds)
            on_lines = dict.fromkeys(role for line in stack.lines.values() for role in line)
            human = [role for role in on_lines or sorted(stack.roles) if stack.roles[role].human]
            self._roles[id(stack)] = human
        return stack

    def case(self, stack: Stack, draw: float) -> Case:
        """A kind of decision: some are common, most are rare."""
        kinds = self._kinds[id(stack)]
        return self.of_kind(stack, kinds[int(draw * draw * len(kinds))])

    def of_kind(self, stack: Stack, kind: str) -> Case:
        """The case of a kind under these versions."""
        key = id(stack), kind
        if key not in self._cases:
            named = chance.stream(self._seed, f"{stack.versions[0].name} {kind}")
            self._cases[key] = case_of(stack, kind, named)
        return self._cases[key]

    def role(self, stack: Stack, draw: float) -> str:
        """Who asks: mostly the first roles of a line."""
        roles = self._roles[id(stack)]
        return roles[int(draw * draw * draw * len(roles))]

    def answer(self, stack: Stack, question: Question) -> Answered:
        """The engine's answer."""
        alike = self._alike.get(id(stack))
        if alike is None:
            alike = self._alike[id(stack)] = Alike(stack, what_if=False)
        return alike.like(question).form(answered)

    @property
    def made(self) -> int:
        """How many answers had to be worked out."""
        return sum(one.made for one in self._alike.values())


class Office:
    """One office of a scheme's body."""

    def __init__(self, scheme: str, number: int, plan: Plan, rules: Rules) -> None:
        self.scheme, self._plan, self._rules = scheme, plan, rules
        name = f"{scheme}-{number}"
        self._random = chance.stream(plan.seed, f"decisions of {name}")
        self._staff = Staff(name, chance.stream(plan.seed, f"staff of {name}"))
        self._households = Households(name, chance.stream(plan.seed, f"households of {name}"))
        salts = chance.Salts(chance.stream(plan.seed, f"salts of {name}"))
        self._scribe = Scribe(chance.lookup_secret(plan.seed), salts)
        self._ledger = Ledger()
        self._recent: deque[_Recent] = deque(maxlen=RECENT)

    def new_day(self, volume: float) -> None:
        """People leave and come."""
        self._staff.new_day(volume)

    def decide(self, index: int, today: date, now: datetime) -> Made:
        """One decision, recorded at a moment as the entry of this index."""
        draw = self._random.random
        rules = self._rules
        back = (
            timedelta(days=2 + int(draw() * 20)) if draw() < LATE else timedelta(seconds=int(draw() * 3_600))
        )
        as_of, day = now - back, today - timedelta(days=back.days)
        if back.days and not rules.holds(self.scheme, day):
            as_of, day = now, today
        stack = rules.stack(self.scheme, day, today)
        earlier = self._to_replace(stack) if draw() < SUPERSEDES else None
        if earlier is not None:
            case = rules.of_kind(stack, earlier.case.kind)
            role, actor, person = earlier.role, earlier.actor, earlier.person
        else:
            case, role = rules.case(stack, draw()), rules.role(stack, draw())
            actor = self._staff.one_of(role)
            person = self._households.next() if case.about_person else None
        facts: dict[str, Value] = {"actor.ref": actor, "actor.role": (role,), **case.facts(self._random)}
        if case.teams:
            facts["actor.team"] = team_of(actor)
        if person is not None:
            facts["person.ref"] = person
        origins = dict.fromkeys(facts, "asserted")
        body = facts["actor.body"] = stack.roles[role].body
        origins["actor.body"] = "asserted" if draw() < 0.5 else "registered"  # noqa: PLR2004 half say it
        if case.aggregates:
            replaced = earlier.counted if earlier else None
            derived = self._ledger.aggregates(
                stack, case.aggregates, facts, day=day, today=local_day(now, stack), superseded=replaced
            )
            facts |= derived
            origins |= dict.fromkeys(derived, "derived")
        question = Question(
            case.kind,
            as_of,
            facts,
            min(stack.outcomes) if stack.outcomes and draw() < OUTCOME else None,
            self._done(case, as_of, index) if case.companies and draw() < DONE else (),
            now,
            back > self._plan.late_after and as_of != now,
        )
        asked = Asked(
            stack=stack,
            question=question,
            origins=origins,
            body=body,
            client=f"simulated-{body}",
            reference=f"CASE-{index}" if draw() < REFERENCE else None,
            supersedes=earlier.id if earlier else None,
            asked_at=now - timedelta(microseconds=3_000 + int(draw() * 9_000)),
        )
        answer = rules.answer(stack, question)
        made = self._write(asked, answer, index, day, now)
        counted = Counted(day, case.kind, facts)
        if earlier is not None:
            earlier.counted.replaced = True
        if answer.determination.may_act and case.aggregates:
            self._ledger.add(stack, counted, rules.groups[id(stack)])
        self._recent.append(_Recent(made.id, case, actor, role, person, counted))
        return made

    def _done(self, case: Case, as_of: datetime, index: int) -> tuple[Done, ...]:
        found = []
        for duty, roles in case.companies:
            # Nearly always the first who may: variety here would multiply with all other variety.
            role = roles[0] if self._random.random() < 0.95 else roles[-1]  # noqa: PLR2004
            by = self._staff.one_of(role)
            found.append(Done(duty, by, role, as_of.date().isoformat(), f"note {index}"))
        return tuple(found)

    def _to_replace(self, stack: Stack) -> _Recent | None:
        if not self._recent:
            return None
        found = self._recent[int(self._random.random() * len(self._recent))]
        fits = found.case.kind in stack.versions[0].text.kinds and found.role in stack.roles
        return found if fits and not found.counted.replaced else None

    def _write(self, asked: Asked, answer: Answered, index: int, day: date, now: datetime) -> Made:
        found, recorded_at = answer.determination, _text(now)
        entry_id = identifier(int(now.timestamp() * 1000), self._random.randbytes(RANDOM_BYTES))
        entry = self._scribe.entry(asked, answer, entry_id=entry_id, index=index, recorded_at=recorded_at)
        decision = (
            index,
            entry_id,
            asked.body,
            asked.stack.scheme,
            asked.question.kind,
            _text(asked.question.as_of),
            day.isoformat(),
            answer.level,
            answer.basis,
            bool(found.may_act),
            asked.client,
            found.accountability["outcome"],
            asked.supersedes,
            recorded_at,
            entry.figures,
            None,  # a simulated history is of decisions that count for good
        )
        parties = answer.parties
        if asked.body not in parties:
            parties = tuple(sorted((*parties, asked.body)))
        return Made(
            entry_index=index,
            id=entry_id,
            recorded_at=recorded_at,
            leaf=entry.leaf,
            leaf_hash=leaf_hash(entry.leaf),
            side=entry.side,
            decision=decision,
            parties=parties,
            keys=tuple(entry.keys.items()),
        )


@dataclass(frozen=True, slots=True)
class Share:
    """The offices that one of `of` processes takes: every `of`-th, beginning with `number`."""

    number: int = 0
    of: int = 1


def decisions(plan: Plan, library: Library, first_index: int, share: Share = Share()) -> Iterator[Made]:
    """The decisions of a share of the offices, by the index of their entries. Raises RecordError `no-scheme`."""
    rules = Rules(plan.seed, library)
    offices: dict[str, Sequence[Office | None]] = {}
    random = chance.stream(plan.seed, "whose turn it is")
    index = first_index
    for day in calendar.days(plan.start, plan.decisions, plan.rate, chance.stream(plan.seed, "calendar")):
        schemes = rules.schemes_on(day.day)
        if not schemes:
            message = f"No scheme that people ask under is in force on {day.day.isoformat()}."
            raise RecordError([Problem("no-scheme", message, "Begin later with --start.", "--start")])
        turns: list[Office | None] = []
        steps: list[int] = []
        for scheme in schemes:
            if scheme not in offices:
                offices[scheme] = [
                    Office(scheme, number, plan, rules) if number % share.of == share.number else None
                    for number in range(OFFICES)
                ]
            turns += offices[scheme]
            steps += [BUSIER.get(scheme, 1)] * OFFICES
        for position in range(1, len(steps)):
            steps[position] += steps[position - 1]
        for office in turns:
            if office is not None:
                office.new_day(len(day.moments) * BUSIER.get(office.scheme, 1) / steps[-1])
        for moment in day.moments:
            office = turns[bisect(steps, random.random() * steps[-1])]
            if office is not None:
                yield office.decide(index, day.day, moment)
            index += 1


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), calendar.ZONE)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"
