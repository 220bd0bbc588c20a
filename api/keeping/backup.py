"""Back up the log while the service runs, and put a backup back.

A backup is one SQLite file, whatever the database: it can be verified with `govengine log verify`, and restored into
either. It holds personal values, so only its owner may read it. It does not hold the secrets and the register of
erasures of the service's folder: keep those apart from it (docs/data-protection.md).
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from api.bootstrap import bootstrap
from api.evidence.last_copy import recall
from api.evidence.outside_copy import own_copies, public_name
from api.evidence.verifying import Verification, verify_log
from api.keeping.erasure_register import FILE, Register
from api.settings import Settings
from api.store import connect, upgrade
from api.store.copying import copy_log
from api.store.reading import verify_log as verify_entries_of
from govengine.errors import Problem, RecordError
from govengine.record import Kind, Report

Progress = Callable[[int, int], None]

PAGES_AT_A_TIME = 500
SQLITE = b"SQLite format 3"
"""How a file of SQLite begins."""


def back_up(engine: Engine, path: Path, progress: Progress) -> Report:
    """Write the log as it stands at one moment to `path`, and verify what was written.

    Raises RecordError `backup-exists`, `backup-unsound`, and `backup-file` when it cannot be written.
    """
    if path.exists():
        raise _refused("backup-exists", "There is a file of that name already.", "Name another.", path)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".govengine-backup-") as folder:
            fresh = Path(folder) / "log.db"
            fresh.touch(mode=0o600)
            if engine.dialect.name == "sqlite":
                _copy_pages(engine, fresh, progress)
            else:
                _copy_rows(engine, fresh, progress)
            report = _verified(fresh, "backup-unsound")
            _to_disk(fresh)
            fresh.replace(path)
    except OSError as error:
        what_to_do = "Name a file in a folder that can be written to, with room for the log."
        raise _refused("backup-file", f"It cannot be written: {error.strerror}.", what_to_do, path) from error
    return report


def restore(settings: Settings, path: Path, progress: Progress, *, without_register: bool = False) -> int:
    """Put a backup into the empty database of these settings. How many rows. Nobody is served by this alone.

    Raises RecordError `backup-file`, `backup-unsound`, `restore-not-empty`, `register-missing`.
    """
    register = Register(settings.home / FILE)
    if not (register.exists or without_register):
        message = "There is no register of erasures in the service's folder."
        what_to_do = (
            "Put it there first, so that what was erased since is erased again; or say --without-register."
        )
        raise _refused("register-missing", message, what_to_do, settings.home / FILE)
    with tempfile.TemporaryDirectory(prefix="govengine-restore-") as folder:
        copy = Path(folder) / "log.db"
        try:
            copy.touch(mode=0o600)
            shutil.copyfile(path, copy)
        except OSError as error:
            message = f"The backup cannot be read: {error.strerror}."
            raise _refused("backup-file", message, "Name the file `govengine backup` wrote.", path) from error
        with copy.open("rb") as file:
            begins = file.read(len(SQLITE))
        if begins != SQLITE:
            message = "This is not a backup of a log."
            raise _refused("backup-file", message, "Name the file `govengine backup` wrote.", path)
        _verified(copy, "backup-unsound")
        return _put_back(copy, settings, progress)


def repeat(settings: Settings, progress: Progress, *, restored: bool = False) -> tuple[int, Verification]:
    """Do the erasures of the register again that the log has forgotten, then verify it. How many there were.

    A log that was just `restored` says so itself, in an entry: what is signed from there on may be of sizes that were
    signed before. It is held against the copies in the owner's place.
    """
    register = Register(settings.home / FILE)
    before = {erasure.id for erasure in register.read()}
    service = bootstrap(replace(settings, watch=False), repeating=True)
    try:
        if restored:
            service.live.appender.submit(lambda tx: tx.append(Kind.LOG_RESTORED, {"attested": "service"}))
        result = verify_log(
            service.live.engine,
            progress,
            rules=service.live.rules,
            replay=True,
            copies=own_copies(settings.checkpoint_to),
        )
    finally:
        service.close()
    return len({erasure.id for erasure in register.read()} - before), result


def what_was_lost(settings: Settings, result: Verification) -> str | None:
    """What the last copy left elsewhere says of a log that was just restored: None where it says nothing is lost."""
    last, size = recall(settings.home), result.report.verified
    if last is None or last.size < size:
        return None
    return (
        f"The last copy of a checkpoint, left at {public_name(last.place)}, states {last.size} entries; the backup held "
        f"{size - 1}. At least {last.size - size + 1} entries are lost, and the sizes from {size} on are signed again, which reads as a fork against that copy "
        'and against receipts from before. What to do: docs/evidence.md, "After an older backup".'
    )


def _put_back(copy: Path, settings: Settings, progress: Progress) -> int:
    source = connect(f"sqlite:///{copy}")
    settings.home.mkdir(parents=True, exist_ok=True)
    target = connect(settings.database_url)
    try:
        upgrade(target)
        return copy_log(source, target, progress)
    finally:
        source.dispose()
        target.dispose()


def _copy_pages(engine: Engine, path: Path, progress: Progress) -> None:
    source = engine.raw_connection()
    target = sqlite3.connect(path)
    try:
        driver = source.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # the engine is SQLite's
        driver.backup(
            target,
            pages=PAGES_AT_A_TIME,
            progress=lambda _status, left, total: progress(total - left, total),
        )
    finally:
        target.close()
        source.close()


def _copy_rows(engine: Engine, path: Path, progress: Progress) -> None:
    target = connect(f"sqlite:///{path}")
    try:
        upgrade(target)
        copy_log(engine, target, progress)
    finally:
        target.dispose()


def _verified(path: Path, code: str) -> Report:
    engine = connect(f"sqlite:///{path}")
    try:
        upgrade(engine)
        report = verify_entries_of(engine)
    finally:
        engine.dispose()
    if not report.ok:
        what_to_do = "Keep it as evidence, and use another backup."
        message = f"It does not verify: {report.problems[0].message}"
        raise RecordError([Problem(code, message, what_to_do, report.problems[0].place), *report.problems])
    return report


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refused(code: str, message: str, what_to_do: str, path: Path) -> RecordError:
    return RecordError([Problem(code, message, what_to_do, str(path))])
