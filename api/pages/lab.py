"""`/lab`: choosing what is asked. A scheme, a version, a kind of decision, a role and a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.lab.case import Case
from api.lab.choosing import (
    Choice,
    Named,
    SchemeChoices,
    kinds_of,
    roles_of,
    scheme_to_ask,
    schemes_to_ask,
    stack_or_none,
)
from api.lab.reading import Mistyped, day_from
from api.lab.wording import day_in_words, window_in_words
from api.pages.blueprint import page_blueprint
from api.pages.rendering import Fault, show
from api.pages.visit import signed_in
from api.routes.request import service
from govengine.scheme import Stack

blueprint = page_blueprint("lab", "/lab")

FAR = timedelta(days=3660)
"""How far from today a day may lie: ten years ahead is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version as it is chosen."""

    name: str
    window: str
    draft: bool


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """A scheme in the list."""

    id: str
    title: str
    owner: str
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class Schemes:
    """The page that lists schemes."""

    schemes: tuple[SchemeLine, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """The page on which a case begins. `said` is what was typed."""

    scheme: SchemeLine
    kinds: Sequence[Named]
    roles: Sequence[Named]
    said: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@blueprint.get("")
def choose_scheme() -> Response:
    """Every scheme that can be asked."""
    signed_in(Act.WHAT_IF)
    found = schemes_to_ask(service().live.rules)
    return show("lab/schemes.html", Schemes(tuple(map(line_of, found))))


@blueprint.get("/schemes/<string:scheme>")
def choose_setting(scheme: str) -> Response:
    """What to ask of a scheme."""
    account = signed_in(Act.WHAT_IF)
    found = scheme_here(scheme)
    before = service().shelf.find(request.args.get("from", ""), account)
    said = _said_in(before.case) if before and before.case.scheme == scheme else {}
    return show("lab/setting.html", _setting(found, said))


@blueprint.post("/schemes/<string:scheme>")
def begin(scheme: str) -> Response:
    """Begin a case."""
    account = signed_in(Act.WHAT_IF)
    found = scheme_here(scheme)
    before = service().shelf.find(request.form.get("from", ""), account)
    case, faults = _case(found, before.case if before else None)
    if case is None:
        return show("lab/setting.html", _setting(found, request.form.to_dict(), faults), 422)
    return redirect(f"/lab/cases/{service().shelf.put(case, account)}", 303)


def scheme_here(name: str) -> SchemeChoices:
    """The scheme at this address. Raises NotFound."""
    found = scheme_to_ask(service().live.rules, name)
    if found is None:
        raise NotFound
    return found


def line_of(found: SchemeChoices) -> SchemeLine:
    """It with its versions, for a list."""
    versions = [
        VersionLine(one.name, window_in_words(one.since, one.until), one.draft) for one in found.versions
    ]
    return SchemeLine(found.id, found.title, found.owner, tuple(versions))


def _setting(found: SchemeChoices, said: dict[str, str], faults: Sequence[Fault] = ()) -> Setting:
    stacks = stacks_of(found)
    if len(found.versions) == 1:
        said.setdefault("version", found.versions[0].name)
    kinds, roles = named_once(map(kinds_of, stacks)), named_once(map(roles_of, stacks))
    if len(kinds) == 1:
        said.setdefault("kind", kinds[0].name)
    return Setting(line_of(found), kinds, roles, said, tuple(faults))


def stacks_of(found: SchemeChoices) -> list[Stack]:
    """What each version that loads governs by."""
    made = (stack_or_none(service().live.rules, choice) for choice in found.versions)
    return [stack for stack in made if stack is not None]


def named_once(lists: Iterable[Sequence[Named]]) -> list[Named]:
    """What any version declares, each once, as the latest calls it."""
    found: dict[str, Named] = {}
    for one in (named for names in lists for named in names):
        found.setdefault(one.name, one)
    return list(found.values())


def _said_in(case: Case) -> dict[str, str]:
    day = {"day": str(case.day.day), "month": str(case.day.month), "year": str(case.day.year)}
    return {"version": case.version, "kind": case.kind, "role": case.role, **day}


# -- what was said ------------------------------------------------------------------------------------------------


def _case(found: SchemeChoices, before: Case | None) -> tuple[Case | None, list[Fault]]:
    """The case that was described, keeping what was typed before; or what is wrong with it."""
    faults: list[Fault] = []
    choice = found.choice(request.form.get("version", ""))
    if choice is None:
        return None, [Fault("version", "Choose a version")]
    stack = stack_or_none(service().live.rules, choice)
    if stack is None:
        text = "Choose another version: this draft does not load yet. `govengine check` says why"
        return None, [Fault("version", text)]
    kind, role = request.form.get("kind", ""), request.form.get("role", "")
    if kind not in {one.name for one in kinds_of(stack)}:
        known = "Choose a kind of decision" + (f" that version {choice.name} has" if kind else "")
        faults.append(Fault("kind", known))
    if role not in {one.name for one in roles_of(stack)}:
        known = "Choose who is asking" + (f": a role that version {choice.name} has" if role else "")
        faults.append(Fault("role", known))
    day = _day(choice, stack, faults)
    if faults or day is None:
        return None, faults
    typed = before.typed if before and before.scheme == found.id else {}
    return Case(found.id, choice.name, kind, role, day, typed), []


def _day(choice: Choice, stack: Stack, faults: list[Fault]) -> date | None:
    today = service().live.clock().astimezone(ZoneInfo(stack.zone)).date()
    sent = [request.form.get(part, "") for part in ("day", "month", "year")]
    if not any(text.strip() for text in sent):
        return choice.day_for(today)
    try:
        day = day_from(*sent)
    except Mistyped as mistyped:
        faults.append(Fault("day", f"The day {mistyped}"))
        return None
    if not choice.version.holds_on(day):
        window = window_in_words(choice.since, choice.until)
        told = f"Version {choice.name} is for {window}; {day_in_words(day)} is not one of its days"
        faults.append(Fault("day", told))
        return None
    if day > today + FAR:
        faults.append(Fault("day", "The day must be within ten years from now"))
        return None
    return day
