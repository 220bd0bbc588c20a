"""Who does what about a decision. Nobody approves, agrees to, ratifies or reviews their own."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

import orjson

from api.commands.acts.on_decision import ActError, OnDecision
from api.commands.acts.standing_in import counts_as
from api.problems import key_of_another
from api.store.subjects import stored_about
from govengine.decide import Question
from govengine.errors import GovengineError, Problem, RequestError, nearest
from govengine.life import Act
from govengine.scheme import facts_from_json
from govengine.scheme.words import Attested


class KeptApartError(GovengineError):
    """Somebody would have done for a decision of theirs what another person is there to do."""


def check_role(on: OnDecision) -> None:
    """The role somebody acts in is one of the caller's body. Raises RequestError."""
    role, body = on.asking.by.role, on.asking.caller.body
    roles = {**on.stack.roles_beside, **on.stack.roles}
    known = roles.get(role)
    if known is None:
        near = nearest(role, roles)
        what_to_do = f"Send {near}." if near else "Send a role that the scheme declares."
        message = f"No role is called {role[:80]!r}."
        raise RequestError([Problem("unknown-role", message, what_to_do, "/by/role", near)])
    if known.body != body:
        message = f"{role} is a role of {known.body}, and this key belongs to {body}."
        raise RequestError(
            [Problem("role-of-other-body", message, "Use a key of the role's body.", "/by/role")]
        )


def check_key(on: OnDecision) -> None:
    """Somebody's own key is used in their name, in a role they hold. Raises KeptApartError."""
    by = on.asking.by
    if not on.asking.caller.speaks_for(by.ref, [by.role]):
        raise KeptApartError([key_of_another("/by")])


def check_known(on: OnDecision, act: Act) -> None:
    """It is known well enough who acts, as the schemes have it. Raises KeptApartError."""
    named = _ATTESTED.get(act)
    known = on.asking.caller.attested
    taken = frozenset(Attested) if named is None else on.stack.attested_by(named)
    if known not in taken:
        ways = ", ".join(sorted(taken)) or "none that all the schemes take"
        message = f"Who does this is known by: {known}. The schemes ask for: {ways}."
        what_to_do = "Sign in, or use a key of your own."
        raise KeptApartError([Problem("known-too-little", message, what_to_do, "/by")])


_ATTESTED = {
    Act.APPROVE: "approve",
    Act.DECLINE: "approve",
    Act.REPLY: "agree",
    Act.RATIFY: "ratify",
    Act.REVIEW: "review",
}
"""The key of a scheme's `attest:` that says how it has to be known who acts."""


def at_least(on: OnDecision, role: str) -> frozenset[str]:
    """A role and those above it on any line."""
    return frozenset({role}) | on.stack.seniors(role)


def in_one_of(on: OnDecision, roles: Iterable[str], to_do: str) -> None:
    """Whoever acts does so in one of these roles or above. Raises ActError `not-theirs`."""
    named = sorted(set(roles))
    wide = frozenset().union(*(at_least(on, role) for role in named))
    if on.asking.by.role not in wide:
        who = " or ".join(on.stack.title_of(role) for role in named) or "nobody the scheme names"
        message = f"To {to_do} is for: {who}, or somebody above them."
        raise ActError([Problem("not-theirs", message, "Ask one of them.", "/by/role")])


def apart_from(on: OnDecision, others: Collection[str | None], to_do: str) -> None:
    """Whoever acts is none of these people, nor stands in for one, nor for whom one stands in. Raises KeptApartError."""
    if counts_as(on, [on.asking.by.ref]) & counts_as(on, others):
        message = f"Another person has to {to_do}: this one had a part in the decision."
        raise KeptApartError(
            [Problem("kept-apart", message, "Ask somebody who had no part in it.", "/by/ref")]
        )


def who_asked(on: OnDecision) -> frozenset[str]:
    """Whoever asked, and whoever it was handed over to."""
    asked = orjson.loads(on.stored.side)["values"].get("actor.ref") if on.stored.side else None
    return frozenset(one for one in (asked, on.actor) if one)


def had_a_part(on: OnDecision) -> frozenset[str]:
    """Who asked, or handed it over; who agreed, recommended or was heard; who approved, declined or took the decision."""
    found = set(who_asked(on))
    kinds = (Act.REPLY, Act.APPROVE, Act.DECLINE, Act.TAKE)
    found |= {side["values"]["by"] for _, side in acts_of(on, kinds) if "by" in side["values"]}
    return frozenset(found)


def acts_of(on: OnDecision, kinds: Collection[Act]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(leaf, side row) of the acts of these kinds so far, oldest first."""
    found = []
    for stored in stored_about(on.tx.connection, on.row.entry_index, kinds):
        side = orjson.loads(stored.side) if stored.side else {"values": {}}
        found.append((orjson.loads(stored.leaf), side))
    return found


def asked_of(on: OnDecision, role: str, ref: str, own_facts: Mapping[str, Any]) -> Question:
    """The same question for somebody else: what was the actor's own is theirs now (MEANING rule 7).

    `own_facts` are `actor.` facts and confirmations, nested as a proposal sends them. Raises RequestError.
    """
    stack = on.stack
    facts, problems = facts_from_json(own_facts, stack.facts)
    own = {"actor.ref": ref, "actor.role": (role,), "actor.body": stack.roles[role].body}
    for name in facts:
        if name in own or not (name in stack.facts_about_actor or stack.facts[name].confirm is not None):
            message = f"{name} is not for whoever decides to say."
            what_to_do = "Send facts about who decides, and what they confirm."
            problems.append(Problem("not-theirs-to-say", message, what_to_do, f"/facts/{name}"))
    if problems:
        raise RequestError(problems)
    shared = {name: value for name, value in on.question.facts.items() if name not in stack.facts_about_actor}
    return replace(on.question, facts={**shared, **facts, **own})
