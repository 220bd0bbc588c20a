"""Times as the stories say them."""

from datetime import datetime
from zoneinfo import ZoneInfo


def moment(text: str) -> datetime:
    """`2 May 2026 at 10:00`, in London."""
    return datetime.strptime(text, "%d %B %Y at %H:%M").replace(tzinfo=ZoneInfo("Europe/London"))
