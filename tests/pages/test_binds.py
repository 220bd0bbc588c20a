"""Two duties that exclude one another, seen and resolved on a page by whoever answers for the scheme."""

from html import unescape
from pathlib import Path

import pytest

from api.checking import read_folders
from api.store.keys import create_key
from tests.api.conftest import Client
from tests.application import client_on
from tests.pages.conftest import Person, add_account
from tests.pages.test_changes import last

MILLBROOK = "millbrook-council"
SCHEME = Path(__file__).parents[2] / "features" / "life" / "millbrook-help" / "2026-04"
BIND = "millbrook-help/confidence/say-nothing + millbrook-help/rent/tell-landlord"
SENT = {
    "bind": BIND,
    "keep": "millbrook-help/confidence/say-nothing",
    "why": "She is not safe if anybody knows.",
    "kept": "The rent is paid.",
    "role": "head_of_help",
}


@pytest.fixture
def bound(service):
    """`bound(person)`: the address of the page about a decision with a double bind."""
    service.live.adopt(read_folders([SCHEME]), by="u-1", role="owner", authority="minute 7")
    _, secret = service.live.appender.submit(
        lambda tx: create_key(tx, body=MILLBROOK, client="cases", role="caller")
    )
    cases = Client(client_on(service), secret)

    def make(person="p-1", *, hiding=True):
        facts = {
            "actor": {"ref": "w-1", "role": "support_worker"},
            "person": {"ref": person, "in_hiding": hiding},
            "decision": {"kind": "rent_help", "amount": "300"},
        }
        reply = cases.propose({"scheme": "millbrook-help", "facts": facts})
        assert reply.status_code == 201, reply.text
        return f"/binds/{reply.json['id']}"

    return make


@pytest.fixture
def of_millbrook(sign_in):
    """`of_millbrook("h-1", "head_of_help")`: somebody of that body, signed in."""
    return lambda ref, acts_as: sign_in(ref, "manager", body=MILLBROOK, acts_as=acts_as)


def test_both_sides_are_named_and_whose_it_is_to_choose(service, bound, of_millbrook):
    page = unescape(of_millbrook("h-1", "head_of_help").get(bound()).text)
    assert "Tell nobody where the help comes from" in page
    assert "Tell the landlord who pays the rent" in page
    assert "The head of help of Millbrook Council, or somebody above them" in page
    leaf, _ = last(service)
    assert (leaf["entry"], leaf["what"], leaf["attested"]) == ("record.read", "story", "session")


def test_what_was_chosen_is_recorded_and_told_to_who_meets_the_same(service, bound, of_millbrook):
    path, hana = bound(), of_millbrook("h-1", "head_of_help")
    hana.get(path)
    token = hana.token
    assert [hana.post(path, SENT, token=token).status_code for _ in range(2)] == [303, 303]
    leaf, side = last(service)
    assert (leaf["entry"], leaf["keeps"], leaf["attested"]) == ("bind.resolved", SENT["keep"], "session")
    assert (side["why"], side["kept"]) == (SENT["why"], SENT["kept"])
    told = "Tell nobody where the help comes from: the head of help of Millbrook Council, on 2 May 2026"
    assert told in unescape(hana.follow().text)
    page = unescape(hana.get(bound("p-2")).text)
    assert page.count(told) == 1
    assert SENT["why"] not in page


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"keep": ""}, "Choose which side is kept"),
        ({"keep": "millbrook-help/rent"}, "This is none of its options"),
        ({"bind": "another"}, "double bind"),
        ({"why": " "}, "Say why"),
        ({"kept": " "}, "Say what is kept for the other side"),
        ({"role": "chief"}, "Choose a role that you hold"),
    ],
)
def test_what_is_amiss_is_said_and_what_was_typed_stays(service, bound, of_millbrook, sent, told):
    path, hana = bound(), of_millbrook("h-1", "head_of_help")
    hana.get(path)
    reply = hana.post(path, SENT | sent)
    assert reply.status_code == 422
    page = unescape(reply.text)
    assert told in page
    assert (sent.get("kept") or SENT["kept"]).strip() in page
    assert last(service)[0]["entry"] == "record.read"


def test_whoever_may_not_choose_is_told_who_may(service, bound, of_millbrook):
    path, wanda = bound(), of_millbrook("w-2", "support_worker")
    wanda.get(path)
    reply = wanda.post(path, SENT | {"role": "support_worker"})
    assert reply.status_code == 422
    assert "To resolve it is for: head of help, or somebody above them" in unescape(reply.text)


def test_whoever_asked_does_not_choose(service, bound, of_millbrook):
    path, wyn = bound(), of_millbrook("w-1", "head_of_help")
    wyn.get(path)
    reply = wyn.post(path, SENT)
    assert reply.status_code == 422
    assert "Another person has to resolve it" in unescape(reply.text)


def test_an_answer_without_one_says_so(bound, of_millbrook):
    assert (
        "Nothing in this answer pulls two ways"
        in of_millbrook("h-1", "head_of_help").get(bound(hiding=False)).text
    )


def test_another_body_finds_nothing(service, bound, app):
    add_account(service, "lee", body="leeds-city-council")
    lee = Person(app.test_client())
    lee.sign_in("lee")
    path = bound()
    assert lee.get(path).status_code == 404
    assert lee.post(path, SENT | {"role": "x"}).status_code == 404
