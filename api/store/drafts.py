"""Drafts of schemes as they are kept: every save is a revision, and none takes another's place unseen."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from api.store.tables import draft_revisions, drafts
from api.store.transaction import Transaction

Files = Mapping[str, str]
"""The texts of a version's folder, by name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of one body, as it was saved last. `digest` is of its texts as they stand, character by character.

    `base_version` and `base_digest` name what it was started from, `base_files` are that text; they are None, and
    nothing, for a draft of a scheme nobody has. `editors` are all who saved it, by who they are to the service: an
    account's id, or the `ref` a client gave. Times are `instant_text`.
    """

    id: str
    body: str
    scheme: str
    base_version: str | None
    base_digest: str | None
    base_files: Files
    revision: int
    digest: str
    files: Files
    editors: tuple[str, ...]
    started_at: str
    saved_at: str
    saved_by: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved state."""

    number: int
    digest: str
    saved_by: str
    saved_at: str


@dataclass(frozen=True, slots=True)
class Base:
    """What a draft is started from."""

    version: str
    digest: str
    files: Files


def text_digest(files: Files) -> str:
    """`sha256:<hex>` of the texts as they stand."""
    return "sha256:" + hashlib.sha256(_packed(files).encode()).hexdigest()


def start_draft(
    tx: Transaction, *, body: str, scheme: str, base: Base | None, files: Files, by: str
) -> Draft:
    """A new draft, at its first revision."""
    draft_id = tx.new_id()
    row = {
        "id": draft_id,
        "body": body,
        "scheme": scheme,
        "base_version": base.version if base else None,
        "base_digest": base.digest if base else None,
        "base_files": _packed(base.files if base else {}),
        "started_at": tx.recorded_at,
        "started_by": by,
        "revision": 1,
        "saved_at": tx.recorded_at,
    }
    tx.connection.execute(insert(drafts), row)
    _keep(tx, draft_id, 1, files, by)
    made = find_draft(tx.connection, draft_id)
    assert made is not None  # it has just been written
    return made


def save_draft(tx: Transaction, draft_id: str, *, seen: int, files: Files, by: str) -> tuple[Draft, bool]:
    """Keep what became of revision `seen`, unless somebody has saved since: the draft as it is then, and whether it was kept."""
    number = seen + 1
    latest = (drafts.c.id == draft_id) & (drafts.c.revision == seen)
    changed = {"revision": number, "saved_at": tx.recorded_at}
    kept = tx.connection.execute(update(drafts).where(latest).values(changed)).rowcount == 1
    if kept:
        _keep(tx, draft_id, number, files, by)
    now = find_draft(tx.connection, draft_id)
    assert now is not None  # drafts are never removed
    return now, kept


def find_draft(connection: Connection, draft_id: str, body: str | None = None) -> Draft | None:
    """A draft as it was saved last; of this body alone, where one is given."""
    wanted = _latest().where(drafts.c.id == draft_id)
    if body is not None:
        wanted = wanted.where(drafts.c.body == body)
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else _draft(connection, row)


def list_drafts(connection: Connection, body: str, limit: int) -> Sequence[Draft]:
    """The drafts of a body, the last saved first."""
    wanted = _latest().where(drafts.c.body == body).order_by(drafts.c.saved_at.desc(), drafts.c.id)
    return [_draft(connection, row) for row in connection.execute(wanted.limit(limit)).mappings()]


def revisions_of(connection: Connection, draft_id: str) -> Sequence[Revision]:
    """Every saved state, the latest first."""
    columns = [draft_revisions.c[name] for name in ("number", "digest", "saved_by", "saved_at")]
    wanted = select(*columns).where(draft_revisions.c.draft == draft_id)
    rows = connection.execute(wanted.order_by(draft_revisions.c.number.desc())).mappings()
    return [Revision(**row) for row in rows]


def files_at(connection: Connection, draft_id: str, number: int) -> Files | None:
    """The texts of one revision."""
    wanted = select(draft_revisions.c.files).where(
        draft_revisions.c.draft == draft_id, draft_revisions.c.number == number
    )
    packed = connection.scalar(wanted)
    return None if packed is None else _unpacked(packed)


def _latest() -> Select[Any]:
    revision = [draft_revisions.c[name] for name in ("files", "digest", "saved_by")]
    here = (draft_revisions.c.draft == drafts.c.id) & (draft_revisions.c.number == drafts.c.revision)
    return select(drafts, *revision).join(draft_revisions, here)


def _keep(tx: Transaction, draft_id: str, number: int, files: Files, by: str) -> None:
    row = {
        "draft": draft_id,
        "number": number,
        "files": _packed(files),
        "digest": text_digest(files),
        "saved_by": by,
        "saved_at": tx.recorded_at,
    }
    tx.connection.execute(insert(draft_revisions), row)


def _draft(connection: Connection, row: Any) -> Draft:
    saved_by = select(draft_revisions.c.saved_by).where(draft_revisions.c.draft == row["id"])
    editors = connection.execute(saved_by.distinct().order_by(draft_revisions.c.saved_by)).scalars()
    return Draft(
        id=row["id"],
        body=row["body"],
        scheme=row["scheme"],
        base_version=row["base_version"],
        base_digest=row["base_digest"],
        base_files=_unpacked(row["base_files"]),
        revision=row["revision"],
        digest=row["digest"],
        files=_unpacked(row["files"]),
        editors=tuple(editors),
        started_at=row["started_at"],
        saved_at=row["saved_at"],
        saved_by=row["saved_by"],
    )


def _packed(files: Files) -> str:
    return json.dumps(dict(files), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _unpacked(packed: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(packed)
    return found
