"""`/exercises`: packs of cases to talk about. Say what you would do, then see the answer. What you say is not kept."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.commands.evaluate import WhatIf
from api.lab.answer import Answer, answer_of, facts_said
from api.lab.exercises import MOST_CASES, Pack
from api.lab.scenario import title_from
from api.lab.two_lines import TwoLines, two_lines
from api.pages.blueprint import page_blueprint
from api.pages.cases import Setting, Unready, asked_and_answered, opened, setting_of, show_unready
from api.pages.rendering import Fault, show
from api.pages.visit import signed_in, visit
from api.routes.request import service
from govengine.scheme import Level

blueprint = page_blueprint("exercises", "/exercises")
blueprint.register_error_handler(Unready, show_unready)

LONGEST_SAID = 2000

CHOICES: tuple[tuple[str, str], ...] = (
    (Level.ACT, "Decide it on their own authority"),
    (Level.CONSULT, "Decide it, after hearing somebody"),
    (Level.AGREE, "Decide it together with somebody who has to agree"),
    (Level.REFER, "Pass it to somebody else to decide"),
    (Level.STOP, "Not go ahead in this way"),
)
"""What a participant chooses from: the levels of an answer, about whoever asks in the case."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something to choose from or to go to."""

    id: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class PackList:
    """The page that lists packs. `scenarios` are what a pack can be made of, where whoever is here may make one."""

    packs: tuple[Line, ...]
    makes: bool
    scenarios: tuple[Line, ...] = ()
    title: str = ""
    chosen: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class PackPage:
    """One pack."""

    id: str
    title: str
    cases: tuple[str, ...]
    makes: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case, before its answer."""

    pack: str
    pack_title: str
    number: int
    of: int
    title: str
    setting: Setting
    facts: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str], ...] = CHOICES
    chosen: str = ""
    why: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidPage:
    """A case with its answer, beside what whoever is here said. `said` is in no address and in no store."""

    case: CasePage
    said: str
    why: str
    same: bool
    answer: Answer
    lines: TwoLines


@blueprint.get("")
def list_all() -> Response:
    """The packs of this body."""
    signed_in(Act.EXERCISE)
    return show("exercises/list.html", _list())


@blueprint.post("")
def make() -> Response:
    """Put a pack together."""
    account = signed_in(Act.WHAT_IF)
    title = title_from(request.form.get("title", ""))
    wanted = frozenset(request.form.getlist("scenario"))
    chosen = [one for one in service().shelf.saved(account) if one.id in wanted]
    chosen.reverse()  # the order in which they were saved
    faults = []
    if not title:
        faults.append(Fault("title", "Enter a title for the exercise, such as: When to ask"))
    if not chosen:
        faults.append(Fault("scenario", "Choose at least one saved scenario"))
    if len(chosen) > MOST_CASES:
        faults.append(Fault("scenario", f"Choose {MOST_CASES} scenarios or fewer"))
    if faults:
        return show("exercises/list.html", _list(title, wanted, tuple(faults)), 422)
    return redirect(f"/exercises/{service().packs.put(title, chosen, account)}", 303)


@blueprint.get("/<string:pack_id>")
def pack(pack_id: str) -> Response:
    """One pack: what is in it."""
    found = _pack(pack_id)
    cases = tuple(one.title for one in found.cases)
    return show("exercises/pack.html", PackPage(found.id, found.title, cases, visit().has(Act.WHAT_IF)))


@blueprint.post("/<string:pack_id>/remove")
def remove(pack_id: str) -> Response:
    """Let a pack go."""
    account = signed_in(Act.WHAT_IF)
    found = service().packs.find(pack_id, account)
    if found is None:
        raise NotFound
    service().packs.remove(found, account)
    return redirect("/exercises", 303)


@blueprint.get("/<string:pack_id>/<string:number>")
def case(pack_id: str, number: str) -> Response:
    """A case of it, without its answer."""
    found = _pack(pack_id)
    return show("exercises/case.html", _case(found, _number(number, found))[0])


@blueprint.post("/<string:pack_id>/<string:number>")
def say(pack_id: str, number: str) -> Response:
    """The answer, beside what was said. Nothing is kept: going back asks anew."""
    found = _pack(pack_id)
    at = _number(number, found)
    page, what_if = _case(found, at)
    chosen, why = request.form.get("choice", ""), request.form.get("why", "")
    if chosen not in dict(CHOICES):
        fault = Fault("choice", "Choose what whoever asks should do")
        again = {"chosen": chosen, "why": why[:LONGEST_SAID], "faults": (fault,)}
        return show("exercises/case.html", _case(found, at, **again)[0], 422, keep=False)
    told = SaidPage(
        page,
        said=dict(CHOICES)[chosen],
        why=why.strip()[:LONGEST_SAID],
        same=chosen == str(what_if.determination.level),
        answer=answer_of(what_if, found.cases[at - 1].case, frozenset()),
        lines=two_lines(what_if, found.cases[at - 1].case),
    )
    return show("exercises/said.html", told, keep=False)


def _pack(pack_id: str) -> Pack:
    found = service().packs.find(pack_id, signed_in(Act.EXERCISE))
    if found is None:
        raise NotFound
    return found


def _number(text: str, found: Pack) -> int:
    """Which case of a pack an address names. Raises NotFound."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= len(found.cases)):
        raise NotFound
    return int(text[:3])


def _case(found: Pack, number: int, **said: Any) -> tuple[CasePage, WhatIf]:
    """The page of a case and what the engine says of it. Raises Unready."""
    kept = found.as_kept(number)
    asked = opened(kept)
    what_if = asked_and_answered(kept, asked)
    page = CasePage(
        found.id,
        found.title,
        number,
        len(found.cases),
        kept.title or "",
        setting_of(asked),
        tuple(facts_said(what_if, kept.case)),
        **said,
    )
    return page, what_if


def _list(title: str = "", chosen: frozenset[str] = frozenset(), faults: tuple[Fault, ...] = ()) -> PackList:
    account = signed_in(Act.EXERCISE)
    packs = tuple(
        Line(one.id, one.title, "1 case" if len(one.cases) == 1 else f"{len(one.cases)} cases")
        for one in service().packs.all_of(account)
    )
    makes = visit().has(Act.WHAT_IF)
    saved = service().shelf.saved(account) if makes else []
    scenarios = tuple(
        Line(one.id, one.title or "", f"{one.case.scheme}, version {one.case.version}") for one in saved
    )
    return PackList(packs, makes, scenarios, title, chosen, faults)
