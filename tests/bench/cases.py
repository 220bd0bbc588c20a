"""Schemes and questions to measure: one like a city's list of decision makers, and one of a thousand rules."""

from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

from govengine.decide import Question
from govengine.scheme import Library, Stack, Version, read_version

NOW = datetime(2026, 5, 2, 10, 15, tzinfo=UTC)
LINE = ("social_worker", "team_manager", "delivery_manager", "head_of_service", "director")
SEED = 1932

_FLOOR = """\
scheme: floor
version: "1"
title: What no local rule can loosen
owner: england
layer: statute
jurisdiction: England
effective: {from: 2020-01-01}
source: {title: made up}
bodies: {england: {title: England}}
roles: {court: {body: england, is: court}, minister: {body: england, is: office}}
ask: {role: minister}
accountable: {role: minister}
facts:
  person.agrees: {type: boolean}
  person.serious_harm_likely: {type: boolean}
  decision.reserved_to_court: {type: boolean, personal: false}
safeguards:
  - {id: court, for: [child], when: decision.reserved_to_court, level: stop, route: {do: apply to the court}}
  - {id: harm, for: [individual], when: person.serious_harm_likely, level: act, duties: [{id: refer, do: make the referral the law requires, at: after, within: P1D}]}
  - {id: reasons, for: [individual], level: act, duties: [{id: note, do: record the reasons, at: with}]}
"""

_CITY = """\
scheme: city
version: "1"
title: Who decides what
owner: city
layer: organisation
jurisdiction: England
under: [floor]
effective: {from: 2026-01-01}
source: {title: made up}
bodies: {city: {title: The city}}
ask: {role: delivery_manager}
accountable: {role: director}
outcomes: {safe_at_home: {title: Children are safe at home, shared_by: [city]}}
history: {family_90d: {sum: decision.amount, of: [spend], same: person.ref, within: P90D}}
values: {small: {is: 100}}
"""


def _head() -> str:
    roles = "\n".join(f"  {role}: {{body: city}}" for role in (*LINE, "panel"))
    facts = (
        "  decision.amount: {type: number, unit: GBP, min: 0, personal: false}\n"
        "  decision.tied_to_assessed_need: {type: boolean}\n"
        "  decision.urgent: {type: boolean, personal: false}\n"
        "  decision.other_help_tried: {type: boolean, confirm: {ask: Has other help been tried?, met: true}}\n"
        "  actor.requester: {type: boolean}\n"
    )
    return f"{_CITY}roles:\n{roles}\nlines: {{care: [{', '.join(LINE)}]}}\nfacts:\n{facts}"


_SAFEGUARDS = """\
safeguards:
  - {id: rationale, for: [spend], level: act, duties: [{id: on-file, do: put the rationale on the file, at: with}]}
  - {id: own-request, for: [spend], when: actor.requester, level: refer}
  - {id: regular, for: [spend], when: history.family_90d + decision.amount > 1000, level: agree, with: {role: delivery_manager, second_person: true}}
  - {id: freeze, for: [spend], when: decision.amount > 5000, level: refer, to: {role: director}}
"""

_KEYS = (
    "delegated_by: {role: director}, assure: {review: sampled, by: head_of_service}, "
    "involve: [{id: tell, tell: city, at: after, within: P2D}], outcome: safe_at_home"
)


def city(kinds: int = 25, rules: int | None = None) -> list[Version]:
    """A scheme of `kinds` kinds with one to four grants each, or of about `rules` rules; half stand in a table."""
    chance = Random(SEED)
    names = [f"decision_{i:03}" for i in range(kinds)]
    text = _head() + "kinds:\n"
    text += "".join(f"  {name}: {{is: [spend, individual, child]}}\n" for name in names)
    grants, rows = "grants:\n", "id,for,role,decision.amount,level,authority,when\n"
    for index, name in enumerate(names):
        each = chance.randint(1, 4) if rules is None else rules // kinds
        for step in range(each):
            role, low, high = LINE[step % len(LINE)], 500 * step, 500 * (step + 1)
            when = "decision.tied_to_assessed_need and decision.other_help_tried"
            if index % 2:
                rows += f'g{index}-{step},{name},{role},(small + {low}..{high}],act,"Part {index}, item {step}",{when}\n'
            else:
                grants += (
                    f"  - {{id: g{index}-{step}, for: [{name}], role: {role}, level: act, authority: 'Part {index}', "
                    f"when: 'decision.amount in [{low}..{high}] and {when}', {_KEYS}}}\n"
                )
    text += grants + f"tables: [{{file: limits.csv, {_KEYS}}}]\n" + _SAFEGUARDS
    found = []
    for files in (
        {"scheme.yaml": text.encode(), "limits.csv": rows.encode()},
        {"scheme.yaml": _FLOOR.encode()},
    ):
        version, problems = read_version(files)
        assert version is not None, [str(p) for p in problems]
        assert not problems, [str(p) for p in problems]
        found.append(version)
    return found


def stack(versions: list[Version]) -> Stack:
    """The city's."""
    return Library(versions).stack("city", NOW)


def questions(count: int = 200, kinds: int = 25) -> list[Question]:
    """Random questions: most facts are known, as they are when somebody has filled in a form."""
    chance = Random(SEED)
    made = []
    for _ in range(count):
        facts: dict[str, Any] = {
            "actor.ref": "w-1",
            "actor.role": (chance.choice(LINE[:3]),),
            "actor.body": "city",
            "person.ref": "p-1",
            "decision.kind": f"decision_{chance.randrange(kinds):03}",
            "decision.amount": Decimal(chance.choice(("80", "420.50", "900", "1700"))),
            "history.family_90d": Decimal(chance.choice(("0", "0", "700"))),
            "decision.reserved_to_court": False,
        }
        for name in ("decision.tied_to_assessed_need", "decision.other_help_tried", "person.agrees"):
            if chance.random() < 0.85:
                facts[name] = chance.random() < 0.9
        if chance.random() < 0.8:
            facts["person.serious_harm_likely"] = False
            facts["actor.requester"] = False
        made.append(Question(facts["decision.kind"], NOW, facts))
    return made
