"""How much autonomy a scheme gives for one kind of decision, over two facts; one version, or two beside each other.

Every cell is an answer of the judge. Neighbours along an axis that have the same answer everywhere are one, so what
is left between two parts is a limit that some rule makes, and which rules those are is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from govengine.decide.alike import Alike
from govengine.decide.axis import (
    ROLE,
    Axis,
    Side,
    Stop,
    fact_axis,
    facts_for_axes,
    read_together,
    role_axis,
    single,
)
from govengine.decide.determination import Determination
from govengine.decide.question import Question
from govengine.feel import UNKNOWN
from govengine.scheme import BoundGrant, BoundSafeguard, Level, Stack, Step
from govengine.scheme.checks.domain import Span

NO_AXIS = Axis("", (Stop(UNKNOWN),))
"""What a map has across where no fact can matter: it has no name."""

MOST_ACROSS, MOST_DOWN = 50, 40
"""Parts of an axis that are shown."""

MOST_ASKED = 4_000
"""Cells asked on one side, before neighbours that say the same become one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is told apart on a map. Deciders are (role, provisional); `with_` are roles to hear or to agree."""

    level: Level
    ready: bool
    deciders: tuple[tuple[str, bool], ...]
    with_: tuple[str, ...]
    ask: str | None


def outcome_of(answer: Determination) -> Outcome:
    """What a map shows of an answer to a what-if."""
    return Outcome(
        answer.level,
        bool(answer.would_allow),
        tuple((one["role"], one["provisional"]) for one in answer.decided_by),
        tuple(one["role"] for one in answer.company),
        None if answer.ask is None else answer.ask["role"],
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A question and its answer."""

    question: Question
    answer: Determination
    outcome: Outcome


Grid = tuple[tuple[Cell | None, ...], ...]
"""By row, then column. None where the version has no such role."""


@dataclass(frozen=True, slots=True)
class AutonomyMap:
    """`grids` has one for each side."""

    across: Axis
    down: Axis
    sides: tuple[Side, ...]
    grids: tuple[Grid, ...]

    def changed(self, row: int, column: int) -> bool:
        """Whether the sides say different things."""
        first, *others = (grid[row][column] for grid in self.grids)
        return any(_said(first) != _said(other) for other in others)

    def limits_across(self, side: int) -> list[tuple[str, ...]]:
        """For each two neighbouring columns, the ids of the rules that make the limit between them."""
        columns = list(zip(*self.grids[side], strict=True))
        return [_makers(self.sides[side].stack, one, other) for one, other in pairwise(columns)]

    def limits_down(self, side: int) -> list[tuple[str, ...]]:
        """The same for rows; where rows are roles there are none."""
        if self.down.name == ROLE:
            return [()] * (len(self.down.stops) - 1)
        return [_makers(self.sides[side].stack, one, other) for one, other in pairwise(self.grids[side])]


def map_of(sides: Sequence[Side], across: str | None, down: str, roles: Sequence[str]) -> AutonomyMap:
    """The map over a fact and over another, or the roles (`down` is ROLE). Without `across` it has one column.

    Both are facts that some side declares. `roles` are the rows where rows are roles, in their order.
    """
    columns, rows = _axes(sides, across, down, roles)
    grids = [_asked(side, columns, rows) for side in sides]
    columns, grids = _joined(columns, grids)
    columns, grids = _shortened(columns, grids, MOST_ACROSS)
    if down != ROLE:
        turned = [_turned(grid) for grid in grids]
        rows, turned = _joined(rows, turned)
        rows, turned = _shortened(rows, turned, MOST_DOWN)
        grids = [_turned(grid) for grid in turned]
    return AutonomyMap(columns, rows, tuple(sides), tuple(grids))


def _axes(sides: Sequence[Side], across: str | None, down: str, roles: Sequence[str]) -> tuple[Axis, Axis]:
    if down == ROLE:
        shown = role_axis(roles[:MOST_DOWN])
        rows = replace(shown, left_out=len(roles) - len(shown.stops))
    elif across is not None and read_together(across, down, sides):
        rows = single(down, sides, MOST_DOWN)
    else:
        along = None if across is None else fact_axis(across, sides, None, MOST_ACROSS)
        rows = fact_axis(down, sides, along, MOST_ASKED // MOST_ACROSS)
    if across is None:
        return NO_AXIS, rows
    return fact_axis(across, sides, rows, MOST_ASKED // max(len(rows.stops), 1)), rows


def _asked(side: Side, columns: Axis, rows: Axis) -> Grid:
    alike = Alike(side.stack)
    outcomes: dict[int, Outcome] = {}

    def cell(row: Stop, column: Stop) -> Cell | None:
        said = {rows.name: row.value} | ({} if not columns.name else {columns.name: column.value})
        question = side.asked(said)
        if question is None:
            return None
        answer = alike.like(question).determination
        outcome = outcomes.get(id(answer))
        if outcome is None:
            outcome = outcomes[id(answer)] = outcome_of(answer)
            kept.append(answer)
        return Cell(question, answer, outcome)

    kept: list[Determination] = []  # an id is an answer's only as long as it lives
    return tuple(tuple(cell(row, column) for column in columns.stops) for row in rows.stops)


def _joined(columns: Axis, grids: Sequence[Grid]) -> tuple[Axis, list[Grid]]:
    """Neighbouring parts of what is ordered made one where nothing tells them apart."""
    stops: list[Stop] = []
    kept: list[int] = []
    for number, stop in enumerate(columns.stops):
        span, before = stop.span, stops[-1].span if stops else None
        if span is not None and before is not None and _same(grids, kept[-1], number):
            both = Span(before.low, span.high, before.includes_low, span.includes_high)
            stops[-1], kept[-1] = Stop(stop.value, both), number
        else:
            stops.append(stop)
            kept.append(number)
    return replace(columns, stops=tuple(stops)), [
        tuple(tuple(row[number] for number in kept) for row in grid) for grid in grids
    ]


def _shortened(columns: Axis, grids: Sequence[Grid], most: int) -> tuple[Axis, list[Grid]]:
    beyond = max(0, len(columns.stops) - most)
    shorter = replace(columns, stops=columns.stops[:most], left_out=columns.left_out + beyond)
    return shorter, [tuple(row[:most] for row in grid) for grid in grids]


def _same(grids: Sequence[Grid], one: int, other: int) -> bool:
    return all(_said(row[one]) == _said(row[other]) for grid in grids for row in grid)


def _said(cell: Cell | None) -> Outcome | None:
    return None if cell is None else cell.outcome


def _turned(grid: Grid) -> Grid:
    return tuple(zip(*grid, strict=True))


# -- which rules make a limit -----------------------------------------------------------------------------------


def _makers(stack: Stack, one: Sequence[Cell | None], other: Sequence[Cell | None]) -> tuple[str, ...]:
    """The rules that hold on one side of a limit and not on the other, where the answer differs there."""
    turning: dict[str, set[Level]] = {}
    for left, right in zip(one, other, strict=True):
        if left is None or right is None or left.outcome == right.outcome:
            continue
        here, there = left.answer.truths, right.answer.truths
        for rule in here:
            if here[rule] != there.get(rule):
                holding = left if here[rule] != "false" else right
                turning.setdefault(rule, set()).add(holding.outcome.level)
    making = [rule.id for rule in _in_order(stack) if rule.id in turning and _makes(rule, turning[rule.id])]
    return tuple(making or sorted(turning))


def _makes(rule: BoundGrant | BoundSafeguard, levels: set[Level]) -> bool:
    """Whether a rule can make an answer what it is where it holds: a safeguard does at its own level alone."""
    if isinstance(rule, BoundGrant):
        return rule.step is not Step.SHADOW
    return rule.level is not Level.ACT and rule.level in levels


def _in_order(stack: Stack) -> list[BoundGrant | BoundSafeguard]:
    """By layer, then id."""
    rules: list[BoundGrant | BoundSafeguard] = [*stack.grants, *stack.safeguards]
    return sorted(rules, key=lambda rule: rule.order)


# -- which fact to show -------------------------------------------------------------------------------------------

MOST_TRIED = 6
"""Facts tried as an axis."""


def telling_map(sides: Sequence[Side], roles: Sequence[str], down: str = ROLE) -> AutonomyMap:
    """The map over the first of the likeliest facts at which some answer changes; over none where none can matter."""
    first = sides[0]
    names = [fact.name for fact in facts_for_axes(first.stack, first.base.kind) if fact.name != down]
    drawn = None
    for name in names[:MOST_TRIED]:
        tried = map_of(sides, name, down, roles)
        if any(len({_said(cell) for cell in row}) > 1 for grid in tried.grids for row in grid):
            return tried
        drawn = drawn or tried
    return drawn or map_of(sides, None, down, roles)
