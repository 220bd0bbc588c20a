"""What the service remembers of the last copy of a checkpoint it left elsewhere: a small file in its home."""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from govengine.errors import RecordError
from govengine.record import instant, instant_text

FILE = "outside-copy.json"


@dataclass(frozen=True, slots=True)
class LastCopy:
    """At `at` (aware, UTC) a copy of the checkpoint of `size` entries was left at `place`."""

    place: str
    at: datetime
    size: int

    def age(self, now: datetime) -> timedelta:
        """How old it is: never less than nothing, should the clock have been set back."""
        return max(now - self.at, timedelta())


def recall(home: Path) -> LastCopy | None:
    """The last copy, or None when there was none or nobody can tell."""
    try:
        kept = json.loads((home / FILE).read_bytes())
        return LastCopy(str(kept["place"]), instant(kept["at"]), int(kept["size"]))
    except (OSError, ValueError, KeyError, TypeError, RecordError):
        return None


def remember(home: Path, copy: LastCopy) -> None:
    """Keep it for the next start, and for other processes of the same home. An address may hold a secret."""
    home.mkdir(parents=True, exist_ok=True)
    written = json.dumps({"place": copy.place, "at": instant_text(copy.at), "size": copy.size})
    temporary = home / f"{FILE}.{os.getpid()}"
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(written)
    temporary.replace(home / FILE)


def age_text(age: timedelta) -> str:
    """An age to the minute, as ISO 8601 writes durations: PT5H, P1DT2H30M."""
    minutes = int(age.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    date = f"{days}D" if days else ""
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    return f"P{date}{'T' + time if time else ''}" if date or time else "PT0M"
