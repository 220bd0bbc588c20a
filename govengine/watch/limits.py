"""What durable_rules 2.0.28 can bear, measured, and the error for what is beyond it.

Each limit is set below the point where the engine was seen to fail; the point stands beside it.
"""

from govengine.errors import GovengineError

MAX_COUNT = 8
"""Facts joined in one rule of ours. The engine joins 16 (17: error 304); 8 is what people ask for."""
MAX_JOINED = 15
"""Conditions in one rule, whatever wrote it."""
MAX_RULES = 60
"""Rules in a ruleset. 64 nodes that match one fact at once is where it loses the whole fact (error 303)."""
MAX_WITHIN_DAYS = 366
"""Ours: a year. A pattern over more is a report, not a watch."""
MAX_EVENTS = 100
"""Ours: decisions looked at in one window. Nothing fails beyond it; 400 took 30 ms, 100 takes 9 ms."""
MAX_INTEGER = 2**53
"""Beyond it the engine compares integers as floats; from 2**63 it makes them all equal."""


class WatchError(GovengineError):
    """A pattern cannot be watched, or the engine said something that is not so."""
