"""`govengine log export`: the decisions of a log, for whoever reads them elsewhere."""

import sys
from datetime import date
from pathlib import Path

import click

from api.cli.frame import DATABASE, FINE, as_json_too, print_json, running

FORMATS = ("ndjson", "csv")


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A day as 2026-05-02."""
    try:
        return None if value is None else date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a day. Write it as 2026-05-02.", ctx, param) from error


@click.command()
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="ndjson or csv; by the name of --out if left out."
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where it goes; standard output if left out.",
)
@click.option("--body", help="Only decisions this body is party to.")
@click.option("--from", "from_day", callback=_day, help="Only decisions taken on this day or later.")
@click.option("--to", "to_day", callback=_day, help="Only decisions taken on this day or earlier.")
@click.option(
    "--with-personal",
    is_flag=True,
    help="Show personal values, which is recorded; they are masked otherwise.",
)
@click.option("--purpose", help="What personal values are needed for, in your own words; recorded.")
@DATABASE
@as_json_too
def export(
    *,
    form: str | None,
    out: Path | None,
    body: str | None,
    from_day: str | None,
    to_day: str | None,
    purpose: str | None,
    with_personal: bool,
    database: str | None,
    as_json: bool,
) -> int:
    """Write recorded decisions, one a line: events as OPA logs them, or the thirty fields as columns."""
    from api.exporting.log_export import Format, export_log
    from api.output_file import writing
    from api.store.exports import Selection

    if as_json and out is None:
        raise click.UsageError(
            "With --json the counts are printed: name a file for the decisions with --out."
        )
    chosen = Format(form or ("csv" if out is not None and out.suffix.lower() == ".csv" else "ndjson"))
    # A mark tells spreadsheets that it is UTF-8: without one they show £ as two other characters.
    encoding = "utf-8-sig" if chosen is Format.CSV and out is not None else "utf-8"
    with (
        running(database) as service,
        writing(out, encoding) as write,
        click.progressbar(
            length=1, label="Exporting", file=sys.stderr, hidden=as_json or not sys.stderr.isatty()
        ) as bar,
    ):

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        chosen_rows = Selection(body, from_day, to_day)
        exported = export_log(
            service.live,
            write,
            chosen,
            chosen_rows,
            progress,
            with_personal=with_personal,
            purpose=purpose,
        )
    print_json(exported.to_json()) if as_json else click.echo(exported.text(), err=True)
    return FINE
