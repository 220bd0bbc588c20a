"""Commands about the service: keys, the database, serving, what is installed."""

from pathlib import Path
from typing import Any

import click

from api.cli.frame import (
    DATABASE,
    FINDING,
    FINE,
    RULES,
    as_json_too,
    check_whose,
    print_json,
    running,
    settings_of,
)

MOST_WORKERS = 64


@click.group()
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
@click.option(
    "--person", help="Whose key it is alone: as your systems know them. What they do is theirs for certain."
)
@click.option(
    "--acts-as", multiple=True, help="A role of a scheme that the person holds; as often as there are roles."
)
@DATABASE
@as_json_too
def new_key(  # noqa: PLR0917 - options of the command
    body: str,
    client: str,
    role: str,
    sandbox: bool,  # noqa: FBT001
    person: str | None,
    acts_as: tuple[str, ...],
    database: str | None,
    *,
    as_json: bool,
) -> int:
    """Make a key and show it once."""
    from api.auth.caller import ApiRole
    from api.store.keys import create_key

    if role not in set(ApiRole):
        raise click.UsageError(f"There is no role {role!r}. Use one of: {', '.join(ApiRole)}.")
    if (person is None) is bool(acts_as):
        raise click.UsageError("A person's own key needs both: --person REF, and --acts-as ROLE.")
    check_whose(person, acts_as)
    with running(database) as service:
        made, secret = service.live.appender.submit(
            lambda tx: create_key(
                tx, body=body, client=client, role=role, sandbox=sandbox, person=person, acts_as=acts_as
            )
        )
    if as_json:
        told = {"id": made.id, "key": secret, "body": body, "client": client, "role": role}
        print_json(told | {"sandbox": sandbox, "person": person, "acts_as": sorted(made.roles_held)})
    else:
        whose = "" if person is None else f" It is {person}'s alone, who acts as {made.acts_as}."
        click.echo(secret)
        click.echo(f"A key of {body} for {client}, role {role}.{whose} It is shown only now.", err=True)
    return FINE


@key.command("list")
@DATABASE
@as_json_too
def list_keys(database: str | None, *, as_json: bool) -> int:
    """List the keys, without their secrets, which nobody has any more."""
    from api.store.keys import list_keys as every_key

    with running(database) as service, service.live.engine.connect() as connection:
        found = every_key(connection)
    if as_json:
        print_json({"keys": [_told(one) for one in found]})
    for one in () if as_json else found:
        whose = "-" if one.person is None else f"{one.person} as {one.acts_as}"
        state = "revoked" if one.revoked_at else "sandbox" if one.sandbox else "good"
        click.echo(f"{one.id}\t{one.body}\t{one.client}\t{one.role}\t{whose}\t{state}")
    return FINE


@key.command()
@click.argument("key_id")
@DATABASE
@as_json_too
def revoke(key_id: str, database: str | None, *, as_json: bool) -> int:
    """Admit a key no more, within a second. What its person agreed to and is not adopted counts no more either."""
    from api.store.keys import revoke_key

    with running(database) as service:
        done = service.live.appender.submit(lambda tx: revoke_key(tx, key_id))
    if not done:
        raise click.UsageError(f"There is no key {key_id!r} that is good. `govengine key list` shows all.")
    print_json({"id": key_id, "revoked": True}) if as_json else click.echo(
        f"{key_id} admits nobody any more."
    )
    return FINE


def _told(one: Any) -> dict[str, Any]:
    names = ("id", "body", "client", "role", "sandbox", "person", "created_at", "revoked_at")
    return {name: getattr(one, name) for name in names} | {"acts_as": sorted(one.roles_held)}


@click.group()
def db() -> None:
    """The database."""


@db.command()
@DATABASE
@as_json_too
def upgrade(database: str | None, *, as_json: bool) -> int:
    """Bring the tables to what this version needs."""
    with running(database) as service:
        url = service.live.engine.url.render_as_string(hide_password=True)
    print_json({"database": url}) if as_json else click.echo(f"up to date: {url}")
    return FINE


@db.command()
@click.option("--name", default="govengine_service", show_default=True, help="The role.")
@as_json_too
def role(name: str, *, as_json: bool) -> int:
    """Print the SQL that makes the service's own role on PostgreSQL: it adds to the log and changes nothing."""
    from api.store.service_role import statements

    sql = statements(name)
    print_json({"role": name, "sql": sql}) if as_json else click.echo(sql)
    return FINE


@click.command()
@click.option("--port", type=int, help="Port (GOVENGINE_PORT, or 8000).")
@click.option("--host", help="Address to listen on (GOVENGINE_HOST, or 127.0.0.1).")
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    help="Processes that answer (GOVENGINE_WORKERS, or 1); more than one need PostgreSQL.",
)
@DATABASE
@RULES
@as_json_too
def serve(
    port: int | None,
    host: str | None,
    workers: int | None,
    database: str | None,
    rules: Path | None,
    *,
    as_json: bool,
) -> int:
    """Serve the API."""
    from dataclasses import replace

    from api.bootstrap import bootstrap
    from api.pages.frontend import STYLESHEET
    from api.server import run

    settings = settings_of(port=port, host=host, workers=workers, database=database, rules=rules)
    if settings.workers > 1 and settings.database_url.startswith("sqlite"):
        raise click.UsageError(
            "SQLite has one writer, so it takes one process. Leave --workers out, or use PostgreSQL (docs/postgresql.md)."
        )
    # What is missing is told here, and not by a worker that dies.
    bootstrap(replace(settings, watch=False)).close()
    if not (settings.assets / STYLESHEET).is_file():
        click.echo("The pages will be plain: `govengine assets` installs their stylesheet.", err=True)
    address = f"http://{settings.host}:{settings.port}"
    print_json({"address": address}) if as_json else click.echo(f"Serving on {address}. Stop with Ctrl-C.")
    run(settings)
    return FINE


@click.command()
@as_json_too
def assets(*, as_json: bool) -> int:
    """Install the stylesheet of the pages, with npm. Without it they are plain, and work."""
    from api.pages.frontend import install

    path = install(settings_of().assets, lambda text: click.echo(text, err=True))
    print_json({"stylesheet": str(path)}) if as_json else click.echo(f"The stylesheet is at {path}.")
    return FINE


@click.command()
@DATABASE
@as_json_too
def doctor(database: str | None, *, as_json: bool) -> int:
    """Say what is here, what is missing, and the command that installs it."""
    from api.examination import examine

    findings = examine(settings_of(database=database))
    if as_json:
        print_json({"findings": [finding.to_json() for finding in findings]})
    else:
        for finding in findings:
            click.echo(finding.line())
    return FINE if all(finding.fine or finding.optional for finding in findings) else FINDING


@click.command(hidden=True)
@DATABASE
@RULES
@as_json_too
def demonstrate(database: str | None, rules: Path | None, *, as_json: bool) -> int:
    """For `make run`: adopt the shipped schemes, make a development key, answer one sample decision."""
    from api.demonstration import demonstrate as show

    said: list[str] = []
    show(settings_of(database=database, rules=rules), said.append if as_json else click.echo)
    if as_json:
        print_json({"said": said})
    return FINE
