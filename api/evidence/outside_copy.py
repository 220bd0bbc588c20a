"""Copies of checkpoints in a place the log's owner does not rule: what a cut or rewritten log is found by.

A place is a file, to which each copy is appended; a folder, in which each has a file named by its size; or an
`http(s)` address: with a slash at its end copies are PUT below it under that name, else each is POSTed to it.
"""

import os
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from govengine.errors import Problem, RecordError
from govengine.record import Checkpoint
from govengine.record.note import DASH, split_note

TIMEOUT_S = 10
LONGEST_TEXT = 16_000_000
"""Bytes: the copies of a hundred years, one a day."""
SUFFIX = ".txt"


def copy_to(place: str, note: str) -> None:
    """Leave a copy of a signed note at `place`. What is there stays; the same note is not written twice.

    Raises RecordError `outside-copy` when it cannot be left there, `outside-fork` when a copy of that size is
    there already and states another root.
    """
    name = copy_name(note)
    if _is_address(place):
        _send(place, name, note)
        return
    try:
        path = Path(place)
        _add(path / name if path.is_dir() or place.endswith("/") else path, note)
    except OSError as error:
        raise _failed(place, f"It cannot be written: {error.strerror}.") from error


def copies_in(places: Iterable[str]) -> dict[str, str]:
    """{name: signed note} for every copy in files, folders and texts at addresses. Raises RecordError `outside-copy`."""
    found: dict[str, str] = {}
    for place in places:
        for name, text in _texts(place):
            notes = split_notes(text)
            for number, note in enumerate(notes, 1):
                found[name if len(notes) == 1 else f"{name} ({number})"] = note
    return found


def _texts(place: str) -> Iterator[tuple[str, str]]:
    if _is_address(place):
        yield place, _fetch(place)
        return
    for path in _files(Path(place)):
        try:
            yield str(path), path.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise _failed(str(path), "It cannot be read as text.") from error


def own_copies(place: str | None) -> dict[str, str]:
    """The copies at the place the owner named, if it is a file or folder and there are any yet.

    Not at an address: what one takes by POST or PUT it need not give to a GET, and nothing there lists what it has.
    """
    if place is None or _is_address(place) or not Path(place).exists():
        return {}
    return copies_in([place])


def split_notes(text: str) -> list[str]:
    """The notes that stand one after another in a text: each ends with its signatures."""
    notes: list[str] = []
    signed = True
    for line in text.removesuffix("\n").split("\n") if text else []:
        signing = line.startswith(DASH)
        if not notes or (signed and not signing):
            notes.append("")
        notes[-1] += f"{line}\n"
        signed = signing
    return notes


def copy_name(note: str) -> str:
    """The name of a copy's file: by size, so that names sort as the log grew."""
    return f"checkpoint-{Checkpoint.parse(split_note(note)[0]).size:012}{SUFFIX}"


def public_name(place: str) -> str:
    """The place as anybody may hear of it: no password, no token, no path."""
    if _is_address(place):
        try:
            parts = urlsplit(place)
        except ValueError:
            return "an address that is none"
        return f"{parts.scheme}://{parts.hostname}"
    return Path(place).name


def _is_address(place: str) -> bool:
    return place.lower().startswith(("http://", "https://"))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    yield from sorted(one for one in path.iterdir() if one.suffix == SUFFIX)


def _add(path: Path, note: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = split_notes(path.read_text(encoding="utf-8")) if path.exists() else []
    if note in kept:
        return
    stated = Checkpoint.parse(split_note(note)[0])
    for other in kept:
        _refuse_fork(str(path), other, stated)
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())


def _refuse_fork(place: str, kept: str, stated: Checkpoint) -> None:
    try:
        there = Checkpoint.parse(split_note(kept)[0])
    except RecordError:
        return  # not ours to judge here: `log verify` names it
    if (there.origin, there.size) == (stated.origin, stated.size) and there.root != stated.root:
        message = f"It holds a copy for {stated.size} entries with another root than the log states now."
        what_to_do = "Keep both as evidence, and verify the log against the copy: the log was written anew."
        raise RecordError([Problem("outside-fork", message, what_to_do, place)])


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A copy must not end up elsewhere than its owner said; urllib would even make a GET of a POST."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _fetch(address: str) -> str:
    try:
        with urllib.request.build_opener(_NoRedirect).open(address, timeout=TIMEOUT_S) as reply:
            text: bytes = reply.read(LONGEST_TEXT + 1)
        if len(text) > LONGEST_TEXT:
            raise _failed(public_name(address), "The text there is too long to be copies of checkpoints.")
        return text.decode()
    except urllib.error.HTTPError as error:
        with error:
            raise _failed(public_name(address), f"It answered {error.code} to GET.") from error
    except (OSError, HTTPException, ValueError) as error:
        raise _failed(public_name(address), "It gives no text.") from error


def _send(place: str, name: str, note: str) -> None:
    url, method = (place + name, "PUT") if place.endswith("/") else (place, "POST")
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    try:
        request = urllib.request.Request(url, note.encode(), headers, method=method)  # noqa: S310 http(s) only
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=TIMEOUT_S):
            return
    except urllib.error.HTTPError as error:
        with error:
            raise _failed(public_name(place), f"It answered {error.code} to {method}.") from error
    except (OSError, HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise _failed(public_name(place), f"It cannot be reached: {reason}.") from error


def _failed(place: str, message: str) -> RecordError:
    what_to_do = "Make the place reachable and writable for the service, or name another."
    return RecordError([Problem("outside-copy", message, what_to_do, place)])
