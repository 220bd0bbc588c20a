"""Watching: runs the watch off the reply's path. It owns the child process, the compiler and the thread."""

from api.watching.child import ChildLimits, Run, WatchChild
from api.watching.ledger import Ledger, Look, Round
from api.watching.watcher import Watcher, WatchState

__all__ = ["ChildLimits", "Ledger", "Look", "Round", "Run", "WatchChild", "WatchState", "Watcher"]
