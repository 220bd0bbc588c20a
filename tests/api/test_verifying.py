"""The whole log against what it signed, and against what others kept of it."""

import pytest

from api.evidence.verifying import OWN_KEY, verify_log
from govengine.record import Checkpoint, SigningKey, VerifierKey, open_checkpoint, sign_checkpoint
from tests.api.conftest import question
from tests.api.logs import alter, checkpoint_of, cut, key_of
from tests.api.test_record import fill


def check(service, **given):
    return verify_log(service.live.engine, lambda done, of: None, rules=service.live.rules, **given)


def codes(result):
    return [(one.code, one.place) for one in result.problems]


def test_every_stored_checkpoint_is_held_against_the_entries(client, service):
    for n in range(3):
        client.propose(question(person__ref=f"p-{n}"))
    result = check(service, keys=[VerifierKey.parse(key_of(service))])
    assert result.well, result.problems
    assert (result.report.verified, result.signed.held, result.warnings) == (5, 4, [])
    assert result.to_json()["times"] == ["no outside time"]
    assert result.to_json()["decided_again"] is None
    assert check(service).warnings == [OWN_KEY]


def test_memory_holds_no_more_than_a_batch_of_checkpoints(client, service, monkeypatch):
    from api.evidence import checkpoint_check

    monkeypatch.setattr(checkpoint_check, "AT_A_TIME", 2)
    for n in range(4):
        client.propose(question(person__ref=f"p-{n}"))
    assert check(service).signed.held == 5
    alter(service, "DELETE FROM checkpoints WHERE size = 6")
    assert codes(check(service)) == [("entries-unsigned", "entry 5")]


def test_another_key_than_the_one_that_is_trusted_is_named(client, service):
    client.propose(question())
    stranger = SigningKey(key_of(service).partition("+")[0], bytes(32)).verifier
    assert codes(check(service, keys=[stranger])) == [("note-unverified", "checkpoint 2")]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE checkpoints SET note = replace(note, :a, :b) WHERE size = 3", "note-signature"),
        ("UPDATE checkpoints SET note = 'x' WHERE size = 3", "note-malformed"),
        (
            "UPDATE checkpoints SET note = (SELECT c.note FROM checkpoints c WHERE c.size = 4) WHERE size = 3",
            "checkpoint-misplaced",
        ),
    ],
)
def test_a_changed_checkpoint_is_named_and_none_after_it(client, service, statement, found):
    for n in range(3):
        client.propose(question(person__ref=f"p-{n}"))
    alter(service, statement, a="\n3\n", b="\n2\n")
    result = check(service)
    assert codes(result) == [(found, "checkpoint 3")]
    assert result.signed.held == 1


def test_a_cut_tail_agrees_with_itself_and_not_with_a_copy(client, service):
    fill(client, 4, threads=1)
    copy = checkpoint_of(service)
    cut(service, 4)
    assert check(service).well
    result = check(service, copies={"monday": copy})
    assert codes(result) == [("log-cut", "monday")]


def test_a_copy_that_agrees_is_outside_time(client, service):
    fill(client, 2, threads=1)
    copy = checkpoint_of(service)
    fill(client, 5, threads=1)
    result = check(service, copies={"monday": copy})
    assert result.well
    assert result.to_json()["times"] == ["when monday was made: entries before 4 existed"]
    assert "outside: when monday was made: entries before 4 existed" in list(result.lines())


def test_a_copy_with_another_root_is_a_fork(client, service):
    fill(client, 2, threads=1)
    with service.live.engine.connect() as connection:
        from api.store.signing import last_key

        key = service.live.log_key.open(last_key(connection))
    forged = sign_checkpoint(Checkpoint(key.name, 3, bytes(32)), [key])
    assert open_checkpoint(forged, [key.verifier])
    assert codes(check(service, copies={"theirs": forged})) == [("log-forked", "theirs")]


def test_behind_a_bad_entry_nothing_is_said_of_copies(client, service):
    fill(client, 4, threads=1)
    alter(service, "UPDATE tree_nodes SET hashes = :n WHERE entry_index = 3", n=bytes(32))
    result = check(service, copies={"monday": checkpoint_of(service)})
    assert codes(result) == [("entry-nodes", "entry 3")]
    assert result.warnings == [OWN_KEY, "monday: not compared, because an entry before is bad"]
    assert "outside: no outside time" in list(result.lines())


def test_the_table_of_keys_is_what_the_entries_say(client, service):
    client.propose(question())
    other = SigningKey(key_of(service).partition("+")[0], bytes(32)).verifier.text()
    alter(service, "INSERT INTO log_keys VALUES (3, :v, '2026-05-02T10:15:00.000000Z')", v=other)
    assert codes(check(service)) == [("log-keys", "log keys")]
