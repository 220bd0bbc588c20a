"""`govengine watch`: look through what is recorded for the patterns that schemes name."""

from datetime import UTC, datetime

import click

from api.cli.frame import DATABASE, FINDING, FINE, as_json_too, print_json, running
from api.cli.progress import progress_bar


@click.command()
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="The first day: everything recorded from then on is looked at.",
)
@DATABASE
@as_json_too
def watch(since: datetime, database: str | None, *, as_json: bool) -> int:
    """Look through what was recorded since a day for the patterns under `watches:`.

    It can be stopped and run again: it goes on where it was, and what was found before is not recorded again.
    """
    from api.watching import WatchChild
    from api.watching.span import look_since

    with running(database) as service, progress_bar("Looking", as_json=as_json) as progress:
        child = WatchChild(service.settings.home / "shim")
        looked = look_since(service.live, child, since.replace(tzinfo=UTC), progress)
    if as_json:
        print_json(looked.to_json())
    else:
        click.echo(f"{looked.entries:,} entries looked at; {looked.findings:,} findings recorded.")
        if looked.failures:
            click.echo(f"{looked.failures:,} times it could not be looked: see the entries watch.failed.")
        if looked.stopped:
            click.echo(looked.stopped, err=True)
    return FINDING if looked.stopped else FINE
