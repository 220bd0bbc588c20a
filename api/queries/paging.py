"""Lists a page at a time: a cursor is the index of the last entry of the page before."""

import base64
from collections.abc import Sequence
from typing import TypeVar

from govengine.errors import GovengineError, Problem

Row = TypeVar("Row")


class BadQueryError(GovengineError):
    """A list cannot be asked for as it was."""


def cursor_of(index: int) -> str:
    """The cursor of the page after the entry at `index`."""
    return base64.urlsafe_b64encode(f"after:{index}".encode()).decode().rstrip("=")


def index_of(cursor: str | None) -> int | None:
    """The index in a cursor. Raises BadQueryError `bad-cursor`."""
    if cursor is None:
        return None
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        return int(text.removeprefix("after:"))
    except ValueError:
        what_to_do = "Use the one from the Link header."
        raise BadQueryError([Problem("bad-cursor", "This is not a cursor.", what_to_do, "cursor")]) from None


def page(rows: Sequence[tuple[int, Row]], limit: int) -> tuple[list[Row], str | None]:
    """The first `limit` of (index, row), of which one more was asked for, and the cursor if there was one more."""
    shown = rows[:limit]
    return [row for _, row in shown], cursor_of(shown[-1][0]) if len(rows) > limit else None
