"""`/scenarios`: cases somebody saved, each as a story that can be run and downloaded."""

import re
from dataclasses import dataclass

from flask import Response, redirect
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from api.auth.caller import Act
from api.lab.answer import heading_of
from api.lab.asking import Ready
from api.lab.scenario import feature_text
from api.lab.shelf import Kept
from api.pages.blueprint import page_blueprint
from api.pages.cases import Setting, Unready, asked_and_answered, open_case, setting_of, show_unready
from api.pages.rendering import show
from api.pages.visit import signed_in
from api.routes.request import service

blueprint = page_blueprint("scenarios", "/scenarios")
blueprint.register_error_handler(Unready, show_unready)


@dataclass(frozen=True, slots=True)
class Line:
    """A saved scenario in the list."""

    id: str
    title: str
    scheme: str
    version: str


@dataclass(frozen=True, slots=True)
class Scenarios:
    """The list of what has been saved."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A saved scenario, with its text and what the scheme says of it now."""

    id: str
    title: str
    setting: Setting
    heading: str
    text: str


@blueprint.get("")
def list_all() -> Response:
    """What this body has saved."""
    account = signed_in(Act.WHAT_IF)
    found = service().shelf.saved(account)
    lines = [Line(one.id, one.title or "", one.case.scheme, one.case.version) for one in found]
    return show("lab/scenarios.html", Scenarios(tuple(lines)))


@blueprint.get("/<string:case_id>")
def scenario(case_id: str) -> Response:
    """One of them."""
    kept, asked = _saved(case_id)
    found = asked_and_answered(kept, asked)
    text = feature_text(kept.title or "", found)
    heading = heading_of(found, kept.case)
    page = Scenario(case_id, kept.title or "", setting_of(asked), heading, text)
    return show("lab/scenario.html", page)


@blueprint.get("/<string:case_id>/scenario.feature")
def download(case_id: str) -> Response:
    """Its text, as a file."""
    kept, asked = _saved(case_id)
    text = feature_text(kept.title or "", asked_and_answered(kept, asked))
    reply = Response(text, content_type="text/x-gherkin; charset=utf-8")
    reply.headers["Content-Disposition"] = f'attachment; filename="{_file_name(kept)}"'
    return reply


@blueprint.post("/<string:case_id>/remove")
def remove(case_id: str) -> AnyResponse:
    """Let it go."""
    kept = service().shelf.find(case_id, signed_in(Act.WHAT_IF))
    if kept is None:
        raise NotFound
    service().shelf.remove(kept)
    return redirect("/scenarios", 303)


def _saved(case_id: str) -> tuple[Kept, Ready]:
    kept, asked = open_case(case_id)
    if kept.title is None:
        raise NotFound
    return kept, asked


def _file_name(kept: Kept) -> str:
    """A name that any file system takes."""
    words = re.sub(r"[^a-z0-9]+", "-", (kept.title or "").casefold()).strip("-")[:60].strip("-")
    return f"{words or 'scenario'}.feature"
