"""Accounts of people who sign in on the pages."""

from collections.abc import Callable
from typing import Any

import click

from api.cli.frame import DATABASE, FINE, as_json_too, check_whose, print_json, running

NAME = click.argument("name")


@click.group()
def account() -> None:
    """Accounts of people who sign in on the pages."""


@account.command()
@NAME
@click.option("--body", required=True, help="The body they work for.")
@click.option("--role", required=True, help="caller, worker, manager, owner, reviewer, auditor or admin.")
@click.option("--person", help="How your systems know them, so that they are one person in the record.")
@click.option(
    "--acts-as", multiple=True, help="A role of a scheme that they hold; as often as there are roles."
)
@DATABASE
@as_json_too
def new(  # noqa: PLR0917 - options of the command
    name: str,
    body: str,
    role: str,
    person: str | None,
    acts_as: tuple[str, ...],
    database: str | None,
    *,
    as_json: bool,
) -> int:
    """Make an account, and show its first password once. They choose their own when they sign in."""
    from api.auth.caller import ApiRole
    from api.auth.identity import LOCAL
    from api.auth.passwords import first_password, hash_password, name_of
    from api.store.accounts import create_account

    if role not in set(ApiRole):
        raise click.UsageError(f"There is no role {role!r}. Use one of: {', '.join(ApiRole)}.")
    subject, password = name_of(name), first_password()
    if not subject.isprintable() or not subject:
        raise click.UsageError("A name has visible characters, and is on one line.")
    check_whose(person, acts_as)
    hashed = hash_password(password)
    with running(database) as service:
        made = service.live.appender.submit(
            lambda tx: create_account(
                tx,
                LOCAL,
                subject,
                body=body,
                role=role,
                password_hash=hashed,
                person=person,
                acts_as=acts_as,
            )
        )
    if made is None:
        raise click.UsageError(f"There is an account called {subject!r}. `govengine account list` shows all.")
    _show_password(password, f"An account of {body} for {subject}, role {role}.", as_json=as_json)
    return FINE


@account.command("list")
@DATABASE
@as_json_too
def list_all(database: str | None, *, as_json: bool) -> int:
    """List the accounts."""
    from api.store.accounts import list_accounts

    with running(database) as service, service.live.engine.connect() as connection:
        found = list_accounts(connection)
    if as_json:
        print_json({"accounts": [_told(one) for one in found]})
    for one in () if as_json else found:
        state = "disabled" if one.disabled_at else "first password" if one.must_change else "ready"
        click.echo(f"{one.subject}\t{one.body}\t{one.role}\t{state}")
    return FINE


@account.command()
@NAME
@DATABASE
@as_json_too
def disable(name: str, database: str | None, *, as_json: bool) -> int:
    """Admit somebody no more. Their sessions end at once; `reset` admits them again."""
    from api.store.accounts import disable_account

    found = _change(name, database, lambda tx, one: disable_account(tx, one.id))
    said = f"{found.subject} can sign in no more."
    print_json({"name": found.subject, "disabled": True}) if as_json else click.echo(said)
    return FINE


@account.command()
@NAME
@DATABASE
@as_json_too
def reset(name: str, database: str | None, *, as_json: bool) -> int:
    """Give somebody a first password again, and show it once. It admits them if they were disabled."""
    from api.auth.passwords import first_password, hash_password
    from api.store.accounts import enable_account, set_password

    password = first_password()
    hashed = hash_password(password)

    def command(tx: Any, one: Any) -> None:
        enable_account(tx, one.id)
        set_password(tx, one.id, hashed, must_change=True)

    found = _change(name, database, command)
    _show_password(password, f"A first password for {found.subject}.", as_json=as_json)
    return FINE


def _change(name: str, database: str | None, command: Callable[[Any, Any], None]) -> Any:
    from api.auth.identity import LOCAL
    from api.auth.passwords import name_of
    from api.store.accounts import find_account

    with running(database) as service:
        with service.live.engine.connect() as connection:
            found = find_account(connection, LOCAL, name_of(name))
        if found is None:
            raise click.UsageError(
                f"There is no account called {name!r}. `govengine account list` shows all."
            )
        service.live.appender.submit(lambda tx: command(tx, found))
    return found


def _show_password(password: str, said: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"password": password})
        return
    click.echo(password)
    click.echo(f"{said} It is shown only now.", err=True)


def _told(one: Any) -> dict[str, Any]:
    return {
        "name": one.subject,
        "issuer": one.issuer,
        "body": one.body,
        "role": one.role,
        "person": one.person,
        "acts_as": sorted(one.roles_held),
        "must_change": one.must_change,
        "created_at": one.created_at,
        "disabled_at": one.disabled_at,
    }
