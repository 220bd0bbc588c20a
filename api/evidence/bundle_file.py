"""An audit bundle in a file or folder, read line by line. Nothing here is checked, and no database is needed."""

import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from govengine.errors import Problem, RecordError
from govengine.record.bundle import BUNDLE_FORMAT

UNREADABLE = (OSError, KeyError, ValueError, RecursionError, zipfile.BadZipFile, zlib.error)
"""What reading a part of a bundle raises that is missing, damaged or not in its form."""


@dataclass(frozen=True, slots=True)
class BundleFile:
    """The parts of a bundle (docs/bundle.md). Whoever reads them gets what stands there, true or not."""

    folder: Path | zipfile.Path
    manifest: dict[str, Any]

    @classmethod
    def opened(cls, path: Path) -> Self:
        """The bundle at `path`: a zip or an unpacked folder. Raises RecordError `bundle-unreadable`."""
        try:
            folder = path if path.is_dir() else zipfile.Path(path)
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        except UNREADABLE as error:
            raise bundle_unreadable(path, "It is no zip or folder with a manifest.json in it.") from error
        if not isinstance(manifest, dict) or manifest.get("format") != BUNDLE_FORMAT:
            raise bundle_unreadable(path, f"Its manifest does not say {BUNDLE_FORMAT}.")
        return cls(folder, manifest)

    def leaves(self) -> Iterator[bytes]:
        """The canonical bytes of the entries, in their order."""
        return self._lines("leaves.ndjson")

    def sides(self) -> Iterator[dict[str, Any]]:
        """What there is to see of each entry with personal values: its `index`, `side` and `withheld`."""
        return map(json.loads, self._lines("sides.ndjson"))

    def checkpoints(self) -> Iterator[str]:
        """What the log signed, by size."""
        return (str(json.loads(line)) for line in self._lines("checkpoints.ndjson"))

    def key_lines(self) -> Iterator[str]:
        """The lines of its public keys: for convenience, since whoever made the bundle wrote them."""
        return (line.decode() for line in self._lines("keys.txt"))

    def _lines(self, name: str) -> Iterator[bytes]:
        with (self.folder / name).open("rb") as opened:
            for line in opened:
                yield line.rstrip(b"\n")


def bundle_unreadable(path: Path, message: str) -> RecordError:
    """The error of a bundle that cannot be read."""
    what_to_do = (
        "Name a bundle that `govengine log bundle` made: the zip, or the folder it was unpacked into."
    )
    return RecordError([Problem("bundle-unreadable", message, what_to_do, str(path))])
