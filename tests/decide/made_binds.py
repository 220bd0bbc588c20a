"""Two small schemes whose duties exclude one another, and a question that meets them."""

from datetime import UTC, datetime

from govengine.decide import Question

HEAD = """\
version: "1"
title: {title}
owner: council
layer: {layer}
jurisdiction: England
effective: {{from: 2026-04-01}}
source: {{title: Made up}}
ask: {{role: director}}
accountable: {{role: director}}
bodies: {{council: {{title: Council}}}}
roles: {{worker: {{body: council}}, director: {{body: council}}}}
kinds: {{rent_help: {{is: [spend]}}}}
facts:
  decision.urgent: {{type: boolean}}
  person.in_hiding: {{type: boolean}}
"""
HELP = """\
scheme: help
{under}
grants:
  - {{id: rent, for: [rent_help], role: worker, level: act, duties: [{{id: tell-landlord, do: Tell the landlord}}]}}
safeguards:
  - id: confidence
    for: [rent_help]
    when: person.in_hiding
    level: act
    duties: [{{id: say-nothing, do: Tell nobody{excludes}}}]
"""
LAW = """\
scheme: law
safeguards:
  - {id: tell, for: [rent_help], level: act, duties: [{id: police, do: Tell the police}]}
"""


def files(*, law: bool, excludes: bool) -> list[dict[str, bytes]]:
    """The scheme `help`, with the duty of `law` or one of its own excluded."""
    other = "{scheme: law, rule: tell, duty: police}" if law else "{rule: rent, duty: tell-landlord}"
    said = f", excludes: [{other}]" if excludes else ""
    texts = [HEAD.format(title="Help", layer="organisation")]
    texts[0] += HELP.format(under="under: [law]" if law else "", excludes=said)
    if law:
        texts.append(HEAD.format(title="Law", layer="statute") + LAW)
    return [{"scheme.yaml": text.encode()} for text in texts]


def asked() -> Question:
    """Help with the rent for somebody in hiding."""
    facts = {
        "actor.ref": "w-1",
        "actor.role": ("worker",),
        "actor.body": "council",
        "decision.kind": "rent_help",
        "person.in_hiding": True,
    }
    moment = datetime(2026, 5, 2, 9, tzinfo=UTC)
    return Question(kind="rent_help", facts=facts, as_of=moment, recorded_at=moment)
