"""A progress bar for long work, on a terminal and nowhere else."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import click

STEPS = 500
"""The bar moves at most so often: to move it costs more than to verify an entry."""


class progress_bar(AbstractContextManager[Callable[[int, int], None]]):  # noqa: N801 reads as a function
    """What the `with` gives is told what is done, and of how much."""

    def __init__(self, label: str, *, as_json: bool) -> None:
        hidden = as_json or not sys.stderr.isatty()
        self._bar = click.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden)

    def __enter__(self) -> Callable[[int, int], None]:
        self._bar.__enter__()
        return self._progress

    def __exit__(self, *raised: Any) -> None:
        self._bar.__exit__(*raised)

    def _progress(self, done: int, of: int) -> None:
        if done == of or done - self._bar.pos > of // STEPS:
            self._bar.length = of
            self._bar.update(done - self._bar.pos)
