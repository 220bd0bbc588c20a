"""Reading and checking schemes of many rules."""

import time
from collections.abc import Iterator

from govengine.scheme import Library, read_version

HEAD = """scheme: big
version: "1"
title: Big
owner: council
layer: organisation
jurisdiction: England
effective: {from: 2026-01-01}
source: {title: made up}
bodies: {council: {title: Council}}
roles: {worker: {body: council}, manager: {body: council}, head: {body: council}}
lines: {care: [worker, manager, head]}
ask: {role: manager}
accountable: {role: head}
facts:
  decision.amount: {type: number, min: 0}
  person.consent: {type: boolean}
  person.risk: {type: string, one_of: [low, medium, high]}
kinds:
"""


def scheme(rules: int) -> bytes:
    """A scheme of so many grants over a fifth as many kinds."""
    kinds = max(5, rules // 5)
    lines = [f"  kind_{i}: {{is: [spend]}}" for i in range(kinds)]
    lines.append("grants:")
    for i in range(rules):
        role = ("worker", "manager", "head")[i % 3]
        when = f'decision.amount <= {100 + i} and person.consent and person.risk != "high"'
        lines.append(f"  - {{id: g{i}, for: [kind_{i % kinds}], role: {role}, when: '{when}', level: act}}")
    return (HEAD + "\n".join(lines) + "\n").encode()


def measures() -> Iterator[tuple[str, str, list[float]]]:
    """Seconds to read and check, from text to a bound stack."""
    for rules in (1_000, 5_000):
        files = {"scheme.yaml": scheme(rules)}
        samples = []
        for _ in range(3):
            began = time.perf_counter()
            version, problems = read_version(files)
            assert version is not None
            assert not problems
            assert not Library([version]).problems(version)
            samples.append(time.perf_counter() - began)
        yield f"read and check a scheme of {rules:,} rules", "s", samples
