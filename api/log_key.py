"""The key a log signs with: made at first start, in a file only its owner can read, never in the database."""

import threading
from collections.abc import Callable
from pathlib import Path

from api.secret_file import read_secret, secret_in
from api.store.unavailable import LogUnavailable
from govengine.errors import Problem, RecordError
from govengine.record import SigningKey

SEED_BYTES = 32
NAME_BYTES = 4


class LogKey:
    """The private key in `path`. A rotation leaves the next one beside it until the log has changed over."""

    def __init__(self, path: Path, random: Callable[[int], bytes], name: str | None = None) -> None:
        self._path, self._random, self._name = path, random, name
        self._lock = threading.Lock()
        self._known: SigningKey | None = None

    def open(self, verifier: str | None) -> SigningKey:
        """The key, which must be the one the log says signs now; a fresh one where it has signed nothing.

        Raises RecordError `log-key` when it is missing, unreadable or another.
        """
        with self._lock:
            if self._known is None or self._known.verifier.text() != verifier:
                self._known = self._read(verifier)
            return self._known

    def __call__(self, verifier: str | None) -> SigningKey:
        """As `open`, for the appender: without its key the log takes no entry. Raises LogUnavailable."""
        try:
            return self.open(verifier)
        except RecordError as error:
            raise LogUnavailable.because(error.problems[0].message) from error

    def prepare_next(self) -> SigningKey:
        """A fresh key of the same name, kept beside the present one until the log has changed to it."""
        with self._lock:
            name = SigningKey.parse(read_secret(self._path).decode()).name
        fresh = SigningKey(name, self._random(SEED_BYTES))
        self._next.unlink(missing_ok=True)  # of a rotation that was broken off before the log knew of it
        secret_in(self._next, fresh.text().encode())
        return fresh

    @property
    def _next(self) -> Path:
        return self._path.with_suffix(".next")

    def _read(self, verifier: str | None) -> SigningKey:
        if verifier is None:
            name = self._name or f"govengine-log/{self._random(NAME_BYTES).hex()}"
            fresh = SigningKey(name, self._random(SEED_BYTES))
            return SigningKey.parse(secret_in(self._path, fresh.text().encode(), least=1).decode())
        if self._next.exists():
            coming = SigningKey.parse(read_secret(self._next).decode())
            if coming.verifier.text() == verifier:
                self._next.replace(self._path)
                return coming
        if not self._path.exists():
            raise _wrong(self._path, "The file with the log's key is not there.")
        found = SigningKey.parse(read_secret(self._path).decode())
        if found.verifier.text() != verifier:
            raise _wrong(self._path, f"This log is signed by {verifier}, and this is another key.")
        return found


def _wrong(path: Path, message: str) -> RecordError:
    what_to_do = (
        "Restore it from your backup, with mode 0600. Without it nothing can be added to this log; what is in it "
        "stays verifiable."
    )
    return RecordError([Problem("log-key", message, what_to_do, str(path))])
