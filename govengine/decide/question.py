"""The question: a proposed decision, read from JSON against the vocabulary that governs it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from govengine.decide.program import Program
from govengine.errors import Problem, RequestError, nearest
from govengine.feel import Value
from govengine.feel.values import date_from_text, date_time_from_text
from govengine.scheme import FactType, Stack

MEMBERS = ("scheme", "with_schemes", "as_of", "outcome", "reference", "facts", "done", "supersedes")
"""What a question may hold (MEANING §3)."""

_TEXTS = ("scheme", "as_of", "outcome", "reference", "supersedes")


@dataclass(frozen=True, slots=True)
class Done:
    """A duty somebody has done. `by` is who, with the role they did it in; `ref` points at the evidence."""

    duty: str
    by: str | None = None
    role: str | None = None
    at: str | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A proposed decision. `facts` holds what is known, by name; what is absent is unknown.

    `recorded_at` is None for a what-if; `late` marks a record made long after the decision (MEANING rule 1).
    """

    kind: str
    as_of: datetime
    facts: Mapping[str, Value]
    outcome: str | None = None
    done: tuple[Done, ...] = ()
    recorded_at: datetime | None = None
    late: bool = False

    @property
    def roles(self) -> frozenset[str]:
        """The actor's roles; empty when nobody said."""
        return frozenset(self.facts.get("actor.role", ()))

    @property
    def classes(self) -> frozenset[str]:
        """The classes that were sent with the kind."""
        return frozenset(self.facts.get("decision.classes", ()))

    def with_fact(self, name: str, value: Value) -> "Question":
        """The same question with one fact changed."""
        return replace(self, facts={**self.facts, name: value})


def moment_from_text(text: str, now: datetime, zone: str = "Europe/London") -> datetime:
    """A date-time with its offset, or a bare date: the end of that day, or now if that is earlier.

    Raises RequestError `wrong-type` at `/as_of`.
    """
    try:
        if "T" in text:
            return date_time_from_text(text)
        end = datetime.combine(date_from_text(text) + timedelta(days=1), time(), ZoneInfo(zone))
    except (ValueError, OverflowError) as error:
        what_to_do = "Send a date and time such as 2026-05-02T10:15:00+01:00, or a date."
        problem = Problem("wrong-type", f"This is not a date and time: {error}.", what_to_do, "/as_of")
        raise RequestError([problem]) from None
    return min(end - timedelta(microseconds=1), now)


def scheme_and_moment(sent: Any, now: datetime) -> tuple[str, datetime]:
    """Which scheme is asked about and as of when, before anything else can be read. Raises RequestError."""
    if not isinstance(sent, dict):
        raise RequestError([Problem("wrong-type", "A question is a JSON object.", "Send an object.", "")])
    problems = [
        Problem("wrong-type", f"{name} is text.", "Send text, or leave it out.", f"/{name}")
        for name in _TEXTS
        if name in sent and not isinstance(sent[name], str)
    ]
    if "scheme" not in sent:
        problems.append(Problem("missing-member", "No scheme is named.", "Send the scheme's id.", "/scheme"))
    problems += _with_schemes(sent)
    for name in sent:
        if name not in MEMBERS:
            near = nearest(name, MEMBERS)
            what_to_do = f"Send {near}." if near else f"The members are: {', '.join(MEMBERS)}."
            problems.append(
                Problem("unknown-member", f"A question has no {name[:80]!r}.", what_to_do, f"/{name}", near)
            )
    if problems:
        raise RequestError(problems)
    return sent["scheme"], moment_from_text(sent["as_of"], now) if "as_of" in sent else now


def _with_schemes(sent: Mapping[str, Any]) -> list[Problem]:
    names = sent.get("with_schemes", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        what_to_do = "Send a list of scheme ids."
        return [Problem("wrong-type", "with_schemes is a list of schemes.", what_to_do, "/with_schemes")]
    return [
        Problem(
            "scheme-twice", f"{name[:80]} is named twice.", "Name each scheme once.", f"/with_schemes/{i}"
        )
        for i, name in enumerate(names)
        if name == sent.get("scheme") or name in names[:i]
    ]


def question_from_json(
    sent: Mapping[str, Any],
    stack: Stack,
    as_of: datetime,
    *,
    computed: Mapping[str, Value] | None = None,
    recorded_at: datetime | None = None,
    late: bool = False,
) -> Question:
    """The question that was sent. Raises RequestError with everything wrong with it.

    `computed` are facts the service has worked out; None for a what-if, where they may be sent instead.
    """
    facts, problems = stack.fact_reader.read(sent.get("facts", {}), computed_too=computed is None)
    kind = facts.get("decision.kind")
    if kind is None and not problems:
        problems.append(
            Problem(
                "missing-kind",
                "The kind of decision is missing.",
                "Send decision.kind.",
                "/facts/decision/kind",
            )
        )
    problems += _names(facts, stack)
    if "outcome" in sent and sent["outcome"] not in stack.outcomes:
        problems.append(_unknown(sent["outcome"], stack.outcomes, "outcome", "/outcome"))
    done = _done(sent.get("done", []), stack, problems)
    if problems:
        raise RequestError(problems)
    return Question(
        str(kind), as_of, {**facts, **(computed or {})}, sent.get("outcome"), done, recorded_at, late
    )


def _unknown(
    name: str, known: Mapping[str, Any] | frozenset[str] | set[str], what: str, pointer: str
) -> Problem:
    near = nearest(name, known)
    what_to_do = f"Send {near}." if near else f"Send {what} that the scheme declares."
    return Problem(f"unknown-{what}", f"No {what} is called {name[:80]!r}.", what_to_do, pointer, near)


def _names(facts: Mapping[str, Value], stack: Stack) -> list[Problem]:
    """Roles, bodies and classes are names the schemes declare."""
    problems = []
    body = facts.get("actor.body")
    if body is not None and body not in stack.bodies:
        problems.append(_unknown(body, stack.bodies, "body", "/facts/actor/body"))
    for role in facts.get("actor.role", ()):
        if role not in stack.roles:
            problems.append(_unknown(role, stack.roles, "role", "/facts/actor/role"))
        elif body is not None and body in stack.bodies and stack.roles[role].body != body:
            message = f"{role} is a role of {stack.roles[role].body}, not of {body}."
            problems.append(
                Problem("role-of-other-body", message, "Send the body of the role.", "/facts/actor/body")
            )
    for name in facts.get("decision.classes", ()):
        if name not in stack.classes:
            problems.append(_unknown(name, stack.classes, "class", "/facts/decision/classes"))
    return problems


_DONE_MEMBERS = ("duty", "at", "by", "ref")


def _done(sent: Any, stack: Stack, problems: list[Problem]) -> tuple[Done, ...]:
    if not isinstance(sent, list):
        problems.append(Problem("wrong-type", "done is a list.", "Send a list of duties done.", "/done"))
        return ()
    known = duty_ids(stack) if sent else frozenset()
    found = []
    for index, item in enumerate(sent):
        pointer = f"/done/{index}"
        if not isinstance(item, dict) or not isinstance(item.get("duty"), str):
            what_to_do = "Send {duty, at, by: {ref, role}, ref}."
            problems.append(
                Problem("wrong-type", "Each duty done is an object that names it.", what_to_do, pointer)
            )
            continue
        for name in item:
            if name not in _DONE_MEMBERS:
                near = nearest(name, _DONE_MEMBERS)
                what_to_do = f"Send only {', '.join(_DONE_MEMBERS)}."
                problems.append(
                    Problem(
                        "unknown-member",
                        f"There is no {name[:80]!r} here.",
                        what_to_do,
                        f"{pointer}/{name}",
                        near,
                    )
                )
        duty = _full_id(item["duty"], known)
        if duty is None:
            near = nearest(item["duty"], known)
            what_to_do = f"Send {near}." if near else "Send the id of a duty from an answer."
            problems.append(
                Problem(
                    "unknown-duty",
                    f"No duty is called {item['duty'][:80]!r}.",
                    what_to_do,
                    f"{pointer}/duty",
                    near,
                )
            )
            continue
        found.append(_one_done(duty, item, pointer, stack, problems))
    return tuple(found)


def _one_done(
    duty: str, item: Mapping[str, Any], pointer: str, stack: Stack, problems: list[Problem]
) -> Done:
    by = item.get("by", {})
    if not isinstance(by, dict) or not all(
        k in ("ref", "role") and isinstance(v, str) for k, v in by.items()
    ):
        problems.append(
            Problem(
                "wrong-type",
                "`by` says who did it and in which role.",
                'Send {"ref": …, "role": …}.',
                f"{pointer}/by",
            )
        )
        by = {}
    role = by.get("role")
    if role is not None and role not in stack.roles:
        problems.append(_unknown(role, stack.roles, "role", f"{pointer}/by/role"))
    texts: dict[str, str | None] = {}
    for name in ("at", "ref"):
        value = item.get(name)
        if value is not None and not isinstance(value, str):
            problems.append(Problem("wrong-type", f"{name} is text.", "Send text.", f"{pointer}/{name}"))
            value = None
        texts[name] = value
    if texts["at"] is not None:
        try:
            (date_time_from_text if "T" in texts["at"] else date_from_text)(texts["at"])
        except ValueError as error:
            problems.append(
                Problem(
                    "wrong-type", f"This is not a time: {error}.", "Send when it was done.", f"{pointer}/at"
                )
            )
    return Done(duty, by.get("ref"), role, **texts)


def duty_ids(stack: Stack) -> frozenset[str]:
    """The ids of every duty the schemes can give rise to."""
    ids: set[str] = {f"confirm/{fact.name}" for fact in stack.facts.values() if fact.confirm}
    for rule in (*stack.grants, *stack.safeguards):
        ids |= {duty.id for duty in rule.duties}
        ids |= {company.id for company in (rule.company,) if company}
    ids |= {grant.advised_by.id for grant in stack.grants if grant.advised_by}
    ids |= {f"{safeguard.id}/ratify" for safeguard in stack.safeguards if safeguard.emergency}
    for other in stack.beside:
        ids |= duty_ids(other) | {f"{other.scheme}/{role}" for role in other.roles}
    return frozenset(ids)


def _full_id(sent: str, known: frozenset[str]) -> str | None:
    """A duty's id; the scheme's name before it may be left out where nothing else ends in the same way."""
    if sent in known:
        return sent
    matching = [name for name in known if name.endswith("/" + sent) and "/" in sent]
    return matching[0] if len(matching) == 1 else None


def facts_that_can_matter(stack: Stack, kind: str) -> list[FactType]:
    """The facts that some rule for this kind reads, and those every question needs."""
    names = {"actor.ref", "actor.role", "actor.body", "decision.kind"}
    program = Program(stack, kind, frozenset())
    names |= {name for rule in program.rules for name in _read_by(rule)}
    for name in list(names):
        aggregate = stack.history.get(name)
        if aggregate is not None:
            names |= {n for n in (aggregate.same, aggregate.sum) if n}
    return [stack.facts[name] for name in sorted(names)]


def _read_by(rule: Any) -> set[str]:
    clauses = list(rule.clauses)
    for part in (*rule.duties, *((rule.company,) if rule.company else ())):
        clauses += [*(getattr(part, "when", None) or ()), *(part.done_when or ())]
    emergency = {"decision.emergency"} if getattr(rule, "emergency", None) else set()
    return {name for clause in clauses for name in clause.facts} | emergency


def local_day(moment: datetime, stack: Stack) -> date:
    """The day a moment falls on where the scheme applies."""
    return moment.astimezone(ZoneInfo(stack.zone)).date()
