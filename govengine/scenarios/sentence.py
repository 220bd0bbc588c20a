"""A sentence a scenario may use: a pattern over what is said, and what it does.

Values are written as in the request: `620.00`, `yes` or `no`, a date, a word, or text in double quotes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from govengine.scenarios.world import World

NAME = r"[a-z][a-z0-9_.-]*"
"""A role, body, kind, scheme or fact."""
FACT = rf"{NAME}\.{NAME}"
DUTY = r'"?(?P<duty>[a-z][^" ]*)"?'
"""The id of a duty, or its end: `hardship-worker/tell-landlord`, `tell-landlord`, `confirm/decision.lawful`."""
MOMENT = r"(?P<day>\d{1,2} [A-Z][a-z]+ \d{4})(?: at (?P<clock>\d{1,2}:\d{2}))?"


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence with named parts, and what it does to the world. `example` shows it in use."""

    pattern: re.Pattern[str]
    run: Callable[..., None]
    example: str


STEPS: list[Step] = []
"""Every sentence. No text fits two of them: which one is meant never depends on the order."""


def sentence(pattern: str, example: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Keep the function as what the sentence does."""

    def keep(run: Callable[..., None]) -> Callable[..., None]:
        STEPS.append(Step(re.compile(pattern), run, example))
        return run

    return keep


def value_from(text: str) -> Any:
    """A value as a scenario writes it, in the form a request would send it."""
    text = text.strip()
    if text in ("yes", "true", "no", "false"):
        return text in ("yes", "true")
    if text.startswith("[") and text.endswith("]"):
        return [value_from(item) for item in text[1:-1].split(",") if item.strip()]
    try:
        return datetime.strptime(text, "%d %B %Y").date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return text.removeprefix("£").removeprefix('"').removesuffix('"').replace(",", "")


def same(found: object, wanted: object, world: World) -> None:
    """Hold what was found to what is wanted, and say the answer in words where they differ."""
    assert found == wanted, f"It is {found}, not {wanted}. {world.words}"


def is_called(found: str, name: str) -> bool:
    """Whether an id is this name, with or without the scheme (and rule) in front."""
    return found == name or found.endswith("/" + name)
