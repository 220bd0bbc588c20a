"""The public keys that somebody trusts, as they give them: a line, or a file of lines."""

from collections.abc import Iterable
from pathlib import Path

from govengine.errors import Problem, RecordError
from govengine.record import VerifierKey


def given_keys(given: Iterable[str]) -> tuple[VerifierKey, ...]:
    """The keys in `given`, each once: of the log, and of witnesses.

    Raises RecordError `key-file` for a file that cannot be read or holds none, `key-malformed` for another line.
    """
    found: dict[VerifierKey, None] = {}
    for one in given:
        for line in _lines(one):
            found[VerifierKey.parse(line)] = None
    return tuple(found)


def _lines(given: str) -> list[str]:
    path = Path(given)
    try:
        if not path.is_file():
            return [given.strip()]
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise _unreadable(given, "It cannot be read as text.") from error
    found = [line.strip() for line in lines if line.strip()]
    if not found:
        raise _unreadable(given, "There is no key in it.")
    return found


def _unreadable(place: str, message: str) -> RecordError:
    what_to_do = "Name a file with a public key on each line, or the key itself: name+identifier+key."
    return RecordError([Problem("key-file", message, what_to_do, place)])
