"""A map as a picture: where every cell, line and word of the SVG stands, in its own units. Nothing here is said in colour alone."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from api.lab.map import Drawn
from api.lab.map_words import (
    Limit,
    Run,
    cell_in_words,
    limit_in_words,
    limits_of,
    run_in_words,
    runs,
    shortly,
    stop_in_words,
)
from govengine.decide.axis import ROLE

WIDTH, LABELS, HEAD = 960, 220, 64
"""Units: of the whole, of the labels at the left, of the head. About pixels on a wide screen."""

WIDE, ROW, TALL_ROW, MOST_LINES, MORE_LINES = 130, 46, 62, 2, 3
"""Where columns are narrower than this, rows are taller, and hold more lines."""

CHARACTER = 7.6
"""How wide a character of the words is, on average."""

ROOM_FOR_LIMITS = 96
"""From this width of a column its limit stands on the picture; below, only its number."""

ROOM_FOR_MARKS = 22


@dataclass(frozen=True, slots=True)
class Box:
    """A run of cells. `cell` is (side, row, column) for its address; `plate` the width behind its words."""

    x: float
    y: float
    width: float
    height: float
    level: str
    words: tuple[str, ...]
    plate: float
    said: str
    changed: bool
    cell: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of words at a place."""

    x: float
    y: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A limit: a line, a numbered sign at its end, and its value where there is room."""

    x: float
    y: float
    sign: str
    value: str
    down: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """One side of a map. `name` makes ids of one page differ."""

    name: str
    title: str
    about: str
    height: float
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    boxes: tuple[Box, ...]
    marks: tuple[Mark, ...]
    limits: tuple[Limit, ...]
    width: int = WIDTH
    labels: int = LABELS
    head: int = HEAD


@dataclass(frozen=True, slots=True)
class _Field:
    """How wide and high a field is."""

    width: float
    height: int


def picture_of(drawn: Drawn, side: int, title: str, about: str) -> Picture:
    """Where everything stands."""
    drawing = drawn.map
    limits = limits_of(drawn, side)
    column = (WIDTH - LABELS) / len(drawing.across.stops)
    tall = ROW if column >= WIDE else TALL_ROW
    one = _Field(column, tall)
    height = HEAD + tall * len(drawing.down.stops)
    boxes = [
        _box(drawn, side, row, run, one)
        for row in range(len(drawing.down.stops))
        for run in runs(drawn, row, [side])
    ]
    rows = [
        Label(
            LABELS - 12,
            HEAD + tall * place + tall / 2,
            _wrapped(stop_in_words(drawn, drawing.down, stop), 26, 2),
        )
        for place, stop in enumerate(drawing.down.stops)
    ]
    return Picture(
        f"side-{side + 1}",
        title,
        about,
        height,
        tuple(rows),
        tuple(_columns(drawn, column)),
        tuple(boxes),
        tuple(_marks(drawn, limits, one)),
        tuple(limits),
    )


def _box(drawn: Drawn, side: int, row: int, run: Run, one: _Field) -> Box:
    column, tall = one.width, one.height
    asked = drawn.versions[side]
    cell = drawn.map.grids[side][row][run.last]
    case = asked.case
    stop = drawn.map.down.stops[row]
    who = stop_in_words(drawn, drawn.map.down, stop)
    if drawn.map.down.name == ROLE:
        (role,) = stop.value
        case = type(case)(case.scheme, case.version, case.kind, role, case.day)
    width = column * (run.last - run.first + 1)
    words = _fitting(shortly(asked.stack, cell), width, MOST_LINES if tall == ROW else MORE_LINES)
    values = "" if not drawn.map.across.name else f", {run_in_words(drawn, run)}"
    said = f"{who}{values}: {cell_in_words(asked.stack, cell, case)}"
    return Box(
        x=LABELS + column * run.first,
        y=HEAD + tall * row,
        width=width,
        height=tall,
        level="none" if cell is None else str(cell.outcome.level),
        words=words,
        plate=min(max(map(len, words)) * CHARACTER + 10, width - 4),
        said=said + ("; this changed" if run.changed else ""),
        changed=run.changed,
        cell=None if cell is None else (side, row, run.last),
    )


def _fitting(candidates: tuple[str, ...], width: float, most: int) -> tuple[str, ...]:
    """The first that fits into so many lines; the last is a sign, and always does."""
    wide = int((width - 14) / CHARACTER)
    for text in candidates[:-1]:
        lines = textwrap.wrap(text, wide, break_long_words=False) if wide > 0 else []
        if 0 < len(lines) <= most and max(map(len, lines)) <= wide:
            return tuple(lines)
    return candidates[-1:]


def _wrapped(text: str, wide: int, most: int) -> tuple[str, ...]:
    lines = textwrap.wrap(text, max(wide, 3), max_lines=most, placeholder=" …")
    return tuple(lines or [text])


def _columns(drawn: Drawn, column: float) -> list[Label]:
    """Headings over columns that are not cut from what is ordered; limits stand for the others."""
    axis = drawn.map.across
    if not axis.name or (any(stop.span for stop in axis.stops) and len(axis.stops) > 1):
        return []
    wide = int(column / CHARACTER)
    return [
        Label(LABELS + column * (place + 0.5), HEAD - 30, _wrapped(stop_in_words(drawn, axis, stop), wide, 2))
        for place, stop in enumerate(axis.stops)
    ]


def _marks(drawn: Drawn, limits: Sequence[Limit], one: _Field) -> list[Mark]:
    column, tall = one.width, one.height
    marks: list[Mark] = []
    signs = {limit.mark for limit in limits}
    across, down = drawn.map.across, drawn.map.down
    for place in range(len(across.stops) - 1):
        value = limit_in_words(drawn, across, place).removeprefix("above ").removeprefix("after ")
        if value:
            sign = str(place + 1) if str(place + 1) in signs else ""
            room = column >= ROOM_FOR_LIMITS
            shown = sign if column >= ROOM_FOR_MARKS else ""
            marks.append(Mark(LABELS + column * (place + 1), HEAD, shown, value if room else "", down=False))
    letters = [limit for limit in limits if limit.mark.isalpha()]
    for limit in letters:
        place = (ord(limit.mark[0]) - ord("A")) + 26 * (len(limit.mark) - 1)
        if down.stops[place].span is not None:
            marks.append(Mark(LABELS, HEAD + tall * (place + 1), limit.mark, "", down=True))
    return marks
