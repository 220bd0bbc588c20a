"""`/map/<case>`: how much autonomy a scheme gives for a kind of decision, as pictures and a table. It stands on a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.lab.asking import Ready
from api.lab.choosing import Named, scheme_to_ask
from api.lab.map import MET, UNKNOWN, Drawn, Undrawable, Wanted, draw, said_in
from api.lab.map_picture import Picture, picture_of
from api.lab.map_words import LEVELS, SIGNS, Group, axis_in_words, fact_in_words, facts_in_words, table_of
from api.lab.shelf import Kept
from api.lab.wording import window_in_words
from api.pages.blueprint import page_blueprint
from api.pages.cases import Setting, Unanswered, Unready, open_case, setting_of, show_unready
from api.pages.lab import VersionLine
from api.pages.rendering import show
from api.pages.visit import signed_in
from api.routes.request import service
from govengine.decide.axis import ROLE
from govengine.errors import GovengineError

blueprint = page_blueprint("map", "/map")
blueprint.register_error_handler(Unready, show_unready)

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A level as the picture shows it."""

    level: str
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """A map with all that can be chosen about it. `address` is its own, up to the question mark."""

    id: str
    setting: Setting
    others: tuple[VersionLine, ...]
    wanted: Wanted
    facts: tuple[Named, ...]
    across: str
    down: str
    by_role: bool
    pictures: tuple[Picture, ...]
    versions: tuple[str, ...]
    table: tuple[Group, ...]
    lines: int
    changed: int
    legend: tuple[LegendLine, ...]
    said: Sequence[tuple[str, str]]
    met: Sequence[tuple[str, str]]
    left_out: int
    notes: tuple[str, ...]
    query: str

    @property
    def address(self) -> str:
        """Where the map is."""
        return f"/map/{self.id}"


@blueprint.get("/<string:case_id>")
def look(case_id: str) -> Response:
    """The map of a case's kind of decision."""
    kept, asked = open_case(case_id)
    try:
        drawn = _draw(kept, asked, _wanted())
    except Undrawable:
        return redirect(f"/lab/cases/{case_id}?check=1", 303)
    return show("map/map.html", _page(kept, asked, drawn))


@blueprint.get("/<string:case_id>/cell/<int:side>/<int:row>/<int:column>")
def cell(case_id: str, side: int, row: int, column: int) -> Response:
    """The case that stands in a cell, in the lab. Looking again leads to the same one."""
    account = signed_in(Act.WHAT_IF)
    kept, asked = open_case(case_id)
    wanted = _wanted()
    try:
        case = _draw(kept, asked, wanted).case_at(side, row, column)
    except Undrawable:
        case = None
    if case is None:
        raise NotFound
    place = f"{side}/{row}/{column}?{urlencode(wanted.parts)}"
    return redirect(f"/lab/cases/{service().shelf.put_once(place, case, account, kept)}/answer", 303)


# -- what was sent ----------------------------------------------------------------------------------------------------


def _wanted() -> Wanted:
    """How it is asked for. What is longer than any name is no name."""
    said = {name: request.args.get(name, "") for name in ("across", "down", "beside", "rest")}
    named = {name: text for name, text in said.items() if len(text) <= LONGEST_NAME}
    return Wanted(**{**named, "rest": UNKNOWN if said["rest"] == UNKNOWN else MET})


def _draw(kept: Kept, asked: Ready, wanted: Wanted) -> Drawn:
    """The map. Raises Unready where the scheme cannot be asked, Undrawable."""
    rules = service().live.rules
    scheme = scheme_to_ask(rules, kept.case.scheme)
    assert scheme is not None  # the case is ready
    try:
        return draw(rules, scheme, asked, wanted)
    except GovengineError as error:
        said = tuple(f"{one.message} {one.what_to_do}" for one in error.problems)
        raise Unready(Unanswered(kept.id, setting_of(asked), said)) from error


# -- the view ---------------------------------------------------------------------------------------------------------


def _page(kept: Kept, asked: Ready, drawn: Drawn) -> MapPage:
    setting, drawing = setting_of(asked), drawn.map
    table = tuple(table_of(drawn))
    lines = [line for group in table for line in group.lines]
    scheme = scheme_to_ask(service().live.rules, kept.case.scheme)
    others = [one for one in scheme.versions if one.name != kept.case.version] if scheme else []
    levels = {answer[0] for line in lines for answer in line.answers}
    return MapPage(
        id=kept.id,
        setting=setting,
        others=tuple(
            VersionLine(one.name, window_in_words(one.since, one.until), one.draft) for one in others
        ),
        wanted=drawn.wanted,
        facts=tuple(Named(fact.name, fact_in_words(fact)) for fact in drawn.axes),
        across=axis_in_words(drawn, drawing.across),
        down=axis_in_words(drawn, drawing.down),
        by_role=drawing.down.name == ROLE,
        pictures=tuple(_picture(drawn, side, setting) for side in range(len(drawn.versions))),
        versions=tuple(one.case.version for one in drawn.versions),
        table=table,
        lines=len(lines),
        changed=sum(line.changed for line in lines),
        legend=tuple(
            LegendLine(str(level), SIGNS[level], words)
            for level, words in LEVELS.items()
            if str(level) in levels
        ),
        said=facts_in_words(asked.stack, said_in(drawn)),
        met=facts_in_words(asked.stack, drawn.met),
        left_out=drawing.across.left_out + drawing.down.left_out,
        notes=drawn.notes,
        query=urlencode(drawn.wanted.parts),
    )


def _picture(drawn: Drawn, side: int, setting: Setting) -> Picture:
    version = drawn.versions[side].case.version
    across = axis_in_words(drawn, drawn.map.across)
    down = axis_in_words(drawn, drawn.map.down)
    over = f"{down} by {across[:1].lower()}{across[1:]}" if across else down
    return picture_of(
        drawn,
        side,
        f"Version {version}: {setting.kind}",
        f"{over}. Each field says whose decision it is. The table below says the same.",
    )
