"""What every command shares: `--json`, exit codes, and the service without its server."""

import json
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from govengine.errors import GovengineError, Problem

FINE, FINDING, USAGE = 0, 1, 2


def as_json_too(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--json`, and problems as text or JSON with exit 1; a part that is not installed is named."""

    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @wraps(command)
    def run(*args: Any, as_json: bool, **kwargs: Any) -> None:
        try:
            status = command(*args, as_json=as_json, **kwargs)
        except GovengineError as error:
            say_problems(error.problems, as_json=as_json)
            status = FINDING
        except ImportError as error:
            part = "dmn" if (error.name or "").partition(".")[0] == "lxml" else "service"
            raise click.UsageError(
                f"This needs a part that is not installed ({error.name}): pip install 'govengine-decisions[{part}]'"
            ) from error
        except Exception as error:
            if not _is_of_database(error):
                raise
            say_problems([_database_gone(error)], as_json=as_json)
            status = FINDING
        sys.exit(status or FINE)

    return run


def _is_of_database(error: Exception) -> bool:
    # By name: without the service's parts there is no SQLAlchemy to import, and then none of its errors.
    return any(
        f"{kind.__module__}.{kind.__name__}" == "sqlalchemy.exc.SQLAlchemyError"
        for kind in type(error).__mro__
    )


def _database_gone(error: Exception) -> Problem:
    # The driver's words: SQLAlchemy's repeat the statement, and could repeat what was to be stored.
    told = str(getattr(error, "orig", None) or type(error).__name__).partition("\n")[0]
    what_to_do = "See that it is there, that it can be reached, and that its tables are up to date: govengine db upgrade."
    return Problem("database", f"The database does not do what it was asked: {told}", what_to_do)


def say_problems(problems: Iterable[Problem], *, as_json: bool) -> None:
    """Problems, each in a line on standard error, or as JSON."""
    found = list(problems)
    if as_json:
        print_json({"problems": [problem.to_json() for problem in found]})
    else:
        for problem in found:
            click.echo(str(problem), err=True)


def print_json(value: Any) -> None:
    """A value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


RULES = click.option(
    "--rules", type=click.Path(path_type=Path), help="Folder of schemes (GOVENGINE_RULES, or rules)."
)
DATABASE = click.option("--database", help="Database URL (GOVENGINE_DATABASE_URL, or a file in .govengine).")


def settings_of(**given: Any) -> Any:
    """Settings from the environment and what was given, as `api.settings`."""
    from api.settings import settings_from

    return settings_from(**given)


class _Running:
    """The service without its server, closed at the end."""

    def __init__(self, database: str | None) -> None:
        from dataclasses import replace

        from api.bootstrap import bootstrap

        self._service = bootstrap(replace(settings_of(database=database), watch=False))

    def __enter__(self) -> Any:
        return self._service

    def __exit__(self, *_: object) -> None:
        self._service.close()


def running(database: str | None) -> _Running:
    """The service, for a `with`."""
    return _Running(database)


def check_whose(person: str | None, acts_as: Iterable[str]) -> None:
    """How somebody is known, and the roles they hold, can be kept. Raises UsageError."""
    if person is not None and not (0 < len(person) <= LONGEST_REF and person.isprintable()):
        raise click.UsageError("A person's reference has 1 to 200 visible characters.")
    if any(not role or len(role.split()) != 1 for role in acts_as):
        raise click.UsageError("A role is named as the scheme names it, without spaces.")


LONGEST_REF = 200
