"""What authors write: the scheme format, its digest, its layers, and the stack that governs a question."""

from govengine.scheme.library import Library, Succession
from govengine.scheme.stack import BoundGrant, BoundSafeguard, Clause, Company, Stack
from govengine.scheme.version import Version, read_folder, read_version
from govengine.scheme.vocabulary import CORE, FactType, facts_from_json
from govengine.scheme.words import At, How, Layer, Level, RoleKind, Step, Window

__all__ = [
    "CORE",
    "At",
    "BoundGrant",
    "BoundSafeguard",
    "Clause",
    "Company",
    "FactType",
    "How",
    "Layer",
    "Level",
    "Library",
    "RoleKind",
    "Stack",
    "Step",
    "Succession",
    "Version",
    "Window",
    "facts_from_json",
    "read_folder",
    "read_version",
]
