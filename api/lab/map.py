"""The map of a case's kind of decision: which facts are its axes, what is taken of the others, and the cases in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from api.lab.asking import Ready, moved, ready
from api.lab.case import Case
from api.lab.choosing import Choice, SchemeChoices, roles_of
from api.lab.reading import question_of
from api.lab.typed import typed_for
from api.rule_store import RuleStore
from govengine.decide import question_from_json
from govengine.decide.as_met import as_met
from govengine.decide.autonomy_map import AutonomyMap, map_of, telling_map
from govengine.decide.axis import ROLE, Side, facts_for_axes
from govengine.errors import GovengineError
from govengine.feel import Value
from govengine.scheme import FactType

MET, UNKNOWN = "met", "unknown"
"""What is taken of facts nobody has said: as the rules would have it, or nothing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a map is asked for. Only names: an address that is passed on holds no fact."""

    across: str = ""
    down: str = ""
    beside: str = ""
    rest: str = MET

    @property
    def parts(self) -> Mapping[str, str]:
        """What stands in an address."""
        said = {"across": self.across, "down": self.down, "beside": self.beside, "rest": self.rest}
        return {name: value for name, value in said.items() if value not in ("", ROLE, MET)}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map with what it was made of. `versions` are in the order of its sides, `met` is taken of facts nobody said.

    `notes` say what was asked for and could not be done.
    """

    map: AutonomyMap
    wanted: Wanted
    versions: tuple[Ready, ...]
    axes: Sequence[FactType]
    met: Mapping[str, Value]
    notes: tuple[str, ...] = ()

    def case_at(self, side: int, row: int, column: int) -> Case | None:
        """The case that stands in a cell, typed in; None where there is no cell."""
        grids = self.map.grids
        if not (side < len(grids) and row < len(grids[side]) and column < len(grids[side][row])):
            return None
        there = grids[side][row][column] is not None
        return self._typed(self.versions[side], row, column) if there else None

    def _typed(self, asked: Ready, row: int, column: int) -> Case:
        case, zone = asked.case, asked.stack.zone
        fields = {one.fact.name: one for section in asked.sections for one in section.fields}
        told: dict[str, list[str]] = {}
        for name, value in {**self.met, **self._said_by_axes(row, column)}.items():
            if name == ROLE:
                case = replace(case, role=value[0])
            elif name in fields:
                told |= typed_for(fields[name], value, zone)
        return case.with_typed(told)

    def _said_by_axes(self, row: int, column: int) -> dict[str, Value]:
        axes = (self.map.down, row), (self.map.across, column)
        return {axis.name: axis.stops[place].value for axis, place in axes if axis.name}


class Undrawable(Exception):  # noqa: N818 - a state, shown as a page
    """There is no map of this case as it is: something in it is mistyped."""


def draw(rules: RuleStore, scheme: SchemeChoices, asked: Ready, wanted: Wanted) -> Drawn:
    """The map. Raises Undrawable, GovengineError where the scheme cannot be asked."""
    notes: list[str] = []
    versions = [asked]
    other = _other(rules, scheme, asked, wanted.beside, notes)
    if other is not None:
        versions.append(other)
    sides = [_side(one) for one in versions]
    roles = list(dict.fromkeys(role.name for one in versions for role in roles_of(one.stack)))
    axes = facts_for_axes(asked.stack, asked.case.kind)
    names = {fact.name for fact in axes}
    down = _known(wanted.down, {*names, ROLE}, ROLE, notes)
    across = _known(wanted.across, names - {down}, "", notes)
    met = {} if wanted.rest == UNKNOWN else _met(sides)
    sides = [_with(side, met) for side in sides]
    drawn = map_of(sides, across, down, roles) if across else telling_map(sides, roles, down)
    across = drawn.across.name
    taken = {name: value for name, value in met.items() if name not in (across, down)}
    said = replace(wanted, across=across, down=down, beside=other.case.version if other else "")
    return Drawn(drawn, said, tuple(versions), axes, taken, tuple(notes))


def _other(
    rules: RuleStore, scheme: SchemeChoices, asked: Ready, name: str, notes: list[str]
) -> Ready | None:
    """The version to draw beside it."""
    if not name or name == asked.case.version:
        return None
    choice = scheme.choice(name)
    if choice is None:
        notes.append(f"Version {name} is not here any more, so one version is drawn.")
        return None
    try:
        return _ready_there(rules, choice, asked.case)
    except GovengineError:
        notes.append(f"Version {name} does not load as it is, so one version is drawn.")
        return None


def _ready_there(rules: RuleStore, choice: Choice, case: Case) -> Ready:
    found = ready(rules, choice, moved(case, choice))
    roles = [role.name for role in roles_of(found.stack)]
    if case.role in found.stack.roles or not roles:
        return found
    return replace(found, case=replace(found.case, role=roles[0]))


def _known(name: str, names: set[str], otherwise: str, notes: list[str]) -> str:
    if name and name not in names:
        notes.append("This kind of decision is not asked about what was to be shown, so another fact is.")
        return otherwise
    return name or otherwise


def _side(asked: Ready) -> Side:
    sent, mistakes = question_of(asked.case, asked.stack, asked.sections)
    if mistakes:
        raise Undrawable
    as_of = datetime.fromisoformat(sent["as_of"])
    return Side(asked.stack, question_from_json(sent, asked.stack, as_of))


def _met(sides: Sequence[Side]) -> dict[str, Value]:
    """The same on every side, so that what differs is the versions."""
    first = sides[0].base
    return as_met([side.stack for side in sides], first.kind, first.facts)


def _with(side: Side, met: Mapping[str, Value]) -> Side:
    taken = {name: value for name, value in met.items() if name in side.stack.facts}
    return Side(side.stack, replace(side.base, facts={**taken, **side.base.facts}))


def said_in(drawn: Drawn) -> dict[str, Value]:
    """What the case itself says, of facts that are no axis."""
    asked, axes = drawn.versions[0], (drawn.map.across.name, drawn.map.down.name)
    told = {name.partition("/")[0] for name in asked.case.typed}
    facts = drawn.map.sides[0].base.facts
    return {
        name: value
        for name, value in facts.items()
        if name in told and name not in axes and name not in drawn.met
    }
