"""`govengine`: human text on a terminal, `--json` for machines, exit 0 fine, 1 a finding, 2 usage.

Commands of the base install (check, decide, test) import nothing of the service until they need it.
"""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from govengine.errors import GovengineError, Problem

FINE, FINDING, USAGE = 0, 1, 2


def _as_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--json`, and problems as text or JSON with exit 1; a part that is not installed is named."""

    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @wraps(command)
    def run(*args: Any, as_json: bool, **kwargs: Any) -> None:
        try:
            status = command(*args, as_json=as_json, **kwargs)
        except GovengineError as error:
            _say_problems(error.problems, as_json=as_json)
            status = FINDING
        except ImportError as error:
            raise click.UsageError(
                f"This needs a part that is not installed ({error.name}): pip install 'govengine-decisions[service]'"
            ) from error
        sys.exit(status or FINE)

    return run


def _say_problems(problems: Iterable[Problem], *, as_json: bool) -> None:
    found = list(problems)
    if as_json:
        _print_json({"problems": [problem.to_json() for problem in found]})
    else:
        for problem in found:
            click.echo(str(problem), err=True)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


_RULES = click.option(
    "--rules", type=click.Path(path_type=Path), help="Folder of schemes (GOVENGINE_RULES, or rules)."
)
_DATABASE = click.option("--database", help="Database URL (GOVENGINE_DATABASE_URL, or a file in .govengine).")


@click.group()
@click.version_option(package_name="govengine-decisions")
def main() -> None:
    """Whose decision is it? Rules for delegated authority, and a record anyone can verify."""


@main.command()
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@_as_json
def check(folders: tuple[Path, ...], *, as_json: bool) -> int:
    """Check versions of schemes: every problem, with its place and what to do."""
    from api.checking import check_folders

    reports = check_folders(folders)
    if as_json:
        _print_json({"versions": [report.to_json() for report in reports]})
    else:
        for report in reports:
            _say_problems(report.problems, as_json=False)
            click.echo(report.line())
    return FINDING if any(report.errors for report in reports) else FINE


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@main.command()
@click.argument("before", type=_FOLDER)
@click.argument("after", type=_FOLDER)
@_as_json
def diff(before: Path, after: Path, *, as_json: bool) -> int:
    """Say what version AFTER changes of version BEFORE, and whether each change is tighter or looser."""
    from api.checking import compare_folders
    from api.difference_text import lines

    difference = compare_folders(before, after)
    if as_json:
        _print_json(difference.to_json())
    else:
        for line in lines(difference):
            click.echo(line)
    return FINE if difference.same else FINDING


@main.command()
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
@_RULES
@_as_json
def decide(file: Any, batch: Path | None, out: Path | None, rules: Path | None, *, as_json: bool) -> int:
    """Answer a what-if from a JSON FILE (- for standard input), or a whole file of them. Nothing is recorded."""
    from api.checking import drafts_in
    from api.commands.evaluate import evaluate
    from api.json_text import read_json

    if (file is None) is (batch is None):
        raise click.UsageError("Name a FILE, or a file of rows with --batch.")
    library = drafts_in(rules or _settings().rules)
    if batch is not None:
        return _decide_batch(batch, out, library, as_json=as_json)
    if out is not None:
        raise click.UsageError("--out goes with --batch.")
    answer = evaluate(read_json(file.read()), library, lambda: library, datetime.now(UTC))
    if as_json:
        _print_json(answer)
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
        _print_json(count.to_json())
    else:
        click.echo(count.text(), err=True)
    return FINDING if count.problems else FINE


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@_RULES
@_as_json
def test(paths: tuple[Path, ...], rules: Path | None, *, as_json: bool) -> int:
    """Run the scenarios (.feature files) in PATHS."""
    from api.checking import drafts_in
    from govengine.scenarios import run_paths

    results = run_paths(paths, drafts_in(rules or _settings().rules))
    if as_json:
        _print_json({"scenarios": [result.to_json() for result in results]})
    else:
        for result in results:
            click.echo(result.line())
        bad = sum(not result.passed for result in results)
        click.echo(f"{len(results) - bad} passed, {bad} failed")
    return FINDING if not results or any(not result.passed for result in results) else FINE


@main.command()
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--by", required=True, help="Who adopts them. Kept as personal.")
@click.option("--role", required=True, help="In which role.")
@click.option("--authority", required=True, help="On what authority: the minute or resolution.")
@_DATABASE
@_as_json
def adopt(
    folders: tuple[Path, ...], by: str, role: str, authority: str, database: str | None, *, as_json: bool
) -> int:
    """Adopt versions of schemes: from then on they govern, and the record says so."""
    from api.checking import read_folders

    versions = read_folders(folders)
    with _running(database) as service:
        adopted = service.live.adopt(versions, by=by, role=role, authority=authority)
    if as_json:
        names = ("scheme", "version", "layer", "digest", "entry_index", "recorded_at")
        _print_json({"adopted": [{name: getattr(row, name) for name in names} for row in adopted]})
    else:
        for row in adopted:
            click.echo(
                f"adopted {row.scheme}/{row.version} ({row.layer}), entry {row.entry_index}, {row.digest}"
            )
        if len(adopted) < len(versions):
            click.echo(f"{len(versions) - len(adopted)} adopted before, with the same text")
    return FINE


@main.group()
def log() -> None:
    """The record."""


@log.command()
@_DATABASE
@_as_json
def verify(database: str | None, *, as_json: bool) -> int:
    """Derive every hash again, and decide every decision again."""
    from api.verifying import verify_and_redecide

    with (
        _running(database) as service,
        click.progressbar(
            length=1, label="Verifying", file=sys.stderr, hidden=as_json or not sys.stderr.isatty()
        ) as bar,
    ):

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        result = verify_and_redecide(service.live, progress)
    if as_json:
        _print_json(result.to_json())
    else:
        click.echo(result.text())
        _say_problems(result.problems, as_json=False)
    return FINE if result.well else FINDING


@main.group()
def key() -> None:
    """API keys."""


@key.command("new")
@click.option("--body", required=True, help="The body the key belongs to.")
@click.option("--client", required=True, help="What will use it.")
@click.option(
    "--role",
    default="caller",
    show_default=True,
    help="caller, worker, manager, owner, reviewer, auditor or admin.",
)
@click.option(
    "--sandbox", is_flag=True, help="For trying out: writes to a log of its own that can be deleted."
)
@_DATABASE
@_as_json
def new_key(body: str, client: str, role: str, sandbox: bool, database: str | None, *, as_json: bool) -> int:  # noqa: FBT001
    """Make a key and show it once."""
    from api.auth.caller import ApiRole
    from api.store.keys import create_key

    if role not in set(ApiRole):
        raise click.UsageError(f"There is no role {role!r}. Use one of: {', '.join(ApiRole)}.")
    with _running(database) as service:
        made, secret = service.live.appender.submit(
            lambda tx: create_key(tx, body=body, client=client, role=role, sandbox=sandbox)
        )
    if as_json:
        _print_json(
            {"id": made.id, "key": secret, "body": body, "client": client, "role": role, "sandbox": sandbox}
        )
    else:
        click.echo(secret)
        click.echo(f"A key of {body} for {client}, role {role}. It is shown only now.", err=True)
    return FINE


@main.group()
def db() -> None:
    """The database."""


@db.command()
@_DATABASE
@_as_json
def upgrade(database: str | None, *, as_json: bool) -> int:
    """Bring the tables to what this version needs."""
    with _running(database) as service:
        url = service.live.engine.url.render_as_string(hide_password=True)
    _print_json({"database": url}) if as_json else click.echo(f"up to date: {url}")
    return FINE


@main.command()
@click.option("--port", type=int, help="Port (GOVENGINE_PORT, or 8000).")
@click.option("--host", help="Address to listen on (GOVENGINE_HOST, or 127.0.0.1).")
@_DATABASE
@_RULES
@_as_json
def serve(
    port: int | None, host: str | None, database: str | None, rules: Path | None, *, as_json: bool
) -> int:
    """Serve the API."""
    from api.server import run

    settings = _settings(port=port, host=host, database=database, rules=rules)
    address = f"http://{settings.host}:{settings.port}"
    _print_json({"address": address}) if as_json else click.echo(f"Serving on {address}. Stop with Ctrl-C.")
    run(settings)
    return FINE


@main.command()
@_DATABASE
@_as_json
def doctor(database: str | None, *, as_json: bool) -> int:
    """Say what is here, what is missing, and the command that installs it."""
    from api.examination import examine

    findings = examine(_settings(database=database))
    if as_json:
        _print_json({"findings": [finding.to_json() for finding in findings]})
    else:
        for finding in findings:
            click.echo(finding.line())
    return FINE if all(finding.fine or finding.optional for finding in findings) else FINDING


@main.command(hidden=True)
@_DATABASE
@_RULES
@_as_json
def demonstrate(database: str | None, rules: Path | None, *, as_json: bool) -> int:
    """For `make run`: adopt the shipped schemes, make a development key, answer one sample decision."""
    from api.demonstration import demonstrate as show

    said: list[str] = []
    show(_settings(database=database, rules=rules), said.append if as_json else click.echo)
    if as_json:
        _print_json({"said": said})
    return FINE


def _settings(**given: Any) -> Any:
    from api.settings import settings_from

    return settings_from(**given)


class _Running:
    """The service without its server, closed at the end."""

    def __init__(self, database: str | None) -> None:
        from dataclasses import replace

        from api.bootstrap import bootstrap

        self._service = bootstrap(replace(_settings(database=database), watch=False))

    def __enter__(self) -> Any:
        return self._service

    def __exit__(self, *_: object) -> None:
        self._service.close()


def _running(database: str | None) -> _Running:
    return _Running(database)
