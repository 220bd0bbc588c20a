"""Backing up and restoring, drilled: what was erased since the backup is erased again before anybody is served."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from api.bootstrap import bootstrap
from api.evidence.daily_copy import leave_copy
from api.keeping.backup import back_up, repeat, restore, what_was_lost
from api.store import connect
from api.store.signing import keys_of_log
from govengine.errors import RecordError
from tests.api.conftest import question

LEAD = {"ref": "u-1", "role": "lead"}


def quiet(_done: int, _of: int) -> None:
    pass


def erase(client_of, person: str) -> str:
    sent = {
        "selector": {"person_ref": person},
        "basis": "unlawful",
        "overrides": ["officer_decision"],
        "note": "n",
        "by": LEAD,
    }
    proposed = client_of(role="owner").post("/v1/erasures", sent).json["id"]
    by = {"by": {"ref": "u-2", "role": "officer"}}
    done = client_of(role="reviewer").post(f"/v1/erasures/{proposed}/approve", by)
    assert done.status_code == 201, done.text
    return done.json["id"]


def lose_database(settings) -> None:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        for path in Path(url.database).parent.glob("log.db*"):
            path.unlink()
        return
    engine = connect(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def sides(settings) -> str:
    engine = connect(settings.database_url)
    with engine.connect() as connection:
        found = [bytes(body) for body in connection.scalars(text("SELECT body FROM side_rows"))]
    engine.dispose()
    return str(found)


@pytest.fixture
def backup(service, client, tmp_path):
    for person in ("p-1", "p-1", "p-2"):
        assert client.propose(question(person__ref=person)).status_code == 201
    file = tmp_path / "backup.db"
    report = back_up(service.live.engine, file, quiet)
    assert report.verified == 5
    return file


def test_what_was_erased_since_the_backup_is_erased_again(service, client_of, settings, backup, clock):
    erased = erase(client_of, "p-1")
    service.close()
    lose_database(settings)

    restore(settings, backup, quiet)
    assert "p-1" in sides(settings), "the backup is from before"
    with pytest.raises(RecordError) as refused:
        bootstrap(settings, clock=clock)
    assert refused.value.code == "erasures-to-repeat"
    assert refused.value.problems[0].place == erased

    repeated, result = repeat(settings, quiet)
    assert repeated == 1
    assert result.well, result.problems
    assert result.report.erased > 0
    assert "p-1" not in sides(settings)
    assert "p-2" in sides(settings)
    again = bootstrap(settings, clock=clock)
    again.close()
    assert repeat(settings, quiet)[0] == 0


def test_the_entry_says_that_it_repeats_an_erasure(service, client_of, settings, backup):
    erased = erase(client_of, "p-1")
    service.close()
    lose_database(settings)
    restore(settings, backup, quiet)
    repeat(settings, quiet)
    engine = connect(settings.database_url)
    with engine.connect() as connection:
        leaf = connection.execute(text("SELECT leaf FROM entries WHERE kind = 'record.erased'")).scalar_one()
    engine.dispose()
    leaf = json.loads(bytes(leaf))
    assert (leaf["repeats"], leaf["basis"]) == (erased, "unlawful")
    assert sorted(one["index"] for one in leaf["erases"]) == [2, 3]


def test_a_backup_is_read_by_its_owner_alone_and_is_whole(backup, service):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [path.name for path in backup.parent.iterdir() if "backup" in path.name] == ["backup.db"]
    with pytest.raises(RecordError) as refused:
        back_up(service.live.engine, backup, quiet)
    assert refused.value.code == "backup-exists"


def test_not_over_a_log_that_is_there(settings, backup, service):
    with pytest.raises(RecordError) as refused:
        restore(settings, backup, quiet)
    assert refused.value.code == "restore-not-empty"


def test_not_without_the_register(settings, backup, service):
    service.close()
    lose_database(settings)
    (settings.home / "erasures.register").unlink()
    with pytest.raises(RecordError) as refused:
        restore(settings, backup, quiet)
    assert refused.value.code == "register-missing"
    assert restore(settings, backup, quiet, without_register=True) > 0


def test_a_changed_backup_is_not_restored(settings, backup, service):
    service.close()
    lose_database(settings)
    changed = backup.read_bytes().replace(b"p-88120", b"p-88121").replace(b'"p-2"', b'"p-3"')
    backup.write_bytes(changed)
    with pytest.raises(RecordError) as refused:
        restore(settings, backup, quiet)
    assert refused.value.code == "backup-unsound"


def test_something_else_is_not_restored(settings, service, tmp_path):
    (tmp_path / "other").write_text("not a log")
    with pytest.raises(RecordError) as refused:
        restore(settings, tmp_path / "other", quiet)
    assert refused.value.code == "backup-file"


def test_a_damaged_register_stops_the_service(settings, service, clock):
    service.close()
    register = settings.home / "erasures.register"
    register.write_text("{}\n")
    with pytest.raises(RecordError) as refused:
        bootstrap(settings, clock=clock)
    assert refused.value.code == "register-damaged"


def test_a_register_that_missed_an_erasure_is_brought_up_to_date(settings, service, client_of, backup, clock):
    erased = erase(client_of, "p-1")
    service.close()
    register = settings.home / "erasures.register"
    register.write_text('{"entry": 1, "id": "01J", "cut of')
    bootstrap(settings, clock=clock).close()
    assert [json.loads(line)["id"] for line in register.read_text().splitlines()] == [erased]


def test_a_service_killed_after_an_erasure_cleans_up_at_its_next_start(
    settings, service, client_of, backup, clock, monkeypatch
):
    from api.keeping import erasing

    class KilledError(Exception):
        pass

    def killed(*_args, **_more):
        raise KilledError

    with monkeypatch.context() as here:
        here.setattr(erasing, "scrub", killed)
        with pytest.raises(AssertionError):
            erase(client_of, "p-1")
    register = settings.home / "erasures.register"
    assert register.read_text() == ""
    scrubbed = []
    monkeypatch.setattr(erasing, "scrub", lambda engine, **_more: scrubbed.append(engine) or True)
    bootstrap(settings, clock=clock).close()
    assert len(scrubbed) == 1
    assert len(register.read_text().splitlines()) == 1
    bootstrap(settings, clock=clock).close()
    assert len(scrubbed) == 1, "only where it has to"


def test_a_log_put_back_from_an_older_backup_says_so_and_what_copies_say_of_it(
    service, client, settings, backup, tmp_path, clock
):
    for person in ("p-3", "p-4"):
        client.propose(question(person__ref=person))
    place = tmp_path / "kept.txt"
    leave_copy(service.live.engine, str(place), settings.home, clock())
    service.close()
    lose_database(settings)

    restore(settings, backup, quiet)
    settings = replace(settings, checkpoint_to=str(place))
    _, result = repeat(settings, quiet, restored=True)
    assert result.report.restored == (5,)
    assert [one.code for one in result.problems] == ["log-cut"]
    assert "Entry 5 says that the log was restored from a backup of 5 entries" in result.problems[0].message
    said = what_was_lost(settings, result)
    assert "states 7 entries; the backup held 5. At least 2 entries are lost" in said
    assert "kept.txt" in said
    # It goes on, past the size of the copy: the fork is found, and what explains it named.
    again = bootstrap(settings, clock=clock)
    adopted = verify(again, place)
    assert [one.code for one in adopted.problems] == ["log-cut"]
    again.live.appender.submit(lambda tx: tx.append("decision.proposed", {}))
    found = verify(again, place)
    assert [one.code for one in found.problems] == ["log-forked"]
    assert "Entry 5 says" in found.problems[0].message
    again.close()


def verify(service, place):
    from api.evidence.outside_copy import copies_in
    from api.store.head import read_head
    from api.store.reading import snapshot, stored_entries
    from govengine.record import compare_with_copies, stated_sizes, verify_entries

    copies = copies_in([str(place)])
    with snapshot(service.live.engine) as reading:
        sizes = stated_sizes(copies.values())
        report = verify_entries(stored_entries(reading), read_head(reading), sizes=sizes)
        keys = [key for _, key in keys_of_log(reading)]
    return compare_with_copies(report, copies, keys)


def test_nothing_is_lost_where_the_last_copy_is_older_than_the_backup(
    service, settings, backup, clock, tmp_path
):
    leave_copy(service.live.engine, str(tmp_path / "kept.txt"), settings.home, clock())
    service.close()
    lose_database(settings)
    restore(settings, backup, quiet)
    settings = replace(settings, checkpoint_to=str(tmp_path / "kept.txt"))
    _, result = repeat(settings, quiet, restored=True)
    assert result.well, result.problems
    assert what_was_lost(settings, result) is None
