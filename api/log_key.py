"""The key a log signs with: made at first start, in a file only its owner can read, never in the database.

A change of key goes through two files. The next key is on disk, beside the present one, before the log can
come to need it; the present one is replaced only when the committed log no longer does. So whichever way a
crash falls, the key that the log says signs is there. Files are moved only by who holds the log lock.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from api.secret_file import read_secret, secret_in, settle_folder
from api.store.unavailable import LogUnavailable
from govengine.errors import Problem, RecordError
from govengine.record import SigningKey

SEED_BYTES = 32
NAME_BYTES = 4
LOOK_AGAIN_S = 1.0
"""A key in memory whose file was lost would sign until the next start and then never again: so it is looked for."""
LOOKS = 2
"""Another process may move the next key into place between a look at the one file and at the other."""


class LogKey:
    """The private key in `path`. A rotation leaves the next one beside it until the log has changed over."""

    def __init__(self, path: Path, random: Callable[[int], bytes], name: str | None = None) -> None:
        self._path, self._random, self._name = path, random, name
        self._lock = threading.Lock()
        self._known: SigningKey | None = None
        self._seen_at = 0.0

    def open(self, verifier: str | None) -> SigningKey:
        """The key, which must be the one the log says signs now; a fresh one where it has signed nothing.

        Its file must be there still: that is looked at again every second.         Raises RecordError: `log-key` when it is missing, broken or another, `secret-file` when it cannot be read.
        """
        with self._lock:
            now = monotonic()
            known, self._known = self._known, None  # a key that is not found is not known any more
            if known is None or known.verifier.text() != verifier or now - self._seen_at >= LOOK_AGAIN_S:
                known = self._first() if verifier is None else self._find(verifier)
                self._seen_at = now
            self._known = known
            return known

    def __call__(self, verifier: str | None) -> SigningKey:
        """As `open`, for the appender: without its key the log takes no entry. Raises LogUnavailable."""
        try:
            return self.open(verifier)
        except RecordError as error:
            raise LogUnavailable.because(error.problems[0].message) from error

    @property
    def changing(self) -> bool:
        """Whether a next key lies there: of a change under way, or of one that was broken off."""
        return self._next.exists()

    def prepare_next(self, verifier: str) -> SigningKey:
        """A fresh key of the same name, on disk beside `verifier`, by which the committed log signs.

        Under the log lock only. Raises as `open` does.
        """
        self.settle(verifier)
        present = _key_in(self._path)
        if present.verifier.text() != verifier:
            raise _other(self._path, verifier)
        self._next.unlink(missing_ok=True)  # of a change that was broken off before the log knew of it
        fresh = SigningKey(present.name, self._random(SEED_BYTES))
        secret_in(self._next, fresh.text().encode())
        return fresh

    def settle(self, verifier: str) -> None:
        """Put the next key in the place of the one before, if it is the one by which the committed log signs.

        Under the log lock only: nobody else then makes a next key, or lets the log need the one before.
        """
        with self._lock:
            if _key_of(verifier, self._next) is not None:
                self._next.replace(self._path)
                settle_folder(self._path.parent)

    @property
    def _next(self) -> Path:
        return self._path.with_suffix(".next")

    def _first(self) -> SigningKey:
        name = self._name or f"govengine-log/{self._random(NAME_BYTES).hex()}"
        fresh = SigningKey(name, self._random(SEED_BYTES))
        secret_in(self._path, fresh.text().encode(), least=1)
        return _key_in(self._path)  # perhaps that of another process, which was quicker

    def _find(self, verifier: str) -> SigningKey:
        for _ in range(LOOKS):
            for path in (self._path, self._next):
                found = _key_of(verifier, path)
                if found is not None:
                    return found
        if not self._path.exists():
            raise _wrong(self._path, "The file with the log's key is not there.")
        _key_in(self._path)
        raise _other(self._path, verifier)


def _key_of(verifier: str, path: Path) -> SigningKey | None:
    """The key with that public half, if it is the one in `path`. A file cut short by a crash holds none."""
    try:
        found = _key_in(path) if path.exists() else None
    except RecordError:
        return None
    return found if found and found.verifier.text() == verifier else None


def _key_in(path: Path) -> SigningKey:
    secret = read_secret(path)
    try:
        return SigningKey.parse(secret.decode().strip())
    except (RecordError, UnicodeDecodeError) as error:
        # Not the error's own words: they could tell of the secret.
        raise _wrong(path, "The file with the log's key does not hold a key.") from error


def _other(path: Path, verifier: str) -> RecordError:
    return _wrong(path, f"This log is signed by {verifier}, and this is another key.")


def _wrong(path: Path, message: str) -> RecordError:
    what_to_do = (
        "Restore it from your backup, with mode 0600. Without it nothing can be added to this log; what is in it "
        "stays verifiable."
    )
    return RecordError([Problem("log-key", message, what_to_do, str(path))])
