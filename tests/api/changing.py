"""Drafts of the example scheme, and people with keys of their own who change it."""

from pathlib import Path
from typing import Any

from api.store.keys import create_key
from tests.api.conftest import NORTHBRIDGE, Client
from tests.application import client_on

FOLDER = Path(__file__).parents[2] / "rules" / "neighbourhood-support" / "2026-04"
SCENARIO = """Feature: The limit
  Scenario: Six hundred pounds
    Given the scheme neighbourhood-support
    And it is 2 June 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And decision.amount is 600.00
    And person.consent is yes
    And decision.other_help_tried is yes
    And history.household_90d is 0
    When the question is asked
    Then the level is {level}
"""


def draft(version: str = "2026-05", scenario: str | None = "act", **swaps: str) -> dict[str, str]:
    """The files of a draft: the example scheme under another version, each text swapped for another."""
    files = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}
    files["scheme.yaml"] = files["scheme.yaml"].replace('version: "2026-04"', f'version: "{version}"')
    for old, new in swaps.items():
        found = SWAPS[old]
        assert found in files["scheme.yaml"], old
        files["scheme.yaml"] = files["scheme.yaml"].replace(found, found.replace(*new.split("→")))
    if scenario is not None:
        files["limit.feature"] = SCENARIO.format(level=scenario)
    return files


SWAPS = {
    "limit": 'worker_limit: {is: 500, bounds: "[100..1000]"}',
    "repeated": "history.household_90d + decision.amount > 2500",
    "words": "title: Neighbourhood support, delegated decisions",
    "kind": "hardship_payment: {is: [spend, individual], title: hardship payment}",
    "head": "accountable: {role: section_151_officer}",
}
LOOSER = {"limit": "500→600"}
TIGHTER = {"limit": "500→400"}
WORDING = {"words": "Neighbourhood support→Help at home"}


ROLES = {"w": "support_worker", "t": "team_manager", "s": "service_manager", "o": "section_151_officer"}


class People:
    """People of Northbridge, each with a key of their own; `w-1` a worker, `t-1` a team manager, `o-1` the officer."""

    def __init__(self, service: Any) -> None:
        self.service, self.http, self._clients = service, client_on(service), {}

    def by(self, ref: str) -> dict[str, str]:
        return {"ref": ref, "role": ROLES[ref[0]]}

    def key_of(self, ref: str, **more: Any) -> tuple[Any, str]:
        return self.service.live.appender.submit(
            lambda tx: create_key(
                tx,
                body=NORTHBRIDGE,
                client=ref,
                role="owner",
                person=ref,
                acts_as=[ROLES[ref[0]]],
                **more,
            )
        )

    def client(self, ref: str) -> Client:
        if ref not in self._clients:
            self._clients[ref] = Client(self.http, self.key_of(ref)[1])
        return self._clients[ref]

    def post(self, ref: str, path: str, sent: dict[str, Any]) -> Any:
        return self.client(ref).post(f"/v1/changes{path}", sent | {"by": self.by(ref)})

    def propose(
        self, files: dict[str, str], ref: str = "w-1", base: str | None = "2026-04", **more: Any
    ) -> Any:
        return self.post(ref, "", {"files": files, "base": base, "why": "Rents have risen."} | more)

    def proposed(self, files: dict[str, str], **more: Any) -> str:
        reply = self.propose(files, **more)
        assert reply.status_code == 201, reply.text
        return reply.json["id"]

    def agree(self, ref: str, change: str, part: str) -> Any:
        return self.post(ref, f"/{change}/agree", {"part": part})

    def evidence(self, change: str) -> None:
        """What a change that loosens rests on, beside its two approvals."""
        part = {"role": "tenant", "how": "Two evenings at the hall."}
        given = {"took_part": [part], "changed": "The letter.", "not_done": "Deposits."}
        host = {"body": NORTHBRIDGE, "role": "service_manager"}
        risks = {"risks": ["The budget may be spent by January."], "statute_floor": True}
        for ref, path, sent in (
            ("w-1", "evidence", given),
            ("w-1", "host", host),
            ("o-1", "acknowledge", risks),
        ):
            reply = self.post(ref, f"/{change}/{path}", sent)
            assert reply.status_code == 201, reply.text

    def adopt(self, change: str, ref: str = "o-1") -> Any:
        return self.post(ref, f"/{change}/adopt", {"authority": "minute 14"})

    def through(self, change: str) -> Any:
        """All that what loosens asks for, and the adoption."""
        assert self.agree("t-1", change, "peer").status_code == 201
        assert self.agree("o-1", change, "owner").status_code == 201
        self.evidence(change)
        return self.adopt(change)

    def read(self, change: str) -> Any:
        return self.client("w-1").get(f"/v1/changes/{change}").json

    def waits(self, change: str) -> list[str]:
        return [line["part"] for line in self.read(change)["checklist"] if line["waits"]]
