"""A log verified in parts, by this process or by several, comes to what one walk over it comes to."""

import pytest

from api.commands.redecide import Counts, Replay
from api.commands.rotate_log_key import change_log_key
from api.evidence import part as parts
from api.evidence import verifying
from api.evidence.part import Part, verify_part
from api.evidence.verifying import verify_log
from api.store.head import read_head
from api.store.reading import snapshot
from govengine.record import Walk, conclude
from tests.api.logs import alter
from tests.api.test_erasure import erase, old, owner, reviewer  # noqa: F401 fixtures
from tests.api.test_record import fill


@pytest.fixture
def eventful(client, service, owner, reviewer, old):  # noqa: F811
    """A log with an erasure of entries far before it, and two changes of key."""
    fill(client, 9, threads=1)
    change_log_key(service.live.appender, service.live.log_key, by="u-1")
    erase(owner, reviewer, {"person_ref": "p-2"}, basis="unlawful", overrides=["officer_decision"])
    change_log_key(service.live.appender, service.live.log_key, by="u-1")
    return service


def in_parts(service, each):
    """The whole of it, or None where the parts do not fit."""
    whole = Part(Walk(), Counts())
    with snapshot(service.live.engine) as reading, service.live.engine.connect() as looking_up:
        head = read_head(reading)
        again = Replay(service.live.rules.texts(looking_up))
        for start in range(0, head.size, each):
            part, sizes = range(start, min(start + each, head.size)), range(head.size + 1)
            one = verify_part(reading, looking_up, service.live.rules, part, sizes, again=again)
            if not whole.join(one):
                return None
    return conclude(whole.walk, head), whole.counts


def test_parts_of_any_length_come_to_the_same(eventful):
    with eventful.live.engine.connect() as connection:
        size = read_head(connection).size
    report, counts = in_parts(eventful, size)
    assert report.ok, report.problems
    assert report.erased > 0
    assert len(report.rotations) == 2
    for each in range(1, size):
        assert in_parts(eventful, each) == (report, counts), each


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tree_nodes SET hashes = :bad WHERE entry_index = 5",
        "UPDATE entries SET recorded_at = '2020' WHERE entry_index = 6",
        "DELETE FROM decisions WHERE entry_index = 6",
        "UPDATE log_keys SET recorded_at = '2020' WHERE since_size > 5",
    ],
)
def test_parts_of_a_log_that_was_altered_do_not_fit(eventful, statement):
    alter(eventful, statement, **({"bad": bytes(32)} if ":bad" in statement else {}))
    assert in_parts(eventful, 6) is None


def test_several_processes_come_to_the_same(eventful, monkeypatch):
    def check(jobs):
        told = []
        result = verify_log(
            eventful.live.engine,
            lambda done, of: told.append((done, of)),
            rules=eventful.live.rules,
            replay=True,
            jobs=jobs,
        )
        assert told[-1][0] == told[-1][1]
        return result

    alone = check(1)
    monkeypatch.setattr(verifying, "WORTH_PROCESSES", 1)
    monkeypatch.setattr(parts, "ENTRIES_EACH", 6)
    assert alone.well, alone.problems
    assert check(2) == alone
    alter(eventful, "UPDATE entries SET kind = 'x' WHERE entry_index = 6")
    found = check(2)
    assert [(one.code, one.place) for one in found.problems][:1] == [("entry-column", "entry 6")]
    assert found.to_json() == check(1).to_json()
