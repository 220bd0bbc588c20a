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
    """Whether there is something to try, whether there are questions to read, and how many schemes are in force."""

    tries: bool
    asks: bool
    schemes: int


@blueprint.get("/")
def start() -> Response:
    """The start page."""
    if somebody().must_change:
        raise PasswordFirst
    here = visit()
    in_force = service().live.rules.in_force.library.schemes
    return show("start.html", Start(here.has(Act.WHAT_IF), here.has(Act.READ_QUESTIONS), len(in_force)))
