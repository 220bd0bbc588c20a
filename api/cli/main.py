"""The command line, put together."""

import click

from api.cli import (
    accounts,
    agreement,
    backup,
    dmn,
    export,
    log,
    log_bundle,
    log_evidence,
    retention,
    scenarios,
    schemes,
    service,
    simulate,
    watch,
)


@click.group()
@click.version_option(package_name="govengine-decisions")
def main() -> None:
    """Whose decision is it? Rules for delegated authority, and a record anyone can verify."""


log.log.add_command(export.export)
for command in (
    schemes.check,
    schemes.diff,
    schemes.fmt,
    schemes.decide,
    dmn.import_dmn,
    scenarios.test,
    schemes.adopt,
    log.log,
    backup.backup,
    backup.restore,
    retention.retention,
    simulate.simulate,
    watch.watch,
    agreement.agreement,
    service.key,
    accounts.account,
    service.db,
    service.serve,
    service.assets,
    service.doctor,
    service.demonstrate,
):
    main.add_command(command)

for command in (
    log_bundle.bundle,
    log_evidence.prove,
    log_evidence.disclose,
    log_evidence.checkpoint,
    log_evidence.keys,
):
    log.log.add_command(command)
service.key.add_command(log_evidence.rotate)
