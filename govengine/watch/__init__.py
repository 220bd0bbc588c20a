"""Watch: patterns across recorded entries, looked for by durable_rules in a child process.

The log is the truth and this is a reader of it. A finding changes no answer by itself, never permits,
and is worded about a rule or an arrangement, never about a person. Only `worker` imports durable_rules; it
starts with this package, so what it can do without is imported when it is asked for.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "Finding": "finding",
    "Matter": "matter",
    "WatchError": "limits",
    "Window": "window",
    "compile_ruleset": "ruleset",
    "finding_of": "finding",
    "misses": "window",
    "window_of": "window",
}
__all__ = sorted(_HOMES)  # noqa: PLE0605 - made from the homes, so that the two are one


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
