"""Commands about the record."""

import sys

import click

from api.cli.frame import DATABASE, FINDING, FINE, as_json_too, print_json, running, say_problems


@click.group()
def log() -> None:
    """The record."""


@log.command()
@DATABASE
@as_json_too
def verify(database: str | None, *, as_json: bool) -> int:
    """Derive every hash again, and decide every decision again."""
    from api.verifying import verify_and_redecide

    with (
        running(database) as service,
        click.progressbar(
            length=1, label="Verifying", file=sys.stderr, hidden=as_json or not sys.stderr.isatty()
        ) as bar,
    ):

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        result = verify_and_redecide(service.live, progress)
    if as_json:
        print_json(result.to_json())
    else:
        click.echo(result.text())
        say_problems(result.problems, as_json=False)
    return FINE if result.well else FINDING
