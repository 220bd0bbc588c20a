"""Watch: patterns across recorded decisions, looked for by durable_rules in a child process.

The log is the truth and this is a reader of it. A finding changes no answer by itself, never permits,
and is worded about a rule or an arrangement, never about a person. Only `worker` imports durable_rules.
"""

from govengine.watch.event import Event
from govengine.watch.finding import Finding, finding_of
from govengine.watch.limits import WatchError
from govengine.watch.pattern import Pattern
from govengine.watch.ruleset import compile_ruleset
from govengine.watch.window import Window, window_of

__all__ = [
    "Event",
    "Finding",
    "Pattern",
    "WatchError",
    "Window",
    "compile_ruleset",
    "finding_of",
    "window_of",
]
