"""The answer in plain English, for a worker in a hurry. Made from the answer and the question, never stored.

The first sentence carries the label of the level (MEANING, Levels and bases).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from govengine.decide.binds import DUTIES
from govengine.decide.determination import Basis, Determination
from govengine.decide.question import Question
from govengine.decide.wording import clause_in_words, length_in_words, name_in_words, value_in_words
from govengine.errors import nearest
from govengine.scheme import Level, Stack

Json = Mapping[str, Any]


def summary(stack: Stack, determination: Determination, question: Question) -> str:
    """A few sentences: whose it is, why, what is owed, what is missing, what would change it."""
    return _Summary(stack, determination, question).text()


class _Summary:
    def __init__(self, stack: Stack, determination: Determination, question: Question) -> None:
        self.stack, self.answer, self.question = stack, determination, question
        self.settled = [one for one in determination.decided_by if not one["provisional"]]
        self.provisional = [one for one in determination.decided_by if one["provisional"]]

    def text(self) -> str:
        """The sentences, one after another."""
        what_if = ["This is a what-if. Nothing was recorded."] if self.answer.may_act is None else []
        return " ".join(
            [
                *what_if,
                self._label(),
                *self._basis(),
                *self._reasons(),
                *self._owed(),
                *self._binds(),
                *self._needed(),
                *self._changes(),
                *self._reliance(),
                *self._ends(),
            ]
        )

    # -- whose ------------------------------------------------------------------------------------------------

    def _label(self) -> str:
        match self.answer.level:
            case Level.ACT:
                ready = self.answer.may_act or self.answer.would_allow
                return "Yours to decide." if ready else "Yours to decide, once what is still needed is there."
            case Level.CONSULT:
                return f"Yours, after advice from {self._people(self.answer.company)}."
            case Level.AGREE:
                return f"Yours together with {self._people(self.answer.company)}."
            case Level.REFER if self.settled:
                return f"This one is for {self._people(self.settled, ' or ')} to decide."
            case Level.REFER:
                assert self.answer.ask is not None  # a referral always names somebody
                return f"This one is for {self._person(self.answer.ask)} to say whose it is: please ask."
            case Level.STOP:
                return f"Not this way; the route is: {'; '.join(map(self._route, self.answer.route))}."

    def _route(self, route: Json) -> str:
        through = f" (through {self._person(route['to'])})" if route["to"] else ""
        return _lower(route["do"]) + through

    def _people(self, people: Sequence[Json], joined_by: str = " and ") -> str:
        return joined_by.join(dict.fromkeys(map(self._person, people))) or "others"

    def _person(self, person: Json) -> str:
        """`the team manager`, or `another` where it is the asker's own role."""
        other = person.get("second_person") or person.get("other_person")
        another = other or person["role"] in self.question.roles
        return f"{'another' if another else 'the'} {self.stack.title_of(person['role'])}"

    # -- why --------------------------------------------------------------------------------------------------

    def _basis(self) -> list[str]:
        match self.answer.basis:
            case Basis.SILENCE:
                near = None
                if self.question.kind not in self.stack.kinds:
                    near = nearest(self.question.kind, self.stack.kinds)
                kind = self.stack.kind_titles.get(self.question.kind, self.question.kind.replace("_", " "))
                hint = [f"Did you mean {near}?"] if near else []
                return [f"No rule here speaks about this ({kind}), which means ask, not no.", *hint]
            case Basis.NOT_MET:
                return ["The rules know this kind of decision, and as the case stands nobody holds it."]
            case Basis.STATUTE:
                return ["The law sets this, and no local rule can change it."]
            case Basis.CONTROL:
                return ["An organisation-wide control applies at the moment."]
            case Basis.MISSING_FACTS:
                if self.answer.may_act or self.answer.would_allow:
                    return ["More facts could still make this simpler."]
                return ["Some facts are missing, so nothing has been settled yet."]
            case Basis.EXCEPTION:
                return ["It is outside the usual limit, and there is a way for exceptions."]
            case Basis.DELEGATED_ELSEWHERE:
                return self._nearest_rule()
            case Basis.SAFEGUARD | Basis.OWN_AUTHORITY:
                return []

    def _nearest_rule(self) -> list[str]:
        """The first grant for the asker's role that is missed, and by what."""
        for entry in self.answer.because:
            if entry["effect"] == "grant" and entry["held"] == "false" and entry["clauses"]:
                authority = f" ({entry['authority']})" if entry["authority"] else ""
                wanted, seen = self._clause(entry["rule"], entry["clauses"][0]["text"])
                return [f"The nearest rule{authority} is for when {wanted}; here {seen}."]
        return []

    def _clause(self, rule: str, text: str) -> tuple[str, str]:
        """What a clause asks for, and what the case says."""
        stacks = (self.stack, *self.stack.beside)
        grant = next(grant for stack in stacks for grant in stack.grants if grant.id == rule)
        clause = next(clause for clause in grant.clauses if clause.text == text)
        known = [
            f"{name_in_words(fact)} is {value_in_words(fact, self.question.facts[fact.name])}"
            for fact in (self.stack.facts[name] for name in clause.facts)
            if fact.name in self.question.facts
        ]
        return clause_in_words(clause, self.stack.facts), " and ".join(known) or "it is not so"

    def _reasons(self) -> list[str]:
        """The authors' reasons for what applies: safeguards, and the grants relied on."""
        shown = (
            entry["why"]
            for entry in self.answer.because
            if "why" in entry
            and entry["held"] == "true"
            and (entry["effect"] == "safeguard" or entry["rule"] in self.answer.relies_on)
        )
        provisional = []
        if self.provisional:
            mine = [one for one in self.provisional if one["role"] in self.question.roles and not one["must"]]
            others = self._people([one for one in self.provisional if one not in mine], " or ")
            whose = "yours" if mine else f"for {others}"
            provisional.append(f"If what is missing turns out as it should, it is {whose}.")
        musts = [f"They must meet this: {text}." for one in self.settled[:1] for text in one["must"]]
        return [*(f"{_ended(text)}" for text in dict.fromkeys(shown)), *musts, *provisional]

    # -- what is owed, missing, and would change it -------------------------------------------------------------

    def _owed(self) -> list[str]:
        due = [
            duty
            for duty in self.answer.duties
            if duty["certain"] and not duty["done"] and not duty["id"].startswith("confirm/")
        ]
        groups = (("before", "Before you act"), ("with", "As you do it"), ("after", "Afterwards"))
        return [
            f"{label}: {'; '.join(map(self._duty, of_time))}."
            for at, label in groups
            if (of_time := [duty for duty in due if duty["at"] == at])
        ]

    def _duty(self, duty: Json) -> str:
        tell = duty["tell"]
        name = None
        if tell is not None:
            name = self.stack.bodies.get(tell) or f"the {self.stack.title_of(tell)}"
        text = f"tell {name}" if duty["do"] is None else _lower(duty["do"]).rstrip(".")
        if duty["do"] is not None and name is not None and name not in text:
            text += f" ({name})"
        return text + (f" within {length_in_words(duty['within'])}" if duty["within"] else "")

    def _binds(self) -> list[str]:
        """Both sides of each, and who can resolve it. It is nobody's fault to be in one."""
        return [sentence for bind in self.answer.binds for sentence in self._bind(bind)]

    def _bind(self, bind: Json) -> list[str]:
        says = [f"“{one['says']}”" for one in bind["between"]]
        apart = "cannot both be kept" if bind["about"] == DUTIES else "pull apart"
        people = " or ".join(dict.fromkeys(self._resolver(one) for one in bind["resolved_by"]))
        return [
            f"{' and '.join(says)} {apart}.",
            f"You are not expected to settle that: {people} can resolve it.",
        ]

    def _resolver(self, one: Json) -> str:
        return f"the {self.stack.title_of(one['role'])}"

    def _needed(self) -> list[str]:
        asks = [_ended(item["ask"]) for item in self.answer.needed if item["ask"]]
        return [f"Still needed: {' '.join(asks)}"] if asks else []

    def _changes(self) -> list[str]:
        if self.answer.would_change:
            ways = []
            for change in self.answer.would_change:
                fact = self.stack.facts[change["fact"]]
                ways.append(f"{name_in_words(fact)} were {change['to'].replace('_', ' ')}")
            return [f"It would be different if {', or if '.join(ways)}."]
        first = next(iter(self.settled), None)
        ordinary = self.answer.level is Level.REFER and self.answer.basis is Basis.DELEGATED_ELSEWHERE
        if (
            ordinary
            and first is not None
            and not self.answer.needed
            and first["role"] not in self.question.roles
        ):
            owner = self._person(first)
            owned = f"{owner}'" if owner.endswith("s") else f"{owner}'s"
            return [f"Nothing about the case makes this yours to decide; it is {owned}."]
        return []

    def _reliance(self) -> list[str]:
        """What a manager and a worker can rely on."""
        if self.answer.level is not Level.ACT or not self.answer.relies_on:
            return []
        rule = self.answer.relies_on[0]
        by = self.answer.accountability.get("delegated_by", {})
        authority = next(
            (e["authority"] for e in self.answer.because if e["rule"] == rule and e["authority"]), rule
        )
        if "role" not in by:
            return [f"Decided within {authority}."]
        dated = f" on {_day(by['dated'])}" if by.get("dated") else ""
        delegator = self.stack.title_of(by["role"])
        return [
            f"Decided within {authority}, delegated by the {delegator}{dated}, who answers for the delegation."
        ]

    def _ends(self) -> list[str]:
        """What this rests on that ends soon."""
        titles = {grant.id: grant.title for grant in self.stack.grants}
        return [
            f"This rests on a rule that ends on {_day(notice['on'])}"
            + (f" ({titles[notice['rule']]})" if titles.get(notice["rule"]) else "")
            + "; from then on the scheme's other rules answer."
            for notice in self.answer.notices
        ]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _ended(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
