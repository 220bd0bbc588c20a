"""An appender on an empty log, and a way to make sure that commands share one batch."""

import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from api.store import Appender
from tests.store.log_key import sign_with


@pytest.fixture
def appender(engine):
    made = Appender(engine, lambda: datetime.now(UTC), secrets.token_bytes, sign_with)
    yield made
    made.close()


@pytest.fixture
def in_one_batch():
    """`in_one_batch(appender, *commands)`: run them in one batch, in order; what each returned or raised."""

    def run(appender, *commands):
        held, go = threading.Event(), threading.Event()

        def hold(tx):
            held.set()
            go.wait()

        with ThreadPoolExecutor(len(commands) + 1) as pool:
            first = pool.submit(appender.submit, hold)
            held.wait()
            waiting = []
            for number, command in enumerate(commands, 1):
                waiting.append(pool.submit(appender.submit, command))
                while appender._waiting.qsize() < number:
                    pass  # each must be in the queue before the next, or their order is the scheduler's
            go.set()
            first.result()
            return [one.exception() or one.result() for one in waiting]

    return run
