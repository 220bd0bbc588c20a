"""Where a long output goes: standard output, or a file that takes its name once it is whole."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOBase, TextIOWrapper
from pathlib import Path


@contextmanager
def writing(out: Path | None, encoding: str) -> Iterator[TextIOBase]:
    """Standard output, or the file `out`. What is broken off leaves no file behind."""
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
