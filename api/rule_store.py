"""Which schemes are in force, read from the store, and which drafts lie beside them in `rules/`."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from sqlalchemy import Connection, Engine

from api.collector import collecting_seldom
from api.store.adoptions import Adoption, adopted, last_adoption, scheme_text
from api.store.changes import successions_kept
from govengine.errors import Problem, SchemeError
from govengine.scheme import Library, Stack, Version, read_folder, read_version


class RulesChanged(Exception):  # noqa: N818 - a signal to load the rules and ask again
    """A scheme was adopted since the question was read."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The adopted versions as of one entry of the log. `upto` is the last that changed what is in force, or -1."""

    library: Library
    adoptions: tuple[Adoption, ...]
    upto: int


class RuleStore:
    """Adopted text is read from the store by its digest; files are only ever drafts."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder = engine, folder
        self._by_digest: dict[str, Version] = {}
        self._stacks: dict[tuple[str, ...], Library] = {}
        self._files: tuple[object, list[Version]] | None = None
        self._alone: dict[tuple[object, ...], Library] = {}
        self._lock = threading.Lock()
        self._in_force = self._read()

    @property
    def in_force(self) -> InForce:
        """What is in force. Replaced as a whole by `reload`."""
        return self._in_force

    def reload(self) -> InForce:
        """Read the adoptions again, after this process or another has adopted something."""
        with self._lock:
            self._in_force = self._read()
            return self._in_force

    def reload_if_changed(self) -> bool:
        """Whether something has been adopted since; then it is in force here too."""
        with self._engine.connect() as connection:
            changed = last_adoption(connection) != self._in_force.upto
        if changed:
            self.reload()
        return changed

    @collecting_seldom()
    def _read(self) -> InForce:
        with self._engine.connect() as connection:
            rows = tuple(adopted(connection))
            versions = [self.version(connection, row.digest) for row in rows]
            followed, upto = successions_kept(connection), last_adoption(connection)
        return InForce(Library(versions, followed), rows, upto)

    def version(self, connection: Connection, digest: str) -> Version:
        """The version kept under a digest. Raises SchemeError `no-scheme-text`."""
        if digest not in self._by_digest:
            files = {name: text.encode() for name, text in scheme_text(connection, digest).items()}
            self._by_digest[digest] = version_of(files, digest)
        return self._by_digest[digest]

    def library_of(self, connection: Connection, digests: Iterable[str]) -> Library:
        """The versions that an entry says applied to it."""
        key = tuple(sorted(digests))
        if key not in self._stacks:
            self._stacks[key] = Library(self.version(connection, digest) for digest in key)
        return self._stacks[key]

    def texts(self, connection: Connection) -> Callable[[Iterable[str]], Library]:
        """`library_of`, over a connection."""
        return partial(self.library_of, connection)

    def with_drafts(self) -> Library:
        """Adopted versions and, beside them, the drafts in the rules folder that can be read."""
        return Library([*self._adopted(), *self.drafts()], self.in_force.library.successions)

    def drafts(self) -> list[Version]:
        """The versions in the rules folder that can be read and have not been adopted."""
        known = {(row.scheme, row.version) for row in self.in_force.adoptions}
        signature = _signature(self._folder)
        with self._lock:
            if self._files is None or self._files[0] != signature:
                found = [version for version, _ in read_rules(self._folder) if version is not None]
                self._files = signature, found
            versions = self._files[1]
        return [version for version in versions if (version.id, version.version) not in known]

    def library_with(self, version: Version) -> Library:
        """A library in which this version, draft or adopted, is the only one of its scheme."""
        drafts = self.drafts()
        key = (version.name, version.digest, self.in_force.upto, *(draft.digest for draft in drafts))
        with self._lock:
            if key not in self._alone:
                if len(self._alone) >= MOST_ALONE:
                    self._alone.clear()
                others = [one for one in (*self._adopted(), *drafts) if one.id != version.id]
                followed = self.in_force.library.successions
                self._alone[key] = Library(
                    [version, *others], [s for s in followed if s.scheme != version.id]
                )
            return self._alone[key]

    def _adopted(self) -> list[Version]:
        return [version for versions in self.in_force.library.schemes.values() for version in versions]

    def check_files(self) -> None:
        """Stop when a file no longer says what was adopted under its name. Raises SchemeError `adopted-text`."""
        digests = {(row.scheme, row.version): row.digest for row in self.in_force.adoptions}
        problems = [
            Problem(
                "adopted-text",
                f"{version.name} has been adopted, and this text is another.",
                "Give the change a new version, or put the adopted text back.",
                str(version.text.place),
            )
            for version in self._other_files()
            if digests.get((version.id, version.version), version.digest) != version.digest
        ]
        if problems:
            raise SchemeError(problems)

    def _other_files(self) -> Iterator[Version]:
        """The versions below the folder, but for those whose every byte has been adopted."""
        adopted = {frozenset(version.files.items()) for version in self._adopted()}
        for path in _version_folders(self._folder):
            files = read_folder(path)
            if frozenset(files.items()) not in adopted:
                version, _ = read_version(files, str(path))
                if version is not None:
                    yield version


def version_of(files: Mapping[str, bytes], digest: str) -> Version:
    """The version that files kept under a digest hold. Raises SchemeError `no-scheme-text`."""
    return _version_of(frozenset(files.items()), digest)


@lru_cache(maxsize=256)
def _version_of(kept: frozenset[tuple[str, bytes]], digest: str) -> Version:
    """Read once for whoever asks: a service and its sandbox go by the same texts."""
    version, problems = read_version(dict(kept), digest)
    if version is None or version.digest != digest:
        problem = Problem(
            "no-scheme-text",
            "The text kept under this digest is missing or has changed.",
            "Restore it from a copy that verifies.",
            digest,
        )
        raise SchemeError([problem, *problems])
    return version


MOST_ALONE = 50
"""Libraries kept in which one version stands alone."""


def _signature(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a file below a rules folder has changed: its name, time and size."""
    found = [(path, path.stat()) for path in sorted(folder.glob("*/*/*")) if path.is_file()]
    return tuple((str(path), seen.st_mtime_ns, seen.st_size) for path, seen in found)


def read_rules(folder: Path) -> list[tuple[Version | None, list[Problem]]]:
    """Every version below a rules folder (`<scheme>/<version>/scheme.yaml`) with its problems."""
    return [read_version(read_folder(path), str(path)) for path in _version_folders(folder)]


def _version_folders(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("*/*/scheme.yaml"))


__all__ = ["InForce", "RuleStore", "Stack", "read_rules", "version_of"]
