"""The appender: durable before answered, gapless whatever fails, one log for several writers."""

import secrets
import threading
from datetime import UTC, datetime

import pytest

from api.store import Appender
from api.store.reading import stored_entries, verify_log


@pytest.fixture
def appender(engine):
    made = Appender(engine, lambda: datetime.now(UTC), secrets.token_bytes)
    yield made
    made.close()


def propose(number):
    return lambda tx: tx.append(
        "decision.proposed", {"number": number}, {"person.ref": f"p-{number}"}, {"note": "x"}
    )


def test_sixteen_threads_make_one_gapless_log(engine, appender):
    got = []

    def work(thread):
        for number in range(200):
            got.append(appender.submit(propose(thread * 1000 + number)))

    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.index for one in got) == list(range(3200))
    report = verify_log(engine)
    assert report.ok, report
    assert report.verified == 3200
    with engine.connect() as connection:
        stored = {row.entry_id: row.index for row in stored_entries(connection)}
    assert stored == {one.id: one.index for one in got}
