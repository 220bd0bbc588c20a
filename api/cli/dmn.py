"""Commands about DMN models."""

from pathlib import Path

import click
import yaml

from api.cli.frame import FINDING, FINE, as_json_too, print_json, say_problems


@click.command("import-dmn")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to", "folder", required=True, type=click.Path(path_type=Path), help="A new folder for the version."
)
@click.option("--owner", required=True, help="The body whose scheme it is.")
@click.option("--ask", required=True, help="The role to ask where nobody holds a grant.")
@click.option("--accountable", required=True, help="The role that answers for the scheme.")
@click.option("--from", "first_day", required=True, help="The first day it applies, such as 2026-04-01.")
@click.option("--jurisdiction", default="England", show_default=True, help="Where its law applies.")
@as_json_too
def import_dmn(
    file: Path,
    folder: Path,
    *,
    owner: str,
    ask: str,
    accountable: str,
    first_day: str,
    jurisdiction: str,
    as_json: bool,
) -> int:
    """Make a draft of a scheme from the decision tables of a DMN FILE. Read it before anybody adopts it."""
    from api.checking import check_folders
    from govengine.dmn.carrying import carry, scheme_of
    from govengine.dmn.reader import read_model

    if folder.exists():
        raise click.UsageError(
            f"{folder} is there already: name a new folder, so that nothing is written over."
        )
    model = read_model(file.read_bytes(), file.name)
    carried = carry(model)
    said = {
        "owner": owner,
        "ask": ask,
        "accountable": accountable,
        "from": first_day,
        "jurisdiction": jurisdiction,
    }
    folder.mkdir(parents=True)
    text = yaml.safe_dump(scheme_of(model, carried, said), sort_keys=False, allow_unicode=True, width=110)
    (folder / "scheme.yaml").write_text(text, "utf-8")
    [report] = check_folders([folder])
    if as_json:
        print_json({"notes": carried.notes, "version": report.to_json()})
    else:
        for note in carried.notes:
            click.echo(note)
        say_problems(report.problems, as_json=False)
        click.echo(report.line())
    return FINDING if report.errors else FINE
