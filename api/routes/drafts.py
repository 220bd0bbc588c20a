"""`/v1/drafts`: drafts of schemes, for programs. A draft governs nobody, and no entry is made of it."""

from typing import Any

from flask import Blueprint, Response, jsonify

from api.auth.caller import Act, Caller
from api.drafting.desk import DraftDesk
from api.drafting.folder import folder_of, zipped
from api.problems import problem
from api.routes.recording import read_as
from api.routes.request import HttpError, caller_for, if_match, json_body, person_of, query_of, service
from api.schemas.documented import documented
from api.schemas.drafts import (
    IMPORT_EXAMPLE,
    SAVE_EXAMPLE,
    START_EXAMPLE,
    DraftChanges,
    DraftChecked,
    Drafts,
    DraftTold,
    FilesBody,
    IndexQuery,
    StartBody,
)
from api.store.drafts import Draft
from govengine.decide.uprating import NamedIndex, index_from_json

LONGEST_NUMBER = 10
"""Digits of what may be a revision."""

blueprint = Blueprint("drafts", __name__, url_prefix="/v1/drafts")


@blueprint.get("")
@documented("List drafts", "The drafts of your body.", answers={200: Drafts}, problems=(401, 403))
def list_all() -> dict[str, Any]:
    """List the drafts of your body."""
    caller = caller_for(Act.DRAFT)
    return {"drafts": [_line(one) for one in _desk(caller).of(caller.body)]}


@blueprint.post("")
@documented(
    "Start a draft",
    "Of the text of a version that is adopted or lies in the rules folder, under a name of its own.",
    body=StartBody,
    example=START_EXAMPLE,
    answers={201: DraftTold},
    problems=(400, 401, 403, 404, 409, 413, 415, 422, 503),
)
def start() -> Response:
    """Start a draft."""
    caller = caller_for(Act.DRAFT)
    sent = read_as(StartBody, json_body()[0])
    made = _desk(caller).start(
        caller.body,
        person_of(caller, sent["by"]).ref,
        sent["scheme"],
        sent["from_version"],
        sent["version"],
        sent.get("effective_from"),
    )
    return _told(made, 201)


@blueprint.post("/import")
@documented(
    "Bring in a draft",
    "The texts of a scheme's folder. Its base is the latest version here of the scheme they name.",
    body=FilesBody,
    example=IMPORT_EXAMPLE,
    answers={201: DraftTold},
    problems=(400, 401, 403, 413, 415, 422, 503),
)
def bring_in() -> Response:
    """Bring in a draft."""
    caller = caller_for(Act.DRAFT)
    sent = read_as(FilesBody, json_body()[0])
    return _told(_desk(caller).bring_in(caller.body, person_of(caller, sent["by"]).ref, sent["files"]), 201)


@blueprint.get("/<string:draft_id>")
@documented(
    "Read a draft",
    "With its texts. The ETag is its revision.",
    answers={200: DraftTold},
    problems=(401, 403, 404),
)
def read(draft_id: str) -> Response:
    """Read a draft."""
    _, draft = _draft(draft_id)
    return _told(draft)


@blueprint.post("/<string:draft_id>/save")
@documented(
    "Save a draft",
    "Its texts as they are to be. If-Match is the ETag of the draft you began with: where somebody has saved since, "
    "nothing is kept.",
    body=FilesBody,
    example=SAVE_EXAMPLE,
    answers={200: DraftTold},
    problems=(400, 401, 403, 404, 412, 413, 415, 422, 428, 503),
    versioned=True,
)
def save(draft_id: str) -> Response:
    """Save a draft."""
    desk, draft = _draft(draft_id)
    sent = read_as(FilesBody, json_body()[0])
    by = person_of(caller_for(Act.DRAFT), sent["by"])
    saved = desk.save(draft, _seen(), sent["files"], by.ref)
    if not saved.kept:
        raise HttpError([problem("draft-saved-since")])
    return _told(saved.draft)


@blueprint.get("/<string:draft_id>/check")
@documented(
    "Check a draft",
    "Everything wrong with it, each with its file and line.",
    answers={200: DraftChecked},
    problems=(401, 403, 404),
)
def check(draft_id: str) -> dict[str, Any]:
    """Check a draft."""
    desk, draft = _draft(draft_id)
    checked = desk.check(draft.scheme, draft.files)
    problems = [{**one.to_json(), "severity": one.severity} for one in checked.problems]
    return {"ready": checked.stack is not None, "problems": problems}


@blueprint.get("/<string:draft_id>/changes")
@documented(
    "What a draft changes",
    "Rule by rule against what it was started from, and altogether. Whatever cannot be told counts as loosens.",
    query=IndexQuery,
    answers={200: DraftChanges},
    problems=(400, 401, 403, 404, 409),
)
def changes(draft_id: str) -> dict[str, Any]:
    """Say what a draft changes."""
    desk, draft = _draft(draft_id)
    found = desk.changes(draft, _index())
    if found is None:
        raise HttpError([problem("draft-does-not-load")])
    return {
        **found.effect.to_json(),
        "difference": found.difference.to_json() if found.difference else None,
    }


@blueprint.get("/<string:draft_id>/export")
@documented(
    "Export a draft",
    "Its folder, as a zip file.",
    text="application/zip",
    problems=(401, 403, 404),
)
def export(draft_id: str) -> Response:
    """Export a draft."""
    desk, draft = _draft(draft_id)
    version = desk.read(draft.files).version
    folder = folder_of(draft.scheme, version.version if version else None)
    return Response(zipped(draft.files, folder), content_type="application/zip")


# -- what was sent ----------------------------------------------------------------------------------------------------


def _desk(caller: Caller) -> DraftDesk:
    """Where the caller's drafts are: a sandbox key has some of its own."""
    here = service()
    if not caller.sandbox:
        return here.drafts
    desk = here.desk(sandbox=True)
    return DraftDesk(desk.engine, desk.appender, desk.rules, desk.clock)


def _draft(draft_id: str) -> tuple[DraftDesk, Draft]:
    """A draft of the caller's body. Raises HttpError `unknown-draft`."""
    caller = caller_for(Act.DRAFT)
    desk = _desk(caller)
    found = desk.find(draft_id, caller.body)
    if found is None:
        raise HttpError([problem("unknown-draft")])
    return desk, found


def _seen() -> int:
    """The revision the caller began with; one that never was for what is no revision."""
    seen = if_match(required=True) or ""
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < LONGEST_NUMBER else -1


def _index() -> NamedIndex | None:
    sent = query_of(IndexQuery)
    if not sent["index"] and not sent["percent"]:
        return None
    try:
        return index_from_json(sent)
    except ValueError as error:
        raise HttpError([problem("bad-query", f"index: {error}.")]) from error


def _line(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "scheme": draft.scheme,
        "base_version": draft.base_version,
        "base_digest": draft.base_digest,
        "revision": draft.revision,
        "digest": draft.digest,
        "editors": list(draft.editors),
        "started_at": draft.started_at,
        "saved_at": draft.saved_at,
    }


def _told(draft: Draft, status: int = 200) -> Response:
    reply = jsonify({**_line(draft), "files": dict(draft.files)})
    reply.status_code = status
    reply.headers["ETag"] = f'"{draft.revision}"'
    return reply
