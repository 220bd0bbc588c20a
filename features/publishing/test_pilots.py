"""The scenarios of `pilots.feature`, with the steps that only they have."""

import json
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from api.checking import read_folders
from features.life.conftest import propose
from features.life.town import Town
from govengine.decide.comparison import Difference, compare
from govengine.errors import SchemeError
from govengine.scheme import Version, read_version
from tests.application import client_on

BROOK = Path(__file__).parent / "brook-homes" / "2026-04"
TEXT = (BROOK / "scheme.yaml").read_text("utf-8")
PILOT = TEXT[TEXT.index("    pilot:\n") : TEXT.index("  - id: heating-shadow")]
HOST = "host: {viewer: service_manager, cost_code: BH-100, audit: internal_auditor}"

scenarios("publishing/pilots.feature")

BUBBLES = {
    "says nothing of itself": (PILOT, ""),
    "has no viewer": ("viewer: service_manager, ", ""),
    "is viewed by whoever runs it": ("viewer: service_manager", "viewer: home_worker"),
    "has its own cost code": ("cost_code: BH-100", "cost_code: X-1"),
    "does not say where it books": ("cost_code: BH-100, ", ""),
    "says that it needs no cost code": ("cost_code: BH-100", "cost_code: {none: it is small}"),
    "is in nobody's audit": (", audit: internal_auditor}", "}"),
    "is audited by its own team's leader": ("audit: internal_auditor}", "audit: team_leader}"),
    "is assured by nobody": ("assure: {review: all, by: internal_auditor}\n    scope", "scope"),
    "is reviewed never": (
        "assure: {review: all, by: internal_auditor}\n    scope",
        "assure: {review: never, by: internal_auditor}\n    scope",
    ),
    "books only as another pilot does": (
        "    level: act\n    authority: Part 6.1\n",
        "    level: act\n    step: shadow\n    authority: Part 6.1\n",
    ),
    "is owned by whoever runs it": ("owner: service_manager", "owner: home_worker"),
    "has no last day": ("until: 2026-09-30, ", ""),
    "is exempt from the audit": ("      aim:", "      exempt: true\n      aim:"),
}
"""What is written otherwise in the example."""

WORKER = """\
  - id: repair-worker
    for: [repair]
    role: home_worker
    when: decision.amount <= 200
    level: act
    authority: 'MINUTE'
    graduates: repair-pilot
    assure: {review: all, by: internal_auditor}
"""
NEXT = {
    "the pilot graduates without a minute": WORKER.replace("    authority: 'MINUTE'\n", ""),
    "the rule takes the pilot's id": WORKER.replace("repair-worker", "repair-pilot").replace(
        "    graduates: repair-pilot\n", ""
    ),
    "another pilot is named": WORKER.replace("graduates: repair-pilot", "graduates: no-such"),
}


def next_version(worker: str) -> tuple[Version | None, list[str]]:
    """The version of the year after, in which the pilot is replaced by this grant."""
    start, end = TEXT.index("  - id: repair-pilot"), TEXT.index("  - id: heating-shadow")
    text = TEXT[:start] + worker + TEXT[end:]
    text = text.replace('version: "2026-04"', 'version: "2027-04"')
    text = text.replace("{from: 2026-04-01, to: 2027-03-31}", "{from: 2027-04-01}")
    version, problems = read_version({"scheme.yaml": text.encode()})
    return version, [problem.code for problem in problems]


@pytest.fixture
def refusals() -> list[SchemeError]:
    """Why a version could not be adopted."""
    return []


@pytest.fixture
def differences() -> list[Difference]:
    """What a version changes."""
    return []


@given("Brook has adopted its scheme")
def _brook(town: Town) -> None:
    town.adopt([BROOK])


def adopt(town: Town, version: Version, minute: str) -> None:
    """Without those who agree to a change: `rule_changes.feature` is about them, and checks are the same either way."""
    town.service.live.adopt([version], by="u-1", role="owner", authority=minute, anew=True)


def try_to_adopt(town: Town, text: str, refusals: list[SchemeError]) -> None:
    version, problems = read_version({"scheme.yaml": text.encode()})
    try:
        if version is None or any(problem.severity == "error" for problem in problems):
            raise SchemeError(problems)
        adopt(town, version, "minute 8")
    except SchemeError as error:
        refusals.append(error)


@when(parsers.parse("Brook would adopt a version whose pilot {bubble}"))
def _bubble(town: Town, bubble: str, refusals: list[SchemeError]) -> None:
    old, new = BUBBLES[bubble]
    assert old in TEXT
    text = TEXT.replace(old, new, 1).replace("brook-homes", "brook-bubble")
    try_to_adopt(town, text, refusals)


@when(parsers.parse("Brook would adopt a next version in which {what}"))
def _would(town: Town, what: str, refusals: list[SchemeError]) -> None:
    version, _ = next_version(NEXT[what])
    assert version is not None
    try_to_adopt(town, version.files["scheme.yaml"].decode(), refusals)


@then(parsers.parse('it is refused as "{code}", because "{why}"'))
def _refused(refusals: list[SchemeError], code: str, why: str) -> None:
    (refusal,) = refusals
    assert {problem.code for problem in refusal.problems} == {code}
    assert why in str(refusal)


@then("an auditor of brook-council reads it, and it is in the auditor's export")
def _audited(town: Town) -> None:
    http = client_on(town.service)
    headers = {"Authorization": f"Bearer {town.key_of('brook-council', 'auditor')}"}
    read = http.get(f"/v1/decisions/{town.decision}", headers=headers)
    assert read.json["facts"]["decision.amount"]["value"] == "120.00", read.json
    exported = http.get("/v1/export", headers=headers)
    assert exported.status_code == 200
    rows = [json.loads(line) for line in exported.text.splitlines()]
    assert town.decision in json.dumps(rows)


@then("the answer says nothing of an end")
def _no_notice(town: Town) -> None:
    assert "notices" not in town.last.json["determination"]
    assert "ends on" not in town.last.json["summary"]


@then(parsers.parse('the answer says that "{rule}" ends on {day}'))
def _notice(town: Town, rule: str, day: str) -> None:
    assert town.last.json["determination"]["notices"] == [{"rule": rule, "what": "ends", "on": day}]
    assert "ends on 30 September 2026" in town.last.json["summary"]


@then(parsers.re(r'the pilot "(?P<rule>[a-z-]+)" is (?P<no>not )?due$'))
def _due(town: Town, rule: str, no: str | None) -> None:
    (pilot,) = town.get("brook-council", "/v1/schemes/brook-homes/pilots")["pilots"]
    assert pilot["rule"] == f"brook-homes/{rule}"
    assert pilot["due"] is (no is None)


@given(
    parsers.parse(
        "Mo proposed {number:d} heating payments of {amount}, of which Lea approved {yes:d} and declined {no:d}"
    )
)
def _shadowed(town: Town, number: int, amount: str, yes: int, no: int) -> None:
    for at in range(number):
        facts = {
            "actor": {"ref": "mo", "role": "home_worker", "body": "brook-council", "team": "north"},
            "person": {"ref": f"p-{at}"},
            "decision": {"kind": "heating", "amount": amount},
        }
        propose(town, "Mo", {"scheme": "brook-homes", "facts": facts})
        done = ("approve", {}) if at < yes else ("decline", {"why": "Not as it stands."})
        if at < yes + no:
            reply = town.post(
                "Lea",
                f"/v1/decisions/{town.decision}/{done[0]}",
                done[1],
                **{"If-Match": town.story["version"]},
            )
            assert reply.status_code == 201, reply.json


def report(town: Town) -> dict[str, object]:
    found: dict[str, object] = town.get("brook-council", "/v1/schemes/brook-homes/agreement")
    return found


@then(parsers.parse('"{rule}" is agreed with in {agree:d} of {decided:d}'))
def _agreed(town: Town, rule: str, agree: int, decided: int) -> None:
    (told,) = report(town)["rules"]  # type: ignore[misc]
    assert told["rule"] == rule
    assert (told["agree"], told["decided"]) == (agree, decided)
    few = decided < 5
    assert [(one["team"], one["agree"]) for one in told["teams"]] == [(None if few else "north", agree)]


@then(parsers.parse('the reasons for the rest are "{said}" {count:d} times'))
def _reasons(town: Town, said: str, count: int) -> None:
    (told,) = report(town)["rules"]  # type: ignore[misc]
    assert told["reasons"] == [{"said": said, "count": count}]


@then("no person is named in the report")
def _nobody(town: Town) -> None:
    text = json.dumps(report(town))
    assert not [name for name in ('"mo"', '"lea"', "p-0", '"by"') if name in text]


@when(parsers.parse('Brook adopts a next version in which the pilot graduates on "{minute}"'))
def _graduates(town: Town, minute: str, differences: list[Difference]) -> None:
    version, problems = next_version(WORKER.replace("MINUTE", minute))
    assert version is not None, problems
    adopt(town, version, minute)
    (before,) = read_folders([BROOK])
    others = read_folders([Path(__file__).parents[2] / "rules/statute-floor-england/2026-11"])
    differences.append(compare(before, version, others))


@then(parsers.parse('the difference says "{said}"'))
def _difference(differences: list[Difference], said: str) -> None:
    assert said in json.dumps(differences[0].to_json())


@then(parsers.parse('it rests on "{rule}", decided within "{minute}"'))
def _rests(town: Town, rule: str, minute: str) -> None:
    assert town.last.json["determination"]["relies_on"] == [rule]
    assert f"Decided within {minute}" in town.last.json["summary"]
