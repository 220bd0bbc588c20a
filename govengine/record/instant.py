"""Moments as the record writes them: RFC 3339, UTC, six decimals of a second, `Z`.

One fixed width, so that text order is time order.
"""

from datetime import UTC, datetime

from govengine.errors import Problem, RecordError


def instant_text(moment: datetime) -> str:
    """`moment` as `2026-05-02T09:15:00.000000Z`. Raises RecordError `instant` for a moment without offset."""
    if moment.utcoffset() is None:
        raise _bad(str(moment))
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def instant(text: str) -> datetime:
    """The aware UTC moment that `instant_text` wrote. Raises RecordError `instant` for any other text."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _bad(text) from error
    if moment.utcoffset() is None or instant_text(moment) != text:
        raise _bad(text)
    return moment


def _bad(text: str) -> RecordError:
    return RecordError(
        [
            Problem(
                "instant",
                f"{text!r} is not a moment in UTC with six decimals.",
                "Write it as 2026-05-02T09:15:00.000000Z.",
            )
        ]
    )
