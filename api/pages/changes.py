"""`/changes`: what is going to change in a scheme, who is waited for and since when, and each part to be played."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import redirect
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.commands.answered_once import Done
from api.commands.changes.adopt_change import adopt_change
from api.commands.changes.agree import agree
from api.commands.changes.draft import ChangeError
from api.commands.changes.evidence import (
    CoDesign,
    TookPart,
    acknowledge_risks,
    answer_objection,
    give_evidence,
    give_view,
    name_host,
)
from api.commands.changes.on_change import OnChange
from api.commands.changes.once import change_once
from api.commands.changes.roll_back import roll_back, withdraw_change
from api.lab.wording import EFFECTS, day_of, joined
from api.pages.blueprint import page_blueprint
from api.pages.doing import doing_of, session_caller, text_of
from api.pages.rendering import Fault, show
from api.pages.visit import signed_in
from api.queries import changes as query
from api.routes.request import service
from api.store.accounts import Account
from govengine.decide.change_effect import ChangeEffect
from govengine.publishing import AGREEING, Part

blueprint = page_blueprint("changes", "/changes")

PARTS = {
    "check": "A second person has read the wording",
    "peer": "A peer agrees",
    "finance": "The finance officer agrees",
    "owner": "Whoever is accountable approves",
    "scenarios": "Every scenario comes out as it says",
    "co_design": "Who took part is told",
    "lived_experience": "Somebody has looked at it from lived experience",
    "answer": "An objection is answered",
    "sponsor": "Whoever delegates takes the risks, by name",
    "host_viewer": "Somebody who watches it is named",
    "adopt": "It is adopted",
}
MOST_ROLES_TOLD = 4
WITHDRAWING = (Part.CHECK, Part.PEER, Part.OWNER)
"""Whoever may play one of these may take the proposal back."""
STANDINGS = {
    "proposed": "Proposed",
    "adopted": "Adopted",
    "withdrawn": "Withdrawn",
    "rolled_back": "Rolled back",
}


@dataclass(frozen=True, slots=True)
class ChangeList:
    """The list: each change with those who are waited for."""

    lines: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist in words. `plays` are the roles in which whoever is here may play it."""

    part: str
    title: str
    who: str
    said: str
    waits: bool
    about: str | None
    plays: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A change, its checklist, and what whoever is here can do: `withdraws` are the roles in which they may take it back
    while it is a proposal.
    """

    id: str
    title: str
    effect: str
    standing: str
    because: tuple[str, ...]
    why: str
    problems: tuple[str, ...]
    failed: tuple[str, ...]
    items: tuple[Item, ...]
    at: str
    roles: tuple[tuple[str, str], ...]
    adopts: bool
    withdraws: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...] = ()


@blueprint.get("")
def list_all() -> Response:
    """Every change of the schemes the body has a part in."""
    caller = session_caller(signed_in(Act.READ_CHANGES))
    found = query.changes(service().live, caller)
    lines = [
        {
            "path": f"/changes/{one['id']}",
            "title": _title(one),
            "standing": STANDINGS[one["standing"]],
            "effect": EFFECTS[ChangeEffect(one["effect"])],
            "waits": joined([PARTS[part][:1].lower() + PARTS[part][1:] for part in one["waits_for"]]),
            "since": day_of(one["proposed_at"]),
        }
        for one in found
    ]
    return show("changes/list.html", ChangeList(tuple(lines)))


@blueprint.get("/<string:change_id>")
def read(change_id: str) -> Response:
    """One change."""
    return show("changes/change.html", _page(change_id, signed_in(Act.READ_CHANGES)), keep=False)


ACTS: Mapping[str, tuple[Act, Callable[[OnChange, Mapping[str, str]], Done]]] = {
    "agree": (Act.CHANGE, lambda on, sent: agree(on, Part(sent["part"]), sent["said"] or None)),
    "evidence": (
        Act.CHANGE,
        lambda on, sent: give_evidence(
            on,
            CoDesign(
                [TookPart(*_halves(line)) for line in _lines(sent["took_part"])],
                sent["changed"],
                sent["not_done"],
            ),
        ),
    ),
    "host": (Act.CHANGE, lambda on, sent: name_host(on, on.parties.body, sent["host"])),
    "view": (Act.CHANGE, lambda on, sent: give_view(on, sent["said"], objects=sent["objects"] == "yes")),
    "answer": (Act.CHANGE, lambda on, sent: answer_objection(on, sent["objection"], sent["said"])),
    "acknowledge": (Act.CHANGE, lambda on, sent: acknowledge_risks(on, _lines(sent["risks"]))),
    "adopt": (Act.ADOPT, lambda on, sent: adopt_change(on, sent["authority"])),
    "roll-back": (Act.ADOPT, lambda on, sent: roll_back(on, sent["why"])),
    "withdraw": (Act.CHANGE, lambda on, sent: withdraw_change(on, sent["why"])),
}
"""What can be done on the page, who may, and what is done with what was typed."""

TYPED = (
    "part",
    "said",
    "took_part",
    "changed",
    "not_done",
    "host",
    "objects",
    "objection",
    "risks",
    "authority",
    "why",
)
NEEDED = {
    "evidence": ("took_part", "changed", "not_done"),
    "view": ("said",),
    "answer": ("said",),
    "acknowledge": ("risks",),
    "adopt": ("authority",),
    "roll-back": ("why",),
    "withdraw": ("why",),
}
"""What has to be filled in."""


@blueprint.post("/<string:change_id>/<string:act>")
def play(change_id: str, act: str) -> Response:
    """Play a part. The same form sent twice plays it once."""
    if act not in ACTS:
        raise NotFound
    may, do = ACTS[act]
    account = signed_in(may)
    typed = {name: text_of(name) for name in TYPED}
    lacking = [
        Fault(f"{act}-{name}", "Fill in every field of the part you play")
        for name in NEEDED.get(act, ())
        if not typed[name]
    ]
    if lacking or (act == "agree" and typed["part"] not in set(Part)):
        return _again(change_id, account, tuple(lacking[:1]) or (Fault("checklist", "Choose a part"),))
    desk, doing = service().live, doing_of(account)
    if act == "adopt":
        query.foresee_adoption(desk, change_id)
    try:
        kept = desk.record(
            partial(change_once, change_id=change_id, doing=doing, do=lambda on: do(on, typed))
        )
    except ChangeError as error:
        if error.code == "unknown-change":
            raise NotFound from None
        told = tuple(Fault("checklist", f"{one.message} {one.what_to_do}") for one in error.problems)
        return _again(change_id, account, told)
    if kept.status >= HTTPStatus.BAD_REQUEST:
        problem = json.loads(kept.body)
        return _again(
            change_id, account, (Fault("checklist", f"{problem['detail']} {problem['what_to_do']}"),)
        )
    return redirect(f"/changes/{change_id}", 303)


def _again(change_id: str, account: Account, faults: tuple[Fault, ...]) -> Response:
    return show("changes/change.html", _page(change_id, account, faults), 422, keep=False)


def _page(change_id: str, account: Account, faults: tuple[Fault, ...] = ()) -> ChangePage:
    found = query.change(service().live, session_caller(account), change_id)
    if found is None:
        raise NotFound
    titles = {one["role"]: one["title"] for line in found["checklist"] for one in line["roles"]}
    held = tuple((role, titles.get(role, role.replace("_", " "))) for role in sorted(account.roles_held))
    wrote = account.ref in {found["by"]["ref"], *found["edited_by"]}
    may = _acts(account)
    ours = {
        one["role"] for line in found["checklist"] if line["part"] in WITHDRAWING for one in line["roles"]
    }
    withdraws = [one for one in held if one[0] in ours] if Act.CHANGE in may else []
    return ChangePage(
        found["id"],
        _title(found),
        EFFECTS[ChangeEffect(found["effect"])],
        STANDINGS[found["standing"]],
        tuple(found["because"]),
        found["why"] or "",
        tuple(found["problems"]),
        tuple(found["scenarios"]["failed"]),
        tuple(_item(line, account, wrote=wrote) for line in found["checklist"]),
        found["story"][-1]["id"],
        held,
        Act.ADOPT in may,
        tuple(withdraws) if found["standing"] == "proposed" else (),
        faults,
    )


def _acts(account: Account) -> set[Act]:
    caller = session_caller(account)
    return {act for act in (Act.CHANGE, Act.ADOPT) if caller.may(act)}


def _item(line: Mapping[str, Any], account: Account, *, wrote: bool) -> Item:
    done, since = line["done"], day_of(line["since"])
    said = f"Waited for since {since}"
    if done is not None:
        by = done["by"]["ref"]
        said = f"Done on {day_of(done['at'])}" + (f" by {by}" if by else "")
    may = Act.ADOPT if line["part"] == Part.ADOPT else Act.CHANGE
    mine = (
        [one for one in line["roles"] if one["role"] in account.roles_held] if may in _acts(account) else []
    )
    if wrote and line["part"] in AGREEING:
        mine = []
        if line["waits"]:
            said += ". You had a part in writing it, so somebody else agrees"
    return Item(
        line["part"],
        PARTS[line["part"]],
        _who(line["roles"]),
        said,
        line["waits"],
        line["about"],
        tuple((one["role"], one["title"]) for one in mine) if line["waits"] else (),
    )


def _title(found: Mapping[str, Any]) -> str:
    versions = service().live.rules.in_force.library.schemes.get(found["scheme"], ())
    title = versions[-1].text.title.value if versions else found["scheme"]
    return f"{title}, version {found['version']}"


def _who(roles: Sequence[Mapping[str, str]]) -> str:
    if not roles:
        return "nobody: it is worked out"
    if len(roles) > MOST_ROLES_TOLD:
        return f"somebody in any of the {len(roles)} roles of people that the scheme names"
    return joined([f"the {one['title']}" for one in roles], "or")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _halves(line: str) -> tuple[str, str]:
    role, _, how = line.partition(":")
    return role.strip(), how.strip() or "took part"
