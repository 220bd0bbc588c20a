"""The decisions of a log, one by one: `govengine log export` and `GET /v1/export`. Memory does not grow with it."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from io import StringIO, TextIOBase
from typing import Any

import orjson
from sqlalchemy import Connection

from api.auth.caller import ApiRole, Caller
from api.desk import Desk
from api.exporting.event import event_of
from api.exporting.fields import FIELDS, values_of
from api.exporting.recorded import Recorded, recorded
from api.queries.reads import MOST_NAMED, recorded_read
from api.spreadsheet import safe_cell
from api.store.exports import ExportedRow, Selection, count_selected, indexes_of, page_after, selected
from api.store.head import read_head
from api.store.reading import entry_by_id, snapshot

Progress = Callable[[int, int], None]
"""Told after each decision how many are written, and of how many."""


class Format(StrEnum):
    """How decisions are written."""

    NDJSON = "ndjson"
    """An event in the shape of OPA's decision log on each line."""
    CSV = "csv"
    """A row each, the thirty fields as columns."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    decisions: int
    with_personal: bool

    def to_json(self) -> dict[str, Any]:
        """The summary as JSON."""
        return {"decisions": self.decisions, "with_personal": self.with_personal}

    def text(self) -> str:
        """The summary in a line."""
        shown = "shown" if self.with_personal else "masked"
        return f"{self.decisions:,} decisions exported, personal values {shown}"


def export_log(
    desk: Desk,
    write: TextIOBase,
    form: Format,
    selection: Selection,
    progress: Progress,
    *,
    with_personal: bool = False,
    purpose: str | None = None,
) -> Exported:
    """Write every decision of the selection as it stands at one moment.

    Where personal values are shown that is on the record, with its `purpose`, before the first of them is.
    Raises SchemeError `no-scheme-text` where the text a decision rested on is not kept any more, LogUnavailable.
    """
    if with_personal:
        # Nobody holds a key at the command line: what can be said is that it was somebody who runs the service.
        body = selection.body or "operator"
        reader = Caller("command-line", "govengine log export", body, ApiRole.AUDITOR, sandbox=False)
        _record_reading(desk, reader, selection, purpose)
    written = 0
    with snapshot(desk.engine) as reading, desk.engine.connect() as looking_up:  # beside what is being read
        of = count_selected(reading, selection)
        put = _lines(write) if form is Format.NDJSON else _rows(write)
        for row in selected(reading, selection):
            put(_opened(desk, looking_up, row, with_personal=with_personal))
            written += 1
            progress(written, of)
    return Exported(written, with_personal)


def export_stream(
    desk: Desk, form: Format, selection: Selection, *, reader: Caller | None, purpose: str | None
) -> Iterator[bytes]:
    """The decisions of the selection up to the last entry there is now, in pieces of UTF-8.

    Personal values are shown to a `reader`, whose reading is on the record before the first piece. No connection is
    held while somebody takes their time to receive: each page is read by itself, and what is erased meanwhile is
    exported as erased. Raises as `export_log`, with the first piece.
    """
    with desk.engine.connect() as connection:
        last = read_head(connection).size - 1
    to_index = last if selection.to_index is None else min(last, selection.to_index)
    within = replace(selection, to_index=to_index)
    if reader is not None:
        _record_reading(desk, reader, within, purpose)
    page = StringIO(newline="")
    if form is Format.CSV:
        page.write("\ufeff")  # without a mark spreadsheets show £ as two other characters
    put = _lines(page) if form is Format.NDJSON else _rows(page)
    after = -1
    while True:
        with desk.engine.connect() as connection:
            rows = page_after(connection, within, after)
            for row in rows:
                put(_opened(desk, connection, row, with_personal=reader is not None))
        if page.tell():
            yield page.getvalue().encode()
            page.seek(0)
            page.truncate()
        if not rows:
            return
        after = rows[-1].stored.index


def _record_reading(desk: Desk, reader: Caller, selection: Selection, purpose: str | None) -> None:
    with desk.engine.connect() as connection:
        count = count_selected(connection, selection)
        named = indexes_of(connection, selection, MOST_NAMED) if count <= MOST_NAMED else ()
    recorded_read(desk, reader, named, what="export", purpose=purpose, count=count)


def _opened(desk: Desk, connection: Connection, row: ExportedRow, *, with_personal: bool) -> Recorded:
    leaf = orjson.loads(row.stored.leaf)
    versions = [desk.rules.version(connection, scheme["digest"]) for scheme in leaf["schemes"]]
    given = [entry_by_id(connection, named) for named in leaf["authorisations"]]
    authorisations = [one for one in given if one is not None]
    return recorded(row, versions, authorisations, desk.periods, with_personal=with_personal)


def _lines(write: TextIOBase) -> Callable[[Recorded], object]:
    def put(decision: Recorded) -> None:
        write.write(orjson.dumps(event_of(decision)).decode() + "\n")

    return put


def _rows(write: TextIOBase) -> Callable[[Recorded], object]:
    writer = csv.writer(write, lineterminator="\r\n")
    writer.writerow([field.name for field in FIELDS])

    def put(decision: Recorded) -> None:
        writer.writerow([safe_cell(_cell(value)) for value in values_of(decision).values()])

    return put


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
