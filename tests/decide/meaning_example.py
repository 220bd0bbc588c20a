"""The scheme, the question and the answer that MEANING §2 and §3 print, to the letter."""

from datetime import UTC, datetime
from typing import Any

from govengine.scheme import Library, Stack, Version, read_version

SCHEME = """\
scheme: neighbourhood-support
version: "2026-04"
title: Neighbourhood support, delegated decisions
owner: northbridge-council
layer: organisation
jurisdiction: England
under: [statute-floor-england]
effective: {from: 2026-04-01}          # to: optional; review_by: a date by which limits are looked at again
source: {title: Scheme of delegation, part 3C, adopted: 2026-03-12}
leaves_out: [{row: item 19, why: needs the housing register}]
purpose: Help a household keep its home
lawful_basis: public task

bodies: {northbridge-council: {title: Northbridge Council}, harbour-housing: {title: Harbour Housing}}
roles:
  support_worker: {body: northbridge-council}
  team_manager: {body: northbridge-council}
  service_manager: {body: northbridge-council}
  section_151_officer: {body: northbridge-council, is: office}    # post | panel | office | independent | member | person | court | software
lines: {case: [support_worker, team_manager, service_manager]}    # junior to senior; a role on no line is senior to nobody
ask: {role: service_manager}
accountable: {role: section_151_officer}
outcomes:
  settled_home: {title: People keep a home they can afford, shared_by: [northbridge-council, harbour-housing]}
kinds:
  hardship_payment: {is: [spend, individual]}

facts:                                  # every fact is personal unless it says personal: false
  decision.amount: {type: number, unit: GBP, min: 0, personal: false}
  person.consent: {type: boolean, ask: Has the person agreed to this?}
  decision.other_help_tried: {type: boolean, confirm: {ask: Have you tried the energy supplier's hardship fund?, met: true}}
values:
  worker_limit: {is: 500, bounds: "[100..1000]"}                  # a team scheme may set it within bounds
history:                                # decisions taken and reserved (until there are acts: proposals with may_act), never a superseded one, never this one
  household_90d: {sum: decision.amount, of: [hardship_payment], same: person.ref, within: P90D}
conditions:
  other-help: decision.other_help_tried

grants:
  - id: hardship-worker
    title: A support worker may settle a hardship payment up to £500
    for: [hardship_payment]
    role: support_worker                # or any senior on the line; `only: true` for this role alone
    when: decision.amount <= worker_limit and other-help
    level: act
    outcome: settled_home
    delegated_by: {role: section_151_officer, dated: 2026-03-12}
    authority: Part 3C, item 14
    involve: [{id: tell-landlord, tell: harbour-housing, at: after, within: P2D}]
    assure: {review: sampled, by: team_manager}
tables:
  - {file: limits.csv, delegated_by: {role: section_151_officer, dated: 2026-03-12}, involve: {none: the landlord is told by the worker}, assure: {review: sampled, by: section_151_officer}}
safeguards:
  - id: consent
    for: [hardship_payment]
    when: not(person.consent)
    level: stop
    route: {do: ask the person first}
  - id: regular-support
    for: [hardship_payment]
    when: history.household_90d + decision.amount > 2500
    level: agree
    with: {role: team_manager, second_person: true}
    because: Repeated payments are regular support and want a second pair of eyes
principles:                             # prompts that are recorded, never scored
  - What matters to this person, in their words?
never:
  - {id: consent-first, claim: 'not(may_act and person.consent = false)'}
""".encode()

LIMITS = b"""\
id,for,role,decision.amount,level,outcome,authority
hardship-service,hardship_payment,service_manager,(500..2000],act,settled_home,"Part 3C, item 15"
"""

FLOOR = b"""\
scheme: statute-floor-england
version: "2026-02"
title: A floor with no rule that bears on the example
owner: england
layer: statute
jurisdiction: England
effective: {from: 2020-01-01}
source: {title: none}
bodies: {england: {title: England}}
roles: {minister: {body: england, is: office}}
ask: {role: minister}
accountable: {role: minister}
"""

NOW = datetime(2026, 11, 24, tzinfo=UTC)

QUESTION: dict[str, Any] = {
    "scheme": "neighbourhood-support",
    "as_of": "2026-05-02T10:15:00+01:00",
    "outcome": "settled_home",
    "reference": "CASE-1932/7",
    "facts": {
        "actor": {"ref": "w-2041", "role": "support_worker", "body": "northbridge-council"},
        "person": {"ref": "p-88120", "consent": True},
        "decision": {"kind": "hardship_payment", "amount": "620.00", "other_help_tried": True},
        # Computed by the service in MEANING's text; a what-if sends it.
        "history": {"household_90d": "0"},
    },
}


def versions(scheme: bytes = SCHEME, limits: bytes = LIMITS) -> list[Version]:
    """The example and its statute floor; neither may have an error."""
    found = []
    for files in ({"scheme.yaml": scheme, "limits.csv": limits}, {"scheme.yaml": FLOOR}):
        version, problems = read_version(files)
        assert version is not None, problems
        assert not [p for p in problems if p.severity == "error"], problems
        found.append(version)
    return found


def stack() -> Stack:
    """What governs the question."""
    return Library(versions()).stack("neighbourhood-support", datetime.fromisoformat(QUESTION["as_of"]))
