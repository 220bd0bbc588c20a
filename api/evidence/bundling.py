"""The audit bundle of a stored log, written into a zip piece by piece, of one moment (docs/bundle.md)."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from api.store.adoptions import scheme_texts_kept
from api.store.head import frontier_of, read_head
from api.store.proofs import checkpoint_notes
from api.store.reading import snapshot, stored_entries
from api.store.signing import keys_of_log
from api.store.visible import VisibleTo
from govengine.errors import Problem, RecordError
from govengine.record import StoredEntry, instant_text
from govengine.record.bundle import BundleContents, bundle_files


@dataclass(frozen=True, slots=True)
class BundleWanted:
    """What is to go into a bundle: entries from `start` on, and which personal values with them.

    `everything` opens all of them, `body` those of decisions it is party to; with neither all are withheld.
    `outside` is {name: signed note}, copies that were kept elsewhere.
    """

    start: int = 0
    body: str | None = None
    everything: bool = False
    outside: Mapping[str, str] = field(default_factory=dict)

    @property
    def personal(self) -> bool:
        """Whether it shows anything personal."""
        return self.everything or self.body is not None


def write_bundle(
    engine: Engine, path: Path, wanted: BundleWanted, now: datetime, progress: Callable[[int, int], None]
) -> int:
    """Write the bundle to `path`, which takes its name once it is whole. How many entries are in it.

    Raises RecordError `bundle-exists`, `bundle-range`, and `bundle-file` when it cannot be written.
    """
    if path.exists():
        raise _refused("bundle-exists", "There is a file of that name already.", "Name another.", str(path))
    part = path.with_name(path.name + ".part")
    try:
        with snapshot(engine) as connection, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
            size = read_head(connection).size
            if wanted.start >= size:
                message = f"The log has {size} entries, and none from {wanted.start} on."
                raise _refused("bundle-range", message, "Begin at an entry it has.", "--from")
            for name, pieces in bundle_files(_contents(connection, wanted, size, now, progress)):
                with packed.open(name, "w", force_zip64=True) as file:
                    for piece in pieces:
                        file.write(piece)
        part.replace(path)
    except OSError as error:
        what_to_do = "Name a file in a folder that can be written to, with room for the log."
        message = f"It cannot be written: {error.strerror}."
        raise _refused("bundle-file", message, what_to_do, str(path)) from error
    finally:
        part.unlink(missing_ok=True)
    return size - wanted.start


def _contents(
    connection: Connection,
    wanted: BundleWanted,
    size: int,
    now: datetime,
    progress: Callable[[int, int], None],
) -> BundleContents:
    keys = [key for _, key in keys_of_log(connection)]
    work, done = 2 * (size - wanted.start), 0

    def entries() -> Iterator[StoredEntry]:
        nonlocal done
        for row in stored_entries(connection, from_index=wanted.start):
            yield row
            done += 1
            progress(done, work)

    return BundleContents(
        origin=keys[0].name,
        made_at=instant_text(now),
        entries=entries,
        checkpoints=(note for _, note in checkpoint_notes(connection, max(wanted.start, 1))),
        keys=keys,
        schemes=scheme_texts_kept(connection),
        outside={f"copy-{number:03}": note for number, note in enumerate(wanted.outside.values(), 1)},
        before=frontier_of(connection, wanted.start),
        may_see=_may_see(connection, wanted),
    )


def _may_see(connection: Connection, wanted: BundleWanted) -> Callable[[StoredEntry, str], bool]:
    if wanted.everything:
        return lambda _row, _name: True
    if wanted.body is None:
        return lambda _row, _name: False
    visible = VisibleTo(connection, wanted.body)
    return lambda row, _name: row.index in visible


def _refused(code: str, message: str, what_to_do: str, place: str) -> RecordError:
    return RecordError([Problem(code, message, what_to_do, place)])
