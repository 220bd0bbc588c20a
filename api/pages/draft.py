"""`/drafts/<id>`: one draft. Its rules as sentences with blanks, its text, what is wrong with it, and saving it."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from flask import jsonify, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.drafting.filling import Mistake, fill_in
from api.drafting.folder import folder_of, zipped
from api.drafting.merging import WHICH, Clash, clashes_in, merged_files, settled
from api.pages.blueprint import page_blueprint
from api.pages.draft_view import DraftPage, page_of
from api.pages.headers import let_our_script_in
from api.pages.people import names_of_people
from api.pages.rendering import Fault, show
from api.pages.visit import signed_in
from api.routes.request import service
from api.store.drafts import Draft, Files
from govengine.errors import GovengineError, SchemeError
from govengine.scheme.version import SCHEME_FILE

blueprint = page_blueprint("draft", "/drafts/<string:draft_id>")

LONGEST_NUMBER = 10
"""Digits of what may be a revision."""


@dataclass(frozen=True, slots=True)
class ClashView:
    """A part that both changed."""

    name: str
    file: str
    clash: Clash


@dataclass(frozen=True, slots=True)
class MergePage:
    """Two people's changes side by side. `mine` is carried in the form."""

    id: str
    title: str
    revision: int
    seen: int
    by: str
    mine: str
    clashes: tuple[ClashView, ...]
    chosen: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@blueprint.get("")
def look(draft_id: str) -> Response:
    """The draft, checked."""
    draft = open_draft(draft_id)
    return _show(page_of(draft, draft.files))


@blueprint.post("")
def save(draft_id: str) -> Response:
    """Keep the figures that were filled in."""
    draft = open_draft(draft_id)
    seen, files = seen_files(draft)
    try:
        text, mistakes = fill_in(files[SCHEME_FILE], request.form.to_dict(flat=False))
    except SchemeError:
        return redirect(f"/drafts/{draft_id}", 303)
    if mistakes:
        faults = [Fault(one.field, one.text) for one in mistakes]
        typed = {name: values[-1] for name, values in request.form.to_dict(flat=False).items()}
        return _show(page_of(draft, files, faults, typed, seen), 422)
    return kept(draft, seen, {**files, SCHEME_FILE: text}, f"/drafts/{draft_id}")


@blueprint.post("/text")
def save_text(draft_id: str) -> Response:
    """Keep the text of one file."""
    draft = open_draft(draft_id)
    seen, files = seen_files(draft)
    file = request.form.get("file", SCHEME_FILE)
    if file not in files:
        raise NotFound
    onward = f"/drafts/{draft_id}" if file == SCHEME_FILE else f"/drafts/{draft_id}/tables/{file}"
    return kept(
        draft, seen, {**files, file: with_line_ends(request.form.get("text", ""), files[file])}, onward
    )


@blueprint.post("/check")
def check(draft_id: str) -> Response:
    """What would be wrong with what is typed, for the script of the page. Nothing is kept."""
    draft = open_draft(draft_id)
    _, files = seen_files(draft)
    text = files[SCHEME_FILE]
    wrong: Sequence[Mistake | Fault] = ()
    if "text" in request.form:
        text = with_line_ends(request.form["text"], text)
    else:
        with suppress(SchemeError):  # the check below says what it is
            text, wrong = fill_in(text, request.form.to_dict(flat=False))
    wrong = wrong or page_of(draft, {**files, SCHEME_FILE: text}).faults
    return jsonify({"found": [{"field": one.field, "text": one.text} for one in wrong]})


@blueprint.post("/merge")
def merge(draft_id: str) -> Response:
    """Keep both people's changes, with what was chosen where they clash."""
    draft = open_draft(draft_id)
    seen, base = seen_files(draft, "seen")
    mine = _carried(base)
    theirs_number, theirs = seen_files(draft, "revision")
    pieces = merged_files(base, mine, theirs)
    clashes = clashes_in(pieces)
    chosen = [request.form.get(f"clash-{number}", "") for number in range(len(clashes))]
    missing = [number for number, choice in enumerate(chosen) if choice not in WHICH]
    if missing:
        faults = [Fault(f"clash-{number}", f"Choose what part {number + 1} says") for number in missing]
        return show("drafts/merge.html", _merge_page(draft, seen, theirs_number, mine, faults), 422)
    return kept(draft, theirs_number, settled(pieces, chosen), f"/drafts/{draft_id}")


@blueprint.get("/export.zip")
def export(draft_id: str) -> Response:
    """Its folder, as a zip file."""
    draft = open_draft(draft_id)
    version = service().drafts.read(draft.files).version
    folder = folder_of(draft.scheme, version.version if version else None)
    reply = Response(zipped(draft.files, folder), content_type="application/zip")
    reply.headers["Content-Disposition"] = f'attachment; filename="{folder.replace("/", "-")}.zip"'
    return reply


# -- opening and keeping ----------------------------------------------------------------------------------------------


def open_draft(draft_id: str) -> Draft:
    """A draft of the organisation of whoever is here. Raises NotFound."""
    found = service().drafts.find(draft_id, signed_in(Act.DRAFT).body)
    if found is None:
        raise NotFound
    return found


def seen_files(draft: Draft, name: str = "revision") -> tuple[int, Files]:
    """The revision that the form was made of, and its files; the latest where the form does not say."""
    said = request.form.get(name, "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < LONGEST_NUMBER else draft.revision
    files = draft.files if number == draft.revision else service().drafts.files_at(draft, number)
    return (draft.revision, draft.files) if files is None else (number, files)


def kept(draft: Draft, seen: int, files: Files, onward: str) -> Response:
    """Keep what became of a revision, and go on; or the page that puts it together with what somebody else saved."""
    account = signed_in(Act.DRAFT)
    try:
        saved = service().drafts.save(draft, seen, files, account.id)
    except GovengineError as error:
        faults = [Fault("text", f"{one.message} {one.what_to_do}".rstrip(".")) for one in error.problems]
        return _show(page_of(draft, draft.files, faults), 422)
    if saved.kept:
        return redirect(onward, 303)
    return show("drafts/merge.html", _merge_page(saved.draft, seen, saved.draft.revision, files), 412)


def with_line_ends(typed: str, before: str) -> str:
    """What a browser sent, with the line ends the file had."""
    plain = typed.replace("\r\n", "\n").replace("\r", "\n")
    if before.endswith("\n") and plain and not plain.endswith("\n"):
        plain += "\n"
    return plain.replace("\n", "\r\n") if "\r\n" in before else plain


def _carried(base: Files) -> Files:
    """What the form says is mine: files that differ from those of the revision it began with."""
    try:
        sent = json.loads(request.form.get("mine", "{}"))
    except ValueError:
        sent = {}
    good = isinstance(sent, dict) and all(isinstance(one, str) for pair in sent.items() for one in pair)
    return {**base, **sent} if good else base


def _merge_page(
    draft: Draft, seen: int, revision: int, mine: Files, faults: Sequence[Fault] = ()
) -> MergePage:
    desk = service().drafts
    base = desk.files_at(draft, seen) or draft.base_files
    theirs = desk.files_at(draft, revision) or draft.files
    clashes = clashes_in(merged_files(base, mine, theirs))
    names = names_of_people()
    return MergePage(
        id=draft.id,
        title=draft.scheme,
        revision=revision,
        seen=seen,
        by=names.get(draft.saved_by, draft.saved_by),
        mine=json.dumps({name: text for name, text in mine.items() if base.get(name) != text}),
        clashes=tuple(ClashView(f"clash-{n}", file, clash) for n, (file, clash) in enumerate(clashes)),
        chosen=request.form.to_dict(),
        faults=tuple(faults),
    )


def _show(page: DraftPage, status: int = 200) -> Response:
    """A draft's page, with the script that has it checked as somebody types."""
    let_our_script_in()
    return show("drafts/draft.html", page, status)
