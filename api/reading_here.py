"""Personal facts read at the command line: nobody holds a key there, so the record says it was an operator."""

from collections.abc import Sequence

from api.auth.caller import ApiRole, Caller
from api.desk import Desk
from api.queries.reads import recorded_read


def record_reading_here(
    desk: Desk,
    what: str,
    indexes: Sequence[int] = (),
    *,
    count: int | None = None,
    body: str | None = None,
    purpose: str | None = None,
) -> None:
    """Record that whoever runs the service reads personal facts, before they see them. Raises LogUnavailable."""
    reader = Caller(
        "command-line", f"govengine log {what}", body or "operator", ApiRole.AUDITOR, sandbox=False
    )
    recorded_read(desk, reader, indexes, what=what, purpose=purpose, count=count)
