"""The scenarios of `front_line.feature`, with the steps that only they have."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from features.life.town import Town
from features.moment import moment
from govengine.record import instant
from govengine.scheme import read_version
from tests.application import client_on

BROOK = Path(__file__).parent / "brook-homes" / "2026-04" / "scheme.yaml"
SAID = "A boiler costs £650 now."

scenarios("publishing/front_line.feature")

_SAYS = parsers.re(r'(?P<who>[A-Z]\w+) says of "(?P<rule>[^"]+)" that it did not fit$')


@given(_SAYS)
@when(_SAYS)
def _says(town: Town, who: str, rule: str) -> None:
    town.post(who, f"/v1/decisions/{town.decision}/suggestions", {"rules": [rule], "said": SAID})
    if "owes" in town.last.json:
        town.links.append(town.last.json["id"])


@when(parsers.re(r"(?P<who>[A-Z]\w+) answers that it is (?P<answer>[a-z_]+), and led to (?P<led_to>\S+)$"))
def _answers(town: Town, who: str, answer: str, led_to: str) -> None:
    sent: dict[str, Any] = {"answer": answer, "why": "Three teams say the same."}
    if led_to != "nothing":
        sent["led_to"] = led_to
    town.post(who, f"/v1/suggestions/{town.links[-1]}/answer", sent)


@given(parsers.parse('Brook has adopted its scheme, which says "{key}"'))
def _brook(town: Town, key: str) -> None:
    text = BROOK.read_text("utf-8").replace("purpose:", f"{key}\npurpose:")
    version, problems = read_version({"scheme.yaml": f"{text}\n{key}\n".encode()})
    assert version is not None, problems
    town.service.live.adopt([version], by="u-1", role="owner", authority="minute 7")


def waiting(town: Town) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.last.json["owes"]
    return found


@then(parsers.parse("the reply is due on {when_}"))
def _due(town: Town, when_: str) -> None:
    (owed,) = waiting(town)
    due: datetime = instant(owed["due_at"])
    assert due == moment(when_)


@then(parsers.re(r"Ana reads that it is (?P<answer>[a-z_]+), and led to (?P<led_to>\S+)$"))
def _reads(town: Town, answer: str, led_to: str) -> None:
    found = town.get("northbridge-council", f"/v1/suggestions/{town.links[-1]}")
    (reply,) = found["answers"]
    assert (reply["answer"], reply["led_to"]) == (answer, None if led_to == "nothing" else led_to)
    assert reply["why"] == "Three teams say the same."
    assert (found["said"], [one["open"] for one in found["owed"]]) == (SAID, [False])
    assert '"ana"' not in json.dumps(found)


def own_record(town: Town, ref: str) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {town.key_of('northbridge-council', 'worker')}"}
    http = client_on(town.service)
    reply = http.post("/v1/own-record", json={"ref": ref, "limit": 50}, headers=headers)
    assert reply.status_code == 200, reply.json
    found: list[dict[str, Any]] = reply.json["entries"]
    return found


@then("Ana finds it in her own record")
def _own(town: Town) -> None:
    told = {one["act"]: one for one in own_record(town, "ana")}
    assert told["suggestion.made"]["said"] == SAID
    assert told["suggestion.answered"]["suggestion"] == town.links[-1]
    assert told["suggestion.answered"]["why"] == "Three teams say the same."


@then("eastmoor-council does not find it")
def _not_found(town: Town) -> None:
    assert town.get("eastmoor-council", f"/v1/suggestions/{town.links[-1]}")["code"] == "unknown-suggestion"
    assert town.get("eastmoor-council", "/v1/suggestions")["suggestions"] == []


@when("the decision is erased")
def _erased(town: Town) -> None:
    http = client_on(town.service)

    def send(path: str, sent: dict[str, Any], role: str) -> Any:
        key = town.key_of("northbridge-council", role)
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": path}
        reply = http.post(path, json=sent, headers=headers)
        assert reply.status_code == 201, reply.json
        return reply.json

    wanted = {
        "selector": {"decision": town.decision},
        "basis": "unlawful",
        "overrides": ["officer_decision"],
        "note": "recorded by mistake",
        "by": {"ref": "o-1", "role": "records_officer"},
    }
    proposed = send("/v1/erasures", wanted, "owner")
    by = {"ref": "r-1", "role": "reviewer"}
    send(f"/v1/erasures/{proposed['id']}/approve", {"by": by}, "reviewer")


@then("what Ana said is gone, and the suggestion is still to be answered")
def _gone(town: Town) -> None:
    found = town.get("northbridge-council", f"/v1/suggestions/{town.links[-1]}")
    assert SAID not in json.dumps(found)
    assert [one["open"] for one in found["owed"]] == [True]
