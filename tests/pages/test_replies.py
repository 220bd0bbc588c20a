"""The pages behind a one-time link: read after saying so, replied to once, and plain words where it opens nothing."""

import re
import shutil
from pathlib import Path

import pytest

from api.evidence.verifying import verify_and_redecide
from api.store.keys import create_key
from tests.api.conftest import Client, question
from tests.pages.conftest import NORTHBRIDGE, OURS, RULES, Person

BESIDE = Path(__file__).parents[2] / "features/deciding"
WORKER = {"ref": "w-2041", "role": "support_worker"}
ASKED = "May we clear the arrears of 14 Harbour Row?"
REPLY = {
    "view": "agrees",
    "said": "Yes: the tenancy is sound.",
    "name": "Lena Okafor",
    "title": "Lettings manager",
}


@pytest.fixture
def rules(tmp_path):
    for name in ("neighbourhood-support", "statute-floor-england"):
        shutil.copytree(RULES / name, tmp_path / "rules" / name)
    shutil.copytree(BESIDE / "harbour-tenancies", tmp_path / "rules/harbour-tenancies")
    return tmp_path / "rules"


@pytest.fixture
def worker(service, app):
    _, secret = service.live.appender.submit(
        lambda tx: create_key(tx, body=NORTHBRIDGE, client="c", role="caller")
    )
    return Client(app.test_client(), secret)


@pytest.fixture
def asked(worker):
    """A request to Harbour Housing, which has no system: (decision, request)."""
    sent = question(decision__amount="320.00", person__tenancy_ending=False)
    decision = worker.propose(sent | {"with_schemes": ["harbour-tenancies"]}).json
    (company,) = decision["determination"]["with"]
    made = worker.post(
        f"/v1/decisions/{decision['id']}/requests",
        {"duty": company["id"], "question": ASKED, "by": WORKER},
    )
    assert made.status_code == 201, made.json
    return decision["id"], made.json["owes"][0]["id"]


def link(worker, request, **more):
    return worker.post(f"/v1/requests/{request}/link", {"by": WORKER} | more)


@pytest.fixture
def path(worker, asked):
    made = link(worker, asked[1])
    assert made.status_code == 201, made.json
    return made.json["path"]


def story(worker, decision):
    return worker.get(f"/v1/decisions/{decision}").json


def test_a_body_without_a_system_replies_by_the_link(worker, asked, path, somebody, service):
    decision = asked[0]
    assert somebody.get(path).status_code == 200
    assert somebody.heading == "Northbridge Council asks for a reply from Harbour Housing"
    assert "hardship" not in somebody.last.text
    assert ASKED not in somebody.last.text
    somebody.post(f"{path}/read")
    assert somebody.heading == "Northbridge Council asks whether you agree"
    assert ASKED in somebody.last.text
    assert "p-88120" not in somebody.last.text, "whose case it is stands nowhere but in what the asker wrote"
    assert "320" not in somebody.last.text
    somebody.post(path, REPLY)
    assert (somebody.last.status_code, somebody.heading) == (200, "Your reply is on the record")
    told = story(worker, decision)
    assert told["may_act_now"] is True
    assert [one["act"] for one in told["acts"]] == ["request.made", "link.made", "request.answered"]
    said = told["acts"][-1]
    assert said["by"] == {"ref": "Lena Okafor", "role": "lettings_manager", "body": "harbour-housing"}
    assert (said["attested"], said["title"], said["view"]) == ("link", "Lettings manager", "agrees")
    assert verify_and_redecide(service.live, lambda _done, _of: None).well


def readings(service):
    from api.store.reading import stored_entries

    with service.live.engine.connect() as connection:
        return [one for one in stored_entries(connection) if one.kind == "record.read"]


def test_what_was_read_is_an_entry_and_the_first_page_reads_nothing(path, somebody, service):
    somebody.get(path)
    assert readings(service) == []
    somebody.post(f"{path}/read")
    (made,) = readings(service)
    assert b'"what":"reply link"' in made.leaf
    assert b'"body":"harbour-housing"' in made.leaf


def test_it_is_used_once_and_the_same_form_twice_replies_once(worker, asked, path, somebody):
    somebody.get(path)
    somebody.post(path, REPLY)
    first = somebody.last.text
    somebody.post(path, REPLY)
    assert somebody.last.text == first
    somebody.post(path, REPLY | {"view": "does_not_agree"})
    assert (somebody.last.status_code, somebody.heading) == (410, "A reply is no longer needed")
    assert somebody.get(path).status_code == 410
    assert somebody.post(f"{path}/read").status_code == 410
    assert len([one for one in story(worker, asked[0])["acts"] if one["act"] == "request.answered"]) == 1


@pytest.mark.parametrize("how", ["last", "first", "cut", "other", "sandbox", "none"])
def test_a_link_that_was_altered_opens_nothing(path, somebody, how):
    _, _, token = path.rpartition("/")
    named, _, seal = token.partition(".")
    altered = {
        "last": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "first": ("1" if named[0] != "1" else "2") + token[1:],
        "cut": token[:-5],
        "other": f"{named}.{seal[::-1]}",
        "sandbox": f"try-{token}",
        "none": named,
    }[how]
    for reply in (
        somebody.get(f"/reply/{altered}"),
        somebody.post(f"/reply/{altered}/read"),
        somebody.post(f"/reply/{altered}", REPLY),
    ):
        assert reply.status_code == 404
        assert somebody.heading == "This link is not whole, or it is not one of ours"


def test_it_ends_to_the_minute(worker, asked, somebody, clock):
    path = link(worker, asked[1], until="2026-05-04T12:00:00+01:00").json["path"]
    clock.now = clock.now.replace(day=4, hour=10, minute=59, second=59)
    assert somebody.get(path).status_code == 200
    clock.forward(seconds=1)
    for reply in (somebody.get(path), somebody.post(f"{path}/read"), somebody.post(path, REPLY)):
        assert reply.status_code == 410
    assert somebody.heading == "This link is over"
    assert story(worker, asked[0])["may_act_now"] is False
    assert somebody.get(link(worker, asked[1]).json["path"]).status_code == 200


def test_a_newer_link_takes_the_place_of_the_one_before(worker, asked, path, somebody):
    newer = link(worker, asked[1]).json["path"]
    assert (somebody.get(path).status_code, somebody.heading) == (410, "A newer link has been sent for this")
    assert somebody.get(newer).status_code == 200


def test_a_question_that_was_withdrawn_needs_no_reply(worker, asked, path, somebody):
    somebody.get(path)
    worker.post(f"/v1/decisions/{asked[0]}/withdraw", {"by": WORKER})
    assert somebody.post(path, REPLY).status_code == 410
    assert somebody.heading == "A reply is no longer needed"
    again = link(worker, asked[1])
    assert (again.status_code, again.json["code"]) == (409, "already-answered")


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"view": ""}, "Choose what you reply"),
        ({"view": "recommends"}, "Choose what you reply"),
        ({"said": "  "}, "Write your view"),
        ({"said": "x" * 2001}, "Write your view, in 2000 characters at most"),
        ({"name": ""}, "Enter your name"),
        ({"title": "\0"}, "Enter what your post is called"),
        ({"name": "w-2041"}, "Somebody else has to reply: a person of this name asked for the decision"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(path, somebody, said, fault):
    somebody.get(path)
    somebody.post(path, REPLY | said)
    assert somebody.last.status_code == 422
    assert fault in somebody.last.text
    kept = "Lettings manager" if "title" not in said else "Lena Okafor"
    assert kept in somebody.last.text
    assert somebody.post(path, REPLY).status_code == 200, "the link still opens"


def test_no_cookie_is_needed_and_no_form_of_another_site_is_taken(path, app):
    browser = Person(app.test_client(use_cookies=False))
    assert browser.get(path).status_code == 200
    assert browser.post(f"{path}/read").status_code == 200
    foreign = OURS | {"Sec-Fetch-Site": "cross-site"}
    assert browser.http.post(path, data=REPLY, headers={"Accept": "text/html", **foreign}).status_code == 400
    silent = browser.http.post(path, data=REPLY, headers={"Accept": "text/html"})
    assert silent.status_code == 400, "a program that says nothing of where it comes from"
    assert browser.post(path, REPLY).status_code == 200


def test_the_pages_have_no_script_and_are_kept_nowhere(path, somebody):
    for reply in (somebody.get(path), somebody.post(f"{path}/read"), somebody.post(path, REPLY)):
        assert "<script" not in reply.text
        assert reply.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
        assert reply.text.count("<h1") == 1
        assert "What you can do next" in reply.text


def test_nothing_that_is_kept_holds_the_link(worker, asked, service):
    from sqlalchemy import text

    made = worker.post(f"/v1/requests/{asked[1]}/link", {"by": WORKER}, key="k")
    seal = made.json["path"].partition(".")[2]
    again = worker.post(f"/v1/requests/{asked[1]}/link", {"by": WORKER}, key="k")
    assert again.json == made.json
    with service.live.engine.connect() as connection:
        names = (
            connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        )
        everything = " ".join(str(connection.execute(text(f"SELECT * FROM {name}")).all()) for name in names)
    assert made.json["id"] in everything
    assert seal not in everything


def test_only_whoever_asked_makes_a_link(worker, asked, service, app):
    _, secret = service.live.appender.submit(
        lambda tx: create_key(tx, body="harbour-housing", client="h", role="caller")
    )
    harbour = Client(app.test_client(), secret)
    for client, request in ((harbour, asked[1]), (worker, "01J-0")):
        reply = link(client, request)
        assert (reply.status_code, reply.json["code"]) == (404, "unknown-request")
    for until in ("2026-05-02T11:15:00+01:00", "2026-06-03T00:00:00Z"):
        reply = link(worker, asked[1], until=until)
        assert (reply.status_code, reply.json["code"]) == (422, "bad-member")


def test_a_sandbox_has_links_of_its_own(service, app, somebody):
    _, secret = service.live.appender.submit(
        lambda tx: create_key(tx, body=NORTHBRIDGE, client="s", role="caller", sandbox=True)
    )
    client = Client(app.test_client(), secret)
    sent = question(decision__amount="320.00", person__tenancy_ending=False)
    decision = client.propose(sent | {"with_schemes": ["harbour-tenancies"]}).json
    duty = decision["determination"]["with"][0]["id"]
    owed = client.post(f"/v1/decisions/{decision['id']}/requests", {"duty": duty, "by": WORKER}).json["owes"]
    path = link(client, owed[0]["id"]).json["path"]
    assert re.match(r"/reply/try-[0-9A-Z]{26}\.", path)
    somebody.get(path)
    assert somebody.post(path, REPLY).status_code == 200
    assert story(client, decision["id"])["may_act_now"] is True
