"""A scheme with as many personal facts as there are markers to plant."""

FACTS = tuple(f"person.note_{number:02d}" for number in range(1, 21))

TEXT = """scheme: marked
version: "2026-01"
title: Markers
owner: northbridge-council
layer: organisation
jurisdiction: England
effective: {from: 2020-01-01}
source: {title: A scheme for tests}
bodies: {northbridge-council: {title: Northbridge Council}}
roles:
  worker: {body: northbridge-council}
  lead: {body: northbridge-council}
lines: {case: [worker, lead]}
ask: {role: lead}
accountable: {role: lead}
kinds:
  visit: {is: [individual]}
facts:
FACTS
grants:
  - id: worker-visits
    title: A worker may visit
    for: [visit]
    role: worker
    when: person.note_01 != "x"
    level: consult
    with: {role: lead}
    authority: a test
""".replace("FACTS", "\n".join(f"  {name}: {{type: string}}" for name in FACTS))
