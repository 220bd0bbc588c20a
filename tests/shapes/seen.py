"""The answer in the words of the cases, as far as a case asks for it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from govengine.decide import Determination, determine, question_from_json, scheme_and_moment, summary
from govengine.scheme import Stack
from tests.shapes.case import Case
from tests.shapes.shape import Json, Shape, leaves, merged

LATE_AFTER = timedelta(days=1)


def seen(shape: Shape, got: Json, rules: Json, wanted: Json) -> Json:
    """The answer in the words of the cases, as far as it was asked for.

    by             roles in order, or {role, level, with, duties, must, provisional}, of which any may be given
    ask            the role; `another` before it where it is another person
    route          what to do, and to whom
    with           role and how; `second`, `done`
    duties         id and when, of those that are certain; `(done)` where it is; uncertain: the others
    needed         facts and duties, in order
    because        rules in order, and whether they held; clauses: of each rule, text and value
    would_change   fact, value and level
    accountability members, of which any may be given
    rules          every rule with its truth, as it is recorded
    """
    parts: Json = {name: got[name] for name in ("level", "basis", "may_act", "complete")}
    parts["by"] = [
        _part(shape, entry_, want) for entry_, want in _side_by_side(got["decided_by"], wanted.get("by", []))
    ]
    ask = got["ask"]
    parts["ask"] = ask and ("another " if ask["other_person"] else "") + ask["role"]
    parts["route"] = [
        route["do"] + (f" ({route['to']['role']})" if route["to"] else "") for route in got["route"]
    ]
    parts["with"] = [_company(one) for one in got["with"]]
    parts["duties"] = _duties(shape, got["duties"], certain=True)
    parts["uncertain"] = _duties(shape, got["duties"], certain=False)
    parts["needed"] = [item.get("fact") or shape.short(item["duty"]) for item in got["needed"]]
    parts["relies_on"] = [shape.short(rule) for rule in got["relies_on"]]
    parts["because"] = [f"{shape.short(one['rule'])} {one['held']}" for one in got["because"]]
    parts["clauses"] = {
        shape.short(one["rule"]): [f"{clause['text']} {clause['value']}" for clause in one["clauses"]]
        for one in got["because"]
        if shape.short(one["rule"]) in wanted.get("clauses", {})
    }
    parts["would_change"] = [f"{one['fact']} {one['to']} {one['level']}" for one in got["would_change"]]
    parts["would_have"] = [f"{shape.short(one['rule'])} {one['level']}" for one in got["would_have"]]
    parts["schemes"] = [f"{one['id']}/{one['version']}" for one in got["schemes"]]
    accountability = got["accountability"]
    parts["accountability"] = {name: accountability.get(name) for name in wanted.get("accountability", {})}
    parts["rules"] = {shape.short(rule): held for rule, held in rules.items()}
    return {name: parts[name] for name in wanted if name != "says"}


def _side_by_side(got: list[Any], wanted: list[Any]) -> Iterator[tuple[Any, Any]]:
    for number, one in enumerate(got):
        yield one, wanted[number] if number < len(wanted) else ""


def _part(shape: Shape, got: Json, wanted: Any) -> Any:
    if not isinstance(wanted, dict):
        return got["role"] + (" (provisional)" if got["provisional"] else "")
    parts = {name: got[name] for name in ("role", "body", "level", "must", "provisional")}
    parts["with"] = [_company(one) for one in got["with"]]
    parts["duties"] = _duties(shape, got["duties"], certain=True)
    return {name: parts[name] for name in wanted}


def _company(one: Json) -> str:
    marks = (" second" if one["second_person"] else "") + (" done" if one["done"] else "")
    return f"{one['role']} {one['how']}{marks}"


def _duties(shape: Shape, duties: list[Json], *, certain: bool) -> Json:
    return {
        shape.short(duty["id"]): duty["at"]
        + (f" {duty['within']}" if duty["within"] else "")
        + (" (done)" if duty["done"] else "")
        for duty in duties
        if duty["certain"] is certain
    }


def wanted_of(answer: Json) -> Json:
    """What a case wants, its booleans of rules as the record writes them."""
    wanted = {name: value for name, value in answer.items() if name != "says"}
    if "rules" in wanted:
        wanted["rules"] = {
            rule: str(held).lower() if isinstance(held, bool) else held
            for rule, held in wanted["rules"].items()
        }
    return wanted


def judged(case: Case) -> tuple[Stack, Determination, str]:
    """The judge's own answer; facts of `history` are given to it."""
    scheme, as_of = scheme_and_moment(case.sent, case.clock)
    stack = case.shape.library.stack(scheme, as_of, case.clock)
    facts = leaves(case.sent["facts"])
    sent = (
        case.sent if "actor.body" in facts else merged(case.sent, {"facts": {"actor": {"body": case.body}}})
    )
    question = question_from_json(
        sent,
        stack,
        as_of,
        computed=case.history,
        recorded_at=case.clock,
        late=case.clock - as_of > LATE_AFTER,
    )
    determination = determine(stack, question)
    return stack, determination, summary(stack, determination, question)
