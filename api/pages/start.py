"""The start page: what this is, and what whoever is here can do."""

from dataclasses import dataclass

from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.pages.blueprint import page_blueprint
from api.pages.rendering import show
from api.pages.visit import PasswordFirst, somebody, visit
from api.routes.request import service

blueprint = page_blueprint("start")


@dataclass(frozen=True, slots=True)
class Start:
    """Whether there is something to try, and how many schemes are in force."""

    tries: bool
    schemes: int


@blueprint.get("/")
def start() -> Response:
    """The start page."""
    if somebody().must_change:
        raise PasswordFirst
    in_force = service().live.rules.in_force.library.schemes
    return show("start.html", Start(visit().has(Act.WHAT_IF), len(in_force)))
