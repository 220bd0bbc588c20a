"""In force means adopted: what is in the store governs, whatever the files say."""

import gc

import pytest

from api.bootstrap import bootstrap
from api.rule_store import read_rules
from govengine.errors import RecordError, SchemeError
from tests.api.conftest import adopt_all, question

EXAMPLE = ("neighbourhood-support", "2026-04")


def edit(rules, old: str, new: str, version: str = "2026-04") -> None:
    path = rules / EXAMPLE[0] / version / "scheme.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_schemes_in_force_are_listed_with_their_facts(client):
    listed = {one["id"]: one for one in client.get("/v1/schemes").json["schemes"]}
    assert set(listed) == {"neighbourhood-support", "statute-floor-england"}
    version = listed["neighbourhood-support"]["versions"][0]
    detail = client.get("/v1/schemes/neighbourhood-support/versions/2026-04").json
    assert detail["digest"] == version["digest"]
    assert "hardship-worker" in detail["files"]["scheme.yaml"]
    facts = client.get("/v1/schemes/neighbourhood-support/versions/2026-04/facts?kind=hardship_payment").json[
        "facts"
    ]
    names = {fact["name"] for fact in facts}
    assert {"decision.amount", "person.consent", "decision.other_help_tried", "person.ref"} <= names
    assert "person.place" not in names
    assert client.get("/v1/schemes/nobody").status_code == 404
    assert client.get("/v1/schemes/neighbourhood-support/versions/1/facts").status_code == 404


def test_a_draft_answers_what_ifs_and_never_governs(client_of, service, rules):
    draft = rules / EXAMPLE[0] / "2027-04"
    draft.parent.joinpath("2026-04").rename(draft)
    for old, new in (
        ('"2026-04"', '"2027-04"'),
        ("from: 2026-04-01, review_by: 2027-03-31", "from: 2027-04-01"),
        ("is: 500", "is: 700"),
    ):
        edit(rules, old, new, "2027-04")
    client = client_of(role="manager")
    later = question(decision__amount="600", history__household_90d="0") | {"as_of": "2027-05-01"}
    # The adopted version has no end, so the draft would overlap it: what is in force answers.
    assert client.ask(later).json["determination"]["level"] == "refer"
    earlier = question(decision__amount="600", history__household_90d="0") | {"as_of": "2026-03-01"}
    assert client.ask(earlier).json["code"] == "no-version-in-force"


def test_a_what_if_says_so_and_permits_nothing(client_of):
    body = client_of(role="manager").ask(question(history__household_90d="0")).json
    assert body["what_if"] is True
    assert body["determination"]["may_act"] is None
    assert body["determination"]["would_allow"] is True
    assert body["summary"].startswith("This is a what-if.")
    assert "id" not in body
    assert "receipt" not in body


def test_a_changed_file_of_an_adopted_version_stops_the_start(service, settings, rules, clock):
    edit(rules, "is: 500", "is: 501")
    with pytest.raises(SchemeError) as caught:
        bootstrap(settings, clock=clock)
    assert caught.value.code == "adopted-text"
    gc.collect()  # a connection left open would be a warning here, and so an error
    assert "new version" in str(caught.value)


def test_comments_and_order_are_no_change(service, settings, rules, clock):
    edit(rules, "purpose: Help", "# a comment\npurpose:   Help")
    bootstrap(settings, clock=clock).close()


def test_adopting_the_same_again_changes_nothing_and_other_text_is_refused(service, rules):
    versions = [v for v, _ in read_rules(rules) if v is not None]
    assert service.live.adopt(versions, by="u", role="owner", authority="m") == []
    edit(rules, "is: 500", "is: 600")
    changed = [v for v, _ in read_rules(rules) if v is not None and v.id == EXAMPLE[0]]
    with pytest.raises((RecordError, SchemeError)):
        service.live.adopt(changed, by="u", role="owner", authority="m")


def test_a_scheme_adopted_by_another_process_governs_the_next_answer(settings, clock):
    from api.store.keys import create_key
    from tests.api.conftest import Client
    from tests.application import client_on

    one, other = bootstrap(settings, clock=clock), bootstrap(settings, clock=clock)
    try:
        _, secret = one.live.appender.submit(
            lambda tx: create_key(tx, body="northbridge-council", client="c", role="caller")
        )
        client = Client(client_on(other), secret)
        floor = [
            v for v, _ in read_rules(settings.rules) if v is not None and v.id == "statute-floor-england"
        ]
        one.live.adopt(floor, by="u", role="owner", authority="m")
        assert client.propose(question()).json["code"] == "unknown-scheme"
        adopt_all(one)
        assert client.propose(question()).status_code in (201, 422)
        assert client.propose(question()).status_code == 201
    finally:
        one.close()
        other.close()
