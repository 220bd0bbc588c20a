"""The work that engines are compared by: policies of so many rules, and requests about them, always the same.

A rule bears on one of `max(5, rules / 5)` kinds and asks for an amount up to a limit, a role of a set, an item of
training, consent, a risk that is not high and an organisation of a set; its effect is permit, forbid or escalate. Wanted are all rules
that match, and the verdict that follows. `oracle` says it in the plainest way: an engine's time counts only
where it says the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

SEED = 1932
ROLES = [f"role_{number}" for number in range(8)]
TRAINING = [f"course_{number}" for number in range(10)]
ORGANISATIONS = [f"org_{number}" for number in range(6)]
RISKS = ["low", "medium", "high"]

Request = Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """One rule of a policy."""

    id: str
    kind: str
    limit: int
    roles: tuple[str, ...]
    training: str
    organisations: tuple[str, ...]
    effect: str


def policy(rules: int) -> list[Rule]:
    """So many rules."""
    chance = Random(SEED)
    kinds = max(5, rules // 5)
    return [
        Rule(
            f"r{number}",
            f"kind_{number % kinds}",
            chance.randrange(100, 2_000, 50),
            tuple(sorted(chance.sample(ROLES, 4))),
            chance.choice(TRAINING[:4]),
            tuple(sorted(chance.sample(ORGANISATIONS, 4))),
            chance.choice(("permit", "permit", "permit", "forbid", "escalate")),
        )
        for number in range(rules)
    ]


def requests(rules: int, count: int) -> list[Request]:
    """Requests as they come in JSON."""
    chance = Random(SEED + rules)
    kinds = max(5, rules // 5)
    return [
        {
            "actor": {
                "id": f"w-{number}",
                "role": chance.choice(ROLES),
                "training": chance.sample(TRAINING[:4], chance.randrange(1, 4)),
                "organisation": chance.choice(ORGANISATIONS),
            },
            "decision": {"kind": f"kind_{chance.randrange(kinds)}", "amount": chance.randrange(10, 1_500)},
            "person": {"consent": chance.random() < 0.9, "risk": chance.choice(RISKS)},
            "context": {"channel": "phone", "weekday": chance.randrange(7)},
        }
        for number in range(count)
    ]


def matches(rule: Rule, request: Request) -> bool:
    """Whether a rule matches a request."""
    actor, decision, person = request["actor"], request["decision"], request["person"]
    return bool(
        decision["kind"] == rule.kind
        and decision["amount"] <= rule.limit
        and actor["role"] in rule.roles
        and rule.training in actor["training"]
        and person["consent"] is True
        and person["risk"] != "high"
        and actor["organisation"] in rule.organisations
    )


def verdict(effects: Iterable[str]) -> str:
    """What the rules that match come to."""
    found = set(effects)
    return next((effect for effect in ("forbid", "escalate", "permit") if effect in found), "nothing")


def oracle(rules: Sequence[Rule], request: Request) -> tuple[frozenset[str], str]:
    """All rules that match, and the verdict."""
    matched = [rule for rule in rules if matches(rule, request)]
    return frozenset(rule.id for rule in matched), verdict(rule.effect for rule in matched)


# -- the same as a scheme ------------------------------------------------------------------------------------------

LINE = ["junior", "senior", "manager", "head"]


def _head(kinds: int, roles: Sequence[str]) -> list[str]:
    return [
        "scheme: policy",
        'version: "1"',
        "title: Policy",
        "owner: council",
        "layer: organisation",
        "jurisdiction: England",
        "effective: {from: 2026-01-01}",
        "source: {title: made up}",
        "bodies: {council: {title: Council}}",
        "roles: {" + ", ".join(f"{role}: {{body: council}}" for role in roles) + "}",
        "lines: {care: [" + ", ".join(roles) + "]}",
        f"ask: {{role: {roles[-1]}}}",
        f"accountable: {{role: {roles[-1]}}}",
        "facts:",
        "  actor.training: {type: list of string}",
        "  actor.organisation: {type: string}",
        "  decision.amount: {type: number, min: 0}",
        "  person.consent: {type: boolean}",
        "  person.risk: {type: string, one_of: [low, medium, high]}",
        "  context.channel: {type: string}",
        "  context.weekday: {type: number}",
        "kinds:",
        *(f"  kind_{number}: {{is: [spend]}}" for number in range(kinds)),
    ]


def _condition(rule: Rule) -> str:
    roles, organisations = (
        ", ".join(f'"{one}"' for one in some) for some in (rule.roles, rule.organisations)
    )
    return (
        f"decision.amount <= {rule.limit} and actor.role in ({roles}) and "
        f'list contains(actor.training, "{rule.training}") and person.consent and person.risk != "high" and '
        f"actor.organisation in ({organisations})"
    )


def scheme(rules: Sequence[Rule]) -> bytes:
    """The policy in the format of schemes. Everybody on the line may hold a grant whose condition is met."""
    grants, safeguards = ["grants:"], ["safeguards:"]
    for rule in rules:
        begun = f"  - {{id: {rule.id}, for: [{rule.kind}], when: '{_condition(rule)}', "
        if rule.effect == "permit":
            grants.append(begun + f"role: {ROLES[0]}, level: act}}")
        elif rule.effect == "forbid":
            safeguards.append(begun + "level: stop, route: {do: another way}}")
        else:
            safeguards.append(begun + "level: refer}")
    return ("\n".join([*_head(max(5, len(rules) // 5), ROLES), *grants, *safeguards]) + "\n").encode()


def dense_scheme() -> bytes:
    """1,000 rules over 50 kinds: 20 of each kind's own and 10 for every kind, most of which an answer explains."""
    grants, safeguards = ["grants:"], ["safeguards:"]
    for number in range(980):
        kind, role = f"kind_{number % 49}", LINE[number // 49 % 4]
        when = f'decision.amount <= {1_000 + number} and person.consent and person.risk != "high"'
        begun = f"  - {{id: r{number}, for: [{kind}], when: '{when}', "
        if number // 49 % 2:
            grants.append(begun + f"role: {role}, level: act}}")
        else:
            safeguards.append(begun + f"level: agree, with: {{role: {role}}}}}")
    for number in range(10):
        when = f"decision.amount >= {number}"
        duty = f"duties: [{{id: note, do: Keep a note, at: after, if: 'decision.amount > {number}'}}]"
        safeguards.append(f"  - {{id: every{number}, for: [spend], when: '{when}', level: act, {duty}}}")
    return ("\n".join([*_head(50, LINE), *grants, *safeguards]) + "\n").encode()
