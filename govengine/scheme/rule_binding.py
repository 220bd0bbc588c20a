"""From rules as written to rules bound: grants, safeguards, watches and claims of one version."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from govengine.feel import Expression
from govengine.feel.printing import quoted
from govengine.scheme import rules
from govengine.scheme.bound_watch import BoundWatch
from govengine.scheme.conditions import Conditions
from govengine.scheme.names import Names
from govengine.scheme.rules import Grant, Safeguard
from govengine.scheme.shape import Absent
from govengine.scheme.source import Place, Text
from govengine.scheme.stack import (
    BoundDuty,
    BoundGrant,
    BoundRoute,
    BoundSafeguard,
    Clause,
    Company,
    Ratification,
)
from govengine.scheme.version import Version, rule_form
from govengine.scheme.vocabulary import FINDINGS
from govengine.scheme.watch_binding import bound_watches
from govengine.scheme.words import At, GrantLevel, Layer, Level, Step

_Rule = TypeVar("_Rule", Grant, Safeguard)


class RuleBinder:
    """The rules of one version, with its conditions and the names of the whole stack."""

    def __init__(self, names: Names, version: Version, conditions: Conditions) -> None:
        self._names, self._version, self._conditions = names, version, conditions

    def grants(self) -> list[BoundGrant]:
        """The version's grants, each once."""
        return [self._grant(grant) for grant in self._unique(self._version.text.grants)]

    def safeguards(self) -> list[BoundSafeguard]:
        """The version's safeguards, each once."""
        granted = {grant.id.value for grant in self._version.text.grants}
        unique = self._unique(self._version.text.safeguards)
        for rule in unique:
            if rule.id.value in granted:
                self._wrong(
                    rule.id, "duplicate-rule", f"{rule.id.value} is a grant as well.", "Rename one of them."
                )
        return [self._safeguard(rule) for rule in unique]

    def watches(self) -> list[BoundWatch]:
        """The version's watches."""
        return bound_watches(self._version.id, self._version.text.watches, self._names, self._conditions)

    def claims(self) -> list[tuple[str, Expression]]:
        """The version's claims about every answer, by id."""
        claims = ((never, self._conditions.claim(never.claim)) for never in self._version.text.never)
        return [(f"{self._version.id}/{never.id.value}", tree) for never, tree in claims if tree is not None]

    def _wrong(self, at: Text | Place, code: str, message: str, what_to_do: str) -> None:
        self._names.wrong(at, code, message, what_to_do)

    def _unique(self, written: Sequence[_Rule]) -> list[_Rule]:
        """Rules by id: the same twice is one, a different one of the same id is refused."""
        seen: dict[str, _Rule] = {}
        for rule in written:
            first = seen.setdefault(rule.id.value, rule)
            if first is not rule and rule_form(first) != rule_form(rule):
                message = f"{rule.id.value} is the id of another rule at {first.place}."
                self._wrong(rule.id, "duplicate-rule", message, "Give each rule an id of its own.")
        return list(seen.values())

    # -- grants ----------------------------------------------------------------------------------

    def _grant(self, grant: Grant) -> BoundGrant:
        id_ = f"{self._version.id}/{grant.id.value}"
        role = self._names.person(grant.role)
        clauses = [*self._conditions.clauses(grant.when)]
        clauses += [clause for cell in grant.cells for clause in self._conditions.cell(*cell)]
        if grant.scope is not None:
            clauses += self._scope_clauses(grant, grant.scope)
        if grant.level is not GrantLevel.ACT and grant.company is None:
            self._no_with(grant)
        if grant.level is GrantLevel.ACT and grant.company is not None:
            self._wrong(
                grant.company.place,
                "with",
                "`with` goes with consult and agree.",
                "Remove it, or change the level.",
            )
        if any(FINDINGS in clause.facts for clause in clauses):
            message = f"{FINDINGS} can close and never open: a grant does not read it."
            self._wrong(grant.id, "finding-grants", message, "Read it in a safeguard.")
        involve = grant.involve if isinstance(grant.involve, Absent) else self._duties(id_, grant.involve)
        duties = [*(() if isinstance(involve, Absent) else involve), *self._duties(id_, grant.duties)]
        if grant.exception:
            duties.append(_written_reason(id_))
        self._check_ids(grant.id, duties)
        outcome = grant.outcome if isinstance(grant.outcome, Absent) else self._names.outcome(grant.outcome)
        return BoundGrant(
            id=id_,
            scheme=self._version.id,
            layer=self._version.text.layer,
            bears_on=self._names.bears_on(grant.bears_on, all_allowed=False),
            clauses=tuple(clauses),
            duties=tuple(duties),
            company=self._company(id_, grant.company, Level(grant.level)),
            title=_text(grant.title),
            authority=_text(grant.authority),
            because=_text(grant.because),
            since=grant.since,
            until=grant.until,
            place=str(grant.place),
            role=role,
            only=grant.only,
            holders=self._names.or_seniors(role, only=grant.only),
            level=Level(grant.level),
            step=grant.step,
            exception=grant.exception,
            outcome=outcome,
            delegated_by=self._delegated(grant.delegated_by),
            involve=involve,
            assure=self._assured(grant.assure),
            advised_by=self._advised_by(id_, grant),
            scope_until=grant.scope.until if grant.scope else None,
        )

    def _no_with(self, rule: Grant | Safeguard) -> None:
        message = f"{rule.id.value} says {rule.level} and not with whom."
        self._wrong(rule.id, "no-with", message, "Add with: {role: …}.")

    def _advised_by(self, id_: str, grant: Grant) -> Company | None:
        if grant.step is not Step.ADVISE:
            return None
        if isinstance(grant.assure, Absent):
            self._wrong(grant.id, "no-assure", "A grant at advise is advised by assure.by.", "Add assure.")
            return None
        by = rules.With(role=grant.assure.by, place=grant.assure.place)
        return self._company(id_, by, Level.CONSULT)

    def _scope_clauses(self, grant: Grant, scope: rules.Scope) -> list[Clause]:
        clauses: list[Clause] = []
        for fact, texts in (("actor.team", scope.teams), ("person.place", scope.places)):
            if texts:
                listed = ", ".join(quoted(text.value) for text in texts)
                clauses += self._conditions.clauses(Text(f"{fact} in ({listed})", texts[0].place, None))
        if scope.cap is not None:
            this = scope.cap.sum.value if scope.cap.sum else "1"
            text = f"{cap_name(self._version, grant)} + {this} <= ({scope.cap.at_most.value})"
            clauses += self._conditions.clauses(Text(text, scope.cap.at_most.place, None))
        return clauses

    # -- safeguards ------------------------------------------------------------------------------

    def _safeguard(self, rule: Safeguard) -> BoundSafeguard:
        id_ = f"{self._version.id}/{rule.id.value}"
        self._check_safeguard(rule)
        company = self._company(id_, rule.company, rule.level)
        exempts: frozenset[str] = company.roles if company is not None else frozenset()
        to = rule.to if isinstance(rule.to, rules.To) else None
        if to is not None:
            exempts = self._names.or_seniors(self._names.person(to.role), only=to.only)
        route = None
        if rule.route is not None:
            through = self._names.person(rule.route.to) if rule.route.to else None
            route = BoundRoute(rule.route.do.value, through)
        emergency = None
        if rule.emergency is not None:
            ratifier = self._names.person(rule.emergency.ratify_by)
            emergency = Ratification(ratifier, rule.emergency.within)
        duties = self._duties(id_, rule.duties)
        self._check_ids(rule.id, duties)
        return BoundSafeguard(
            id=id_,
            scheme=self._version.id,
            layer=self._version.text.layer,
            bears_on=self._names.bears_on(rule.bears_on, all_allowed=True),
            clauses=self._conditions.clauses(rule.when),
            duties=duties,
            company=company,
            title=_text(rule.title),
            authority=_text(rule.authority),
            because=_text(rule.because),
            since=rule.since,
            until=rule.to if isinstance(rule.to, date) else rule.until,
            place=str(rule.place),
            level=rule.level,
            to=to.role.value if to else None,
            exempts=exempts,
            second_person=company.second_person if company else False,
            route=route,
            emergency=emergency,
        )

    def _check_safeguard(self, rule: Safeguard) -> None:
        if rule.level in (Level.CONSULT, Level.AGREE) and rule.company is None:
            self._no_with(rule)
        if rule.level is Level.STOP and rule.route is None:
            self._wrong(
                rule.id, "no-route", f"{rule.id.value} stops and shows no route.", "Add route: {do: …}."
            )
        if rule.company is not None and rule.level not in (Level.CONSULT, Level.AGREE):
            self._wrong(
                rule.company.place,
                "with",
                "`with` goes with consult and agree.",
                "Remove it, or use to: for refer.",
            )
        if isinstance(rule.to, date) and rule.until is not None:
            self._wrong(rule.id, "window", "`to` and `until` both say when this ends.", "Keep one of them.")
        if isinstance(rule.to, rules.To) and rule.level is not Level.REFER:
            self._wrong(rule.to.place, "to", "`to` goes with refer.", "Remove it, or write level: refer.")
        if rule.emergency is not None and (
            self._version.text.layer is Layer.STATUTE or rule.level is Level.STOP
        ):
            message = "An emergency lifts neither statute nor a stop."
            self._wrong(rule.emergency.place, "emergency", message, "Remove it.")

    # -- what both owe ---------------------------------------------------------------------------

    def _company(self, rule: str, company: rules.With | None, level: Level) -> Company | None:
        if company is None:
            return None
        role = self._names.person(company.role)
        return Company(
            f"{rule}/second" if company.second_person else f"{rule}/{role}",
            role,
            self._names.or_seniors(role, only=company.only),
            company.second_person,
            company.how if level is Level.AGREE else None,
            self._optional(company.done_when),
            company.within,
        )

    def _optional(self, condition: Text | None) -> tuple[Clause, ...] | None:
        return None if condition is None else self._conditions.clauses(condition)

    def _duties(self, rule: str, duties: tuple[rules.Duty, ...]) -> tuple[BoundDuty, ...]:
        return tuple(self._duty(rule, duty) for duty in duties)

    def _duty(self, rule: str, duty: rules.Duty) -> BoundDuty:
        if duty.do is None and duty.tell is None:
            message = "This duty says neither what to do nor whom to tell."
            self._wrong(duty.place, "empty-duty", message, "Add do: or tell:.")
        return BoundDuty(
            f"{rule}/{duty.id.value}",
            rule,
            duty.at,
            _text(duty.do),
            None if duty.tell is None else self._names.body_or_role(duty.tell),
            duty.within,
            self._optional(duty.when),
            self._optional(duty.done_when),
            tuple(
                f"{one.scheme.value if one.scheme else self._version.id}/{one.rule.value}/{one.duty.value}"
                for one in duty.excludes
            ),
        )

    def _check_ids(self, rule: Text, duties: Sequence[BoundDuty]) -> None:
        seen: set[str] = set()
        for duty in duties:
            if duty.id in seen:
                name = duty.id.rsplit("/", 1)[-1]
                self._wrong(rule, "duplicate-duty", f"{name} stands twice in this rule.", "Rename one.")
            seen.add(duty.id)

    def _delegated(self, by: rules.Delegated | Absent) -> Mapping[str, Any] | Absent:
        if isinstance(by, Absent):
            return by
        role = self._names.person(by.role)
        return {"role": role, "dated": by.dated.isoformat() if by.dated else None}

    def _assured(self, assure: rules.Assure | Absent) -> Mapping[str, Any] | Absent:
        if isinstance(assure, Absent):
            return assure
        return {"review": assure.review.value, "by": self._names.person(assure.by)}


def cap_name(version: Version, grant: Grant) -> str:
    """The `history.` fact that a pilot's ceiling is measured by."""
    name = f"history.cap_{version.id}_{grant.id.value}"
    return "history." + name.removeprefix("history.").replace("-", "_").replace(".", "_")


def _written_reason(rule: str) -> BoundDuty:
    do = "Write down the reason for the exception"
    return BoundDuty(f"{rule}/reason", rule, At.BEFORE, do, None, None, None, None)


def _text(text: Text | None) -> str | None:
    return None if text is None else text.value
