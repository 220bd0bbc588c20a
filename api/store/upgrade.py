"""Bringing a database to the tables this version needs."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from api.store import migrations
from api.store.database import lock_upgrade

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(engine: Engine) -> None:
    """Run the migrations that have not run, all or none. Safe to call from every process that starts."""
    with engine.connect() as connection:
        if _at(connection) == _newest():
            return  # as nearly every time: what runs migrations takes longer to import than the rest to start
    from alembic import command

    with engine.connect() as connection:
        lock_upgrade(connection)
        command.upgrade(alembic_config(connection), "head")
        connection.commit()


def _at(connection: Connection) -> str | None:
    """The migration that ran last."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _newest() -> str:
    """The last migration there is: their files are numbered."""
    folder = Path(migrations.__file__).parent / "versions"
    return max(path.name[:4] for path in folder.glob("[0-9]*.py"))


def alembic_config(connection: Connection) -> "Config":
    """Alembic's configuration for the migrations of the installed package, on `connection`."""
    from alembic.config import Config

    config = Config()
    folder = str(Path(migrations.__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
