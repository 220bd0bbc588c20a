"""Whoever owes a reply says what becomes of a suggestion: taken up, not now, or declined, each with the reasons."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from api.commands.answered_once import Answered, Done, answered_once
from api.commands.doing import Doing
from api.commands.outcome_signing import check_role_of
from api.commands.suggest import SuggestionError
from api.problems import problem
from api.store.erasing import key_about_person
from api.store.obligations import Obligation, end
from api.store.subjects import mark_about
from api.store.suggestions import owed_on, suggestion
from api.store.tables import ACTOR
from api.store.transaction import Transaction
from govengine.errors import Problem
from govengine.record import Kind, lookup_key
from govengine.scheme import Library


class Answer(StrEnum):
    """What becomes of a suggestion."""

    TAKEN_UP = "taken_up"
    NOT_NOW = "not_now"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class SuggestionAnswer:
    """What becomes of it and why. `led_to` is the draft or version of a scheme it led to, as `scheme/version` or by its id."""

    suggestion: str
    answer: Answer
    why: str
    led_to: str | None = None


def answer_suggestion(tx: Transaction, given: SuggestionAnswer, doing: Doing) -> Answered:
    """Put it on the record, where whoever made it finds it.

    Raises SuggestionError `unknown-suggestion`, `suggestion-answered`, `not-theirs`, `own-suggestion`; RulesChanged.
    """

    def act() -> Done:
        library = doing.library(tx)
        made = suggestion(tx.connection, given.suggestion)
        mine = (
            []
            if made is None
            else [one for one in owed_on(tx.connection, made) if one[0].body == doing.caller.body]
        )
        if made is None or not mine:
            raise SuggestionError([problem("unknown-suggestion")])
        check_role_of(library, doing.by.role, doing.caller.body, "/by/role")
        waiting = [one for one, is_open in mine if is_open]
        if not waiting:
            raise SuggestionError([problem("suggestion-answered")])
        theirs = [one for one in waiting if doing.by.role in _who_may(library, one)]
        if not theirs:
            _not_theirs(waiting)
        proposer = made.leaf["keys"][ACTOR]
        if proposer == lookup_key(doing.secret, ACTOR, doing.by.ref):
            raise SuggestionError([problem("own-suggestion")])
        fields: dict[str, Any] = {
            **doing.fields,
            "about": made.leaf["decision"],
            "answer": str(given.answer),
            "decision": made.leaf["decision"],
            "ends": sorted(one.id for one in theirs),
            "led_to": given.led_to,
            "made_by_body": made.leaf["body"],
            "rules": made.leaf["rules"],
            "suggestion": made.id,
        }
        appended = tx.append(Kind.SUGGESTION_ANSWERED, fields, {"by": doing.by.ref}, {"why": given.why})
        end(tx, appended, fields["ends"])
        mark_about(tx, appended.index, [made.decision_index])
        doing.note(tx, appended)
        key_about_person(tx, appended.index, (ACTOR, proposer))
        says = {"suggestion": made.id, "answer": str(given.answer), "led_to": given.led_to}
        return Done(appended, says, about=made.leaf["decision"])

    return answered_once(tx, doing.caller, doing.keyed, act)


def _who_may(library: Library, owed: Obligation) -> frozenset[str]:
    """The role that is asked, those above it on a line, and whoever is accountable for the scheme."""
    scheme = owed.duty.partition("/")[2]
    version = library.schemes[scheme][-1]
    stack = library.stack_of(version, version.text.effective.since)
    asked = str(owed.role)
    return frozenset({asked, version.text.accountable.role.value}) | stack.seniors(asked)


def _not_theirs(waiting: list[Obligation]) -> None:
    asked = ", ".join(sorted({str(one.role).replace("_", " ") for one in waiting}))
    message = f"A reply is owed by: {asked}, or somebody above them."
    raise SuggestionError([Problem("not-theirs", message, "Ask one of them.", "/by/role")])
