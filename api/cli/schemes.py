"""Commands about schemes: check, diff, decide, adopt."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

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


@click.command()
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--sarif", is_flag=True, help="Print SARIF 2.1.0, for editors and code hosts.")
@as_json_too
def check(folders: tuple[Path, ...], *, sarif: bool, as_json: bool) -> int:
    """Check versions of schemes: every problem, with its place and what to do."""
    from api.checking import check_folders
    from api.sarif import sarif_of

    reports = check_folders(folders)
    if sarif:
        print_json(sarif_of(reports))
    elif as_json:
        print_json({"versions": [report.to_json() for report in reports]})
    else:
        for report in reports:
            say_problems(report.problems, as_json=False)
            for line in (report.line(), *report.lines_below()):
                click.echo(line)
    return FINDING if any(report.errors for report in reports) else FINE


@click.command()
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if something would change.")
@as_json_too
def fmt(folders: tuple[Path, ...], *, only_check: bool, as_json: bool) -> int:
    """Put the scheme.yaml of each folder into its normal form; comments are kept."""
    from govengine.scheme.layout import laid_out

    changed = []
    for file in (folder / "scheme.yaml" for folder in folders):
        if not file.is_file():
            raise click.UsageError(f"{file.parent} has no scheme.yaml.")
        content = file.read_bytes()
        made = laid_out(content, str(file))
        if made != content:
            changed.append(str(file))
            if not only_check:
                file.write_bytes(made)
    if as_json:
        print_json({"changed": changed})
    else:
        for name in changed:
            click.echo(f"{name}: {'would be' if only_check else 'was'} laid out anew")
    return FINDING if changed and only_check else FINE


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("before", type=_FOLDER)
@click.argument("after", type=_FOLDER)
@as_json_too
def diff(before: Path, after: Path, *, as_json: bool) -> int:
    """Say what version AFTER changes of version BEFORE, and whether each change is tighter or looser."""
    from api.checking import compare_folders
    from api.difference_text import lines

    difference = compare_folders(before, after)
    if as_json:
        print_json(difference.to_json())
    else:
        for line in lines(difference):
            click.echo(line)
    return FINE if difference.same else FINDING


@click.command()
@click.argument("file", type=click.File("rb"), required=False)
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Answer every row of a .csv (a spreadsheet) or .jsonl file.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where the answers of --batch go; standard output if left out.",
)
@RULES
@as_json_too
def decide(file: Any, batch: Path | None, out: Path | None, rules: Path | None, *, as_json: bool) -> int:
    """Answer a what-if from a JSON FILE (- for standard input), or a whole file of them. Nothing is recorded."""
    from api.checking import drafts_in
    from api.commands.evaluate import evaluate
    from api.json_text import read_json

    if (file is None) is (batch is None):
        raise click.UsageError("Name a FILE, or a file of rows with --batch.")
    library = drafts_in(rules or settings_of().rules)
    if batch is not None:
        return _decide_batch(batch, out, library, as_json=as_json)
    if out is not None:
        raise click.UsageError("--out goes with --batch.")
    answer = evaluate(read_json(file.read()), library, lambda: library, datetime.now(UTC))
    if as_json:
        print_json(answer)
    else:
        click.echo(answer["summary"])
    return FINE


def _decide_batch(batch: Path, out: Path | None, library: Any, *, as_json: bool) -> int:
    from api.batch_files import FORMS, decide_file

    if batch.suffix.lower() not in FORMS:
        raise click.UsageError(f"--batch takes files that end in {', '.join(FORMS)}.")
    if as_json and out is None:
        raise click.UsageError("With --json the counts are printed: name a file for the answers with --out.")
    if out is not None and out.resolve() == batch.resolve():
        raise click.UsageError("--out names the file that is read.")
    count = decide_file(batch, out, library, datetime.now(UTC), quiet=as_json)
    if as_json:
        print_json(count.to_json())
    else:
        click.echo(count.text(), err=True)
    return FINDING if count.problems else FINE


@click.command()
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--by", required=True, help="Who adopts them. Kept as personal.")
@click.option("--role", required=True, help="In which role.")
@click.option("--authority", required=True, help="On what authority: the minute or resolution.")
@click.option(
    "--signatures",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file of what bodies that share an outcome have signed on paper.",
)
@click.option(
    "--example-signatures",
    is_flag=True,
    help="To try things out: make up the signatures that lack, and mark them as examples.",
)
@DATABASE
@as_json_too
def adopt(
    folders: tuple[Path, ...],
    *,
    by: str,
    role: str,
    authority: str,
    signatures: Path | None,
    database: str | None,
    example_signatures: bool,
    as_json: bool,
) -> int:
    """Adopt versions of schemes: from then on they govern, and the record says so."""
    from api.checking import read_folders
    from api.schemas.outcomes import handed_in

    versions = read_folders(folders)
    given = [] if signatures is None else handed_in(signatures.read_bytes())
    with running(database) as service:
        adopted = service.live.adopt(
            versions,
            by=by,
            role=role,
            authority=authority,
            signatures=given,
            example_signatures=example_signatures,
        )
    if as_json:
        names = ("scheme", "version", "layer", "digest", "entry_index", "recorded_at")
        print_json({"adopted": [{name: getattr(row, name) for name in names} for row in adopted]})
    else:
        for row in adopted:
            click.echo(
                f"adopted {row.scheme}/{row.version} ({row.layer}), entry {row.entry_index}, {row.digest}"
            )
        if len(adopted) < len(versions):
            click.echo(f"{len(versions) - len(adopted)} adopted before, with the same text")
    return FINE
