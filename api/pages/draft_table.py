"""`/drafts/<id>/tables/<file>`: a table of a draft as a grid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.drafting.table import MOST_ROWS, Column, Line, columns_of, do, fill_rows, lines_of, pages_of
from api.pages.blueprint import page_blueprint
from api.pages.draft import kept, open_draft, seen_files
from api.pages.draft_view import place_of
from api.pages.rendering import Fault, show
from api.routes.request import service
from api.store.drafts import Draft, Files
from govengine.scheme.grid import Grid, grid_of

blueprint = page_blueprint("draft-table", "/drafts/<string:draft_id>/tables/<string:file>")


LARGEST_SHOWN = 200_000
"""Characters of a text that a page shows in a field."""

MOST_CHECKED = 100
"""Rows of a table that is checked among its rules each time it is shown; a longer one by itself, until the draft is."""


@dataclass(frozen=True, slots=True)
class TablePage:
    """A page of a table. `said` is what is wrong with a row, by its number."""

    id: str
    file: str
    title: str
    revision: int
    columns: Sequence[Column]
    lines: Sequence[Line]
    rows: int
    page: int
    pages: int
    text: str | None
    why_not: str = ""
    faults: tuple[Fault, ...] = ()

    def fault_of(self, field: str) -> str:
        """What is wrong with a field."""
        return " ".join(one.text for one in self.faults if one.field == field)


@blueprint.get("")
def look(draft_id: str, file: str) -> Response:
    """A page of the grid."""
    draft = open_draft(draft_id)
    if file not in draft.files:
        raise NotFound
    return show("drafts/table.html", _page(draft, draft.files, file, draft.revision))


@blueprint.post("")
def save(draft_id: str, file: str) -> Response:
    """Keep what was typed, and then add, remove or move a row."""
    draft = open_draft(draft_id)
    seen, files = seen_files(draft)
    if file not in files:
        raise NotFound
    try:
        grid = grid_of(files[file])
    except ValueError:
        return redirect(f"/drafts/{draft_id}/tables/{file}", 303)
    columns = _columns(files, grid)
    what = request.form.get("do", "")
    filled, mistakes = fill_rows(grid, columns, request.form.to_dict(flat=False))
    if mistakes:
        faults = [Fault(one.field, one.text) for one in mistakes]
        return show("drafts/table.html", _page(draft, files, file, seen, faults), 422)
    done = do(filled, columns, what)
    page = pages_of(done) if what == "add" else min(_number(), pages_of(done))
    row = what.partition(".")[2] if what.startswith(("up.", "down.")) else str(len(done.rows) - 1)
    anchor = f"#row-{row}" if what and not what.startswith("remove") else ""
    onward = f"/drafts/{draft_id}/tables/{file}" + (f"?page={page}" if page > 1 else "") + anchor
    return kept(draft, seen, {**files, file: done.text}, onward)


def _number() -> int:
    said = request.values.get("page", "1")
    return max(int(said), 1) if said.isascii() and said.isdigit() and len(said) < 6 else 1  # noqa: PLR2004


def _columns(files: Files, grid: Grid) -> list[Column]:
    read = service().drafts.read(files)
    return columns_of(grid, read.version, service().drafts.roles(files))


def _page(draft: Draft, files: Files, file: str, seen: int, faults: Sequence[Fault] = ()) -> TablePage:
    text = files[file] if len(files[file]) <= LARGEST_SHOWN else None
    read = service().drafts.read(files)
    title = read.version.text.title.value if read.version else draft.scheme
    try:
        grid = grid_of(files[file])
    except ValueError as error:
        why = f"This file cannot be shown as a grid: {error}. Mend it in the text below."
        return TablePage(draft.id, file, title, seen, (), (), 0, 1, 1, text, why, tuple(faults))
    if len(grid.rows) > MOST_ROWS:
        why = (
            f"This table has {len(grid.rows):,} rows, and a grid shows {MOST_ROWS:,} at most. "
            "Export the draft, change the table in a spreadsheet, and import it again."
        )
        return TablePage(draft.id, file, title, seen, (), (), len(grid.rows), 1, 1, text, why, tuple(faults))
    columns = _columns(files, grid)
    page = min(_number(), pages_of(grid))
    lines = _typed(lines_of(grid, columns, page))
    short = len(grid.rows) <= MOST_CHECKED
    found = service().drafts.check(draft.scheme, files).problems if short else read.problems
    errors = [
        Fault(
            f"c-{line - grid.first_line}-{column - 1}",
            f"Line {line}: {said.message} {said.what_to_do}".rstrip("."),
        )
        for said in found
        if said.severity == "error"
        for name, line, column in [place_of(said)]
        if name == file
    ]
    return TablePage(
        draft.id,
        file,
        title,
        seen,
        columns,
        lines,
        len(grid.rows),
        page,
        pages_of(grid),
        text,
        "",
        tuple(faults) or tuple(errors),
    )


def _typed(lines: list[Line]) -> list[Line]:
    """The lines as they were typed, where a form was sent and nothing of it was kept."""
    if request.method != "POST":
        return lines
    return [
        replace(
            line,
            fields=tuple(
                replace(one, value=request.form.getlist(one.name)[-1]) if one.name in request.form else one
                for one in line.fields
            ),
        )
        for line in lines
    ]
