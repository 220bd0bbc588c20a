"""The scenarios of `bounds.feature`, with the steps that only they have."""

from pathlib import Path

import pytest
from pytest_bdd import parsers, scenarios, then, when

from features.life.conftest import propose
from features.life.town import Town
from govengine.errors import SchemeError
from govengine.scheme import read_version

EAST_TEAM = Path(__file__).parent / "east-team" / "1"

scenarios("publishing/bounds.feature")


@pytest.fixture
def refusals() -> list[SchemeError]:
    """Why a version could not be adopted."""
    return []


@when(parsers.parse("the team adopts a worker_limit of {figure}"))
def _adopts(town: Town, figure: str, refusals: list[SchemeError]) -> None:
    text = (EAST_TEAM / "scheme.yaml").read_bytes()
    version, problems = read_version({"scheme.yaml": text.replace(b"is: 400", f"is: {figure}".encode())})
    assert version is not None, problems
    try:
        town.service.live.adopt([version], by="cy", role="team_manager", authority="team meeting, 1 April")
    except SchemeError as error:
        refusals.append(error)


@then(parsers.re("it is (?P<so>in force|refused)$"))
def _is(town: Town, so: str, refusals: list[SchemeError]) -> None:
    adopted = {row.scheme for row in town.service.live.rules.in_force.adoptions}
    assert ("east-team" in adopted) is (so == "in force")
    assert [error.code for error in refusals] == ([] if so == "in force" else ["out-of-bounds"])


@then(parsers.parse('the refusal names "{said}"'))
def _names(refusals: list[SchemeError], said: str) -> None:
    assert said in str(refusals[0])


@when(parsers.parse("Ana asks under {scheme} for a payment of {amount}"))
def _asks(town: Town, scheme: str, amount: str) -> None:
    facts = {
        "actor": {"ref": "ana", "role": "support_worker", "body": "northbridge-council"},
        "person": {"ref": "p-1", "consent": True},
        "decision": {"kind": "hardship_payment", "amount": amount, "other_help_tried": True},
    }
    propose(town, "Ana", {"scheme": scheme, "facts": facts})


def _worker_limit(town: Town) -> tuple[str, list[tuple[str, str, str]]]:
    (value,) = town.get("northbridge-council", "/v1/schemes/neighbourhood-support/values")["values"]
    assert value["bounds"] == "[100..1000]"
    return value["is"], [(one["scheme"], one["is"], one["since"]) for one in value["set_below"]]


@then("neighbourhood-support shows worker_limit as 500, set by nobody below")
def _set_by_nobody(town: Town) -> None:
    assert _worker_limit(town) == ("500", [])


@then(
    parsers.parse(
        "neighbourhood-support shows worker_limit as 500, set to {figure} by {scheme} since {since}"
    )
)
def _set_by(town: Town, figure: str, scheme: str, since: str) -> None:
    assert _worker_limit(town) == ("500", [(scheme, figure, since)])
