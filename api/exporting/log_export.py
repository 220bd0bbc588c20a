"""`govengine log export`: the decisions of a log, written one by one. Memory does not grow with the log."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import TextIOBase
from typing import Any

import orjson

from api.auth.caller import ApiRole, Caller
from api.desk import Desk
from api.exporting.event import event_of
from api.exporting.fields import FIELDS, values_of
from api.exporting.recorded import Recorded, recorded
from api.queries.reads import MOST_NAMED, recorded_read
from api.spreadsheet import safe_cell
from api.store.exports import Selection, count_selected, indexes_of, selected
from api.store.reading import snapshot

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
        _record_reading(desk, selection, purpose)
    written = 0
    with snapshot(desk.engine) as reading:
        of = count_selected(reading, selection)
        put = _lines(write) if form is Format.NDJSON else _rows(write)
        for decision in _decisions(desk, reading, selection, with_personal=with_personal):
            put(decision)
            written += 1
            progress(written, of)
    return Exported(written, with_personal)


def _record_reading(desk: Desk, selection: Selection, purpose: str | None) -> None:
    with desk.engine.connect() as connection:
        count = count_selected(connection, selection)
        named = indexes_of(connection, selection, MOST_NAMED) if count <= MOST_NAMED else ()
    # Nobody holds a key at the command line: what can be said is that it was somebody who runs the service.
    reader = Caller(
        "command-line", "govengine log export", selection.body or "operator", ApiRole.AUDITOR, sandbox=False
    )
    recorded_read(desk, reader, named, what="export", purpose=purpose, count=count)


def _decisions(desk: Desk, reading: Any, selection: Selection, *, with_personal: bool) -> Iterator[Recorded]:
    with desk.engine.connect() as looking_up:  # beside the cursor that is being read
        for row in selected(reading, selection):
            digests = [scheme["digest"] for scheme in orjson.loads(row.stored.leaf)["schemes"]]
            versions = [desk.rules.version(looking_up, digest) for digest in digests]
            yield recorded(row, versions, desk.periods, with_personal=with_personal)


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
