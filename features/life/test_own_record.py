"""The scenarios of `own_record.feature`, with the steps that only they have."""

import json
from typing import Any

from pytest_bdd import parsers, scenarios, then

from features.life.town import Town
from tests.application import client_on

scenarios("life/own_record.feature")


def asked(town: Town, who: str, role: str) -> Any:
    headers = {"Authorization": f"Bearer {town.key_of('northbridge-council', role)}"}
    sent = {"ref": who.lower(), "limit": 50}
    return client_on(town.service).post("/v1/own-record", json=sent, headers=headers)


@then(parsers.parse("{who}'s own record tells of:"))
def _tells(town: Town, who: str, datatable: list[list[str]]) -> None:
    entries = asked(town, who, "worker").json["entries"]
    assert [one["act"] for one in entries] == [kind for (kind,) in datatable]


@then("it holds no count and no mark")
def _no_mark(town: Town) -> None:
    entries = asked(town, "Ana", "worker").json["entries"]
    text = json.dumps(entries)
    assert not [word for word in ("count", "score", "rank", "average", "total") if word in text]


@then(parsers.parse("{role} of northbridge-council cannot ask for {who}'s own record"))
def _closed(town: Town, role: str, who: str) -> None:
    reply = asked(town, who, role)
    assert (reply.status_code, reply.json["code"]) == (403, "role-not-enough")
