"""The command line, put together."""

import click

from api.cli import backup, log, retention, schemes, service


@click.group()
@click.version_option(package_name="govengine-decisions")
def main() -> None:
    """Whose decision is it? Rules for delegated authority, and a record anyone can verify."""


for command in (
    schemes.check,
    schemes.diff,
    schemes.decide,
    schemes.test,
    schemes.adopt,
    log.log,
    backup.backup,
    backup.restore,
    retention.retention,
    service.key,
    service.db,
    service.serve,
    service.doctor,
    service.demonstrate,
):
    main.add_command(command)
