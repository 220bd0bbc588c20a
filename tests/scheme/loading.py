"""Loading for tests: everything that is wrong with a version, by itself and among others."""

from govengine.errors import Problem
from govengine.scheme import Library, Version, read_version
from tests.decide.meaning_example import FLOOR, LIMITS, SCHEME

__all__ = ["EXAMPLE", "FLOOR", "LIMITS", "SCHEME", "errors", "one", "placed", "problems_of", "versions_of"]

EXAMPLE = {"scheme.yaml": SCHEME, "limits.csv": LIMITS}


def versions_of(*folders: dict[str, bytes]) -> tuple[list[Version], list[Problem]]:
    """What could be read of each folder, and the problems of reading."""
    versions, problems = [], []
    for files in folders:
        version, found = read_version(files)
        problems += found
        if version is not None:
            versions.append(version)
    return versions, problems


def problems_of(*folders: dict[str, bytes]) -> list[Problem]:
    """Everything wrong with the folders. The example's floor is always among them."""
    versions, problems = versions_of(*folders, {"scheme.yaml": FLOOR})
    if not [p for p in problems if p.severity == "error"]:
        library = Library(versions)
        for version in versions:
            problems += library.problems(version)
    return list(dict.fromkeys(problems))


def errors(*folders: dict[str, bytes]) -> list[Problem]:
    """Those that stop the load."""
    return [p for p in problems_of(*folders) if p.severity == "error"]


def one(found: list[Problem], code: str) -> Problem:
    """The first of this code."""
    return next(p for p in found if p.code == code)


def placed(text: str, offset: int) -> str:
    """The place of an offset in the example's scheme, as a problem gives it."""
    line = text.count("\n", 0, offset) + 1
    return f"scheme.yaml:{line}:{offset - text.rfind(chr(10), 0, offset)}"
