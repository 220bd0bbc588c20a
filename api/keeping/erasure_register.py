"""The register of erasures outside the database: so that a restored backup forgets what was erased since.

`erasures.register` in the service's folder, a line of JSON for each entry `record.erased`, only ever added to.
It holds indexes, ids and names of values, and nobody's data:

    {"entry": 12, "id": "01J…", "basis": "request", "erases": [{"index": 3, "id": "01J…", "names": ["person.ref"]}]}

Keep it apart from the backups, and keep all of it.
"""

import json
import os
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select

from api.store.erasing import names_held
from api.store.reading import entry
from api.store.tables import entries, erasures
from govengine.errors import Problem, RecordError

FILE = "erasures.register"


@dataclass(frozen=True, slots=True)
class Target:
    """What an erasure took of one entry. `id` tells an entry of this log from one of another at its place."""

    index: int
    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erasure:
    """One line: an entry `record.erased`, and what it took."""

    entry: int
    id: str
    basis: str
    targets: tuple[Target, ...]

    def line(self) -> str:
        """The line it is kept as."""
        erases = [{"index": t.index, "id": t.id, "names": list(t.names)} for t in self.targets]
        return json.dumps({"entry": self.entry, "id": self.id, "basis": self.basis, "erases": erases}) + "\n"


class Register:
    """The file. Safe to use from several threads; several processes may add to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    @property
    def exists(self) -> bool:
        """Whether there is a file. The service makes one at its first start: where it is missing, it was lost."""
        return self._path.exists()

    def read(self) -> Sequence[Erasure]:
        """Every erasure in it, in the order they were added. Raises RecordError `register-damaged`."""
        try:
            lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return []
        # What comes after the last line end was cut off while it was written, and is written again.
        return [_erasure(line, number, self._path) for number, line in enumerate(lines[:-1], 1)]

    def behind(self, engine: Engine) -> bool:
        """Whether the log has an erasure that is not in it, or there is no file yet."""
        known = {erasure.id for erasure in self.read()}
        with engine.connect() as connection:
            return not self.exists or not known.issuperset(connection.scalars(select(erasures.c.id)))

    def catch_up(self, engine: Engine) -> int:
        """Add every erasure of the log that is not in it yet. How many there were."""
        with self._lock:
            known = {erasure.id for erasure in self.read()}
            with engine.connect() as connection:
                rows = connection.execute(select(erasures).order_by(erasures.c.entry_index)).all()
                missing = [_from_log(connection, row.entry_index) for row in rows if row.id not in known]
            if missing or not self.exists:
                self._add(missing)
            return len(missing)

    def to_repeat(self, connection: Connection) -> Sequence[Erasure]:
        """The erasures whose values are in this log again: what a backup from before them brings back."""
        found = self.read()
        done = set(connection.scalars(select(erasures.c.id)))
        left = []
        for erasure in found:
            if erasure.id not in done:
                targets = tuple(_back(connection, erasure.targets))
                if targets:
                    left.append(Erasure(erasure.entry, erasure.id, erasure.basis, targets))
        return left

    def _add(self, missing: Iterable[Erasure]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            kept = file.read()
            file.seek(kept.rfind(b"\n") + 1)
            file.truncate()
            file.write("".join(erasure.line() for erasure in missing).encode())
            file.flush()
            os.fsync(file.fileno())


def _back(connection: Connection, targets: Iterable[Target]) -> Iterable[Target]:
    for target in targets:
        here = connection.execute(
            select(entries.c.id).where(entries.c.entry_index == target.index)
        ).scalar_one_or_none()
        names = set(target.names).intersection(names_held(connection, target.index))
        if here == target.id and names:
            yield Target(target.index, target.id, tuple(sorted(names)))


def _from_log(connection: Connection, index: int) -> Erasure:
    stored = entry(connection, index)
    assert stored is not None  # the row that named it points at it
    leaf: dict[str, Any] = json.loads(stored.leaf)
    targets = []
    for one in leaf["erases"]:
        target = entry(connection, one["index"])
        if target is not None:
            targets.append(Target(target.index, target.entry_id, tuple(one["names"])))
    return Erasure(index, stored.entry_id, leaf["basis"], tuple(targets))


def _erasure(line: bytes, number: int, path: Path) -> Erasure:
    try:
        match json.loads(line):
            case {"entry": int(index), "id": str(entry_id), "basis": str(basis), "erases": list(erases)}:
                targets = tuple(Target(one["index"], one["id"], tuple(one["names"])) for one in erases)
                return Erasure(index, entry_id, basis, targets)
    except (ValueError, KeyError, TypeError):
        pass
    what_to_do = "Put the register back from a copy: without it a restored backup keeps what was erased."
    message = "This line of the register of erasures cannot be read."
    raise RecordError([Problem("register-damaged", message, what_to_do, f"{path}:{number}:1")])
