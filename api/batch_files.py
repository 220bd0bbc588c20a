"""`govengine decide --batch`: which form a file has, where its answers go, and how far it is."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from api.commands.decide_batch import Count, Desk, Progress, decide_csv, decide_lines
from api.output_file import writing
from govengine.scheme import Library

FORMS = {
    ".csv": decide_csv,
    ".tsv": decide_csv,
    ".txt": decide_csv,
    ".jsonl": decide_lines,
    ".ndjson": decide_lines,
}

_EVERY = 500
"""Rows between two looks at the progress."""


def decide_file(file: Path, out: Path | None, library: Library, now: datetime, *, quiet: bool) -> Count:
    """Answer every row of a file, to `out` or standard output. Raises RequestError for its heads."""
    form = FORMS[file.suffix.lower()]
    # A mark tells spreadsheets that it is UTF-8: without one they show £ as two other characters.
    encoding = "utf-8-sig" if form is decide_csv and out is not None else "utf-8"
    desk = Desk(library, now)
    with (
        file.open("rb") as read,
        writing(out, encoding) as write,
        _progress(file, read, quiet=quiet) as progress,
    ):
        return form(read, write, desk, progress)


@contextmanager
def _progress(file: Path, read: object, *, quiet: bool) -> Iterator[Progress]:
    hidden = quiet or not sys.stderr.isatty()
    with click.progressbar(
        length=file.stat().st_size, label="Deciding", file=sys.stderr, hidden=hidden
    ) as bar:

        def progress(rows: int) -> None:
            if not hidden and rows % _EVERY == 0:
                bar.update(read.tell() - bar.pos)  # type: ignore[attr-defined]

        yield progress
