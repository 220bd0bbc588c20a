"""HTML of a view: a frozen dataclass in, a page out. Everything is escaped unless it came from a template."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Response, request
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from jinja2.loaders import ChoiceLoader
from sqlalchemy.exc import SQLAlchemyError

from api.pages.assets import assets
from api.pages.navigation import Link, links_for
from api.pages.visit import Visit, form_token, visit
from govengine.errors import GovengineError


@dataclass(frozen=True, slots=True)
class Fault:
    """Something typed that cannot be used: the id of the field, and what to do, in a sentence without a stop."""

    field: str
    text: str


@cache
def environment() -> Environment:
    """Our templates, and those of govuk-frontend, which look into members that may not be there."""
    loaders = {"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}
    made = Environment(
        loader=ChoiceLoader([PackageLoader("api.pages"), PrefixLoader(loaders)]),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["fault_at"] = fault_at
    return made


def fault_at(faults: Sequence[Fault], field: str) -> dict[str, str] | None:
    """The error message of a field, as govuk-frontend's macros take it."""
    text = " ".join(fault.text for fault in faults if fault.field == field)
    return {"text": text} if text else None


def show(template: str, view: Any, status: int = 200, *, keep: bool = True) -> Response:
    """The page of a view. `keep` is False for what must not be there any more when somebody goes back."""
    html = environment().get_template(template).render(page=view, **_around())
    response = Response(html, status, content_type="text/html; charset=utf-8")
    if not keep:
        response.headers["Cache-Control"] = "no-store"
    return response


def _around() -> dict[str, Any]:
    """What stands around the content of every page, as far as it can be had."""
    here, token = Visit("", None), ""
    with suppress(GovengineError, SQLAlchemyError):  # the page that says so is shown to nobody in particular
        here, token = visit(), form_token()
    links: Sequence[Link] = links_for(here, request.path)
    return {"account": here.account, "token": token, "links": links, "assets": assets()}
