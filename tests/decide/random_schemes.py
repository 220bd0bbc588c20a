"""Random schemes of several layers, as the texts an author would write, and random questions about them.

Everything follows from a seed. `Schemes.files` gives the texts; rules can be added, moved and doubled in
the plain data before the texts are made. The real loader reads them.
"""

import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

import yaml

from govengine.decide import Done, Question
from govengine.decide.question import duty_ids
from govengine.scheme import Library, Stack, Version, read_version

Rule = dict[str, Any]

LINE = ("worker", "manager", "head")
OTHER_LINE = ("nurse", "matron")
ROLES = (*LINE, *OTHER_LINE, "panel", "officer")
FREE_FACTS = {
    "decision.amount": "decision.amount <= {n}",
    "person.consent": "person.consent",
    "person.ill": "not(person.ill)",
    "decision.channel": 'decision.channel = "cash"',
    "actor.trained": "actor.trained",
    "actor.requester": "not(actor.requester)",
}
CONFIRMED = {
    "decision.tried": "decision.tried",
    "decision.clash": "not(decision.clash)",
    "actor.sure": "actor.sure",
}
KINDS = ("payment", "payment", "payment", "visit", "visit", "unheard", "spend")
CLASSES = ("spend", "individual", "omission")
WHEN = datetime(2026, 5, 2, 10, 15, tzinfo=UTC)
LENGTHS = ("P2D", "PT4H", "P1M", "P1DT12H", "P14M")
DATES = ("2026-01-01", "2026-05-02", "2026-05-03", "2026-05-02T10:15:00Z", "2026-12-31")


@dataclass
class Schemes:
    """Plain data of each scheme by name; `asked` is the one a question is about."""

    data: dict[str, dict[str, Any]]
    asked: str

    def files(self) -> list[dict[str, bytes]]:
        """The texts."""
        return [*map(_files, self.data.values())]

    def stack(self) -> Stack:
        """What governs a question."""
        return self.library().stack(self.asked, WHEN)

    def library(self) -> Library:
        """All of them, by the real loader."""
        return Library(map(_version, self.data.values()))

    def with_rule(self, scheme: str, section: str, rule: Rule) -> "Schemes":
        """The same with one more rule."""
        data = copy.deepcopy(self.data)
        data[scheme].setdefault(section, []).append(rule)
        return Schemes(data, self.asked)

    def disordered(self, chance: Random) -> "Schemes":
        """The same meaning: schemes, rules and names in another order, some rules twice."""
        data = copy.deepcopy(self.data)
        for scheme in data.values():
            for section in ("grants", "safeguards"):
                rules = scheme.get(section, [])
                rules += [copy.deepcopy(rule) for rule in rules if chance.random() < 0.3]
                chance.shuffle(rules)
                for rule in rules:
                    for listed in ("for", "duties"):
                        if listed in rule:
                            chance.shuffle(rule[listed])
            for section in ("facts", "kinds", "roles", "lines"):
                items = list(scheme.get(section, {}).items())
                chance.shuffle(items)
                if items:
                    scheme[section] = dict(items)
        names = list(data)
        chance.shuffle(names)
        return Schemes({name: data[name] for name in names}, self.asked)


class Dumper(yaml.CSafeDumper):
    """Without anchors, which schemes do not use."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _files(data: dict[str, Any]) -> dict[str, bytes]:
    return {"scheme.yaml": yaml.dump(data, Dumper=Dumper, sort_keys=False).encode()}


_READ: dict[str, Version] = {}
"""Versions by what was written: many have no rules at all, and a rule more changes one scheme of four."""
MOST_READ = 1_000


def _version(data: dict[str, Any]) -> Version:
    written = repr(data)
    if written not in _READ:
        files = _files(data)
        version, problems = read_version(files)
        assert version is not None, [*map(str, problems), files]
        assert not problems, [*map(str, problems)]
        if len(_READ) >= MOST_READ:
            _READ.clear()
        _READ[written] = version
    return _READ[written]


def schemes(chance: Random) -> Schemes:
    """A statute, a control scheme, an organisation's scheme and a team's below it."""
    some = Generator(chance)
    law = some.head("law", "statute")
    law["safeguards"] = [some.safeguard(i, law=True) for i in range(chance.choice((0, 0, 1, 2)))]
    freeze = some.head("freeze", "control", under=["law"])
    freeze["covers"] = ["council"]
    freeze["safeguards"] = [some.safeguard(i, law=True) for i in range(chance.choice((0, 0, 0, 1)))]
    if chance.random() < 0.15:
        freeze["safeguards"].append(
            {"id": "reserve", "for": ["spend"], "level": "refer", "to": {"role": "officer", "only": True}}
        )
        freeze["grants"] = [
            {"id": "reserved", "for": ["spend"], "role": "officer", "only": True, "level": "act"}
        ]
    council = some.head("council-scheme", "organisation", under=["law"])
    council["grants"] = [some.grant(i) for i in range(chance.randint(1, 6))]
    council["safeguards"] = [some.safeguard(i) for i in range(chance.randint(0, 3))]
    team = some.head("team-scheme", "team", under=["council-scheme"])
    team["safeguards"] = [some.safeguard(i) for i in range(chance.randint(0, 1))]
    every = {one["scheme"]: one for one in (law, freeze, council, team)}
    return Schemes(every, chance.choice(("council-scheme", "council-scheme", "team-scheme")))


class Generator:
    """Parts of random schemes."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def maybe(self, likely: float = 0.3) -> bool:
        return self.chance.random() < likely

    def head(self, name: str, layer: str, under: list[str] | None = None) -> dict[str, Any]:
        roles: dict[str, Any] = {role: {"body": "council"} for role in ROLES}
        roles["panel"]["is"] = "panel"
        roles["bot"] = {"body": "council", "is": "software"}
        facts: dict[str, Any] = {name: {"type": "boolean"} for name in FREE_FACTS}
        facts["decision.amount"] = {"type": "number", "min": "0"}
        facts["decision.channel"] = {"type": "string", "one_of": ["cash", "voucher"], "changeable": "true"}
        for confirmed, text in CONFIRMED.items():
            met = "false" if text.startswith("not") else "true"
            facts[confirmed] = {"type": "boolean", "confirm": {"ask": f"Is {confirmed} so?", "met": met}}
        return {
            "scheme": name,
            "version": "1",
            "title": name,
            "owner": "council",
            "layer": layer,
            "jurisdiction": "England",
            "effective": {"from": "2026-01-01"},
            "source": {"title": "made up"},
            "under": under or [],
            "bodies": {"council": {"title": "Council"}},
            "roles": roles,
            "lines": {"care": [*LINE[:2], "bot", LINE[2]], "health": list(OTHER_LINE)},
            "ask": {"role": "manager"},
            "accountable": {"role": "officer"},
            "kinds": {"payment": {"is": ["spend", "individual"]}, "visit": {"is": ["individual"]}},
            "facts": facts,
        }

    def condition(self, *, law: bool = False) -> str:
        atoms = [*FREE_FACTS.values(), *(() if law else CONFIRMED.values())]
        one = self.chance.choice(atoms).format(n=self.chance.choice((100, 500)))
        match self.chance.randint(0, 6):
            case 0:
                return f"not({one})"
            case 1:
                return f"{one} and {self.condition(law=law)}"
            case 2:
                return f"({one} or {self.condition(law=law)})"
            case 3:
                return self.chance.choice((f'actor.role = "{self.chance.choice(ROLES)}"', one))
            case _:
                return one

    def window(self, *, safeguard: bool) -> Rule:
        rule: Rule = {}
        if self.maybe(0.1):
            rule["from"] = self.chance.choice(DATES)
        if self.maybe(0.1):
            rule["until" if safeguard else "to"] = self.chance.choice(DATES)
        return rule

    def duties(self) -> list[Rule]:
        made = []
        for index in range(self.chance.choice((0, 0, 0, 1, 2))):
            duty: Rule = {
                "id": f"d{index}",
                "do": "do this",
                "at": self.chance.choice(("before", "with", "after")),
            }
            if self.maybe():
                duty["if"] = self.condition()
            if self.maybe(0.2):
                duty["done_when"] = self.condition()
            if self.maybe(0.2):
                duty |= {"tell": self.chance.choice(ROLES), "within": self.chance.choice(LENGTHS)}
            made.append(duty)
        return made

    def company(self) -> Rule:
        company: Rule = {"role": self.chance.choice(ROLES)}
        for flag in ("only", "second_person"):
            if self.maybe():
                company[flag] = "true"
        if self.maybe(0.2):
            company["done_when"] = self.condition()
        if self.maybe(0.2):
            company["within"] = self.chance.choice(LENGTHS)
        return company

    def answered_for(self) -> Rule:
        """What a grant says of whoever gave it, whom it involves and how it is assured."""
        said: Rule = {}
        if self.maybe():
            said["delegated_by"] = {"role": "officer", "dated": "2026-01-15"}
        if self.maybe(0.2):
            told = {"id": "told", "tell": self.chance.choice(ROLES), "at": "after", "within": "P2D"}
            said["involve"] = self.chance.choice(([told], {"none": "nobody else is concerned"}))
        if self.maybe(0.2):
            said["assure"] = {"review": "sampled", "by": "head"}
        if self.maybe(0.2):
            said["because"] = "It is nearest to the person"
        return said

    def grant(self, index: int) -> Rule:
        rule: Rule = {
            "id": f"g{index}",
            "for": self.chance.choice((["payment"], ["visit"], ["individual"], ["payment", "visit"])),
            "role": self.chance.choice(
                (*LINE, "worker", "worker", "worker", "manager", *OTHER_LINE, "panel")
            ),
            "level": self.chance.choice(("act", "act", "act", "consult", "agree")),
            **self.window(safeguard=False),
            **self.answered_for(),
        }
        if rule["level"] != "act":
            rule["with"] = self.company()
        if self.maybe(0.7):
            rule["when"] = self.condition()
        if self.maybe(0.2):
            rule["only"] = "true"
        if self.maybe(0.15):
            rule["exception"] = "true"
        if self.maybe(0.2):
            rule["step"] = self.chance.choice(("shadow", "advise"))
            rule["assure"] = {"review": "all", "by": self.chance.choice(ROLES)}
        if self.maybe(0.1):
            rule["scope"] = {"until": self.chance.choice(DATES)}
        if duties := self.duties():
            rule["duties"] = duties
        return rule

    def safeguard(self, index: int, *, law: bool = False) -> Rule:
        rule: Rule = {
            "id": f"s{index}",
            "for": self.chance.choice((["payment"], ["individual"], ["spend"], ["omission"], ["all"])),
            "level": self.chance.choice(
                ("act", "act", "consult", "consult", "agree", "agree", "refer", "stop")
            ),
            **self.window(safeguard=True),
        }
        if rule["level"] in ("consult", "agree"):
            rule["with"] = self.company()
        if rule["level"] == "refer" and self.maybe(0.6):
            rule["to"] = {"role": self.chance.choice(ROLES)}
            if self.maybe():
                rule["to"]["only"] = "true"
        if rule["level"] == "stop":
            rule["route"] = {"do": "another way"}
            if self.maybe():
                rule["route"]["to"] = self.chance.choice(ROLES)
        if self.maybe(0.9):
            rule["when"] = self.condition(law=law)
        if duties := self.duties():
            rule["duties"] = duties
        if self.maybe(0.2):
            rule["because"] = "It has gone wrong before"
        if not law and rule["level"] != "stop" and self.maybe(0.2):
            rule["emergency"] = {"ratify_by": "head", "within": "P2D"}
        return rule


def question(chance: Random, stack: Stack) -> Question:
    """A question about a stack: some facts known, some duties done."""
    facts: dict[str, Any] = {}
    for name in (*FREE_FACTS, *CONFIRMED):
        if chance.random() < 0.7:
            facts[name] = chance.random() < 0.6
    if "decision.amount" in facts:
        facts["decision.amount"] = Decimal(chance.choice((50, 300, 900)))
    if "decision.channel" in facts:
        facts["decision.channel"] = chance.choice(("cash", "voucher"))
    if chance.random() < 0.9:
        facts["actor.ref"] = "w-1"
    if chance.random() < 0.95:
        facts["actor.role"] = (
            tuple(chance.sample((*ROLES, "bot"), 1))
            if chance.random() < 0.4
            else tuple(dict.fromkeys(chance.choices(LINE, k=chance.choice((1, 1, 2)))))
        )
    if chance.random() < 0.2:
        facts["decision.classes"] = (chance.choice(CLASSES),)
    if chance.random() < 0.3:
        facts["decision.emergency"] = chance.random() < 0.7
    facts["decision.kind"] = chance.choice(KINDS)
    known = sorted(duty_ids(stack))
    done = tuple(
        Done(duty, by=chance.choice(("w-1", "w-2", None)), role=chance.choice((*ROLES, None)))
        for duty in known
        if chance.random() < 0.6
    )
    later = chance.choice((None, None, datetime(2026, 5, 3, 9, tzinfo=UTC), datetime(2027, 1, 5, tzinfo=UTC)))
    late = later is not None and chance.random() < 0.2
    return Question(facts["decision.kind"], WHEN, facts, None, done, later, late)
