"""A stored log opened to be read: no private key, no service, and nothing is made where nothing is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.settings import Settings
from api.store import connect
from api.store.upgrade import alembic_config
from govengine.errors import Problem, RecordError


@contextmanager
def opened_log(settings: Settings) -> Iterator[Engine]:
    """The engine of the log that is there. Raises RecordError `no-log` when there is none that can be read."""
    engine = connect(settings.database_url)
    try:
        _check(engine)
        yield engine
    finally:
        engine.dispose()


def _check(engine: Engine) -> None:
    place = engine.url.render_as_string(hide_password=True)
    if engine.url.get_backend_name() == "sqlite" and not Path(engine.url.database or "").is_file():
        raise _no_log("There is no such file.", place)
    try:
        with engine.connect() as connection:
            here = MigrationContext.configure(connection).get_current_heads()
            wanted = ScriptDirectory.from_config(alembic_config(connection)).get_heads()
    except SQLAlchemyError as error:
        raise _no_log(f"It does not answer ({type(error).__name__}).", place) from error
    if not here:
        raise _no_log("There is no log in it.", place)
    if set(here) != set(wanted):
        message = f"Its tables are of another version of govengine ({', '.join(here)})."
        what_to_do = "Bring them up to date with: govengine db upgrade."
        raise RecordError([Problem("no-log", message, what_to_do, place)])


def _no_log(message: str, place: str) -> RecordError:
    what_to_do = "Name the database of the log with --database, or with GOVENGINE_DATABASE_URL."
    return RecordError([Problem("no-log", message, what_to_do, place)])
