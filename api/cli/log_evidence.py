"""What of the log leaves it as a file: receipts, disclosures, checkpoints, keys."""

import json
from pathlib import Path
from typing import Any

import click

from api.cli.frame import DATABASE, FINE, as_json_too, print_json, running, settings_of

OUT = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; it must not be there yet."
)  # fmt: skip


@click.command()
@click.argument("entry")
@click.option("--size", type=click.IntRange(1), help="By the checkpoint of so many entries.")
@click.option(
    "--bundle",
    type=click.Path(exists=True, path_type=Path),
    help="From an audit bundle, with no service and no database.",
)
@OUT
@DATABASE
@as_json_too
def prove(
    *,
    entry: str,
    size: int | None,
    bundle: Path | None,
    out: Path | None,
    database: str | None,
    as_json: bool,
) -> int:
    """Write the receipt of an entry, named by its index or its id (a decision's, for one)."""
    if bundle is None:
        receipt = _from_log(entry, size, database)
    elif database is None:
        from api.evidence.bundle_proving import receipt_from_bundle

        receipt = receipt_from_bundle(bundle, entry, size)
    else:
        raise click.UsageError("Say --bundle or --database, not both.")
    said = f"The receipt of entry {receipt.index}, at {receipt.size} entries"
    return _deliver(receipt.to_json(), out, said, as_json=as_json)


def _from_log(entry: str, size: int | None, database: str | None) -> Any:
    from api.evidence.opened_log import opened_log
    from api.evidence.proving import receipt_for

    with opened_log(settings_of(database=database)) as engine, engine.connect() as connection:
        return receipt_for(connection, entry, size)


@click.command()
@click.argument("entry")
@click.option(
    "--reveal", "names", multiple=True, required=True, help="A personal fact, or side.reasons and the like."
)
@click.option("--purpose", help="What it is needed for, in your own words; recorded.")
@OUT
@DATABASE
@as_json_too
def disclose(
    entry: str,
    names: tuple[str, ...],
    purpose: str | None,
    out: Path | None,
    database: str | None,
    *,
    as_json: bool,
) -> int:  # fmt: skip
    """Write an entry with single personal facts of it revealed and all others withheld, with proof."""
    from api.evidence.proving import disclosure_of
    from api.reading_here import record_reading_here

    with running(database) as service, service.live.engine.connect() as connection:
        disclosure = disclosure_of(connection, entry, names)
        record_reading_here(service.live, "disclose", [disclosure.receipt.index], purpose=purpose)
    said = f"The disclosure of entry {disclosure.receipt.index}, with {', '.join(disclosure.revealed)}"
    return _deliver(disclosure.to_json(), out, said, as_json=as_json)


@click.command()
@DATABASE
@as_json_too
def keys(database: str | None, *, as_json: bool) -> int:
    """Print the public keys the log has signed with, and from which size on. The last one signs now."""
    from api.evidence.opened_log import opened_log
    from api.store.signing import keys_of_log

    with opened_log(settings_of(database=database)) as engine, engine.connect() as connection:
        found = keys_of_log(connection)
    if as_json:
        print_json({"keys": [{"since_size": since, "key": key.text()} for since, key in found]})
    else:
        for since, key in found:
            click.echo(key.text())
            click.echo(f"  signs from {since} entries on", err=True)
    return FINE


@click.command()
@click.option("--to", "place", help="Leave it in a file, a folder or at an http(s) address as well.")
@DATABASE
@as_json_too
def checkpoint(place: str | None, database: str | None, *, as_json: bool) -> int:
    """Print the latest checkpoint: what the log signed last. Keep copies where the log's owner has no say."""
    from datetime import UTC, datetime

    from api.evidence.daily_copy import latest, leave_copy
    from api.evidence.opened_log import opened_log

    settings = settings_of(database=database)
    with opened_log(settings) as engine:
        size, note = latest(engine)
        if place is not None:
            leave_copy(engine, place, settings.home, datetime.now(UTC))
    if as_json:
        print_json({"size": size, "checkpoint": note, "copied_to": place})
    else:
        click.echo(note, nl=False)
    return FINE


@click.command("rotate-log")
@click.option("--by", help="Who has it changed. Kept as personal.")
@DATABASE
@as_json_too
def rotate(by: str | None, database: str | None, *, as_json: bool) -> int:
    """Change the key the log signs with: an entry says so, signed by the old and the new key."""
    from api.commands.rotate_log_key import change_log_key
    from api.store.signing import last_key

    with running(database) as service:
        appended = change_log_key(service.live.appender, service.live.log_key, by=by)
        with service.live.engine.connect() as connection:
            key = last_key(connection)
    if as_json:
        print_json({"entry": appended.index, "key": key})
    else:
        click.echo(key)
        click.echo(
            f"This key signs from entry {appended.index} on. Publish it, and back up its file.", err=True
        )
    return FINE


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet: evidence is never written over."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise click.UsageError(f"{path} is there already: name another file.") from error
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}.") from error


def _deliver(value: Any, out: Path | None, said: str, *, as_json: bool) -> int:
    if out is None:
        print_json(value)
        return FINE
    write_new(out, json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n")
    print_json({"file": str(out)}) if as_json else click.echo(f"{said}: {out}")
    return FINE
