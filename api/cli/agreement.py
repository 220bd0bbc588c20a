"""`govengine agreement`: how often people decided what rules in shadow would have allowed, without anybody's words."""

import click

from api.cli.frame import DATABASE, FINDING, FINE, as_json_too, print_json, running


@click.command()
@click.argument("scheme")
@click.option("--body", required=True, help="Whose decisions: those this body is party to.")
@DATABASE
@as_json_too
def agreement(scheme: str, body: str, database: str | None, *, as_json: bool) -> int:
    """How often people decided what the rules in shadow of SCHEME would have allowed, by rule and team.

    Counts only: the reasons people wrote are personal, and read with a key at /v1/schemes/SCHEME/agreement.
    """
    from api.queries.agreement import agreement_of

    with running(database) as service:
        found = agreement_of(service.live, scheme, body)
    if found is None:
        click.echo(f"No scheme called {scheme} has been adopted.", err=True)
        return FINDING
    rules = [
        {name: value for name, value in rule.items() if name != "reasons"} for rule in found.body["rules"]
    ]
    if as_json:
        print_json({**found.body, "rules": rules})
        return FINE
    for rule in rules:
        click.echo(_line(rule["rule"], rule))
        for team in rule["teams"]:
            click.echo("  " + _line(team["team"] or "smaller teams, and no team", team))
    if not rules:
        click.echo(f"No decision under {scheme} met a rule in shadow.")
    return FINE


def _line(name: str, told: dict[str, object]) -> str:
    still = f", {told['open']} open" if told["open"] else ""
    return f"{name}: {told['agree']} of {told['decided']} agree{still}"
