"""Commands about how long the record keeps personal values."""

import click

from api.cli.frame import DATABASE, FINDING, FINE, as_json_too, print_json, running
from api.cli.progress import progress_bar


@click.group()
def retention() -> None:
    """How long personal values are kept."""


@retention.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@DATABASE
@as_json_too
def run(dry_run: bool, database: str | None, *, as_json: bool) -> int:  # noqa: FBT001
    """Erase what its class of record need not keep any longer, never under a hold."""
    from api.keeping.retention import run_retention

    with running(database) as service, progress_bar("Looking", as_json=as_json) as progress:
        outcome = run_retention(service.live, progress, dry_run=dry_run)
    if as_json:
        print_json(outcome.to_json())
    else:
        click.echo(outcome.text())
    return FINE


@retention.command()
@DATABASE
@as_json_too
def scrub(database: str | None, *, as_json: bool) -> int:
    """Rewrite the tables, so that no free space keeps what was erased. Nobody can record meanwhile."""
    from api.keeping.erasing import after_erasing

    with running(database) as service:
        clean = after_erasing(service.live, thoroughly=True)
    if as_json:
        print_json({"clean": clean})
    else:
        click.echo("Done." if clean else "Not everything could be rewritten: somebody uses it. Run it again.")
    return FINE if clean else FINDING
