"""A question and its answer, written as a scenario that passes when it is run."""

from collections.abc import Iterable, Iterator

from govengine.decide import Determination, Done, Question
from govengine.feel import Value
from govengine.scenarios.said import moment_in_words, value_in_scenario
from govengine.scheme import Level, Stack

_HOW = {"consulted": "is heard", "agrees": "agrees", "recommends": "recommends"}


def feature_of(title: str, scenarios: Iterable[str]) -> str:
    """A feature file with these scenarios, as `scenario_of` writes them."""
    return "\n".join([f"Feature: {_line(title)}", "", *scenarios])


def scenario_of(name: str, stack: Stack, question: Question, answer: Determination) -> str:
    """The scenario, indented by two, with a line end after each line.

    `stack` is what governed the question and `answer` its determination, of a what-if or not. Raises ValueError
    where whoever did a duty has a name that no scenario can hold: one with quotation marks or ends of lines.
    """
    given = list(_given(stack, question))
    then = list(_then(answer))
    lines = [f"  Scenario: {_line(name)}"]
    lines += [f"    {'And' if number else 'Given'} {text}" for number, text in enumerate(given)]
    lines.append("    When the question is asked")
    lines += [f"    {'And' if number else 'Then'} {text}" for number, text in enumerate(then)]
    return "".join(f"{line}\n" for line in lines)


def _line(text: str) -> str:
    """A title in one line, in which nothing is taken for an example's name."""
    return " ".join(text.split()) or "Without a name"


# -- what is so -------------------------------------------------------------------------------------------------


def _given(stack: Stack, question: Question) -> Iterator[str]:
    yield f"the scheme {stack.scheme}"
    for other in stack.beside:
        yield f"the scheme {other.scheme} of another body as well"
    yield f"it is {moment_in_words(question.as_of)}"
    if question.recorded_at is not None:
        yield f"it is recorded on {moment_in_words(question.recorded_at)}"
    facts = {name: value for name, value in question.facts.items() if name != "decision.kind"}
    taken = {"person.ref": "p-1"}
    match facts.get("actor.role"), facts.get("actor.body"):
        case (role,), str(body):
            yield f"{_article(role)} {role} of {body} asks"
            del facts["actor.role"], facts["actor.body"]
            taken["actor.ref"] = "w-1"
    yield f"the decision is {_article(question.kind)} {question.kind}"
    if question.outcome is not None:
        yield f"the outcome is {question.outcome}"
    for name, value in taken.items():
        if facts.get(name) == value:
            del facts[name]
        elif name not in facts:
            yield f"{name} is not known"
    for name, value in sorted(facts.items()):
        yield f"{name} is {value_in_scenario(value)}"
    for done in question.done:
        yield f'the duty "{done.duty}" has been done{_by(done)}'


def _article(name: str) -> str:
    return "an" if name[:1] in "aeiou" else "a"


def _by(done: Done) -> str:
    if done.by is not None and ('"' in done.by or _line(done.by) != done.by):
        raise ValueError(f"A scenario cannot say who did {done.duty}.")
    role = f"{_article(done.role)} {done.role}" if done.role else ""
    who = " ".join(part for part in (role, f'"{done.by}"' if done.by else "") if part)
    return f" by {who}" if who else ""


# -- the answer -------------------------------------------------------------------------------------------------


def _then(answer: Determination) -> Iterator[str]:
    yield f"the level is {answer.level}"
    yield f"the basis is {answer.basis}"
    allowed = answer.would_allow if answer.may_act is None else answer.may_act
    yield "they may act" if allowed else "they may not act yet"
    yield from _whose(answer)
    for company in answer.company:
        who = "a second" if company["second_person"] else "the"
        yield f"{who} {company['role']} {_HOW[company['how']]} first"
    for rule in answer.relies_on:
        yield f'it rests on "{rule}"'
    for duty in answer.duties:
        yield _owed(duty)
    needed = [item.get("fact") or item["duty"] for item in answer.needed]
    yield f"all that is needed is {' and '.join(needed)}" if needed else "nothing more is needed"
    yield "the answer is complete" if answer.complete else "more facts could change the answer"


def _whose(answer: Determination) -> Iterator[str]:
    settled = [one["role"] for one in answer.decided_by if not one["provisional"]]
    if settled:
        yield f"it is for the {settled[0]} to decide"
        yield from (f"the {role} may decide it too" for role in settled[1:])
    elif answer.level is not Level.STOP:
        yield "nobody holds it"
    if answer.ask is not None:
        yield f"the person to ask is {'another' if answer.ask['other_person'] else 'the'} {answer.ask['role']}"
    for route in answer.route:
        if route["to"]:
            yield f"the route leads to the {route['to']['role']}"
        elif len(answer.route) == 1 and '"' not in route["do"] and _line(route["do"]) == route["do"]:
            yield f'the route is "{route["do"]}"'


def _owed(duty: dict[str, Value]) -> str:
    if not duty["certain"]:
        return f'the duty "{duty["id"]}" may yet be owed'
    within = f", within {duty['within']}" if duty["within"] else ""
    to = f", to {duty['tell']}" if duty["tell"] else ""
    return f'the duty "{duty["id"]}" is owed {duty["at"]} the act{within}{to}'
