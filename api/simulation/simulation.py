"""`govengine simulate`: years of decisions, drawn from a seed, answered by the engine, written as a log that verifies."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from api.desk import Desk
from api.simulation import calendar, chance
from api.simulation.households import Households
from api.simulation.leaf import Answered, Asked, Scribe, answered
from api.simulation.ledger import Counted, Ledger, groups_of
from api.simulation.people import Staff, team_of
from api.simulation.questions import DONE, Case, case_of
from api.simulation.writer import Writer, in_bulk
from api.store.decisions import DecisionRow
from api.store.head import read_head
from api.store.reading import stored_entries
from govengine.decide import Determination, Done, Question
from govengine.decide.alike import Alike
from govengine.errors import Problem, RecordError
from govengine.feel import Value
from govengine.record import Frontier, identifier, leaf_hash
from govengine.record.identifier import RANDOM_BYTES
from govengine.scheme import Layer, Library, Stack, Version

BUSIER = {"neighbourhood-support": 8, "leeds-cs": 5, "woking-writeoff": 3}
"""How busy schemes are beside one another; others are 1."""

LATE = 0.004
SUPERSEDES = 0.015
OUTCOME = 0.2
REFERENCE = 0.5
RECENT = 200
MOST_ANSWERS = 20_000

ABOVE = frozenset({Layer.STATUTE, Layer.CONTROL})
"""Layers nobody asks under: they bind those below."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to simulate. `rate` is decisions on an ordinary working day at the start."""

    seed: int
    decisions: int
    start: date
    rate: float


@dataclass(slots=True)
class _Recent:
    """A decision that another may still supersede."""

    id: str
    case: Case
    actor: str
    role: str
    person: str | None
    counted: Counted


class _Area:
    """One scheme as it is worked under: its staff, its households, its kinds, what was decided lately."""

    def __init__(self, scheme: str, seed: int) -> None:
        self.scheme, self._seed = scheme, seed
        self.random = chance.stream(seed, f"decisions of {scheme}")
        self.staff = Staff(scheme, chance.stream(seed, f"staff of {scheme}"))
        self.households = Households(scheme, chance.stream(seed, f"households of {scheme}"))
        self.recent: deque[_Recent] = deque(maxlen=RECENT)
        self._cases: dict[tuple[int, str], Case] = {}
        self._kinds: dict[int, list[str]] = {}
        self._roles: dict[int, list[str]] = {}

    def case(self, stack: Stack) -> Case:
        """A kind of decision: some are common, most are rare."""
        kinds = self._kinds.get(id(stack))
        if kinds is None:
            own = stack.versions[0].text.kinds
            kinds = self._kinds[id(stack)] = sorted(own)
        chance_ = self.random.random()
        return self.of_kind(stack, kinds[int(chance_ * chance_ * len(kinds))])

    def of_kind(self, stack: Stack, kind: str) -> Case:
        """The case of a kind under these versions."""
        key = id(stack), kind
        if key not in self._cases:
            named = chance.stream(self._seed, f"{stack.versions[0].name} {kind}")
            self._cases[key] = case_of(stack, kind, named)
        return self._cases[key]

    def role(self, stack: Stack) -> str:
        """Who asks: mostly the first roles of a line."""
        roles = self._roles.get(id(stack))
        if roles is None:
            on_lines = dict.fromkeys(role for line in stack.lines.values() for role in line)
            human = [role for role in on_lines or sorted(stack.roles) if stack.roles[role].human]
            roles = self._roles[id(stack)] = human
        draw = self.random.random()
        return roles[int(draw * draw * draw * len(roles))]


class Simulation:
    """The state of a simulated world, and the log it is written to."""

    def __init__(self, plan: Plan, library: Library, writer: Writer, late_after: timedelta) -> None:
        self._plan, self._library, self._writer, self._late_after = plan, library, writer, late_after
        self._scribe = Scribe(
            chance.lookup_secret(plan.seed), chance.Salts(chance.stream(plan.seed, "salts"))
        )
        self._random = chance.stream(plan.seed, "identifiers and moments")
        self._ledger = Ledger()
        self._areas: dict[str, _Area] = {}
        self._stacks: dict[tuple[str, date, date], Stack] = {}
        self._alike: dict[int, Alike] = {}
        self._answers: dict[int, Answered] = {}
        self._groups: dict[int, tuple[str, ...]] = {}

    def run(self, progress: Progress) -> None:
        """Every day, every decision."""
        plan, done = self._plan, 0
        days = calendar.days(plan.start, plan.decisions, plan.rate, chance.stream(plan.seed, "calendar"))
        for day in days:
            areas, steps = self._open_on(day.day, len(day.moments))
            for moment in day.moments:
                draw = self._random.random() * steps[-1]
                area = next(area for area, step in zip(areas, steps, strict=True) if draw < step)
                self._decide(area, day.day, moment)
            done += len(day.moments)
            self._stacks.clear()
            progress(done)
        self._writer.flush()

    def _open_on(self, day: date, volume: int) -> tuple[list[_Area], list[int]]:
        """The schemes in force, and their shares added up."""
        areas: list[_Area] = []
        steps: list[int] = []
        shares = {
            scheme: BUSIER.get(scheme, 1)
            for scheme, versions in self._library.schemes.items()
            if versions[-1].text.layer not in ABOVE and self._library.version_on(scheme, day) is not None
        }
        if not shares:
            message = f"No scheme that people ask under is in force on {day.isoformat()}."
            raise RecordError([Problem("no-scheme", message, "Begin later with --start.", "--start")])
        for scheme, share in shares.items():
            if scheme not in self._areas:
                self._areas[scheme] = _Area(scheme, self._plan.seed)
            area = self._areas[scheme]
            area.staff.new_day(volume * share / sum(shares.values()))
            areas.append(area)
            steps.append((steps[-1] if steps else 0) + share)
        return areas, steps

    def _decide(self, area: _Area, today: date, now: datetime) -> None:
        random = area.random
        late = random.random() < LATE
        back = (
            timedelta(days=2 + int(random.random() * 20))
            if late
            else timedelta(seconds=int(random.random() * 3_600))
        )
        as_of = now - back
        day = today - timedelta(days=back.days)
        if self._library.version_on(area.scheme, day) is None:
            as_of, day = now, today
        stack = self._stack(area.scheme, day, today)
        earlier = self._to_replace(area) if random.random() < SUPERSEDES else None
        if earlier is not None and earlier.case.kind in stack.kinds and earlier.role in stack.roles:
            case = area.of_kind(stack, earlier.case.kind)
            role, actor, person = earlier.role, earlier.actor, earlier.person
        else:
            earlier, case, role = None, area.case(stack), area.role(stack)
            actor = area.staff.one_of(role)
            person = area.households.next() if case.about_person else None
        question = self._question(
            area, stack, case, role=role, actor=actor, person=person, as_of=as_of, now=now
        )
        question = replace(question, late=now - as_of > self._late_after)
        derived = self._ledger.aggregates(
            stack,
            case.aggregates,
            question.facts,
            today=day,
            superseded=earlier.counted if earlier else None,
        )
        origins = dict.fromkeys(question.facts, "asserted")
        body = stack.roles[role].body
        if "actor.body" not in question.facts:
            origins["actor.body"] = "registered"
        origins |= dict.fromkeys(derived, "derived")
        question = replace(question, facts={**question.facts, "actor.body": body, **derived})
        reference = f"CASE-{self._writer.next_index}" if random.random() < REFERENCE else None
        asked = Asked(
            stack,
            question,
            origins,
            body,
            f"simulated-{body}",
            reference,
            earlier.id if earlier else None,
            now - timedelta(microseconds=3_000 + int(random.random() * 9_000)),
        )
        row = self._record(asked, day, now)
        counted = Counted(day, case.kind, question.facts)
        if earlier is not None:
            earlier.counted.replaced = True
        if row.may_act:
            self._ledger.add(stack, counted, self._groups_of(stack))
        area.recent.append(_Recent(row.id, case, actor, role, person, counted))

    def _question(
        self,
        area: _Area,
        stack: Stack,
        case: Case,
        *,
        role: str,
        actor: str,
        person: str | None,
        as_of: datetime,
        now: datetime,
    ) -> Question:
        random = area.random
        facts: dict[str, Value] = {"actor.ref": actor, "actor.role": (role,), **case.facts(random)}
        if case.teams:
            facts["actor.team"] = team_of(actor)
        if person is not None:
            facts["person.ref"] = person
        if random.random() < 0.5:  # noqa: PLR2004 half of the clients say which body they are
            facts["actor.body"] = stack.roles[role].body
        outcome = None
        if stack.outcomes and random.random() < OUTCOME:
            outcome = sorted(stack.outcomes)[0]
        done: tuple[Done, ...] = ()
        if case.companies and random.random() < DONE:
            done = tuple(self._done(area, duty, roles, as_of) for duty, roles in case.companies)
        return Question(case.kind, as_of, facts, outcome, done, now)

    def _done(self, area: _Area, duty: str, roles: Sequence[str], as_of: datetime) -> Done:
        role = roles[int(area.random.random() * len(roles))]
        return Done(duty, area.staff.one_of(role), role, as_of.date().isoformat(), f"note {self._writer.next_index}")

    def _to_replace(self, area: _Area) -> _Recent | None:
        if not area.recent:
            return None
        found = area.recent[int(area.random.random() * len(area.recent))]
        return None if found.counted.replaced else found

    def _record(self, asked: Asked, day: date, now: datetime) -> DecisionRow:
        answer = self._answer(asked)
        found = answer.determination
        entry_id = identifier(int(now.timestamp() * 1000), self._random.randbytes(RANDOM_BYTES))
        index = self._writer.next_index
        recorded_at = _text(now)
        entry = self._scribe.entry(asked, answer, entry_id=entry_id, index=index, recorded_at=recorded_at)
        row = DecisionRow(
            entry_index=index,
            id=entry_id,
            body=asked.body,
            scheme=asked.stack.scheme,
            kind=asked.question.kind,
            as_of=_text(asked.question.as_of),
            on_day=day.isoformat(),
            level=str(found.level),
            basis=str(found.basis),
            may_act=bool(found.may_act),
            client=asked.client,
            outcome=found.accountability["outcome"],
            supersedes=asked.supersedes,
            recorded_at=recorded_at,
        )
        parties = answer.parties
        if asked.body not in parties:
            parties = tuple(sorted((*parties, asked.body)))
        self._writer.append(entry, row, parties)
        return row

    def _answer(self, asked: Asked) -> Answered:
        alike = self._alike.get(id(asked.stack))
        if alike is None:
            alike = self._alike[id(asked.stack)] = Alike(asked.stack, what_if=False)
        found: Determination = alike.like(asked.question)
        known = self._answers.get(id(found))
        if known is None or known.determination is not found:
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            known = self._answers[id(found)] = answered(found)
        return known

    def _stack(self, scheme: str, day: date, recorded: date) -> Stack:
        key = scheme, day, recorded
        if key not in self._stacks:
            self._stacks[key] = self._library.stack(scheme, _noon(day), _noon(recorded))
        return self._stacks[key]

    def _groups_of(self, stack: Stack) -> tuple[str, ...]:
        if id(stack) not in self._groups:
            self._groups[id(stack)] = groups_of(stack)
        return self._groups[id(stack)]


def simulate(desk: Desk, versions: Sequence[Version], plan: Plan, progress: Progress) -> dict[str, Any]:
    """Adopt the versions and write the history into the desk's empty log. What was written.

    The desk's clock stands at the plan's start and its chance is the seed's. Raises RecordError `log-not-empty`.
    """
    with desk.engine.connect() as connection:
        if read_head(connection).size:
            message = "This log holds entries already."
            what_to_do = "Name a database that does not exist yet; a simulation is never added to a record."
            raise RecordError([Problem("log-not-empty", message, what_to_do)])
    desk.adopt(list(versions), by="simulated-owner", role="owner", authority=f"simulation {plan.seed}")
    key = chance.log_key(plan.seed)
    with in_bulk(desk.engine) as connection:
        head = read_head(connection)
        frontier = Frontier()
        for row in stored_entries(connection):
            frontier, _ = frontier.append(leaf_hash(row.leaf))
        writer = Writer(connection, head, frontier, key)
        Simulation(plan, desk.rules.in_force.library, writer, desk.late_after).run(progress)
        root = writer.frontier.root()
    return {"origin": key.name, "entries": writer.frontier.size, "decisions": plan.decisions, "root": root.hex()}


def clock_of(plan: Plan) -> datetime:
    """When the schemes are adopted: at midnight before the first day."""
    return datetime.combine(plan.start, time(), UTC)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), calendar.ZONE)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"
