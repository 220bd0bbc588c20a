"""The read model: what commands look up, with what the same batch has written."""

import dataclasses

import pytest
from sqlalchemy.exc import IntegrityError

from api.store import LogUnavailable
from api.store.adoptions import Adoption, adopted, record_adoption, scheme_text, store_scheme_text
from api.store.cursors import move_cursor, next_index
from api.store.decisions import DecisionRow, find, list_decisions, record_decision
from api.store.findings import mark_seen, seen
from api.store.histories import members
from api.store.idempotency import Remembered, forget, recall, remember
from api.store.keys import create_key, find_by_hash, hash_secret, list_keys, revoke_key
from govengine.errors import RecordError


def decide(tx, *, person="p-1", parties=(), **changes):
    """Append and record a decision about `person`; `changes` are columns of its row."""
    done = tx.append("decision.proposed", {}, {"decision.amount": changes.pop("amount", "10.00")})
    row = DecisionRow(
        entry_index=done.index,
        id=done.id,
        body="council",
        scheme="support",
        kind="payment",
        as_of=done.recorded_at,
        on_day="2026-05-02",
        level="act",
        basis="own_authority",
        may_act=True,
        client="case-system",
        outcome="settled_home",
        supersedes=None,
        recorded_at=done.recorded_at,
    )
    row = dataclasses.replace(row, **changes)
    record_decision(tx, row, parties=parties, keys=[("person.ref", f"key-{person}"), ("actor.ref", "key-w")])
    return row


def counted(source, *, person="p-1", kinds=("payment",), from_day="2026-04-01", to_day="2026-05-31", **rest):
    key = f"key-{person}"
    found = members(source, "person.ref", key, kinds=kinds, from_day=from_day, to_day=to_day, **rest)
    return [one.entry_index for one in found]


@pytest.fixture
def several(appender):
    """Decisions about p-1 at index 0.., each different in one way."""
    changes = [
        {},
        {"person": "p-2"},
        {"kind": "loan"},
        {"may_act": False},
        {"on_day": "2026-03-31"},
        {"on_day": "2026-04-01"},
        {"on_day": "2026-05-31"},
        {"on_day": "2026-06-01"},
    ]
    return [appender.submit(lambda tx, change=change: decide(tx, **change)) for change in changes]


def test_history_counts_what_it_should_and_nothing_else(engine, several):
    with engine.connect() as connection:
        assert counted(connection) == [0, 5, 6]
        assert counted(connection, person="p-2") == [1]
        assert counted(connection, person="p-3") == []
        assert counted(connection, kinds=("payment", "loan")) == [0, 2, 5, 6]
        assert counted(connection, kinds=()) == []
        assert counted(connection, from_day="2026-05-02", to_day="2026-05-02") == [0]
        assert counted(connection, exclude_ids=[several[0].id, several[6].id]) == [5]
        assert counted(connection, before_index=6) == [0, 5]


def test_history_hands_over_what_the_caller_adds_up(engine, appender):
    appender.submit(lambda tx: decide(tx, figures='{"decision.amount":"12.50"}'))
    with engine.connect() as connection:
        (found,) = members(
            connection, "person.ref", "key-p-1", kinds=["payment"], from_day="2026-05-02", to_day="2026-05-02"
        )
    assert (found.body, found.state, found.reserved_until) == ("council", None, None)
    assert found.figures == '{"decision.amount":"12.50"}'


def test_a_superseded_decision_counts_no_more_but_did_then(engine, appender, several):
    appender.submit(lambda tx: decide(tx, supersedes=several[0].id, may_act=False))
    with engine.connect() as connection:
        assert counted(connection) == [5, 6]
        assert counted(connection, before_index=8) == [0, 5, 6]


def test_history_is_exact_within_a_batch(engine, appender, in_one_batch):
    """Three payments at once, one of them replacing another: each sees those before it."""
    first = appender.submit(decide)

    def count_then_decide(**changes):
        def command(tx):
            found = counted(tx, exclude_ids=[one for one in [changes.get("supersedes")] if one])
            decide(tx, **changes)
            return found

        return command

    outcomes = in_one_batch(
        appender,
        count_then_decide(person="p-2"),
        count_then_decide(),
        count_then_decide(supersedes=first.id),
        count_then_decide(),
    )
    assert outcomes == [[0], [0], [2], [2, 3]]


def test_history_misses_no_replacement_that_is_about_somebody_else(engine, appender, in_one_batch):
    """The wrong person was recorded; the correction, in the same batch, is found under another key."""
    first = appender.submit(decide)
    outcomes = in_one_batch(
        appender,
        lambda tx: decide(tx, person="p-2", supersedes=first.id),
        counted,
        lambda tx: counted(tx, person="p-2"),
    )
    assert outcomes[1:] == [[], [1]]


def test_decisions_are_found_and_listed_by_the_bodies_party_to_them(engine, appender, several):
    shared = appender.submit(
        lambda tx: decide(tx, parties=["housing"], level="refer", basis="silence", scheme="x")
    )
    with engine.connect() as connection:
        assert find(connection, shared.id) == shared
        assert find(connection, shared.id, body="housing") == shared
        assert find(connection, shared.id, body="other") is None
        assert find(connection, several[0].id, body="housing") is None
        assert find(connection, "none") is None
        assert list_decisions(connection, "council") == [*several, shared]
        assert list_decisions(connection, "housing") == [shared]
        assert list_decisions(connection, "other") == []
        assert list_decisions(connection, "council", kind="loan") == [several[2]]
        for one in ({"level": "refer"}, {"basis": "silence"}, {"scheme": "x"}, {"after_index": 7}):
            assert list_decisions(connection, "council", **one) == [shared]
        assert list_decisions(connection, "council", from_day="2026-06-01") == [several[7]]
        assert list_decisions(connection, "council", to_day="2026-03-31") == [several[4]]
        assert list_decisions(connection, "council", limit=2) == several[:2]
        assert list_decisions(connection, "council", limit=2, after_index=1) == several[2:4]


ANSWER = Remembered("hash", 201, {"Location": "/v1/decisions/01J"}, b'{"id":"01J"}')


def test_an_answer_is_remembered_for_its_client_and_key(engine, appender, in_one_batch):
    ran = []

    def once(tx):
        ran.append(tx)
        before = recall(tx, "client", "key")
        if before is None:
            tx.append("decision.proposed", {})
            remember(tx, "client", "key", ANSWER)
        return before

    assert in_one_batch(appender, once, once, once) == [None, ANSWER, ANSWER]
    assert len(ran) == 3, "the batch had to be run again: what is kept back was not looked at"
    assert appender.submit(once) == ANSWER
    with engine.connect() as connection:
        assert recall(connection, "client", "key") == ANSWER
        assert recall(connection, "client", "other") is None
        assert recall(connection, "other", "key") is None


def test_what_is_remembered_without_looking_first_fails_alone(engine, appender, in_one_batch):
    def blindly(tx):
        index = tx.append("decision.proposed", {}).index
        remember(tx, "client", "key", ANSWER)
        return index

    outcomes = in_one_batch(appender, blindly, blindly, lambda tx: tx.append("decision.proposed", {}).index)
    assert isinstance(outcomes.pop(1), IntegrityError)
    assert outcomes == [0, 1]


def test_an_answer_of_a_command_that_then_fails_is_not_kept(engine, appender, in_one_batch):
    def remember_and_fail(tx):
        assert tx.connection  # from here on its rows stand at the head of what is kept back
        remember(tx, "client", "second", ANSWER)
        raise ArithmeticError

    in_one_batch(appender, lambda tx: remember(tx, "client", "first", ANSWER), remember_and_fail)
    with engine.connect() as connection:
        assert recall(connection, "client", "first") == ANSWER
        assert recall(connection, "client", "second") is None


def test_old_answers_are_forgotten(engine, appender):
    appender.submit(lambda tx: remember(tx, "client", "key", ANSWER))
    assert appender.submit(lambda tx: forget(tx, "2000-01-01T00:00:00.000000Z")) == 0
    assert appender.submit(lambda tx: forget(tx, "9000-01-01T00:00:00.000000Z")) == 1
    with engine.connect() as connection:
        assert recall(connection, "client", "key") is None


def adopt(version="2026-04", digest="sha256:1", files=None):
    def command(tx):
        done = tx.append("scheme.adopted", {"scheme": "support", "version": version})
        made = Adoption(done.index, "support", version, "organisation", digest, done.recorded_at)
        record_adoption(tx, made)
        store_scheme_text(tx, digest, files or {"scheme.yaml": "scheme: support\n", "limits.csv": "id,für\n"})
        return made

    return command


def test_adopted_versions_and_their_text_come_back(engine, appender):
    first = appender.submit(adopt())
    second = appender.submit(adopt("2026-10", "sha256:2"))
    third = appender.submit(adopt("2027-04", "sha256:1"))
    with engine.connect() as connection:
        assert adopted(connection) == [first, second, third]
        assert scheme_text(connection, "sha256:1") == {
            "scheme.yaml": "scheme: support\n",
            "limits.csv": "id,für\n",
        }
        assert scheme_text(connection, "sha256:9") == {}


@pytest.mark.parametrize(
    ("again", "code"),
    [(adopt(), "already-adopted"), (adopt("2026-10", files={"scheme.yaml": "other"}), "digest-reused")],
)
def test_an_adopted_version_is_never_replaced(engine, appender, in_one_batch, again, code):
    outcomes = in_one_batch(appender, adopt(), again, lambda tx: tx.append("decision.proposed", {}).index)
    assert isinstance(outcomes[1], RecordError)
    assert not isinstance(outcomes[1], LogUnavailable)
    assert outcomes[1].code == code
    assert outcomes[2] == 1
    with engine.connect() as connection:
        assert adopted(connection) == [outcomes[0]]


def test_a_key_is_found_by_the_hash_of_its_secret_until_it_is_revoked(engine, appender):
    key, secret = appender.submit(lambda tx: create_key(tx, body="council", client="cases", role="caller"))
    other, _ = appender.submit(
        lambda tx: create_key(tx, body="council", client="lab", role="manager", sandbox=True)
    )
    assert secret.startswith("gk_")
    assert len(secret) == 46
    with engine.connect() as connection:
        assert find_by_hash(connection, hash_secret(secret)) == key
        assert find_by_hash(connection, hash_secret("gk_other")) is None
        assert list_keys(connection) == [key, other]
        assert (key.sandbox, other.sandbox) == (False, True)
    assert appender.submit(lambda tx: revoke_key(tx, key.id)) is True
    assert appender.submit(lambda tx: revoke_key(tx, key.id)) is False
    assert appender.submit(lambda tx: revoke_key(tx, "none")) is False
    with engine.connect() as connection:
        assert find_by_hash(connection, hash_secret(secret)) is None
        assert [one.revoked_at is None for one in list_keys(connection)] == [False, True]


def test_findings_are_raised_once_and_cursors_move(engine, appender):
    def raise_finding(tx):
        before = seen(tx.connection, "pattern/p-1")
        if before is None:
            mark_seen(tx, "pattern/p-1", tx.append("finding.raised", {}).index)
        return before

    assert [appender.submit(raise_finding) for _ in range(2)] == [None, 0]
    with engine.connect() as connection:
        assert next_index(connection, "watch") == 0
    appender.submit(lambda tx: move_cursor(tx, "watch", 4))
    appender.submit(lambda tx: move_cursor(tx, "watch", 7))
    with engine.connect() as connection:
        assert next_index(connection, "watch") == 7
        assert next_index(connection, "webhooks") == 0
