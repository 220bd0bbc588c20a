"""Commands to back the record up and put it back."""

from pathlib import Path

import click

from api.cli.frame import (
    DATABASE,
    FINDING,
    FINE,
    RULES,
    as_json_too,
    print_json,
    running,
    say_problems,
    settings_of,
)
from api.cli.progress import progress_bar


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@DATABASE
@as_json_too
def backup(file: Path, database: str | None, *, as_json: bool) -> int:
    """Write the record to FILE while the service runs, and verify what was written."""
    from api.keeping.backup import back_up

    with running(database) as service, progress_bar("Backing up", as_json=as_json) as progress:
        report = back_up(service.live.engine, file, progress)
    if as_json:
        print_json({"file": str(file), "entries": report.verified, "root": report.root.hex()})
    else:
        click.echo(f"{report.verified} entries in {file}, verified; root {report.root.hex()}")
        click.echo("It holds personal values. Keep the register of erasures apart from it.", err=True)
    return FINE


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--repeat-erasures", is_flag=True, help="Without FILE: only erase again what was erased since the backup."
)
@click.option("--without-register", is_flag=True, help="Though there is no register of erasures to go by.")
@DATABASE
@RULES
@as_json_too
def restore(
    file: Path | None,
    repeat_erasures: bool,  # noqa: FBT001
    without_register: bool,  # noqa: FBT001
    database: str | None,
    rules: Path | None,
    *,
    as_json: bool,
) -> int:
    """Put the backup FILE into an empty database, and erase again what was erased since it was made."""
    from api.keeping.backup import repeat, what_was_lost
    from api.keeping.backup import restore as put_back

    if (file is None) is not repeat_erasures:
        raise click.UsageError("Name a FILE, or say --repeat-erasures.")
    settings = settings_of(database=database, rules=rules)
    if file is not None:
        with progress_bar("Restoring", as_json=as_json) as progress:
            put_back(settings, file, progress, without_register=without_register)
    with progress_bar("Verifying", as_json=as_json) as progress:
        repeated, result = repeat(settings, progress, restored=file is not None)
    lost = None if file is None else what_was_lost(settings, result)
    if as_json:
        print_json({"erasures_repeated": repeated, "lost": lost, **result.to_json()})
    else:
        if lost is not None:
            click.echo(lost, err=True)
        click.echo(f"{repeated} erasures repeated that the backup did not know of")
        for line in result.lines():
            click.echo(line)
        say_problems(result.problems, as_json=False)
    return FINE if result.well else FINDING
