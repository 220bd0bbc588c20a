"""Uprating by an index is between the finance officer and the owner; what else moves besides loosens."""

import pytest

from tests.api.changing import People
from tests.api.conftest import question

INDEX = {"index": "CPI, September 2026", "percent": "2", "source": "ONS"}


@pytest.fixture
def rules(rules):
    """The example scheme names its finance officer: here it is the service manager."""
    path = rules / "neighbourhood-support" / "2026-04" / "scheme.yaml"
    path.write_text(path.read_text("utf-8") + "\nchanging: {finance: service_manager}\n", "utf-8")
    return rules


@pytest.fixture
def uprated(rules):
    folder = rules / "neighbourhood-support" / "2026-04"
    files = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    text = files["scheme.yaml"].replace('version: "2026-04"', 'version: "2026-05"')
    files["scheme.yaml"] = text.replace("{is: 500,", "{is: 510,").replace("> 2500", "> 2550")
    files["limits.csv"] = files["limits.csv"].replace("(500..2000]", "(510..2040]")
    return files


def test_the_finance_officer_and_the_owner(service, client, uprated, verified):
    people = People(service)
    reply = people.propose(uprated, index=INDEX)
    assert reply.status_code == 201, reply.text
    assert (reply.json["effect"], reply.json["asks"]) == (
        "uprates by an index",
        ["finance", "owner", "adopt"],
    )
    change = reply.json["id"]
    assert people.agree("t-1", change, "finance").json["code"] == "not-theirs"
    assert people.agree("s-1", change, "finance").status_code == 201
    assert people.agree("o-1", change, "owner").status_code == 201
    assert people.adopt(change).status_code == 201
    assert client.propose(question(decision__amount="509.00")).json["determination"]["level"] == "act"


def test_without_the_index_it_loosens(service, uprated):
    assert People(service).propose(uprated).json["effect"] == "loosens"


def test_a_figure_that_is_no_part_of_it_loosens(service, uprated):
    more = uprated | {"scheme.yaml": uprated["scheme.yaml"].replace("{is: 510,", "{is: 600,")}
    assert People(service).propose(more, index=INDEX).json["effect"] == "loosens"


def test_an_index_that_is_none(service, uprated):
    reply = People(service).propose(uprated, index=INDEX | {"percent": "-3"})
    assert (reply.status_code, reply.json["code"]) == (422, "bad-member")


def test_what_somebody_did_about_a_change_is_in_their_own_record(service, client_of, uprated):
    change = People(service).proposed(uprated)
    worker = client_of(role="worker")
    found = worker.post("/v1/own-record", {"ref": "w-1"})
    assert found.status_code == 200, found.text
    assert [(one["act"], one["change"]) for one in found.json["entries"]] == [("change.proposed", change)]
