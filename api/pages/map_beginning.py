"""`/map`: choosing of which kind of decision, under which version, there is to be a map."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from flask import redirect, request
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.lab.case import Case
from api.lab.choosing import Named, SchemeChoices, kinds_of, roles_of, schemes_to_ask, stack_or_none
from api.pages.blueprint import page_blueprint
from api.pages.lab import SchemeLine, line_of, named_once, scheme_here, stacks_of
from api.pages.rendering import Fault, show
from api.pages.visit import signed_in
from api.routes.request import service

blueprint = page_blueprint("map-beginning", "/map")


@dataclass(frozen=True, slots=True)
class Schemes:
    """The page that lists schemes of which there can be a map."""

    schemes: tuple[SchemeLine, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """The page on which a map begins. `said` is what was chosen."""

    scheme: SchemeLine
    kinds: Sequence[Named]
    said: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@blueprint.get("")
def choose_scheme() -> Response:
    """Every scheme that has kinds of decision, and somebody who can ask."""
    signed_in(Act.WHAT_IF)
    found = [one for one in schemes_to_ask(service().live.rules) if _kinds(one)]
    return show("map/schemes.html", Schemes(tuple(map(line_of, found))))


@blueprint.get("/schemes/<string:scheme>")
def choose_kind(scheme: str) -> Response:
    """Which kind of decision, under which version."""
    signed_in(Act.WHAT_IF)
    found = scheme_here(scheme)
    return show("map/beginning.html", _beginning(found, {"version": found.versions[0].name}))


@blueprint.post("/schemes/<string:scheme>")
def begin(scheme: str) -> Response:
    """A map on a case of which nothing is known yet."""
    account = signed_in(Act.WHAT_IF)
    found = scheme_here(scheme)
    case, faults = _case(found)
    if case is None:
        return show("map/beginning.html", _beginning(found, request.form.to_dict(), faults), 422)
    return redirect(f"/map/{service().shelf.put(case, account)}", 303)


def _kinds(found: SchemeChoices) -> list[Named]:
    return named_once(kinds_of(stack) if roles_of(stack) else [] for stack in stacks_of(found))


def _beginning(found: SchemeChoices, said: dict[str, str], faults: Sequence[Fault] = ()) -> Beginning:
    kinds = _kinds(found)
    if len(kinds) == 1:
        said.setdefault("kind", kinds[0].name)
    return Beginning(line_of(found), kinds, said, tuple(faults))


def _case(found: SchemeChoices) -> tuple[Case | None, list[Fault]]:
    """The case that was chosen, or what is wrong with it."""
    choice = found.choice(request.form.get("version", ""))
    if choice is None:
        return None, [Fault("version", "Choose a version")]
    stack = stack_or_none(service().live.rules, choice)
    if stack is None:
        text = "Choose another version: this draft does not load yet. `govengine check` says why"
        return None, [Fault("version", text)]
    kind = request.form.get("kind", "")
    if kind not in {one.name for one in kinds_of(stack)}:
        known = f" that version {choice.name} has" if kind else ""
        return None, [Fault("kind", f"Choose a kind of decision{known}")]
    today = service().live.clock().astimezone(ZoneInfo(stack.zone)).date()
    return Case(found.id, choice.name, kind, roles_of(stack)[0].name, choice.day_for(today)), []
