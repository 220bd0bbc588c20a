"""A secret in a file only its owner can read: made at first start, never in the database."""

import os
from pathlib import Path

from govengine.errors import Problem, RecordError


def secret_in(path: Path, fresh: bytes, *, least: int | None = None) -> bytes:
    """The secret in `path`; `fresh` is written there when there is no file yet.

    One that is there has at least `least` bytes, as many as `fresh` if nothing is said. Raises RecordError `secret-file` when it cannot be read or written, or others may read it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_secret(path, len(fresh) if least is None else least)
    except OSError as error:
        raise _unusable(path, f"It cannot be written: {error.strerror}.") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(fresh)
        file.flush()
        os.fsync(file.fileno())
    settle_folder(path.parent)
    return fresh


def settle_folder(folder: Path) -> None:
    """Make names in a folder durable: a file that was synced can still be lost with its name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_secret(path: Path, least: int = 1) -> bytes:
    """The secret in a file that is there. Raises RecordError `secret-file`."""
    try:
        if path.stat().st_mode & 0o077:
            raise _unusable(path, "Others than its owner may read it.")
        secret = path.read_bytes()
    except OSError as error:
        raise _unusable(path, f"It cannot be read: {error.strerror}.") from error
    if len(secret) < least:
        raise _unusable(path, f"It holds {len(secret)} bytes, and {least} are needed.")
    return secret


def _unusable(path: Path, message: str) -> RecordError:
    what_to_do = "Restore it from your backup, with mode 0600: nothing else can take its place."
    return RecordError([Problem("secret-file", message, what_to_do, str(path))])
