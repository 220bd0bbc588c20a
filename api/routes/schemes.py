"""`/v1/schemes`: what is in force, and what it asks about."""

from typing import Any

from flask import Blueprint, request
from marshmallow import ValidationError

from api.auth.caller import Act
from api.problems import problem
from api.queries import schemes as query
from api.queries.agreement import agreement_of
from api.queries.budgets import budgets_of
from api.queries.pilots import pilots_of
from api.queries.reads import recorded_read
from api.routes.request import HttpError, caller_for, read_purpose, service
from api.schemas.documented import documented
from api.schemas.schemes import (
    Agreement,
    Budgets,
    Facts,
    FactsQuery,
    Pilots,
    Scheme,
    Schemes,
    SchemeValues,
    VersionDetail,
)

blueprint = Blueprint("schemes", __name__, url_prefix="/v1/schemes")


@blueprint.get("")
@documented(
    "List schemes", "Every scheme with an adopted version.", answers={200: Schemes}, problems=(401, 403)
)
def list_all() -> dict[str, Any]:
    """Every scheme in force."""
    caller_for(Act.READ_SCHEMES)
    return {"schemes": query.schemes(service().live)}


@blueprint.get("/<string:scheme>")
@documented(
    "Read a scheme", "One scheme with its adopted versions.", answers={200: Scheme}, problems=(401, 403, 404)
)
def read(scheme: str) -> dict[str, Any]:
    """One scheme."""
    caller_for(Act.READ_SCHEMES)
    return _found(query.scheme(service().live, scheme))


@blueprint.get("/<string:scheme>/budgets")
@documented(
    "Read pooled budgets",
    "What is spent, reserved and left by now, each partner's share, and who bears what goes over.",
    answers={200: Budgets},
    problems=(401, 403, 404),
)
def budgets(scheme: str) -> dict[str, Any]:
    """The pooled budgets of a scheme, for the bodies that have a part in it."""
    caller = caller_for(Act.READ_DECISIONS)
    desk = service().desk(sandbox=caller.sandbox)
    found = budgets_of(desk, scheme, caller.body)
    return _found(None if found is None else {"budgets": found})


@blueprint.get("/<string:scheme>/values")
@documented(
    "Read values",
    "The figures of the version in force now, their bounds, and which schemes below have set them, to what and "
    "since when.",
    answers={200: SchemeValues},
    problems=(401, 403, 404),
)
def values(scheme: str) -> dict[str, Any]:
    """A lower body sets a value within its bounds without asking; here the higher one sees it."""
    caller_for(Act.READ_SCHEMES)
    live = service().live
    return _found(query.values(live, scheme, live.clock()))


@blueprint.get("/<string:scheme>/pilots")
@documented(
    "List pilots",
    "The pilots of the version in force now: what each is for, where, until when, who owns it, how its host sees it, "
    "and whether its end is due.",
    answers={200: Pilots},
    problems=(401, 403, 404),
)
def pilots(scheme: str) -> dict[str, Any]:
    """What is tried out under a scheme."""
    caller_for(Act.READ_SCHEMES)
    live = service().live
    return _found(pilots_of(live, scheme, live.clock()))


@blueprint.get("/<string:scheme>/agreement")
@documented(
    "Read the agreement with rules in shadow",
    "How often people decided what a rule in shadow would have allowed, by rule and team, with the reasons they wrote "
    "when they departed or declined. Never by person. Where there are reasons the reading is recorded.",
    answers={200: Agreement},
    problems=(401, 403, 404, 503),
    reading=True,
)
def agreement(scheme: str) -> dict[str, Any]:
    """A rule in shadow beside what people decided."""
    caller = caller_for(Act.READ_AGREEMENT)
    purpose = read_purpose()
    desk = service().desk(sandbox=caller.sandbox)
    found = agreement_of(desk, scheme, caller.body)
    if found is not None and found.read:
        recorded_read(desk, caller, found.read, what="agreement", purpose=purpose)
    return _found(None if found is None else found.body)


@blueprint.get("/<string:scheme>/versions/<string:version>")
@documented(
    "Read a version",
    "Its words, its source and its text.",
    answers={200: VersionDetail},
    problems=(401, 403, 404),
)
def read_version(scheme: str, version: str) -> dict[str, Any]:
    """One version."""
    caller_for(Act.READ_SCHEMES)
    return _found(query.version_detail(service().live, scheme, version))


@blueprint.get("/<string:scheme>/versions/<string:version>/facts")
@documented(
    "List the facts that can matter",
    "With kind, exactly the facts that some rule for that kind reads; without, all facts declared.",
    query=FactsQuery,
    answers={200: Facts},
    problems=(400, 401, 403, 404),
)
def facts(scheme: str, version: str) -> dict[str, Any]:
    """The facts that can matter for a kind."""
    caller_for(Act.READ_SCHEMES)
    try:
        kind = FactsQuery().load(request.args.to_dict()).get("kind")
    except ValidationError as error:
        raise HttpError([problem("bad-query", str(error))]) from None
    found = query.facts(service().live, scheme, version, kind)
    if found is None:
        raise HttpError([problem("unknown-version")])
    return {"kind": kind, "facts": found}


def _found(body: dict[str, Any] | None) -> dict[str, Any]:
    if body is None:
        raise HttpError([problem("unknown-version")])
    return body
