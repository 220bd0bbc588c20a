"""The Idempotency-Keys of a batch are looked up together, and what the batch itself answers is seen by the next."""

import pytest

from api.store.batch import Foreseen
from api.store.idempotency import Remembered, forget, recall, remember
from api.store.random_pool import BLOCK, RandomPool

ANSWER = Remembered("hash", 201, {}, b"{}", 0)
ASKED = ("client", "key")


def asked_in_one_batch(appender, in_one_batch, *commands):
    """As `in_one_batch`, each command asking under one key, and the key looked up before they run."""
    submit = appender.submit
    appender.submit = lambda command, foreseen=None: submit(command, Foreseen(ASKED))
    try:
        return in_one_batch(appender, *commands)
    finally:
        del appender.submit


def answer(tx):
    known = recall(tx, *ASKED)
    if known is None:
        tx.append("watch.failed", {})
        remember(tx, *ASKED, ANSWER)
    return known


def fail_after_answering(tx):
    answer(tx)
    raise ValueError("and undone")


@pytest.mark.parametrize("flushed", [False, True])
def test_the_same_key_twice_in_a_batch_is_answered_once(appender, in_one_batch, flushed):
    def write_first(tx):
        found = answer(tx)
        if flushed:
            assert tx.connection  # writes what was kept back
        return found

    assert asked_in_one_batch(appender, in_one_batch, write_first, answer) == [None, ANSWER]
    assert appender.submit(answer, Foreseen(ASKED)) == ANSWER


def test_an_answer_that_was_undone_is_none(appender, in_one_batch):
    first, second, third = asked_in_one_batch(appender, in_one_batch, fail_after_answering, answer, answer)
    assert isinstance(first, ValueError)
    assert (second, third) == (None, ANSWER)


def test_an_answer_taken_away_within_the_batch_is_gone(appender, in_one_batch):
    appender.submit(answer, Foreseen(ASKED))
    outcomes = asked_in_one_batch(appender, in_one_batch, answer, lambda tx: forget(tx, "9999"), answer)
    assert outcomes == [ANSWER, 1, None]


def test_a_pool_gives_what_was_drawn_once_and_in_order():
    drawn = []

    def source(length):
        drawn.append(bytes([len(drawn) + 1]) * length)
        return drawn[-1]

    pool = RandomPool(source)
    given = [pool(32) for _ in range(BLOCK // 32)]
    assert b"".join(given) == drawn[0]
    assert pool(16) == drawn[1][:16]
    assert pool(2 * BLOCK) == drawn[2]
    assert pool(1) == drawn[3][:1]
