"""Several processes, one log; and a process killed in the middle of it."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.store import connect
from api.store.reading import stored_entries, verify_log
from tests import counts

ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def appending(url, share, threads):
    """A process that appends `share` entries from each thread; its output is what was acknowledged."""
    program = Path(__file__).with_name("appending_process.py")
    process = subprocess.Popen(
        [sys.executable, program, url, str(share), str(threads)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def acknowledged(lines):
    # A line cut short by the kill was not acknowledged.
    return {line.split()[0]: int(line.split()[1]) for line in lines if line.endswith("\n")}


def stored(url):
    engine = connect(url)
    report = verify_log(engine)
    assert report.ok, report
    with engine.connect() as connection:
        found = [(row.entry_id, row.index) for row in stored_entries(connection)]
    engine.dispose()
    assert len(found) == len(dict(found))
    return dict(found)


SHARES = [
    pytest.param("sqlite", 10, id="sqlite"),
    pytest.param("postgresql", 125, id="postgresql", marks=pytest.mark.postgres),
    pytest.param("sqlite", counts.of(100), id="sqlite-long", marks=pytest.mark.long),
    pytest.param(
        "postgresql", counts.of(1250), id="postgresql-long", marks=[pytest.mark.postgres, pytest.mark.long]
    ),
]


@pytest.mark.parametrize(("database_url", "share"), SHARES, indirect=["database_url"])
def test_two_processes_make_one_gapless_log(database_url, share):
    """Both also create the tables: a first start of two processes at once is a race that must not be."""
    with appending(database_url, share, 4) as one, appending(database_url, share, 4) as other:
        told = acknowledged(one.stdout) | acknowledged(other.stdout)
        assert one.wait() == 0
        assert other.wait() == 0
    assert len(told) == 2 * 4 * share
    assert stored(database_url) == told


def test_what_was_acknowledged_survives_a_kill(database_url):
    """kill -9, five times, each as soon as some more was acknowledged."""
    told = {}
    for kill in range(5):
        with appending(database_url, 10**9, 8) as process:
            lines = [process.stdout.readline() for _ in range(20 + 7 * kill)]
            process.kill()
            lines += process.stdout.readlines()
        assert process.returncode == -9
        told |= acknowledged(lines)
        log = stored(database_url)
        assert told.items() <= log.items()
    assert len(told) >= 5 * 20
