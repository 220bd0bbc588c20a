"""Changing a scheme: what a change has to go through, by what it does, and what is waited for."""

from govengine.publishing.party import Parties, parties_of
from govengine.publishing.path import AGREEING, Part, Path, Step, path_for, wider
from govengine.publishing.progress import Done, Line, lines, ready

__all__ = [
    "AGREEING",
    "Done",
    "Line",
    "Part",
    "Parties",
    "Path",
    "Step",
    "lines",
    "parties_of",
    "path_for",
    "ready",
    "wider",
]
