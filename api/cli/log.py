"""`govengine log`: the record, verified as a whole or piece by piece."""

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import click

from api.cli.frame import DATABASE, FINDING, FINE, as_json_too, print_json, say_problems, settings_of
from api.cli.progress import progress_bar

KEYS = click.option(
    "--key",
    "keys",
    multiple=True,
    help="A public key you trust, or a file of them: of the log, and of witnesses. May be repeated.",
)
COPIES = click.option(
    "--copy",
    "--checkpoint",
    "copies",
    multiple=True,
    help="Checkpoints kept elsewhere: a file, a folder or the http(s) address of a text. May be repeated.",
)


@click.group()
def log() -> None:
    """The record."""


@log.command()
@click.argument("file", required=False, type=click.Path(exists=True, path_type=Path))
@KEYS
@COPIES
@click.option("--replay", is_flag=True, help="Decide every decision again as well.")
@click.option(
    "--jobs", type=click.IntRange(1), help="Processes that share a long log; one a core if left out."
)
@DATABASE
@as_json_too
def verify(
    *,
    file: Path | None,
    keys: tuple[str, ...],
    copies: tuple[str, ...],
    replay: bool,
    jobs: int | None,
    database: str | None,
    as_json: bool,
) -> int:
    """Derive every hash of the log again and check all it signed; or check FILE: a receipt, a disclosure or a bundle."""
    from api.evidence.given_keys import given_keys

    if file is None:
        return _verify_log(given_keys(keys), copies, database, replay=replay, jobs=jobs, as_json=as_json)
    if copies or jobs or database:
        raise click.UsageError("--copy, --jobs and --database are for a whole log: leave FILE out.")
    if not keys:
        raise click.UsageError("Name the log's public key with --key: it comes from the log's owner.")
    if file.is_dir() or zipfile.is_zipfile(file):
        return _verify_bundle(file, given_keys(keys), replay=replay, as_json=as_json)
    if replay:
        raise click.UsageError("--replay is for a whole log, or a bundle of one.")
    from api.evidence.offline import check_evidence

    evidence = check_evidence(file.read_bytes(), given_keys(keys))
    if as_json:
        print_json(evidence.to_json())
    else:
        for line in evidence.lines():
            click.echo(line)
    return FINE


def _verify_bundle(bundle: Path, keys: Any, *, replay: bool, as_json: bool) -> int:
    from api.evidence.bundle_check import check_bundle, decide_bundle_again

    result = check_bundle(bundle, keys)
    well = not result["findings"]
    if replay:
        result["decided_again"] = None
    if replay and well:  # what does not check is not decided by
        counts, withheld = decide_bundle_again(bundle)
        well = counts.well
        result["decided_again"] = {str(one): n for one, n in counts.counts.items()} | {"withheld": withheld}
        result["first_decided_differently"] = counts.first_bad
    if as_json:
        print_json(result)
    else:
        for name, value in result.items():
            click.echo(f"{name}: {json.dumps(value, ensure_ascii=False)}")
    return FINE if well else FINDING


def _verify_log(
    keys: Any, copies: tuple[str, ...], database: str | None, *, replay: bool, jobs: int | None, as_json: bool
) -> int:
    from api.evidence.opened_log import opened_log
    from api.evidence.outside_copy import copies_in, own_copies
    from api.evidence.verifying import verify_log
    from api.rule_store import RuleStore

    settings = settings_of(database=database)
    with opened_log(settings) as engine, progress_bar("Verifying", as_json=as_json) as progress:
        result = verify_log(
            engine,
            progress,
            rules=RuleStore(engine, settings.rules),
            replay=replay,
            keys=keys,
            copies=own_copies(settings.checkpoint_to) | copies_in(copies),
            jobs=jobs or len(os.sched_getaffinity(0)),
        )
    if as_json:
        print_json(result.to_json())
    else:
        for line in result.lines():
            click.echo(line)
        say_problems(result.problems, as_json=False)
    return FINE if result.well else FINDING
