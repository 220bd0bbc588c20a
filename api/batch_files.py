"""`govengine decide --batch`: which form a file has, where its answers go, and how far it is."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import TextIOBase, TextIOWrapper
from pathlib import Path

import click

from api.commands.decide_batch import Count, Desk, Progress, decide_csv, decide_lines
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
        _writing(out, encoding) as write,
        _progress(file, read, quiet=quiet) as progress,
    ):
        return form(read, write, desk, progress)


@contextmanager
def _writing(out: Path | None, encoding: str) -> Iterator[TextIOBase]:
    """Standard output, or a file that takes its name once it is whole."""
    if out is None:
        sys.stdout.flush()
        stream = TextIOWrapper(os.fdopen(os.dup(sys.stdout.fileno()), "wb"), encoding, newline="")
        try:
            yield stream
        finally:
            stream.close()
        return
    part = out.with_name(out.name + ".part")
    try:
        with part.open("w", encoding=encoding, newline="") as whole:
            yield whole
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


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
