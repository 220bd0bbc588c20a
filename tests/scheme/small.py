"""A small scheme for tests of single checks: everything but the rules is there."""

from govengine.errors import Problem
from govengine.scheme import Library, Version, read_version

HEAD = """\
scheme: small
version: "1"
title: Small
owner: council
layer: organisation
jurisdiction: England
effective: {from: 2026-04-01, to: 2027-03-31}
source: {title: made up}
ask: {role: manager}
accountable: {role: director}
bodies: {council: {title: Council}, charity: {title: Charity}}
roles: {worker: {body: council}, manager: {body: council}, director: {body: council}, helper: {body: charity}}
lines: {case: [worker, manager, director], other: [helper]}
kinds: {payment: {is: [spend]}, visit: {}}
facts:
  decision.amount: {type: number, unit: GBP, min: 0, personal: false}
  decision.visits: {type: number, personal: false}
  decision.day: {type: date, personal: false}
  decision.tenure: {type: string, one_of: [tenant, owner, lodger]}
  decision.reason: {type: string}
  decision.flags: {type: list of string, one_of: [red, blue]}
  person.consent: {type: boolean}
"""
VISIT = "{id: visit, for: visit, role: worker, level: act}"
"""A grant for the other kind, so that nothing is said of its having none."""


def small(rules: str = "", head: str = HEAD, table: str | None = None) -> dict[str, bytes]:
    """The files of the scheme with these sections added; sections replace those of the head."""
    names = {line.partition(":")[0] for line in rules.splitlines() if line[:1].isalpha()}
    kept, keep = [], True
    for line in head.splitlines():
        keep = line.partition(":")[0] not in names if line[:1].isalpha() else keep
        kept += [line] * keep
    files = {"scheme.yaml": ("\n".join(kept) + "\n" + rules + "\n").encode()}
    return files if table is None else {**files, "limits.csv": table.encode()}


def found_in(*folders: dict[str, bytes]) -> list[Problem]:
    """Everything wrong with the first of these versions, read and among the others."""
    versions: list[Version] = []
    problems: list[Problem] = []
    for files in folders:
        version, read = read_version(files)
        problems += read
        if version is not None:
            versions.append(version)
    if versions and not [p for p in problems if p.severity == "error"]:
        problems += Library(versions).problems(versions[0])
    return problems


def with_grant(when: str, **keys: str) -> dict[str, bytes]:
    """The scheme with one grant under a condition."""
    more = "".join(f", {key}: {value}" for key, value in keys.items())
    return small(
        f"grants:\n  - {VISIT}\n  - {{id: g, for: payment, role: worker, level: act, when: '{when}'{more}}}"
    )


def with_table(
    rows: str, hit: str = "C", heads: str = "id,for,role,decision.amount,level"
) -> dict[str, bytes]:
    """The scheme with a table."""
    return small(f"tables: [{{file: limits.csv, hit: {hit}}}]\ngrants: [{VISIT}]", table=f"{heads}\n{rows}\n")


def codes(problems: list[Problem]) -> list[str]:
    """Their codes, in order."""
    return [problem.code for problem in problems]
