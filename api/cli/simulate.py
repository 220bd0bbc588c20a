"""`govengine simulate`: a long history that never happened, as a log that verifies."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from api.cli.frame import DATABASE, FINE, RULES, as_json_too, print_json, settings_of


@click.command()
@click.option("--seed", type=int, required=True, help="The same seed gives the same log, byte for byte.")
@click.option("--decisions", type=click.IntRange(1), required=True, help="How many decisions.")
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2023-10-02",
    show_default=True,
    help="The first day.",
)
@click.option(
    "--rate",
    type=click.FloatRange(0, min_open=True),
    help="Decisions on an ordinary working day at the start; about three years' worth if left out.",
)
@click.option(
    "--workers",
    type=click.IntRange(0),
    help="Processes that decide beside the one that writes; the log is the same. Chosen by the length if left out.",
)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the keys, which come from the seed (GOVENGINE_HOME, or .govengine).",
)
@DATABASE
@RULES
@as_json_too
def simulate(
    *,
    seed: int,
    decisions: int,
    start: datetime,
    rate: float | None,
    workers: int | None,
    home: Path | None,
    database: str | None,
    rules: Path | None,
    as_json: bool,
) -> int:
    """Write a made-up history into an empty log: real answers, real proofs, nobody's data."""
    from api.simulation.calendar import rate_for
    from api.simulation.opening import open_simulation
    from api.simulation.simulation import simulate as run
    from api.simulation.world import Plan

    settings = settings_of(database=database, rules=rules, home=home)
    first: date = start.date()
    plan = Plan(seed, decisions, first, rate or rate_for(decisions, first), settings.late_after)
    folders = sorted(path.parent for path in settings.rules.glob("*/*/scheme.yaml"))
    desk = open_simulation(settings, plan)
    try:
        with click.progressbar(
            length=decisions,
            label="Simulating",
            file=sys.stderr,
            hidden=as_json or not sys.stderr.isatty(),
        ) as bar:
            written = run(desk, folders, plan, lambda done: bar.update(done - bar.pos), workers=workers)
    finally:
        desk.close()
    if as_json:
        print_json(written)
    else:
        click.echo(
            f"{written['decisions']:,} decisions in {written['entries']:,} entries of {written['origin']}; "
            f"root {written['root']}"
        )
    return FINE
