"""`govengine doctor`: what is here, what is missing, and the command that installs it."""

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from api.settings import Settings

FRESH = timedelta(days=2)
"""A copy is left every day; one that is older was missed."""

MANY_HOURS = 48


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    fine: bool
    said: str
    optional: bool = False

    def line(self) -> str:
        """The finding in one line."""
        return f"{'ok     ' if self.fine else 'missing'} {self.what}: {self.said}"

    def to_json(self) -> dict[str, Any]:
        """The finding as JSON."""
        return {"what": self.what, "fine": self.fine, "optional": self.optional, "said": self.said}


def examine(settings: Settings) -> list[Finding]:
    """Look at everything the service needs or could use."""
    return [_python(), *_parts(), _stylesheet(settings), _compiler(), _watch(settings), *_service(settings)]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), version)


def _parts() -> list[Finding]:
    install = "pip install 'govengine-decisions[service]'"
    parts = {
        "flask": install,
        "sqlalchemy": install,
        "marshmallow": install,
        "granian": install,
        "psycopg": install,
        "argon2": install,
        "govuk_frontend_jinja": install,
    }
    found = []
    for part, command in parts.items():
        here = importlib.util.find_spec(part) is not None
        found.append(Finding(part, here, "installed" if here else command))
    return found


def _stylesheet(settings: Settings) -> Finding:
    from api.pages.frontend import STYLESHEET

    path = settings.assets / STYLESHEET
    here = path.is_file()
    said = str(path) if here else "the pages are plain without it: govengine assets"
    return Finding("stylesheet of the pages", here, said, optional=True)


def _compiler() -> Finding:
    here = shutil.which("cc") is not None
    return Finding(
        "C compiler",
        here,
        "found" if here else "apt-get install build-essential, for the watch",
        optional=True,
    )


def _watch(settings: Settings) -> Finding:
    from api.watching import WatchChild

    child = WatchChild(settings.home / "shim")
    try:
        ready = child.ensure()
        return Finding("watch", ready, "durable_rules answers" if ready else child.unavailable, optional=True)
    finally:
        child.close()


def _outside(copy: Any) -> Finding:
    if copy.age is None:
        said = "none; name a place that others rule with GOVENGINE_CHECKPOINT_TO"
    else:
        hours = int(copy.age.total_seconds()) // 3600
        ago = (
            "within the hour"
            if not hours
            else f"{hours} hours ago"
            if hours < MANY_HOURS
            else f"{hours // 24} days ago"
        )
        said = f"left at {copy.to}, {ago}"
    return Finding("outside copy", copy.age is not None and copy.age < FRESH, said, optional=True)


def _service(settings: Settings) -> list[Finding]:
    if not all(importlib.util.find_spec(part) for part in ("sqlalchemy", "alembic")):
        return []
    from dataclasses import replace

    from sqlalchemy.exc import SQLAlchemyError

    from api.bootstrap import bootstrap
    from govengine.errors import GovengineError

    try:
        service = bootstrap(replace(settings, watch=False))
    except (GovengineError, SQLAlchemyError, OSError) as error:
        return [Finding("record", False, str(error).splitlines()[0])]
    try:
        adopted = service.live.rules.in_force.adoptions
        url = service.live.engine.url.render_as_string(hide_password=True)
        said = (
            f"{len(adopted)} versions adopted" if adopted else "none adopted yet: govengine adopt rules/*/*"
        )
        return [
            Finding("record", True, url),
            Finding("schemes in force", bool(adopted), said),
            _outside(service.copies.state()),
        ]
    finally:
        service.close()
