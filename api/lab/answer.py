"""What came out, in words: whose decision, what is owed, why clause by clause, what is missing, what would change it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.commands.evaluate import WhatIf
from api.lab.case import Case
from api.lab.wording import (
    HELD,
    Json,
    capital,
    clause_words,
    company,
    duty,
    joined,
    person,
    said_of,
    seen_in_words,
    window_in_words,
)
from govengine.decide import Basis
from govengine.decide.duties import CONFIRM
from govengine.decide.wording import name_in_words
from govengine.scheme import BoundGrant, BoundSafeguard, Clause, Level, Stack, Version

Rule = BoundGrant | BoundSafeguard


@dataclass(frozen=True, slots=True)
class Held:
    """Whether something holds: a sign, the same in words, and the name its colour goes by."""

    sign: str
    words: str
    name: str


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One clause of a rule. `seen` is what the case says; `written` is the clause as the scheme has it."""

    held: Held
    text: str
    seen: str
    written: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that bears on the answer."""

    title: str
    what: str
    held: Held
    authority: str
    why: str
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True, slots=True)
class DeciderView:
    """Somebody who decides, and what goes with it for them."""

    who: str
    body: str
    how: str
    beside: tuple[str, ...]
    owed: tuple[str, ...]
    must: tuple[str, ...]
    provisional: bool


@dataclass(frozen=True, slots=True)
class DutyView:
    """A duty. `when` is the heading it stands under."""

    text: str
    when: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that would settle it."""

    fact: str
    ask: str


@dataclass(frozen=True, slots=True)
class Doable:
    """Something that can be done first. `id` is the duty's."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Applied:
    """A version that applied."""

    title: str
    name: str
    window: str
    layer: str
    draft: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a what-if as a page shows it."""

    heading: str
    level: str
    complete: bool
    summary: str
    basis: str
    deciders: tuple[DeciderView, ...]
    duties: tuple[DutyView, ...]
    """Those that no decider's entry names."""
    open_duties: tuple[DutyView, ...]
    """Those nobody knows yet whether they are owed."""
    reasons: tuple[Reason, ...]
    """What is certain: grants first, then the safeguards that apply."""
    open_reasons: tuple[Reason, ...]
    """Safeguards nobody knows yet whether they apply."""
    missing: tuple[Missing, ...]
    doable: tuple[Doable, ...]
    changes: tuple[str, ...]
    would_have: tuple[str, ...]
    answers: str
    outcome: str
    applied: tuple[Applied, ...]


def answer_of(what_if: WhatIf, case: Case, drafts: frozenset[str]) -> Answer:
    """The answer in words. `drafts` are names of versions nobody has adopted."""
    stack, determination = what_if.stack, what_if.determination
    needed = determination.needed
    shown = sorted(determination.because, key=lambda entry: entry["effect"] != "grant")
    open_now = [entry for entry in shown if (entry["effect"], entry["held"]) == ("safeguard", "unknown")]
    deciders = tuple(_decider(stack, one, case.role) for one in determination.decided_by)
    told = {text for one in deciders for text in one.owed}
    duties = [one for one in _duties(stack, determination.duties) if one.text not in told]
    return Answer(
        heading=heading_of(what_if, case),
        level=str(determination.level),
        complete=determination.complete,
        summary=what_if.summary.removeprefix(WHAT_IF).strip(),
        basis=_BASES[determination.basis],
        deciders=deciders,
        duties=tuple(one for one in duties if one.certain),
        open_duties=tuple(one for one in duties if not one.certain),
        reasons=tuple(_reason(what_if, entry) for entry in shown if entry not in open_now),
        open_reasons=tuple(_reason(what_if, entry) for entry in open_now),
        missing=tuple(_missing(stack, needed)),
        doable=tuple(_doable(what_if, case)),
        changes=tuple(_change(stack, one) for one in determination.would_change),
        would_have=tuple(_title(_rule(stack, one["rule"]), one["rule"]) for one in determination.would_have),
        answers=capital(f"the {stack.title_of(stack.accountable)}"),
        outcome=_outcome(stack, determination.accountability),
        applied=tuple(_applied(version, drafts) for version in stack.versions),
    )


WHAT_IF = "This is a what-if. Nothing was recorded."


# -- whose --------------------------------------------------------------------------------------------------------


def heading_of(what_if: WhatIf, case: Case) -> str:
    """Whose decision it is, in a line, about whoever asks."""
    stack, answer = what_if.stack, what_if.determination
    who = f"the {stack.title_of(case.role)}"
    people = joined(list(dict.fromkeys(person(stack, one, case.role) for one in answer.company)))
    match answer.level:
        case Level.ACT:
            ready = "" if answer.would_allow else ", once what is still needed is there"
            return f"{capital(who)} decides{ready}"
        case Level.CONSULT:
            return f"{capital(who)} decides, after advice from {people or 'others'}"
        case Level.AGREE:
            return f"{capital(who)} decides together with {people or 'others'}"
        case Level.STOP:
            return "Not this way: " + "; ".join(_route(stack, one, case.role) for one in answer.route)
        case Level.REFER:
            settled = [one for one in answer.decided_by if not one["provisional"]]
            if settled:
                names = dict.fromkeys(person(stack, one, case.role) for one in settled)
                return f"For {joined(list(names), 'or')} to decide"
            assert answer.ask is not None  # a referral always names somebody
            return f"Not settled yet: ask {person(stack, answer.ask, case.role)}"


def _route(stack: Stack, route: Json, asking: str) -> str:
    through = f", through {person(stack, route['to'], asking)}" if route["to"] else ""
    return str(route["do"]).rstrip(".") + through


_LEVELS = {
    "act": "on their own authority",
    "consult": "after hearing others",
    "agree": "together with others",
    "refer": "by passing it on",
    "stop": "not at all",
}


def _decider(stack: Stack, one: Json, asking: str) -> DeciderView:
    duties = [found for found in one["duties"] if not found["done"] and not found["id"].startswith(CONFIRM)]
    beside = [company(stack, found, asking) for found in one["with"]]
    who = stack.title_of(one["role"])
    return DeciderView(
        who=capital(who),
        body=stack.title_of_body(one["body"]),
        how=_LEVELS[one["level"]],
        beside=tuple(map(capital, beside)),
        owed=tuple(duty(stack, found) for found in duties if found["certain"]),
        must=tuple(one["must"]),
        provisional=one["provisional"],
    )


_BASES = {
    Basis.STATUTE: "The law sets this, and no local rule can change it.",
    Basis.CONTROL: "A control over the whole organisation applies at the moment.",
    Basis.SAFEGUARD: "A safeguard of the scheme applies.",
    Basis.MISSING_FACTS: "It depends on facts that are not known yet.",
    Basis.EXCEPTION: "It is outside the usual limit, and there is a way for exceptions.",
    Basis.OWN_AUTHORITY: "The scheme gives this authority to the role that asks.",
    Basis.DELEGATED_ELSEWHERE: "The scheme gives this authority to somebody else.",
    Basis.NOT_MET: "The scheme knows this kind of decision, and as the case stands nobody holds it.",
    Basis.SILENCE: "No rule speaks about this. That means ask, not no.",
}


# -- what is owed, missing, and would change it ---------------------------------------------------------------------

_WHEN = {"before": "Before acting", "with": "When acting", "after": "Afterwards"}


def _duties(stack: Stack, duties: Sequence[Json]) -> Iterator[DutyView]:
    for at, when in _WHEN.items():
        for one in duties:
            if one["at"] == at and not one["done"] and not one["id"].startswith(CONFIRM):
                yield DutyView(duty(stack, one), when, one["certain"])


def _missing(stack: Stack, needed: Sequence[Json]) -> Iterator[Missing]:
    for item in needed:
        fact = item.get("fact") or (item["duty"].startswith(CONFIRM) and item["duty"].removeprefix(CONFIRM))
        if fact in stack.facts:
            yield Missing(fact, item["ask"])


def _doable(what_if: WhatIf, case: Case) -> Iterator[Doable]:
    """Duties that stand in the way, and people to be heard, as things to tick."""
    stack, answer = what_if.stack, what_if.determination
    for one in answer.company:
        if not one["done"]:
            yield Doable(one["id"], capital(company(stack, one, case.role)))
    for one in answer.duties:
        open_now = one["at"] == "before" and one["certain"] and not one["done"]
        if open_now and not one["id"].startswith(CONFIRM):
            yield Doable(one["id"], duty(stack, one))


_WOULD_BE = {
    "act": "the role that asks would decide it",
    "consult": "the role that asks would decide it, after advice",
    "agree": "the role that asks would decide it together with others",
    "refer": "it would be for somebody else",
    "stop": "it could not go ahead this way",
}


def _change(stack: Stack, change: Json) -> str:
    fact = stack.facts[change["fact"]]
    value = {"true": "yes", "false": "no"}.get(change["to"], change["to"].replace("_", " "))
    return f"If {name_in_words(fact)} were {value}, {_WOULD_BE[change['level']]}"


def _outcome(stack: Stack, accountability: Json) -> str:
    found = stack.outcomes.get(accountability.get("outcome") or "")
    if found is None:
        return ""
    shared = joined([stack.title_of_body(body) for body in found.shared_by])
    return f"{found.title} ({shared})" if shared else found.title


# -- why ------------------------------------------------------------------------------------------------------------


def _held(truth: str) -> Held:
    sign, words = HELD[truth]
    return Held(sign, words, truth)


def _rule(stack: Stack, rule_id: str) -> Rule | None:
    for one in (stack, *stack.beside):
        rules: tuple[Rule, ...] = (*one.grants, *one.safeguards)
        for rule in rules:
            if rule.id == rule_id:
                return rule
    return None


def _title(rule: Rule | None, rule_id: str) -> str:
    if rule is not None and rule.title:
        return rule.title
    return capital(rule_id.rpartition("/")[2].replace("-", " ").replace("_", " "))


def rule_in_words(stack: Stack, rule_id: str) -> str:
    """What a rule is called, and on what authority it stands."""
    rule = _rule(stack, rule_id)
    authority = f" ({rule.authority})" if rule is not None and rule.authority else ""
    return _title(rule, rule_id).rstrip(".") + authority


def _reason(what_if: WhatIf, entry: Json) -> Reason:
    stack = what_if.stack
    rule = _rule(stack, entry["rule"])
    clauses = {clause.text: clause for clause in rule.clauses} if rule else {}
    return Reason(
        title=_title(rule, entry["rule"]),
        what="Gives authority" if entry["effect"] == "grant" else "Safeguard",
        held=_held(entry["held"]),
        authority=capital(entry["authority"] or ""),
        why=entry.get("why", ""),
        clauses=tuple(_clause(what_if, clauses[one["text"]], one) for one in entry["clauses"]),
    )


def _clause(what_if: WhatIf, clause: Clause, entry: Json) -> ClauseView:
    stack, known = what_if.stack, dict(what_if.question.facts)
    words = clause_words(clause, stack.facts)
    plain = words != clause.text
    seen = seen_in_words(stack, clause.facts, known, about=len(clause.facts) > 1 or not plain)
    return ClauseView(_held(entry["value"]), capital(words) if plain else "", seen, clause.text)


# -- which versions ---------------------------------------------------------------------------------------------------


def _applied(version: Version, drafts: frozenset[str]) -> Applied:
    window = version.text.effective
    return Applied(
        version.text.title.value,
        version.name,
        window_in_words(window.since, window.until),
        str(version.text.layer),
        version.name in drafts,
    )


def facts_said(what_if: WhatIf, case: Case) -> Sequence[tuple[str, str]]:
    """What the case says: each fact and its value in words, without what is said of every case."""
    stack = what_if.stack
    typed = {name.partition("/")[0] for name, values in case.typed.items() if any(values)}
    return [
        (capital(name_in_words(stack.facts[name])), said_of(stack.facts[name], value))
        for name, value in sorted(what_if.question.facts.items())
        if name in typed
    ]
