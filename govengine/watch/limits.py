"""What durable_rules 2.0.28 can bear, measured, and the error for what is beyond it.

Each limit is set below the point where the engine was seen to fail; the point stands beside it. Those that an author
can meet (count, days, comparisons, figures) are checked when a scheme is loaded: `govengine.scheme.watch_binding`.
"""

from govengine.errors import GovengineError

MAX_JOINED = 3
"""Conditions in one rule of ours. The engine joins 16 (17: error 304)."""
MAX_RULES = 60
"""Rules in a ruleset. 64 nodes that match one fact at once is where it loses the whole fact (error 303); 256 rules
of one chain of conditions end the process."""
MAX_TESTS = 60
"""Comparisons in one rule. The engine took 128; a scheme's `when` may hold 40."""
MAX_EVENTS = 100
"""Ours: entries looked at in one window. Nothing fails beyond it; 400 took 30 ms, 100 takes 9 ms."""
MAX_MEMORY_BYTES = 512 * 1024 * 1024
"""Address space of the child. It was seen to take 28 MB; a ruleset that is never freed has 135 KB."""
MAX_INTEGER = 2**53
"""Beyond it the engine compares integers as floats; from 2**63 it makes them all equal."""
SCALE = 10_000
"""Numbers are counted in hundredths of a penny: a float with an exponent is an error to it (204)."""
ZERO = 2**52
"""What stands for nought, so that no number is negative."""


class WatchError(GovengineError):
    """A pattern cannot be watched, or the engine said something that is not so."""
