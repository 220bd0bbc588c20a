"""`/lab/cases`: the facts of a made-up case, and its answer. Each change makes another case; none ever changes."""

from dataclasses import dataclass, replace

from flask import redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.commands.evaluate import WhatIf
from api.lab.answer import Answer, answer_of, facts_said
from api.lab.asking import Elsewhere, Ready, ask, elsewhere, moved, ready
from api.lab.case import Case
from api.lab.choosing import scheme_to_ask
from api.lab.fields import Section, parts_of
from api.lab.reading import Mistake, question_of
from api.lab.scenario import title_from
from api.lab.shelf import Kept
from api.lab.wording import day_in_words, with_article
from api.pages.blueprint import page_blueprint
from api.pages.rendering import Fault, show
from api.pages.visit import signed_in
from api.routes.request import service
from govengine.errors import GovengineError, SchemeError

blueprint = page_blueprint("cases", "/lab/cases")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is asked, in words."""

    scheme: str
    scheme_id: str
    version: str
    draft: bool
    kind: str
    role: str
    day: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The page on which facts are typed. `typed` is as it was typed; there are `parts` pages of them."""

    id: str
    setting: Setting
    sections: list[Section]
    typed: dict[str, list[str]]
    part: int
    parts: int
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """The page with the answer. `where` says on which part of the form a fact is."""

    id: str
    setting: Setting
    title: str | None
    answer: Answer
    facts: list[tuple[str, str]]
    others: list[Elsewhere]
    where: dict[str, str]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The page of a case that cannot be asked any more, since its scheme has changed."""

    id: str
    setting: Setting | None
    said: tuple[str, ...]


class Unready(Exception):  # noqa: N818 - a state, shown as a page
    """The case cannot be asked as it is kept."""

    def __init__(self, page: Unanswered) -> None:
        super().__init__(page)
        self.page = page


def show_unready(error: Unready) -> Response:
    """The page of a case that cannot be asked."""
    return show("lab/unready.html", error.page, 409)


blueprint.register_error_handler(Unready, show_unready)


@blueprint.get("/<string:case_id>")
def facts(case_id: str) -> Response:
    """The facts that can matter, to fill in."""
    kept, _ = open_case(case_id)
    kept = service().shelf.latest(kept, signed_in(Act.WHAT_IF))
    asked = _ready(kept, kept.case)
    part = _part(request.args.get("part"), len(parts_of(asked.sections)))
    faults = [] if "check" not in request.args else _mistakes(asked)
    return show("lab/facts.html", _facts(kept, asked, part, faults))


@blueprint.post("/<string:case_id>")
def tell(case_id: str) -> Response:
    """Keep what was typed, and go on to the answer, or to the next part of the form."""
    account = signed_in(Act.WHAT_IF)
    kept, asked = open_case(case_id)
    parts = parts_of(asked.sections)
    part = _part(request.form.get("part"), len(parts))
    told = _ready(kept, asked.case.with_typed(_typed(parts[part - 1])))
    mistakes = _mistakes(told, parts[part - 1])
    if mistakes:
        return show("lab/facts.html", _facts(kept, told, part, mistakes), 422)
    fresh = service().shelf.put(told.case, account, case_id)
    onward = f"?part={part + 1}" if "more" in request.form and part < len(parts) else "/answer"
    return redirect(f"/lab/cases/{fresh}{onward}", 303)


@blueprint.get("/<string:case_id>/answer")
def answer(case_id: str) -> Response:
    """Whose decision it is, and why."""
    kept, asked = open_case(case_id)
    found, mistakes = _ask(kept, asked)
    if found is None:
        return redirect(f"/lab/cases/{case_id}?check=1&part={_where(asked, mistakes)}", 303)
    return show("lab/answer.html", _answered(kept, asked, found))


@blueprint.post("/<string:case_id>/again")
def again(case_id: str) -> Response:
    """The same case under another version, or with duties done."""
    account = signed_in(Act.WHAT_IF)
    kept, _ = open_case(case_id)
    done = dict.fromkeys((*kept.case.done, *request.form.getlist("done")))
    case = replace(kept.case, done=tuple(done))
    scheme = scheme_to_ask(service().live.rules, case.scheme)
    choice = scheme.choice(request.form.get("version", case.version)) if scheme else None
    if choice is None:
        raise NotFound
    case = case if choice.name == case.version else moved(case, choice)
    _ask(kept, _ready(kept, case))
    return redirect(f"/lab/cases/{service().shelf.put(case, account)}/answer", 303)


@blueprint.post("/<string:case_id>/save")
def save(case_id: str) -> Response:
    """Keep the case for good, as a scenario."""
    kept, asked = open_case(case_id)
    found, _ = _ask(kept, asked)
    title = title_from(request.form.get("title", ""))
    if found is None:
        return redirect(f"/lab/cases/{case_id}/answer", 303)
    if not title:
        fault = Fault("title", "Enter a title for the scenario, such as: A penny over the limit")
        return show("lab/answer.html", _answered(kept, asked, found, (fault,)), 422)
    service().shelf.save(kept, title)
    return redirect(f"/scenarios/{case_id}", 303)


# -- opening a case ---------------------------------------------------------------------------------------------------


def open_case(case_id: str) -> tuple[Kept, Ready]:
    """A case of this body, with what governs it. Raises NotFound or Unready."""
    account = signed_in(Act.WHAT_IF)
    kept = service().shelf.find(case_id, account)
    if kept is None:
        raise NotFound
    return kept, _ready(kept, kept.case)


def _ready(kept: Kept, case: Case) -> Ready:
    """A case with what governs it now. Raises Unready."""
    rules = service().live.rules
    scheme = scheme_to_ask(rules, case.scheme)
    choice = scheme.choice(case.version) if scheme else None
    if choice is None:
        said = (f"Version {case.version} of {case.scheme} is not here any more.",)
        raise Unready(Unanswered(kept.id, None, said))
    try:
        asked = ready(rules, choice, case)
    except SchemeError as error:
        raise Unready(Unanswered(kept.id, None, tuple(map(str, error.problems)))) from error
    if case.role not in asked.stack.roles:
        raise Unready(Unanswered(kept.id, None, (f"The scheme has no role {case.role} any more.",)))
    return asked


def _ask(kept: Kept, asked: Ready) -> tuple[WhatIf | None, list[Mistake]]:
    """The answer, or what was mistyped. Raises Unready where the scheme has changed."""
    try:
        return ask(service().live.rules, asked, service().live.clock())
    except GovengineError as error:
        said = tuple(f"{one.message} {one.what_to_do}" for one in error.problems)
        raise Unready(Unanswered(kept.id, setting_of(asked), said)) from error


def opened(kept: Kept) -> Ready:
    """A case that is kept elsewhere, with what governs it. Raises Unready."""
    return _ready(kept, kept.case)


def asked_and_answered(kept: Kept, asked: Ready) -> WhatIf:
    """The answer to a case that was answered before. Raises Unready where it cannot be asked any more."""
    found, mistakes = _ask(kept, asked)
    if found is None:
        raise Unready(Unanswered(kept.id, setting_of(asked), tuple(one.text for one in mistakes)))
    return found


# -- views ------------------------------------------------------------------------------------------------------------


def setting_of(asked: Ready) -> Setting:
    """What is asked, in words."""
    case, stack = asked.case, asked.stack
    return Setting(
        scheme=asked.choice.version.text.title.value,
        scheme_id=case.scheme,
        version=case.version,
        draft=asked.choice.draft,
        kind=stack.kind_titles.get(case.kind, case.kind.replace("_", " ")),
        role=with_article(stack.title_of(case.role)),
        day=day_in_words(case.day),
    )


def _facts(kept: Kept, asked: Ready, part: int, faults: list[Fault]) -> Facts:
    parts = parts_of(asked.sections)
    typed = {name: list(values) for name, values in asked.case.typed.items()}
    return Facts(kept.id, setting_of(asked), parts[part - 1], typed, part, len(parts), tuple(faults))


def _answered(kept: Kept, asked: Ready, found: WhatIf, faults: tuple[Fault, ...] = ()) -> Answered:
    rules = service().live.rules
    scheme = scheme_to_ask(rules, kept.case.scheme)
    drafts = frozenset(version.name for version in rules.drafts())
    others = elsewhere(rules, scheme, kept.case, service().live.clock()) if scheme else []
    where = {
        one.fact.name: f"/lab/cases/{kept.id}?part={number}#{one.first}"
        for number, part in enumerate(parts_of(asked.sections), 1)
        for section in part
        for one in section.fields
    }
    return Answered(
        kept.id,
        setting_of(asked),
        kept.title,
        answer_of(found, kept.case, drafts),
        list(facts_said(found, kept.case)),
        others,
        where,
        faults,
    )


# -- what was sent ----------------------------------------------------------------------------------------------------


def _part(sent: str | None, parts: int) -> int:
    digits = sent or "1"
    return min(max(int(digits), 1), parts) if digits.isascii() and digits.isdigit() else 1


def _typed(sections: list[Section]) -> dict[str, list[str]]:
    """What was typed into these fields; nothing else that was sent is looked at."""
    names = [name for section in sections for one in section.fields for name in one.names]
    return {name: request.form.getlist(name) for name in names}


def _mistakes(asked: Ready, sections: list[Section] | None = None) -> list[Fault]:
    _, found = question_of(asked.case, asked.stack, asked.sections if sections is None else sections)
    return [Fault(one.field, one.text) for one in found]


def _where(asked: Ready, mistakes: list[Mistake]) -> int:
    """The part of the form that has the first mistake."""
    wrong = {mistake.field for mistake in mistakes}
    for number, part in enumerate(parts_of(asked.sections), 1):
        if any(one.first in wrong for section in part for one in section.fields):
            return number
    return 1
