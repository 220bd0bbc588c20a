"""A decision and its entry: what is written when it is proposed, and the question read back from it.

Everything the engine read is in the entry, so that anybody can decide it again (DESIGN §3).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from govengine.decide import SEMANTICS, Determination, Done, Question
from govengine.decide.alike import Kept
from govengine.decide.suspension import suspended_in
from govengine.feel import Value, text_of
from govengine.record import Part, canonical_part, instant_text
from govengine.scheme import FactType, Stack
from govengine.scheme.vocabulary import value_of

Json = dict[str, Any]

NOT_STORED = ("because", "would_change", "notices", "as_of", "schemes", "semantics")
"""Made again by re-deciding, or kept as members of the entry itself."""


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """The arguments of an entry: what is not personal, personal values, and free text."""

    fields: Json
    personal: Json
    side: Json


def json_of(value: Value) -> Any:
    """A fact as the record holds it: text, true or false, or a list of those."""
    if isinstance(value, str | bool):
        return value
    if isinstance(value, tuple):
        return [json_of(item) for item in value]
    return text_of(value)


def recorded_answer(determination: Determination) -> Json:
    """The part of an answer that is stored and compared when it is decided again."""
    answer = determination.to_json()
    return {name: value for name, value in answer.items() if name not in NOT_STORED} | {
        "rules": dict(determination.truths)
    }


def _recorded(determination: Determination) -> Part:
    return canonical_part(recorded_answer(determination))


def _schemes(determination: Determination) -> Part:
    return canonical_part(list(determination.schemes))


def decision_entry(
    stack: Stack,
    question: Question,
    like: Kept,
    *,
    provenance: Mapping[str, str],
    body: str,
    client: str,
    keys: Mapping[str, str],
    reference: str | None,
    supersedes: str | None,
    asked_at: datetime,
    authorisations: Sequence[str] = (),
    attested: str = "client",
) -> DecisionEntry:
    """The entry `decision.proposed`; `like` holds the answer. `provenance` says of each fact: asserted, registered or derived."""
    personal: Json = {}
    open_facts: Json = {}
    for name, value in question.facts.items():
        if stack.facts[name].personal:
            personal[name] = json_of(value)
        else:
            open_facts[name] = {"value": json_of(value), "from": provenance[name]}
    fields = {
        "asked_at": instant_text(asked_at),
        "as_of": question.as_of.isoformat(),
        "attested": attested,
        "authorisations": list(authorisations),
        "body": body,
        "client": client,
        "determination": like.form(_recorded),
        "done": [{"at": done.at, "duty": done.duty, "role": done.role} for done in question.done],
        "facts": open_facts,
        "findings": [],
        "keys": dict(keys),
        "kind": question.kind,
        "late": question.late,
        "outcome": question.outcome,
        "provenance": {name: provenance[name] for name in personal},
        "scheme": stack.scheme,
        "schemes": like.form(_schemes),
        "with_schemes": [other.scheme for other in stack.beside],
        "semantics": SEMANTICS,
        "supersedes": supersedes,
        "suspensions": list(suspended_in(stack)),
    }
    side: Json = {}
    if reference is not None:
        side["reference"] = reference
    if question.done:
        side["done"] = [{"by": done.by, "ref": done.ref} for done in question.done]
    return DecisionEntry(fields, personal, side)


def question_from_entry(
    stack: Stack,
    leaf: Json,
    side: Json,
    recorded_at: datetime,
    read: Callable[[FactType, Any], Value] = value_of,
) -> Question:
    """The question that an entry answers. Raises KeyError when a value it needs has been erased.

    `read` gives the value of a fact as it was sent.
    """
    sent = {name: fact["value"] for name, fact in leaf["facts"].items()}
    sent |= {name: side["values"][name] for name in leaf["provenance"]}
    facts = {name: read(stack.facts[name], value) for name, value in sent.items()}
    people = side["done"] if leaf["done"] else []
    done = tuple(
        Done(open_part["duty"], who["by"], open_part["role"], open_part["at"], who["ref"])
        for open_part, who in zip(leaf["done"], people, strict=True)
    )
    return Question(
        leaf["kind"],
        datetime.fromisoformat(leaf["as_of"]),
        facts,
        leaf["outcome"],
        done,
        recorded_at,
        leaf["late"],
    )
