"""A change as the people in it see it: who is waited for and since when; what they do is attested by their session."""

import orjson
import pytest

from api.store.reading import entry
from tests.api.changing import LOOSER, TIGHTER, People, draft
from tests.application import client_on


@pytest.fixture
def proposed(service):
    """`proposed(**swaps)`: the address of a change that w-1 has proposed."""
    people = People(service)
    return lambda **swaps: f"/changes/{people.proposed(draft(**swaps))}"


def last(service):
    index, found = 0, None
    with service.live.engine.connect() as connection:
        while (stored := entry(connection, index)) is not None:
            found, index = stored, index + 1
    return orjson.loads(found.leaf), orjson.loads(found.side or b"{}")


def test_the_checklist_says_who_is_waited_for_and_since_when(sign_in, proposed):
    path = proposed(**LOOSER)
    tess = sign_in("t-1")
    page = tess.get("/changes").text
    assert "Waited for since 2 May 2026" in page
    page = tess.get(path).text
    assert "Whoever delegates takes the risks, by name" in page
    assert "The section 151 officer" in page
    assert page.count("Waited for since 2 May 2026") == 6


def test_two_people_agree_and_one_adopts_each_signed_in(service, sign_in, proposed):
    path = proposed(scenario=None, **TIGHTER)
    tess, olu = sign_in("t-1"), sign_in("o-1")
    tess.get(path)
    assert tess.post(f"{path}/agree", {"part": "peer", "role": "team_manager", "at": "x"}).status_code == 303
    leaf, side = last(service)
    assert (leaf["entry"], leaf["attested"], side["values"]["by"]) == ("change.agreed", "session", "t-1")
    olu.get(path)
    olu.post(f"{path}/agree", {"part": "owner", "role": "section_151_officer", "at": "y"})
    olu.get(path)
    olu.post(f"{path}/adopt", {"authority": "minute 14", "role": "section_151_officer"})
    leaf, _ = last(service)
    assert (leaf["entry"], leaf["attested"]) == ("scheme.adopted", "session")
    assert "Adopted" in olu.get(path).text
    olu.post(f"{path}/roll-back", {"why": "It sends people the wrong way.", "role": "section_151_officer"})
    assert "Rolled back" in olu.follow().text


def test_a_proposal_is_withdrawn_by_whoever_could_have_made_it(service, sign_in, proposed):
    path = proposed(**LOOSER)
    wanda = sign_in("w-1")
    assert "Withdraw the proposal" in wanda.get(path).text
    reply = wanda.post(f"{path}/withdraw", {"why": " ", "role": "support_worker"})
    assert (reply.status_code, "Fill in every field" in reply.text) == (422, True)
    wanda.post(f"{path}/withdraw", {"why": "Rents have fallen again.", "role": "support_worker"})
    page = wanda.follow().text
    assert "Withdrawn" in page
    assert "Withdraw the proposal" not in page
    leaf, side = last(service)
    assert (leaf["entry"], leaf["attested"], side["why"]) == (
        "change.withdrawn", "session", "Rents have fallen again.",
    )  # fmt: skip


def test_nobody_else_is_offered_to_withdraw_it(sign_in, proposed, ada):
    path = proposed(**LOOSER)
    assert "Withdraw the proposal" not in ada.get(path).text


def test_one_person_alone_is_told_why_not(service, sign_in, proposed):
    path = proposed(**LOOSER)
    wanda = sign_in("w-1")
    wanda.get(path)
    reply = wanda.post(f"{path}/agree", {"part": "peer", "role": "support_worker"})
    assert reply.status_code == 422
    assert "Another person has to do this" in reply.text
    assert last(service)[0]["entry"] == "act.kept_apart"
    olu = sign_in("o-1")
    olu.get(path)
    reply = olu.post(f"{path}/adopt", {"authority": "m", "role": "section_151_officer"})
    assert "Still waited for" in reply.text


def test_a_role_one_does_not_hold_is_not_ones_own(service, sign_in, proposed):
    path = proposed(**LOOSER)
    tess = sign_in("t-1")
    tess.get(path)
    reply = tess.post(f"{path}/agree", {"part": "owner", "role": "section_151_officer"})
    assert reply.status_code == 422
    assert "speaks for one person" in reply.text


def test_a_form_sent_twice_plays_the_part_once(service, sign_in, proposed):
    path = proposed(**LOOSER)
    tess = sign_in("t-1")
    tess.get(path)
    sent = {"part": "peer", "role": "team_manager", "at": "x"}
    token = tess.token
    assert [tess.post(f"{path}/agree", sent, token=token).status_code for _ in range(2)] == [303, 303]
    assert tess.get(path).text.count('govuk-tag--green">Done') == 2  # the scenarios, and the peer


def test_what_is_not_filled_in_is_asked_for(sign_in, proposed):
    path = proposed(**LOOSER)
    olu = sign_in("o-1")
    olu.get(path)
    reply = olu.post(f"{path}/acknowledge", {"risks": " ", "role": "section_151_officer"})
    assert (reply.status_code, "Fill in every field" in reply.text) == (422, True)


def test_whoever_has_no_part_in_the_scheme_finds_nothing(service, app, sign_in, proposed, ada):
    path = proposed(**LOOSER)
    assert ada.get(path).status_code == 200
    assert client_on(service).get(path).status_code == 303
    assert ada.get("/changes/01J").status_code == 404
