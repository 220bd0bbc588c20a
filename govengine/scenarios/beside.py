"""Schemes that lie beside a feature file, for stories no scheme in force can tell."""

from pathlib import Path

from govengine.errors import SchemeError
from govengine.scheme import Library, read_folder, read_version


def library_beside(library: Library, folder: Path) -> Library:
    """The library, and the schemes in `<folder>/<scheme>/<version>/`. Raises SchemeError.

    A version that lies beside the file stands in for the library's of the same name, so that a draft can be tried.
    """
    found, problems = [], []
    for path in sorted(folder.glob("*/*/scheme.yaml")):
        version, wrong = read_version(read_folder(path.parent), str(path.parent))
        problems += [problem for problem in wrong if problem.severity == "error"]
        found += [version] if version is not None else []
    if problems:
        raise SchemeError(problems)
    names = {version.name for version in found}
    known = [one for versions in library.schemes.values() for one in versions if one.name not in names]
    return Library([*known, *found]) if found else library
