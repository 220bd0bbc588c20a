"""Schemes in folders: all below a rules folder, and those that lie beside a feature file."""

from pathlib import Path

from govengine.errors import SchemeError
from govengine.scheme import Library, Version, read_folder, read_version


def library_in(rules: Path) -> Library:
    """Every version in `<rules>/<scheme>/<version>/`. Raises SchemeError."""
    return Library(_versions_in(rules))


def library_beside(library: Library, folder: Path) -> Library:
    """The library, and the schemes in `<folder>/<scheme>/<version>/`. Raises SchemeError.

    A version that lies beside the file stands in for the library's of the same name, so that a draft can be tried.
    """
    found = _versions_in(folder)
    names = {version.name for version in found}
    known = [one for versions in library.schemes.values() for one in versions if one.name not in names]
    return Library([*known, *found]) if found else library


def _versions_in(folder: Path) -> list[Version]:
    found, problems = [], []
    for path in sorted(folder.glob("*/*/scheme.yaml")):
        version, wrong = read_version(read_folder(path.parent), str(path.parent))
        problems += [problem for problem in wrong if problem.severity == "error"]
        found += [version] if version is not None else []
    if problems:
        raise SchemeError(problems)
    return found
