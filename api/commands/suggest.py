"""Somebody says that a rule did not fit, and what would have: from an answer they got (`suggestion.made`).

It goes to the role that the rule's own scheme names for it (`suggestions:`, else `ask:`), who owes a reply by a day. What is
said of the law goes to the scheme that was asked: its owner can take it further, and nobody here can change it. A
suggestion changes no answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from api.commands.answered_once import Answered, Done, answered_once
from api.commands.doing import Doing
from api.commands.outcome_signing import check_role_of
from api.commands.reserving import after
from api.problems import problem
from api.store.decisions import find
from api.store.obligations import Owing, What, owe, told
from api.store.reading import entry
from api.store.subjects import mark_about
from api.store.transaction import Transaction
from govengine.errors import GovengineError, Problem, RequestError, nearest
from govengine.feel.values import Months
from govengine.record import Kind, instant_text
from govengine.scheme import Layer, Library, Version
from govengine.scheme.suggestions import REPLY_WITHIN


class SuggestionError(GovengineError):
    """A suggestion cannot be made or answered as it was asked for."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What did not fit: `rules` of the answer, by their ids (none where no rule spoke), and `said`, in their own words."""

    decision: str
    rules: Sequence[str]
    said: str


def suggest(tx: Transaction, made: Suggestion, doing: Doing) -> Answered:
    """Put it on the record. Raises SuggestionError `unknown-decision`, RequestError `unknown-rule`, RulesChanged."""

    def act() -> Done:
        library = doing.library(tx)
        row = find(tx.connection, made.decision, body=doing.caller.body)
        stored = None if row is None else entry(tx.connection, row.entry_index)
        if row is None or stored is None:
            raise SuggestionError([problem("unknown-decision")])
        check_role_of(library, doing.by.role, doing.caller.body, "/by/role")
        rules = sorted(set(made.rules))
        _check_rules(rules, orjson.loads(stored.leaf)["determination"]["rules"])
        owes = _owes(tx, library, row.scheme, rules)
        fields: dict[str, Any] = {
            **doing.fields,
            "about": row.id,
            "decision": row.id,
            "ends": [],
            "owes": [one.to_json() for one in owes],
            "rules": rules,
        }
        appended = tx.append(Kind.SUGGESTION_MADE, fields, {"by": doing.by.ref}, {"said": made.said})
        owed = owe(tx, appended, row.entry_index, owes)
        mark_about(tx, appended.index, [row.entry_index])
        doing.note(tx, appended)
        says = {"decision": row.id, "rules": rules, "owes": told(owed, owes)}
        return Done(appended, says, "/v1/suggestions/", about=row.id)

    return answered_once(tx, doing.caller, doing.keyed, act)


def _check_rules(rules: Sequence[str], known: Sequence[str]) -> None:
    for number, rule in enumerate(rules):
        if rule not in known:
            near = nearest(rule, known)
            what_to_do = f"Write {near}." if near else "`because` in the answer names the rules."
            message = f"The answer rests on no rule called {rule[:100]!r}."
            raise RequestError([Problem("unknown-rule", message, what_to_do, f"/rules/{number}", near)])


def _owes(tx: Transaction, library: Library, asked: str, rules: Sequence[str]) -> list[Owing]:
    """A reply for each scheme whose rules are named; where none is, of the scheme that was asked."""
    named = {rule.partition("/")[0] for rule in rules} or {asked}
    owed = []
    for scheme in sorted({asked if _is_law(library, one) else one for one in named}):
        at_hand = library.version_at(scheme, tx.now)
        version = at_hand[0] if at_hand else library.schemes[scheme][-1]
        role, within = addressee(version)
        declared = version.text.roles.get(role)
        body = declared.value.body.value if declared else version.text.owner.value
        due = instant_text(after(tx.now, within))
        owed.append(Owing(What.SUGGESTION, f"suggestion/{scheme}", body, role, due))
    return owed


def _is_law(library: Library, scheme: str) -> bool:
    return library.schemes[scheme][-1].text.layer is Layer.STATUTE


def addressee(version: Version) -> tuple[str, timedelta | Months]:
    """Who replies to what is said of a scheme's rules, and how long they have."""
    said = version.text.suggestions
    if said is None:
        return version.text.ask.role.value, REPLY_WITHIN
    return said.role.value, said.within
