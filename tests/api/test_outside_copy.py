"""Copies of checkpoints elsewhere: left every day, never written over, and nobody waits for them."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from api.bootstrap import bootstrap
from api.evidence.daily_copy import AGAIN
from api.evidence.last_copy import LastCopy, age_text
from api.evidence.outside_copy import copies_in, copy_to, public_name, split_notes
from api.examination import _outside
from govengine.errors import RecordError
from tests.api.conftest import adopt_all
from tests.api.copy_server import CopyServer
from tests.api.logs import checkpoint_of
from tests.record.logs import proposals

LOG = proposals(5)
ONE, TWO = LOG.checkpoint(3), LOG.checkpoint(5)


@pytest.fixture
def server():
    made = CopyServer()
    yield made
    made.close()


def code_of(place, note=TWO):
    with pytest.raises(RecordError) as refused:
        copy_to(place, note)
    (problem,) = refused.value.problems
    return problem


def test_notes_one_after_another_are_told_apart():
    assert split_notes("") == []
    assert split_notes(ONE) == [ONE]
    assert split_notes(ONE + TWO + ONE) == [ONE, TWO, ONE]
    signed_twice = TWO + TWO.splitlines(keepends=True)[-1]
    assert split_notes(signed_twice + ONE) == [signed_twice, ONE]
    assert split_notes("nonsense") == ["nonsense\n"]


def test_to_a_file_copies_are_added_each_once(tmp_path):
    place = tmp_path / "deep" / "copies.txt"
    for note in (ONE, ONE, TWO, ONE):
        copy_to(str(place), note)
    assert place.read_text() == ONE + TWO
    assert copies_in([str(place)]) == {f"{place} (1)": ONE, f"{place} (2)": TWO}


def test_in_a_folder_each_has_a_file_of_its_own(tmp_path):
    (tmp_path / "kept").mkdir()
    copy_to(str(tmp_path / "kept"), ONE)
    copy_to(f"{tmp_path}/made/", TWO)
    assert (tmp_path / "kept/checkpoint-000000000003.txt").read_text() == ONE
    assert (tmp_path / "made/checkpoint-000000000005.txt").read_text() == TWO
    assert list(copies_in([str(tmp_path / "kept"), str(tmp_path / "made")]).values()) == [ONE, TWO]


@pytest.mark.parametrize("place", ["copies.txt", ""])
def test_a_copy_that_says_otherwise_is_kept_and_told(tmp_path, place):
    where = str(tmp_path / place)
    other = proposals(6).checkpoint(6)
    forged = other.replace("\n6\n", "\n5\n")
    copy_to(where, forged)
    problem = code_of(where)
    assert problem.code == "outside-fork"
    assert list(copies_in([where]).values()) == [forged]


def test_what_cannot_be_written_or_read_is_told(tmp_path):
    assert code_of(str(tmp_path / "no" / "way" / ("x" * 300))).code == "outside-copy"
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    with pytest.raises(RecordError, match="cannot be read as text"):
        copies_in([str(tmp_path / "bad.txt")])


def test_to_an_address_copies_are_posted_or_put(server):
    copy_to(server.address + "/copies?token=1", TWO)
    copy_to(server.address + "/copies/", TWO)
    assert server.got == [
        ("POST", "/copies?token=1", TWO),
        ("PUT", "/copies/checkpoint-000000000005.txt", TWO),
    ]


@pytest.mark.parametrize("status", [302, 307, 403, 500])
def test_an_address_that_refuses_is_told_and_none_is_followed(server, status):
    server.status = status
    problem = code_of(server.address + "/copies")
    assert (problem.code, str(status) in problem.message) == ("outside-copy", True)
    assert len(server.got) == 1


def test_an_address_that_does_not_answer_is_told(server):
    server.close()
    assert "cannot be reached" in code_of(server.address).message
    server.__init__()
    assert "cannot be reached" in code_of("http://[bad/").message


def test_nobody_is_told_a_secret_of_the_place():
    assert public_name("https://user:pw@keeper.example:8/copies?token=1") == "https://keeper.example"
    assert public_name("/srv/copies/checkpoints.txt") == "checkpoints.txt"


@pytest.mark.parametrize(
    ("age", "said"),
    [
        ({}, "PT0M"),
        ({"seconds": 59}, "PT0M"),
        ({"hours": 5}, "PT5H"),
        ({"days": 1}, "P1D"),
        ({"days": 1, "hours": 2, "minutes": 30}, "P1DT2H30M"),
    ],
)
def test_an_age_is_written_as_a_duration(age, said):
    assert age_text(timedelta(**age)) == said


@pytest.fixture
def copying(settings, clock, tmp_path):
    made = bootstrap(replace(settings, checkpoint_to=f"{tmp_path}/copies/"), clock=clock)
    adopt_all(made)
    yield made
    made.close()


def told(service):
    return service.copies.state().to_json()


def test_a_copy_is_left_once_a_day(copying, clock, tmp_path):
    folder = tmp_path / "copies"
    assert told(copying) == {"to": "copies", "age": None, "reason": ""}
    assert copying.copies.look()
    assert not copying.copies.look()
    clock.forward(hours=23, minutes=59)
    assert not copying.copies.look()
    assert told(copying)["age"] == "PT23H59M"
    copying.live.appender.submit(lambda tx: tx.append("clock.stepped", {}))
    clock.forward(minutes=1)
    assert copying.copies.look()
    assert told(copying)["age"] == "PT0M"
    assert sorted(path.read_text() for path in folder.iterdir())[-1] == checkpoint_of(copying)
    assert len(list(folder.iterdir())) == 2


def test_a_quiet_log_is_copied_too_and_nothing_is_written_twice(copying, clock, tmp_path):
    copying.copies.look()
    clock.forward(days=1)
    assert copying.copies.look()
    assert len(list((tmp_path / "copies").iterdir())) == 1


def test_after_a_start_a_copy_is_left_only_if_the_last_one_is_old(copying, settings, clock, tmp_path):
    copying.copies.look()
    for days, due in ((0, False), (1, True)):
        clock.forward(days=days)
        again = bootstrap(copying.settings, clock=clock)
        assert again.copies.look() is due
        again.close()
    elsewhere = bootstrap(replace(copying.settings, checkpoint_to=str(tmp_path / "other.txt")), clock=clock)
    assert elsewhere.copies.look()
    elsewhere.close()


def test_a_copy_that_fails_is_told_and_tried_again_and_stops_nobody(settings, clock, server, caplog):
    server.status = 500
    service = bootstrap(replace(settings, checkpoint_to=f"{server.address}/c"), clock=clock)
    assert not service.copies.look()
    assert told(service)["reason"] == "The log has signed nothing yet."
    adopt_all(service)
    clock.forward(seconds=AGAIN.total_seconds())
    assert not service.copies.look()
    assert not service.copies.look()
    assert len(server.got) == 1
    state = told(service)
    assert (state["age"], state["reason"]) == (None, "It answered 500 to POST.")
    assert "It answered 500" in caplog.text
    server.status = 200
    clock.forward(seconds=AGAIN.total_seconds())
    assert service.copies.look()
    assert told(service) == {"to": "http://127.0.0.1", "age": "PT0M", "reason": ""}
    service.close()


def test_a_broken_memory_or_database_is_told_and_not_raised(copying, monkeypatch):
    (copying.settings.home / "outside-copy.json").write_text("{")
    assert told(copying)["age"] is None
    monkeypatch.setattr("api.evidence.daily_copy.remember", lambda *_: 1 / 0)
    assert not copying.copies.look()
    assert told(copying)["reason"] == "The copy could not be made (ZeroDivisionError)."


def test_the_service_says_how_old_the_last_copy_is(client, service, tmp_path, monkeypatch):
    ready = client.get("/readyz").json
    assert ready["outside_copy"] == {"to": None, "age": None, "reason": ""}
    assert "none; name a place" in said_by_doctor(service)
    from api.evidence.daily_copy import leave_copy

    leave_copy(service.live.engine, str(tmp_path / "c.txt"), service.settings.home, service.live.clock())
    assert client.get("/readyz").json["outside_copy"]["to"] == "c.txt"
    now = [service.live.clock()]
    for hours, said in ((0, "within the hour"), (5, "5 hours ago"), (50, "2 days ago")):
        made = LastCopy("/srv/c.txt", now[0] - timedelta(hours=hours), 3)
        monkeypatch.setattr("api.evidence.daily_copy.recall", lambda _home, made=made: made)
        found = _outside(service.copies.state())
        assert (found.said, found.fine) == (f"left at c.txt, {said}", hours < 48)


def said_by_doctor(service):
    from api.examination import examine

    return next(one.said for one in examine(service.settings) if one.what == "outside copy")


def test_the_thread_leaves_a_copy_and_no_request_waits_for_it(settings, clock, server, tmp_path):
    from tests.application import client_on

    made = bootstrap(replace(settings, checkpoint_to=f"{server.address}/c"), clock=clock)
    adopt_all(made)
    made.copies.start()
    deadline = time.monotonic() + 10
    while not server.got and time.monotonic() < deadline:
        assert client_on(made).get("/readyz").status_code == 200
    signed = checkpoint_of(made)
    made.close()
    assert server.got[0][2] == signed


def test_copies_are_read_back_from_an_address_that_gives_them(server):
    server.status, server.text = 200, ONE + TWO
    assert copies_in([f"{server.address}/kept"]) == {
        f"{server.address}/kept (1)": ONE,
        f"{server.address}/kept (2)": TWO,
    }
    for status in (404, 302):
        server.status = status
        with pytest.raises(RecordError, match=str(status)):
            copies_in([f"{server.address}/kept"])
