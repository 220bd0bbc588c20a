"""What a route says about itself, for `/openapi.json`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from marshmallow import Schema

Route = TypeVar("Route", bound=Callable[..., Any])


TEXT = "text/plain; charset=utf-8"
NDJSON = "application/x-ndjson"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Documented:
    """One operation. `problems` are the statuses it may answer with besides.

    `recording` needs a key for each request; `reading` of personal facts takes a purpose.
    `text` is the media type of an operation that answers 200 with text, not JSON; or several.
    """

    summary: str
    description: str
    answers: Mapping[int, type[Schema] | None] = field(default_factory=dict)
    text: str | tuple[str, ...] | None = None
    body: type[Schema] | None = None
    query: type[Schema] | None = None
    problems: Sequence[int] = ()
    recording: bool = False
    reading: bool = False
    public: bool = False
    example: Any = None


OPERATIONS: dict[str, Documented] = {}
"""By the route's function: module and name."""


def documented(summary: str, description: str, **said: Any) -> Callable[[Route], Route]:
    """Put what a route says about itself where `/openapi.json` finds it."""

    def keep(route: Route) -> Route:
        OPERATIONS[f"{route.__module__}.{route.__name__}"] = Documented(summary, description, **said)
        return route

    return keep
