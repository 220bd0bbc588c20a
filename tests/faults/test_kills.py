"""`kill -9` under load, restart, in a loop: what was acknowledged is in the log exactly once.

10 kills in `make test` and 50 in `make test-all`, both databases together; `make soak` does 1,000.
"""

import pytest

from tests import counts
from tests.faults.killing import kill_on_postgresql, kill_on_sqlite, kills_wanted

COUNTS = [10, pytest.param(counts.of(40), marks=pytest.mark.long)]


@pytest.mark.parametrize("kills", COUNTS)
def test_what_was_acknowledged_is_in_the_file_exactly_once(tmp_path, say, kills):
    result = kill_on_sqlite(tmp_path, kills_wanted(kills) // 2)
    say(result.line())
    assert result.found_once == result.acknowledged > 0


@pytest.mark.postgres
@pytest.mark.parametrize("kills", COUNTS)
def test_what_two_processes_acknowledged_is_in_the_database_exactly_once(tmp_path, server, say, kills):
    result = kill_on_postgresql(tmp_path, server, kills_wanted(kills) // 2)
    say(result.line())
    assert result.found_once == result.acknowledged > 0
