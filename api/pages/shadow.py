"""`/shadow`: what rules in shadow would have allowed, beside what people decided. By rule and team, never by person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.pages.blueprint import page_blueprint
from api.pages.doing import session_caller
from api.pages.rendering import show
from api.pages.visit import signed_in
from api.queries.agreement import FEWEST, agreement_of
from api.queries.reads import recorded_read
from api.routes.request import service
from govengine.scheme import Version

blueprint = page_blueprint("shadow", "/shadow")


@dataclass(frozen=True, slots=True)
class Compared:
    """Of so many decided cases, how many went as the rule would have had them; `open` wait for somebody still."""

    name: str
    agree: int
    decided: int
    open: int


@dataclass(frozen=True, slots=True)
class ShadowRule:
    """A rule in shadow in words. `reasons` are what people wrote when they departed or declined, and how often."""

    title: str
    scheme: str
    whole: Compared
    departed: int
    teams: tuple[Compared, ...]
    reasons: tuple[tuple[str, int], ...]
    erased: int


@dataclass(frozen=True, slots=True)
class ShadowPage:
    """The page. `fewest` is how many decisions a team has that stands alone."""

    rules: tuple[ShadowRule, ...]
    fewest: int = FEWEST


@blueprint.get("")
def look() -> Response:
    """Every rule in shadow that decisions of the body have met. Where reasons are told, the reading is recorded."""
    caller, live = session_caller(signed_in(Act.READ_AGREEMENT)), service().live
    rules: list[ShadowRule] = []
    read: list[int] = []
    for scheme, versions in sorted(live.rules.in_force.library.schemes.items()):
        found = agreement_of(live, scheme, caller.body)
        if found is not None:
            rules += [_rule(told, versions[-1]) for told in found.body["rules"]]
            read += found.read
    if read:
        recorded_read(live, caller, sorted(set(read)), what="agreement")
    return show("shadow.html", ShadowPage(tuple(rules)), keep=False)


def _rule(told: Mapping[str, Any], version: Version) -> ShadowRule:
    name = told["rule"].partition("/")[2]
    title = next((one.title.value for one in version.text.grants if one.id.value == name and one.title), "")
    return ShadowRule(
        title or name.replace("-", " ").capitalize(),
        version.text.title.value,
        _compared("All teams", told),
        told["departed"],
        tuple(_compared(one["team"] or "Smaller teams, and no team", one) for one in told["teams"]),
        tuple((one["said"], one["count"]) for one in told["reasons"]),
        told["reasons_erased"],
    )


def _compared(name: str, told: Mapping[str, Any]) -> Compared:
    return Compared(name, told["agree"], told["decided"], told["open"])
