"""The command line, put together."""

import click

from api.cli import export, log, schemes, service, simulate


@click.group()
@click.version_option(package_name="govengine-decisions")
def main() -> None:
    """Whose decision is it? Rules for delegated authority, and a record anyone can verify."""


log.log.add_command(export.export)
for command in (
    schemes.check,
    schemes.diff,
    schemes.decide,
    schemes.test,
    schemes.adopt,
    log.log,
    simulate.simulate,
    service.key,
    service.db,
    service.serve,
    service.doctor,
    service.demonstrate,
):
    main.add_command(command)
