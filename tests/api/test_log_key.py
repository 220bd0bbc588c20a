"""The log's key: changed by an entry that both keys sign, never lost between file and commit, never replaced."""

import secrets
import shutil
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from api.bootstrap import bootstrap
from api.commands.rotate_log_key import change_log_key, rotate_log_key
from api.evidence.verifying import verify_log
from api.store import LogUnavailable
from api.store.signing import last_key
from govengine.errors import RecordError
from govengine.record import SigningKey, VerifierKey
from tests.api.conftest import question
from tests.api.logs import key_of


def check(service, *keys):
    given = [VerifierKey.parse(key) for key in keys]
    return verify_log(service.live.engine, lambda done, of: None, rules=service.live.rules, keys=given)


def change(service):
    return change_log_key(service.live.appender, service.live.log_key, by="u-1")


def again(service, clock, **settings):
    """The service of another process, or of this one after it was killed."""
    return bootstrap(replace(service.settings, **settings), clock=clock)


@pytest.fixture
def key_file(settings):
    return settings.home / "log.key"


@pytest.fixture
def next_file(settings):
    return settings.home / "log.next"


def test_whoever_trusts_either_key_trusts_the_log(client, service, key_file, next_file):
    client.propose(question())
    old = key_of(service)
    changed = change(service)
    new = key_of(service)
    assert client.propose(question()).status_code == 201
    assert old != new
    assert new.partition("+")[0] == old.partition("+")[0]
    for keys in ([old], [new], [old, new]):
        result = check(service, *keys)
        assert result.well, result.problems
        assert [one.index for one in result.report.rotations] == [changed.index]
    assert not next_file.exists()
    assert key_file.stat().st_mode & 0o077 == 0
    receipt = changed.receipt()
    assert f"+{old.split('+')[1]}" not in receipt.checkpoint


def test_a_second_change_follows_the_first(client, service):
    first = key_of(service)
    change(service)
    change(service)
    assert client.propose(question()).status_code == 201
    result = check(service, first)
    assert result.well, result.problems
    assert len(result.report.rotations) == 2


def test_of_two_changes_in_one_batch_the_second_is_refused(client, service, next_file):
    old = key_of(service)

    def twice(tx):
        rotate_log_key(tx, log_key=service.live.log_key, by=None)
        rotate_log_key(tx, log_key=service.live.log_key, by=None)

    with pytest.raises(RecordError, match="being changed at this moment"):
        service.live.appender.submit(twice)
    assert key_of(service) == old
    assert client.propose(question()).status_code == 201
    assert check(service).well


def test_a_log_that_signed_nothing_has_no_key_to_change(settings, clock):
    service = bootstrap(settings, clock=clock)
    with pytest.raises(RecordError, match="has signed nothing yet"):
        change(service)
    service.close()


def test_killed_before_the_commit_the_old_key_still_signs(client, service, clock, next_file):
    old = key_of(service)
    service.live.log_key.prepare_next(old)
    service.close()
    assert next_file.exists()
    after = again(service, clock)
    assert after.live.appender.submit(lambda tx: tx.append("clock.stepped", {}).index) == 2
    assert key_of(after) == old
    change(after)
    assert not next_file.exists()
    assert check(after, old).well
    after.close()


def test_killed_in_the_middle_of_the_file_the_old_key_still_signs(client, service, clock, next_file):
    service.close()
    next_file.touch(mode=0o600)
    after = again(service, clock)
    change(after)
    assert after.live.appender.submit(lambda tx: tx.append("clock.stepped", {}).index) == 3
    assert check(after).well
    after.close()


def test_killed_after_the_commit_the_new_key_signs(client, service, clock, key_file, next_file):
    before = key_file.read_bytes()
    service.live.appender.submit(lambda tx: rotate_log_key(tx, log_key=service.live.log_key, by=None))
    new = key_of(service)
    assert key_file.read_bytes() == before  # nothing was let go before the commit, nor yet after it
    service.close()
    after = again(service, clock)
    assert not next_file.exists()
    assert key_file.read_bytes() != before
    assert after.live.appender.submit(lambda tx: tx.append("clock.stepped", {}).index) == 3
    assert check(after, new).well
    after.close()


def test_a_change_that_cannot_be_committed_changes_nothing(client, service, clock, monkeypatch):
    old = key_of(service)
    with monkeypatch.context() as broken:
        broken.setattr(Connection, "commit", lambda self: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(LogUnavailable):
            change(service)
    assert key_of(service) == old
    assert client.propose(question()).status_code == 201
    change(service)
    assert client.propose(question()).status_code == 201
    assert check(service, old).well


def test_another_process_signs_with_the_new_key_as_soon_as_the_log_says_so(client, service, clock):
    other = again(service, clock)
    other.live.appender.submit(lambda tx: tx.append("clock.stepped", {}))
    change(service)
    other.live.appender.submit(lambda tx: tx.append("clock.stepped", {}))
    change(other)
    assert client.propose(question()).status_code == 201
    result = check(service)
    assert result.well, result.problems
    assert len(result.report.rotations) == 2
    other.close()


def test_a_change_another_process_did_not_finish_is_finished_before_the_next(client, service, clock):
    other = again(service, clock)
    other.live.appender.submit(lambda tx: rotate_log_key(tx, log_key=other.live.log_key, by=None))
    other.close()
    change(service)
    assert client.propose(question()).status_code == 201
    assert check(service).well


def test_a_process_without_the_new_key_takes_no_entry_until_it_has_it(
    client, service, clock, tmp_path, key_file
):
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(service.settings.home, elsewhere)
    other = again(service, clock, home=elsewhere)
    change(service)
    with pytest.raises(LogUnavailable, match="this is another key"):
        other.live.appender.submit(lambda tx: tx.append("clock.stepped", {}))
    shutil.copy(key_file, elsewhere / "log.key")
    other.live.appender.submit(lambda tx: tx.append("clock.stepped", {}))
    assert check(service).well
    other.close()


def test_without_its_key_a_request_is_answered_503(client, service, key_file):
    service.live.log_key._known = None
    key_file.unlink()
    reply = client.propose(question())
    assert (reply.status_code, reply.json["code"]) == (503, "log-unavailable")
    assert "not there" in reply.json["detail"]


def remove(path):
    path.unlink()


def open_to_all(path):
    path.chmod(0o644)


def spoil(path):
    path.write_bytes(b"\xff\x00")


def empty(path):
    path.write_bytes(b"")


def cut_short(path):
    path.write_bytes(path.read_bytes()[:-4])


def put_another(path):
    from govengine.record import SigningKey

    path.write_text(SigningKey("example.org/log", secrets.token_bytes(32)).text())


@pytest.mark.parametrize(
    ("change_file", "code", "said"),
    [
        (remove, "log-key", "is not there"),
        (open_to_all, "secret-file", "Others than its owner may read it"),
        (spoil, "log-key", "does not hold a key"),
        (empty, "secret-file", "It holds 0 bytes"),
        (cut_short, "log-key", "does not hold a key"),
        (put_another, "log-key", "this is another key"),
    ],
)
def test_without_its_key_the_service_does_not_start(service, clock, key_file, change_file, code, said):
    service.close()
    change_file(key_file)
    with pytest.raises(RecordError, match=said) as refused:
        again(service, clock)
    assert refused.value.code == code
    assert "Restore it from your backup" in str(refused.value)
    assert "PRIVATE" not in str(refused.value)


def test_a_key_restored_by_hand_may_end_with_a_line_end(service, clock, key_file):
    service.close()
    key_file.write_bytes(key_file.read_bytes() + b"\n")
    again(service, clock).close()


def test_the_entry_says_who_had_it_changed_and_not_in_what_is_hashed(service):
    from api.store.reading import entry

    changed = change(service)
    with service.live.engine.connect() as connection:
        stored = entry(connection, changed.index)
        assert last_key(connection).encode() in stored.leaf
    assert b"u-1" in stored.side
    assert b"u-1" not in stored.leaf


@pytest.mark.parametrize("how", ["deleted", "open to others", "another key", "cut short"])
def test_a_key_whose_file_is_not_right_any_more_signs_nothing(client, service, key_file, monkeypatch, how):
    from api import log_key

    monkeypatch.setattr(log_key, "LOOK_AGAIN_S", 0)
    assert client.propose(question()).status_code == 201
    kept = key_file.read_bytes()
    match how:
        case "deleted":
            key_file.unlink()
        case "open to others":
            key_file.chmod(0o644)
        case "another key":
            key_file.write_text(SigningKey(key_of(service).partition("+")[0], bytes(32)).text())
        case _:
            key_file.write_bytes(kept[:20])
    reply = client.propose(question(), "asked-again")
    assert (reply.status_code, reply.json["code"]) == (503, "log-unavailable")
    assert client.http.get("/readyz").status_code == 503
    key_file.touch()
    key_file.write_bytes(kept)
    key_file.chmod(0o600)
    assert client.propose(question(), "asked-again").status_code == 201
    assert client.http.get("/readyz").status_code == 200
    assert check(service).well
