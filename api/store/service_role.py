"""The PostgreSQL role a service runs as: it may add to the log and not change it (`service_role.sql`)."""

import re
from importlib.resources import files

from govengine.errors import Problem, RecordError

ROLE = "govengine_service"
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}\Z")


def statements(name: str = ROLE) -> str:
    """The statements that make the role `name`, or renew its rights.

    Raises RecordError `role-name` for a name that PostgreSQL would not take without quotes.
    """
    if not _NAME.match(name):
        message = f"{name!r} cannot be written without quotes."
        what_to_do = "Use small letters, digits and underscores, at most 63."
        raise RecordError([Problem("role-name", message, what_to_do)])
    return files("api.store").joinpath("service_role.sql").read_text().replace(ROLE, name)
