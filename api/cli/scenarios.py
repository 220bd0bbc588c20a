"""The command that runs scenarios: `govengine test`."""

from pathlib import Path
from typing import Any

import click

from api.cli.frame import FINDING, FINE, RULES, as_json_too, print_json, settings_of
from api.cli.progress import progress_bar

_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@RULES
@click.option("--junit", type=_FILE, help="Write the results as JUnit XML.")
@click.option("--html", type=_FILE, help="Write a page for people who read no terminal.")
@click.option("--coverage", is_flag=True, help="Say which rules and clauses the scenarios have tried.")
@click.option(
    "--scheme",
    "schemes",
    multiple=True,
    help="Coverage of this scheme (may be given again), not of those asked about.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    help="With --coverage: exit 1 where a scheme's rules or clauses were seen in fewer of 100 ways.",
)
@as_json_too
def test(
    paths: tuple[Path, ...],
    *,
    rules: Path | None,
    junit: Path | None,
    html: Path | None,
    schemes: tuple[str, ...],
    fail_under: float | None,
    coverage: bool,
    as_json: bool,
) -> int:
    """Run the scenarios (.feature files) in PATHS, and say how far they try the rules."""
    from api.checking import drafts_in
    from govengine.scenarios.coverage import Collector

    coverage = coverage or fail_under is not None or bool(schemes)
    library = drafts_in(rules or settings_of().rules)
    unknown = [name for name in schemes if name not in library.schemes]
    if unknown:
        raise click.UsageError(
            f"No scheme is called {unknown[0]}. There are: {', '.join(sorted(library.schemes))}."
        )
    collector = Collector() if coverage else None
    results = _run(paths, library, collector, as_json=as_json)
    seen = collector.coverage(library, schemes) if collector else None
    _write(results, seen, junit, html)
    below = seen.below(fail_under) if seen is not None and fail_under is not None else []
    if as_json:
        covered = {} if seen is None else {"coverage": seen.to_json() | {"below": below}}
        print_json({"scenarios": [result.to_json() for result in results], **covered})
    else:
        _say(results, seen, below, fail_under)
    bad = not results or below or any(not result.passed for result in results)
    return FINDING if bad else FINE


def _run(paths: tuple[Path, ...], library: Any, collector: Any, *, as_json: bool) -> list[Any]:
    from govengine.scenarios import pages_at

    pages = pages_at(paths, library)
    total = sum(len(page.feature.scenarios) for page in pages)
    results: list[Any] = []
    with progress_bar("Running scenarios", as_json=as_json) as progress:
        for page in pages:
            for result in page.run(collector.observe if collector else None):
                results.append(result)
                progress(min(len(results), total), total)
    return results


def _write(results: list[Any], seen: Any, junit: Path | None, html: Path | None) -> None:
    from api.output_file import writing
    from govengine.scenarios.html_report import html_report
    from govengine.scenarios.junit_report import junit_report

    if junit is not None:
        with writing(junit, "utf-8") as file:
            file.write(junit_report(results))
    if html is not None:
        with writing(html, "utf-8") as file:
            file.write(html_report("Scenarios", results, seen))


def _say(results: list[Any], seen: Any, below: list[str], fail_under: float | None) -> None:
    from govengine.scenarios.terminal_report import lines_of_coverage, lines_of_run

    for line in lines_of_run(results):
        click.echo(line)
    if seen is not None:
        click.echo()
        for line in lines_of_coverage(seen):
            click.echo(line)
    if below:
        click.echo(f"less than {fail_under:g}% seen of: {', '.join(below)}")
    if not results:
        click.echo("There was nothing to run: no file that ends in .feature has a scenario.")
