"""The audit bundle: one file that holds a log, what an auditor may see of its values, and the means to check it.

`docs/bundle.md` describes the format. Nothing here touches a file: `bundle_files` gives names and bytes, piece
by piece, for whoever writes them into a zip or a folder. `verify.py` beside this module is the program that
goes into each bundle; it stands alone, and nothing of ours imports it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import PurePosixPath
from typing import Any

from govengine.errors import Problem, RecordError
from govengine.record.canonical import canonical, read_canonical
from govengine.record.entry import SIDE_MEMBERS, SIDE_PREFIX
from govengine.record.merkle import Frontier
from govengine.record.note_key import VerifierKey
from govengine.record.verification import StoredEntry

__all__ = ["BUNDLE_FORMAT", "BundleContents", "bundle_files"]

BUNDLE_FORMAT = "govengine-bundle-1"

README = """Audit bundle of {origin}, made {made_at}.

To check it you need Python 3.11 or later, the package `cryptography`, and the public key of the log, which
its owner gives you by another way than this bundle:

    python verify.py --key "{origin}+..."

leaves.ndjson       the entries of the log, one a line, exactly the bytes that are hashed
sides.ndjson        the personal values you may see, with the salts that tie them to the entries
checkpoints.ndjson  what the log signed: how many entries it held, and what they came to
keys.txt            public keys, for convenience; do not trust them because they are here
schemes/            the texts of the schemes that decisions rest on, a folder for each digest
outside/            copies of checkpoints that were kept elsewhere, if there are any
manifest.json       how much of each there is
verify.py           the program that checks all this; read it before you run it

What the record proves, and what it does not: docs/evidence.md of govengine.
"""


def _everything(_row: StoredEntry, _name: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class BundleContents:
    """What goes into a bundle.

    `entries()` is called twice and gives the same entries both times, in order, without gaps, from index
    `before.size` up to the size of the last checkpoint: read them in one transaction. `before` is the tree of
    the entries before them: empty for a whole log. `checkpoints` are signed notes. `schemes` are (digest,
    {path: text}). `outside` is {name: signed note}, copies kept elsewhere. `may_see(entry, name)` says
    whether the reader may see the value committed under `name`: a fact, or `side.<member>`.
    """

    origin: str
    made_at: str
    entries: Callable[[], Iterable[StoredEntry]]
    checkpoints: Iterable[str]
    keys: Iterable[VerifierKey]
    schemes: Iterable[tuple[str, Mapping[str, str]]] = ()
    outside: Mapping[str, str] = field(default_factory=dict)
    before: Frontier = field(default_factory=Frontier)
    may_see: Callable[[StoredEntry, str], bool] = _everything


def bundle_files(contents: BundleContents) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files of a bundle: (name, pieces of its bytes). Read the pieces of each before taking the next.

    Memory is constant, whatever the length of the log. The manifest comes last, since it holds the counts.
    Raises RecordError `bundle-name` for a scheme's path or a copy's name that would lead out of its folder,
    and `not-canonical` for a side row that is none.
    """
    counts = {"leaves": 0, "opened": 0, "withheld": 0, "erased": 0, "checkpoints": 0}
    readme = README.format(origin=contents.origin, made_at=contents.made_at)
    yield "README.txt", iter([readme.encode()])
    yield "verify.py", iter([resources.files(__package__).joinpath("verify.py").read_bytes()])
    yield "keys.txt", (f"{key.text()}\n".encode() for key in contents.keys)
    yield "leaves.ndjson", _leaves(contents, counts)
    yield "sides.ndjson", _sides(contents, counts)
    yield "checkpoints.ndjson", _checkpoints(contents, counts)
    for digest, files in contents.schemes:
        for path, text in files.items():
            yield _inside(f"schemes/{digest.rpartition(':')[2]}", path), iter([text.encode()])
    for name, note in contents.outside.items():
        yield _inside("outside", f"{name}.txt"), iter([note.encode()])
    manifest = {
        "format": BUNDLE_FORMAT,
        "origin": contents.origin,
        "made_at": contents.made_at,
        "from": contents.before.size,
        "to": contents.before.size + counts["leaves"],
        "peaks": [one.hex() for one in contents.before.hashes],
        "counts": counts,
    }
    yield "manifest.json", iter([json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n"])


def _leaves(contents: BundleContents, counts: dict[str, int]) -> Iterator[bytes]:
    for row in contents.entries():
        counts["leaves"] += 1
        yield row.leaf + b"\n"


def _sides(contents: BundleContents, counts: dict[str, int]) -> Iterator[bytes]:
    for row in contents.entries():
        if row.side is not None:
            yield canonical(_side_line(row, contents.may_see, counts)) + b"\n"


def _side_line(
    row: StoredEntry, may_see: Callable[[StoredEntry, str], bool], counts: dict[str, int]
) -> dict[str, Any]:
    side: dict[str, Any] = read_canonical(row.side or b"")
    names = {*side["values"], *(SIDE_PREFIX + member for member in side if member not in SIDE_MEMBERS)}
    withheld = {name for name in names if not may_see(row, name)}
    counts["opened"] += len(names) - len(withheld)
    counts["withheld"] += len(withheld)
    counts["erased"] += len(side.get("erased", []))
    shown = {member: value for member, value in side.items() if SIDE_PREFIX + member not in withheld}
    for member in ("values", "salts"):
        shown[member] = {name: value for name, value in side[member].items() if name not in withheld}
    return {"index": row.index, "side": shown, "withheld": sorted(withheld)}


def _checkpoints(contents: BundleContents, counts: dict[str, int]) -> Iterator[bytes]:
    for note in contents.checkpoints:
        counts["checkpoints"] += 1
        yield canonical(note) + b"\n"


def _inside(folder: str, path: str) -> str:
    whole = PurePosixPath(folder, path)
    if (
        ".." in whole.parts
        or not whole.is_relative_to(folder)
        or whole == PurePosixPath(folder)
        or "\\" in path
    ):
        message = f"{path!r} cannot be a file of a bundle: it would lead out of its folder."
        raise RecordError([Problem("bundle-name", message, "Use a plain relative path.", path)])
    return str(whole)
