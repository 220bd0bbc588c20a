"""`/questions`: what the schemes leave open, for whoever can put it right. One click makes a scenario of it."""

import json
from dataclasses import dataclass

from flask import redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.lab.choosing import SchemeChoices, scheme_to_ask, schemes_to_ask, stack_or_none
from api.lab.unanswered import case_of_question
from api.lab.wording import capital, day_in_words, joined
from api.pages.blueprint import page_blueprint
from api.pages.cases import Unanswered, Unready, show_unready
from api.pages.rendering import show
from api.pages.visit import signed_in, visit
from api.queries.questions import REPLY_WITHIN, ZONE, Named, OpenQuestion, Questions, questions_of
from api.routes.request import service
from api.store.questions import find_asked
from govengine.errors import SchemeError
from govengine.scheme import Stack

blueprint = page_blueprint("questions", "/questions")
blueprint.register_error_handler(Unready, show_unready)

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A question in words. `latest` is the id of the last decision in which it was asked."""

    kind: str
    scheme: str
    classes: str
    asked: str
    named: str
    answered: str
    due: str
    overdue: bool
    latest: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme the list can be narrowed to."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class QuestionList:
    """The page. `silence` is what schemes did not know, `not_met` what they knew and nobody could do."""

    silence: tuple[Line, ...]
    not_met: tuple[Line, ...]
    schemes: tuple[Scheme, ...]
    chosen: str
    overdue: int
    within: int
    makes: bool
    left_out: int
    whole: bool


@blueprint.get("")
def list_all() -> Response:
    """The question list of this body."""
    account = signed_in(Act.READ_QUESTIONS)
    chosen = request.args.get("scheme", "")[:LONGEST_NAME]
    found = questions_of(service().live, account.body, {"scheme": chosen} if chosen else {})
    return show("questions.html", _page(found, chosen))


@blueprint.post("/scenario")
def make_scenario() -> Response:
    """Make a scenario of the question in a decision, to be completed."""
    account = signed_in(Act.WHAT_IF)
    with service().live.engine.connect() as connection:
        asked = find_asked(connection, request.form.get("decision", "")[:LONGEST_NAME], account.body)
    rules = service().live.rules
    scheme = scheme_to_ask(rules, asked.scheme) if asked else None
    if asked is None or scheme is None:
        raise NotFound
    try:
        case, title = case_of_question(rules, scheme, json.loads(asked.leaf))
    except SchemeError as error:
        raise Unready(Unanswered("", None, tuple(map(str, error.problems)))) from error
    shelf = service().shelf
    kept = shelf.find(shelf.put(case, account), account)
    assert kept is not None  # it was put there a moment ago
    shelf.save(kept, title)
    return redirect(f"/scenarios/{kept.id}", 303)


# -- in words -----------------------------------------------------------------------------------------------------


def _page(found: Questions, chosen: str) -> QuestionList:
    schemes = {one.id: one for one in schemes_to_ask(service().live.rules)}
    stacks = {name: _latest(one) for name, one in schemes.items()}
    lines = [
        (one.basis, _line(one, schemes.get(one.scheme), stacks.get(one.scheme))) for one in found.questions
    ]
    return QuestionList(
        silence=tuple(line for basis, line in lines if basis == "silence"),
        not_met=tuple(line for basis, line in lines if basis == "not_met"),
        schemes=tuple(Scheme(one.id, one.title) for one in schemes.values()),
        chosen=chosen if chosen in schemes else "",
        overdue=sum(one.overdue for one in found.questions),
        within=REPLY_WITHIN,
        makes=visit().has(Act.WHAT_IF),
        left_out=found.left_out,
        whole=found.whole,
    )


def _latest(scheme: SchemeChoices) -> Stack | None:
    made = (stack_or_none(service().live.rules, choice) for choice in scheme.versions if not choice.draft)
    return next((stack for stack in made if stack is not None), None)


def _line(one: OpenQuestion, scheme: SchemeChoices | None, stack: Stack | None) -> Line:
    title = stack.kind_titles.get(one.kind) if stack else None
    return Line(
        kind=capital(title or one.kind.replace("_", " ")),
        scheme=scheme.title if scheme else one.scheme,
        classes=joined([name.replace("_", " ") for name in one.classes]),
        asked=_asked(one),
        named=_people(one.named, stack),
        answered=_people(one.answered, stack),
        due="" if one.reply_due is None else day_in_words(one.reply_due),
        overdue=one.overdue > 0,
        latest=one.latest,
    )


def _asked(one: OpenQuestion) -> str:
    first, last = (day_in_words(at.astimezone(ZONE).date()) for at in (one.first_asked, one.last_asked))
    if one.asked == 1:
        return f"Asked once, on {first}"
    days = f"on {first}" if first == last else f"first on {first}, last on {last}"
    return f"Asked {one.asked:,} times, {days}"


def _people(found: tuple[Named, ...], stack: Stack | None) -> str:
    def title(one: Named) -> str:
        name = stack.title_of(one.role) if stack else one.role.replace("_", " ")
        return f"the {name}" + (f" ({one.count:,} times)" if one.count > 1 else "")

    return joined([title(one) for one in found])
