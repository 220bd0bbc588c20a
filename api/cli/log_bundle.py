"""`govengine log bundle`: the log as one file for an auditor."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from api.cli.frame import DATABASE, FINE, as_json_too, print_json, running, settings_of
from api.cli.progress import progress_bar


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--body", help="With the personal values of decisions this body is party to; recorded.")
@click.option("--all", "everything", is_flag=True, help="With all personal values; recorded.")
@click.option("--purpose", help="What personal values are needed for, in your own words; recorded.")
@click.option("--from", "start", type=click.IntRange(0), default=0, help="Begin at the entry of this index.")
@click.option(
    "--copy",
    "--checkpoint",
    "copies",
    multiple=True,
    help="Checkpoints kept elsewhere: file, folder or address.",
)
@DATABASE
@as_json_too
def bundle(
    *,
    file: Path,
    body: str | None,
    everything: bool,
    purpose: str | None,
    start: int,
    copies: tuple[str, ...],
    database: str | None,
    as_json: bool,
) -> int:  # fmt: skip
    """Write the audit bundle, a zip FILE that can be checked alone. Without --body or --all nothing personal is in it."""
    from api.evidence.bundling import BundleWanted, write_bundle
    from api.evidence.opened_log import opened_log
    from api.evidence.outside_copy import copies_in, own_copies

    if body is not None and everything:
        raise click.UsageError("Say --body or --all, not both.")
    settings = settings_of(database=database)
    outside = own_copies(settings.checkpoint_to) | copies_in(copies)
    wanted = BundleWanted(start, body, everything, outside)
    if wanted.personal:
        _record(wanted.body, purpose, database)
    with opened_log(settings) as engine, progress_bar("Bundling", as_json=as_json) as progress:
        count = write_bundle(engine, file, wanted, datetime.now(UTC), progress)
    if as_json:
        print_json({"file": str(file), "entries": count, "personal": wanted.personal})
    else:
        click.echo(f"{count:,} entries, personal values {_shown(wanted)}: {file}")
        click.echo("Give the log's public key by another way: govengine log keys.", err=True)
    return FINE


def _record(body: str | None, purpose: str | None, database: str | None) -> None:
    """On the record before the first value is shown. Nobody holds a key here: it is whoever runs the service."""
    from api.reading_here import record_reading_here
    from api.store.exports import Selection, count_selected

    with running(database) as service:
        with service.live.engine.connect() as connection:
            count = count_selected(connection, Selection(body))
        record_reading_here(service.live, "bundle", count=count, body=body, purpose=purpose)


def _shown(wanted: Any) -> str:
    if wanted.everything:
        return "shown"
    return "withheld" if wanted.body is None else f"shown where {wanted.body} is party"
