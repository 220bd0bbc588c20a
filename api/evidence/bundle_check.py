"""An audit bundle checked and its decisions decided again, by the scheme texts that are in it.

Checking is the bundle's own program, as it is installed here (not the copy in the bundle, which whoever made it may
have changed): it needs nothing of this package. Deciding again is what that program cannot do.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import govengine.record.bundle
from api.collector import collecting_seldom
from api.commands.redecide import Counts, Replay
from api.evidence.bundle_file import BundleFile, bundle_unreadable
from api.rule_store import version_of
from govengine.record import StoredEntry, VerifierKey, leaf_hash
from govengine.scheme import Library, Version

Json = dict[str, Any]
Folder = Path | zipfile.Path


class BundledTexts:
    """The schemes in a bundle, by digest."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._versions: dict[str, Version] = {}
        self._libraries: dict[tuple[str, ...], Library] = {}

    def library_of(self, digests: Iterable[str]) -> Library:
        """The versions under these digests. Raises SchemeError `no-scheme-text`."""
        key = tuple(sorted(digests))
        if key not in self._libraries:
            self._libraries[key] = Library(self._version(digest) for digest in key)
        return self._libraries[key]

    def _version(self, digest: str) -> Version:
        if digest not in self._versions:
            folder = self._folder / "schemes" / digest.rpartition(":")[2]
            files = dict(_files(folder, "")) if folder.is_dir() else {}
            self._versions[digest] = version_of(files, digest)
        return self._versions[digest]


def check_bundle(path: Path, keys: Sequence[VerifierKey]) -> Json:
    """What the program that goes with bundles says: its result as JSON. Raises RecordError `bundle-unreadable`."""
    given = [part for key in keys for part in ("--key", key.text())]
    with resources.as_file(resources.files(govengine.record.bundle).joinpath("verify.py")) as program:
        command = [sys.executable, "-I", str(program), str(path), "--json", *given]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 our own program
    try:
        result: Json = json.loads(done.stdout)
    except ValueError as error:
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise bundle_unreadable(path, f"There is nothing to check: {said}") from error
    return result


def decide_bundle_again(path: Path) -> tuple[Counts, int]:
    """(what came of deciding each decision again, how many could not be because values are withheld).

    In constant memory. Only for a bundle that checks: what is in it is taken as it stands.
    """
    bundle = BundleFile.opened(path)
    again, counts, withheld = Replay(BundledTexts(bundle.folder).library_of), Counts(), 0
    with collecting_seldom():
        sides = bundle.sides()
        side = next(sides, None)
        for line in bundle.leaves():
            leaf = json.loads(line)
            own = side if side is not None and side["index"] == leaf["index"] else None
            if own is not None:
                side = next(sides, None)
            row = StoredEntry(
                leaf["index"],
                leaf["id"],
                leaf["entry"],
                leaf["recorded_at"],
                line,
                leaf_hash(line),
                b"",
                None,
            )
            if own is not None and own["withheld"]:
                withheld += leaf["entry"] == "decision.proposed"
                continue
            outcome = again.outcome(row, leaf, own["side"] if own else None)
            if outcome is not None:
                counts.add(outcome, row.index)
    return counts, withheld


def _files(folder: Folder, before: str) -> Iterator[tuple[str, bytes]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _files(one, f"{before}{one.name}/")
        else:
            yield before + one.name, one.read_bytes()
