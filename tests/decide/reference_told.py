"""The second reading as an answer is sent: every member, in the order of MEANING rule 8.

Who stands where is read in the files beside this one; here is how it is told. Nothing of `govengine.decide` but the
question.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from govengine.decide import Question
from govengine.feel.types import BOOLEAN
from govengine.scheme import Stack
from tests.decide.reference import Reading, written
from tests.decide.reference_standing import Part, Person, Stands, rank

LAYERS = ["statute", "control", "partnership", "organisation", "team"]
NOTICE = timedelta(days=30)
Json = dict[str, Any]
Order = tuple[int, str]
FIRST: Order = (0, "")


def order(rule: Any) -> Order:
    return LAYERS.index(str(rule.layer)), rule.id


def lasting(value: Any) -> str | None:
    """How long there is: `P2D`."""
    return None if value is None else duration(value)


def duration(value: Any) -> str:
    """A length as ISO 8601 has it, for the whole days, hours and months that schemes give."""
    if not isinstance(value, timedelta):
        years, months = divmod(value.months, 12)
        return "P" + (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    hours, minutes = divmod(value.seconds // 60, 60)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    days = f"{value.days}D" if value.days or not clock else ""
    return "P" + days + ("T" + clock if clock else "")


class Telling(Reading):
    """One question before one stack, and the whole answer to it."""

    def told(self, *, suggest: bool = True) -> Json:
        own, brief = self.stands(self.actor), self.determination()
        refers, candidates = brief["level"] == "refer", self.candidates(own)
        relied = own.relied if own.holds else []
        deciders = self.deciders(own, brief)
        answer = {
            "level": brief["level"],
            "may_act": brief["may_act"],
            "complete": brief["complete"],
            "basis": brief["basis"],
            "decided_by": [self.decider(*one, provisional=brief["provisional"]) for one in deciders],
            "ask": self.whom(brief["ask"]) if refers else None,
            "route": [self.route(s.rule) for s in own.safeguards if s.certain and s.level == "stop"],
            "with": self.company(own, candidates) if candidates else [],
            "duties": self.duties_told(own, candidates or [], {duty for duty, *_ in brief["duties"]}),
            "needed": self.needed(own, candidates, brief),
            "relies_on": [g.rule.id for g in sorted(relied, key=lambda g: order(g.rule))],
            "because": self.because_told(brief["because"]),
            "would_change": self.would_change(brief) if suggest else [],
            "would_have": [
                {"rule": g.id, "level": level}
                for g in sorted(self.grants, key=order)
                for rule, level in brief["would_have"]
                if g.id == rule
            ],
            "accountability": self.accountability_told(relied, brief["accountability"]),
            "schemes": [
                {"id": v.id, "version": v.version, "layer": str(v.text.layer), "digest": v.digest}
                for v in self.stack.versions
            ],
            "semantics": 1,
            "as_of": self.question.as_of.isoformat(),
        }
        notices = self.notices([own, *(stands for _, stands, _ in deciders)])
        return answer | ({"notices": notices} if notices else {})

    # people -------------------------------------------------------------------------------------

    def deciders(self, own: Stands, brief: Json) -> list[tuple[str, Stands, list[str]]]:
        """7, in order: the actor's lines, other lines, roles on no line."""
        if brief["level"] == "stop":
            return []
        if brief["level"] != "refer":
            role = min(r for g in own.relied for r in set(self.actor.roles) & g.rule.holders)
            return [(role, own, [])]
        open_too = brief["provisional"]
        found = []
        for role, _, must in brief["people"]:
            person = Person((role,), is_actor=False, open_too=open_too)
            if open_too and role in self.actor.roles and self.leads(role):
                person = Person(self.actor.roles, is_actor=True, open_too=True)
            found.append((role, self.stands(person), list(must)))
        return sorted(found, key=lambda one: self.place(one[0]))

    def leads(self, role: str) -> bool:
        """Whether the actor, with what is missing taken as met, is named first in this role."""
        stands = self.stands(Person(self.actor.roles, is_actor=True, open_too=True))
        return stands.holds and role == sorted(self.actor.roles, key=lambda r: (-self.seniority(r), r))[0]

    def place(self, role: str) -> tuple[int, str, int, str, str]:
        lines = sorted(name for name, line in self.stack.lines.items() if role in line)
        mine = [name for name in lines if set(self.stack.lines[name]) & set(self.actor.roles)]
        line = (mine or lines or [""])[0]
        at = self.stack.lines[line].index(role) if line else 0
        return 0 if mine else 1 if lines else 2, line, at, self.stack.roles[role].body, role

    def decider(self, role: str, stands: Stands, must: list[str], *, provisional: bool) -> Json:
        duties = self.in_order(stands, stands.relied)
        return {
            "role": role,
            "body": self.stack.roles[role].body,
            "level": stands.level,
            "with": self.company(stands, stands.relied),
            "duties": [d for _, d in duties if not (provisional and d["id"].startswith("confirm/"))],
            "must": must,
            "provisional": provisional,
        }

    def whom(self, ask: tuple[str, bool] | None) -> Json | None:
        if ask is None:
            return None
        return {"role": ask[0], "body": self.stack.roles[ask[0]].body, "other_person": ask[1]}

    # what is owed -------------------------------------------------------------------------------

    def in_order(self, stands: Stands, grants: Iterable[Part]) -> list[tuple[Order, Json]]:
        """6: of the safeguards that count and of these grants, with the confirmations both ask for."""
        found = [(order(p.rule), duty) for p in (*stands.safeguards, *grants) for duty in self.of_part(p)]
        vouched = {name: order(g.rule) for g in reversed(list(grants)) for name in g.confirms}
        vouched |= dict.fromkeys(stands.confirms, FIRST)
        for name, place in vouched.items():
            says = self.stack.facts[name].confirm
            found.append((place, duty_of(f"confirm/{name}", "before", says)))
        return sorted(found, key=lambda one: (one[0], one[1]["id"]))

    def of_part(self, part: Part) -> list[Json]:
        texts = {duty.id: duty for duty in part.rule.duties}
        told = []
        for name, (at, certain, done) in part.owed.items():
            duty = texts.get(name)
            if duty is not None:
                do, tell, within = duty.do, duty.tell, duty.within
            else:  # the ratification of an emergency
                then = part.rule.emergency
                do, tell, within = self.ratify(then.role), then.role, then.within
            told.append(duty_of(name, at, do, tell, lasting(within), certain=certain, done=done))
        return told

    def ratify(self, role: str) -> str:
        return f"Ask the {self.stack.roles[role].title or role.replace('_', ' ')} to ratify this"

    def duties_told(self, own: Stands, candidates: list[Part], owed: set[str]) -> list[Json]:
        told = [duty for _, duty in self.in_order(own, candidates) if duty["id"] in owed]
        if self.question.late:
            late = "Review this late record"
            told.append(duty_of("late-record/review", "after", late, self.stack.accountable))
        return told

    def company(self, stands: Stands, grants: Iterable[Part]) -> list[Json]:
        told = []
        for part in (*stands.safeguards, *grants):
            for name, done in part.company.items():
                advises = name == part.advice
                company = part.rule.advised_by if advises else part.rule.company
                consulted = advises or str(part.rule.level) == "consult"
                entry = {
                    "id": name,
                    "role": company.role,
                    "body": self.stack.roles[company.role].body,
                    "how": "consulted" if consulted else str(company.how or "agrees"),
                    "second_person": company.second_person,
                    "within": lasting(company.within),
                    "done": done,
                }
                told.append((order(part.rule), entry))
        return [entry for _, entry in sorted(told, key=lambda one: (one[0], one[1]["id"]))]

    def needed(self, own: Stands, candidates: list[Part] | None, brief: Json) -> list[Json]:
        told: list[tuple[Order, str, Json]] = []
        for name in brief["missing"]:
            rules = [] if name == "actor.role" else sorted(self.wanting(own, name), key=order)
            ask = self.stack.facts[name].question
            place = order(rules[0]) if rules else FIRST
            told.append((place, name, {"fact": name, "ask": ask, "rules": [r.id for r in rules]}))
        if candidates is not None:
            for place, duty in self.in_order(own, candidates):
                if duty["at"] == "before" and not duty["done"]:
                    rule = self.rule_of(duty["id"], own, candidates)
                    said = {
                        "duty": duty["id"],
                        "ask": duty["do"] or duty["tell"],
                        "rules": [rule] if rule else [],
                    }
                    told.append((place, duty["id"], said))
        return [said for _, _, said in sorted(told, key=lambda one: one[:2])]

    @staticmethod
    def rule_of(duty: str, own: Stands, candidates: list[Part]) -> str:
        """Whose duty it is; nobody's where a safeguard is taken as met by what somebody vouches for."""
        if not duty.startswith("confirm/"):
            return next(p.rule.id for p in (*own.safeguards, *candidates) if duty in p.owed)
        name = duty.removeprefix("confirm/")
        if name in own.confirms:
            return ""
        return next(g.rule.id for g in candidates if name in g.confirms)

    # why ----------------------------------------------------------------------------------------

    def route(self, stop: Any) -> Json:
        to = stop.route.to
        body = None if to is None else {"role": to, "body": self.stack.roles[to].body}
        return {"rule": stop.id, "do": stop.route.do, "to": body}

    def because_told(self, brief: list[tuple[Any, ...]]) -> list[Json]:
        rules = {r.id: r for r in (*self.grants, *self.safeguards)}
        told = []
        for rule, effect, held, authority, clauses in sorted(brief, key=lambda one: order(rules[one[0]])):
            said = [{"text": text, "value": value, "seen": seen} for text, value, seen in clauses]
            entry = {"rule": rule, "effect": effect, "held": held, "authority": authority, "clauses": said}
            why = rules[rule].because
            told.append(entry if why is None else entry | {"why": why})
        return told

    def would_change(self, brief: Json) -> list[Json]:
        """9: what may be done another way, tried out."""
        read = {name for rule in self.bearing() for clause in rule.clauses for name in clause.facts}
        told = []
        for name in sorted(read & set(self.question.facts)):
            fact, now = self.stack.facts[name], self.question.facts[name]
            if not fact.changeable:
                continue
            others = [not now] if fact.type == BOOLEAN else sorted(set(fact.one_of) - {now})
            for other in others:
                then = Telling(self.stack, self.question.with_fact(name, other)).told(suggest=False)
                lower = rank(then["level"]) < rank(brief["level"])
                if lower or (then["may_act"] and not brief["may_act"]):
                    said = {"fact": name, "from": written(now), "to": written(other)}
                    told.append(said | {"level": then["level"], "may_act": then["may_act"]})
        return told

    def bearing(self) -> list[Any]:
        """Every rule that bears on the kind, whether in force or not."""
        own = set()
        if self.question.kind in self.stack.kinds:
            own = {self.question.kind, *self.stack.kinds[self.question.kind]}
        sent = set(self.question.facts.get("decision.classes", ()))
        bound = own | sent | {self.question.kind, "all"}
        return [*self.named_grants, *(s for s in self.stack.safeguards if s.bears_on & bound)]

    def accountability_told(self, relied: list[Part], brief: tuple[Any, ...]) -> Json:
        outcome, shared, line = brief
        told: Json = {"outcome": outcome, "shared_by": list(shared), "line": list(line)}
        if not relied:
            return told
        grant = min((g.rule for g in relied), key=order)
        involve = none_or(grant.involve)
        if involve is None:
            involve = [
                {"id": d.id, "at": str(d.at), "do": d.do, "tell": d.tell, "within": lasting(d.within)}
                for d in grant.involve
            ]
        told |= {"delegated_by": none_or(grant.delegated_by) or dict(grant.delegated_by)}
        return told | {"involve": involve, "assure": none_or(grant.assure) or dict(grant.assure)}

    def notices(self, standing: list[Stands]) -> list[Json]:
        """12: that a pilot somebody relies on ends within thirty days."""
        zone = ZoneInfo(self.stack.zone)
        today = self.question.as_of.astimezone(zone).date()
        ends = {g.rule.id: g.rule.scope_until for one in standing for g in one.relied if g.rule.scope_until}
        told = []
        for rule, until in sorted(ends.items()):
            last = until.astimezone(zone).date() if isinstance(until, datetime) else until
            if last - today <= NOTICE:
                told.append({"rule": rule, "what": "ends", "on": last.isoformat()})
        return told


def duty_of(
    name: str,
    at: str,
    do: str | None,
    tell: str | None = None,
    within: str | None = None,
    *,
    certain: bool = True,
    done: bool = False,
) -> Json:
    return {"id": name, "at": at, "do": do, "tell": tell, "within": within, "certain": certain, "done": done}


def none_or(said: Any) -> Json | None:
    """`none: <why>`, where that is what a grant says."""
    return {"none": said.why} if hasattr(said, "why") else None


def told(stack: Stack, question: Question) -> tuple[Json, dict[str, str]]:
    """What MEANING says of a question, as it is sent, and the truth of every rule, as it is recorded."""
    telling = Telling(stack, question)
    return telling.told(), telling.rules()
