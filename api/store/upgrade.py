"""Bringing a database to the tables this version needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from api.store import migrations
from api.store.database import lock_upgrade


def upgrade(engine: Engine) -> None:
    """Run the migrations that have not run, all or none. Safe to call from every process that starts."""
    with engine.connect() as connection:
        lock_upgrade(connection)
        command.upgrade(alembic_config(connection), "head")
        connection.commit()


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration for the migrations of the installed package, on `connection`."""
    config = Config()
    folder = str(Path(migrations.__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
