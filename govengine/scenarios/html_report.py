"""How a run went, as a page that a manager can read: one file, without scripts or anything from elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from govengine.scenarios.coverage import WAYS, Coverage, RuleSeen, Seen, VersionSeen
from govengine.scenarios.result import Outcome, Result, StepResult
from govengine.scenarios.terminal_report import shown

STYLE = """\
body { font: 1.0625rem/1.5 system-ui, sans-serif; color: #0b0c0c; background: #fff; margin: 0 auto; padding: 1rem; max-width: 60rem; overflow-wrap: break-word }
a { color: #1a5a96 } :focus-visible { outline: 3px solid #0b0c0c; outline-offset: 2px; background: #ffdd00; color: #0b0c0c }
h2 { margin-top: 2.5rem } h3 { margin-bottom: .25rem }
details { border-top: 1px solid #b1b4b6; padding: .5rem 0 } summary { cursor: pointer } summary b { font-weight: 600 }
ol.steps { list-style: none; padding-left: 1rem; border-left: 4px solid #b1b4b6 } ol.steps li { padding: .1rem 0 }
li.stopped { border-left: 4px solid #b5150b; margin-left: -1.25rem; padding-left: 1rem !important }
.said { display: block; font-weight: 600 } .rest { color: #484949 } .place { color: #484949; font-size: .9rem }
.tag { border: 1px solid; padding: 0 .4rem; font-size: .9rem; font-weight: 600 } .tag.well { color: #005a30 } .tag.ill { color: #942514 }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% } caption { text-align: left; font-weight: 600; padding: .5rem 0 }
th, td { border-bottom: 1px solid #b1b4b6; padding: .35rem .75rem .35rem 0; text-align: left; vertical-align: top } td.never { font-weight: 600; color: #942514 }
th[scope=row] { font-weight: 400 } tr.rule th[scope=row] { font-weight: 600 } tr.clause th[scope=row] { padding-left: 1.25rem }
@media print { details > * { display: block } }"""  # fmt: skip


def html_report(title: str, results: Sequence[Result], coverage: Coverage | None = None) -> str:
    """The whole page. Everything that somebody wrote is escaped."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>{STYLE}</style></head>",
            "<body><main>",
            f'<h1 dir="auto">{escape(title)}</h1>',
            *_beginning(results, coverage),
            *scenarios_in_html(results),
            *(coverage_in_html(coverage) if coverage is not None else ()),
            "</main></body></html>",
            "",
        ]
    )


def _beginning(results: Sequence[Result], coverage: Coverage | None) -> Iterator[str]:
    bad = [result for result in results if not result.passed]
    counted = f"{len(results)} {'scenario' if len(results) == 1 else 'scenarios'}"
    verdict = (
        f"{len(bad)} did not pass."
        if bad
        else "All of them passed."
        if results
        else "There was nothing to run."
    )
    yield f"<p>{counted}. <strong>{verdict}</strong></p>"
    if bad:
        yield "<ul>"
        yield from (
            f'<li><a href="#s{number}" dir="auto">{escape(result.name)}</a></li>'
            for number, result in enumerate(results)
            if not result.passed
        )
        yield "</ul>"
    if coverage is not None:
        yield (
            f"<p>The scenarios have seen {coverage.of_rules} of how rules can turn out, and {coverage.of_clauses} of "
            'how their clauses can. <a href="#coverage">What they have not seen</a></p>'
        )


# -- scenarios --------------------------------------------------------------------------------------------------


def scenarios_in_html(results: Sequence[Result]) -> Iterator[str]:
    """A part for each file; a scenario that did not pass stands open."""
    file = None
    for number, result in enumerate(results):
        if result.file != file:
            file = result.file
            yield f'<h2 dir="auto">{escape(result.feature or file)}</h2><p class="place">{escape(file)}</p>'
        yield from _scenario(result, f"s{number}")


def _scenario(result: Result, id_: str) -> Iterator[str]:
    tag = (
        '<span class="tag well">Passed</span>'
        if result.passed
        else '<span class="tag ill">Did not pass</span>'
    )
    yield (
        f'<details id="{id_}"{"" if result.passed else " open"}><summary>{tag} '
        f'<b dir="auto">{escape(result.name)}</b></summary>'
    )
    if result.steps:
        yield '<ol class="steps">'
        yield from map(_step, result.steps)
        yield "</ol>"
    if not result.passed and not any(step.said for step in result.steps):
        yield f'<p class="said" dir="auto">{escape(result.said)}</p>'
    if result.answer and result.answer not in result.said:
        yield f'<p dir="auto"><strong>The answer:</strong> {escape(result.answer)}</p>'
    if result.passed:
        yield f'<p class="place">{escape(result.place)}</p>'
    yield "</details>"


def _step(step: StepResult) -> str:
    text = f"{escape(step.keyword)} <bdi>{escape(step.text)}</bdi>"
    rows = "".join(
        "<tr>" + "".join(f"<td><bdi>{escape(cell)}</bdi></td>" for cell in row) + "</tr>"
        for row in step.table
    )
    table = f"<table>{rows}</table>" if rows else ""
    if step.said:
        return (
            f'<li class="stopped">{text}{table} <span class="said" dir="auto">{escape(step.said)}</span> '
            f'<span class="place">{escape(step.place)}</span></li>'
        )
    if step.outcome is Outcome.NOT_REACHED:
        return f'<li class="rest">{text}{table} (not reached)</li>'
    return f"<li>{text}{table}</li>"


# -- coverage ---------------------------------------------------------------------------------------------------


def coverage_in_html(coverage: Coverage) -> Iterator[str]:
    """A table for each version: each rule, and under it its clauses, with how often each was seen in each way."""
    yield '<h2 id="coverage">What the scenarios have tried</h2>'
    yield (
        "<p>Each rule, and each clause in it, should be seen <em>true</em>, <em>false</em> and <em>unknown</em>, and once "
        "be <em>decisive</em>: with that one clause the other way, the answer would have been another.</p>"
    )
    for version in coverage.versions:
        yield from _version(version)


def _version(version: VersionSeen) -> Iterator[str]:
    name = f"{version.scheme} {version.version}"
    yield f'<h3 dir="auto">{escape(version.title)}</h3>'
    yield f"<p>{escape(name)}: {version.of_rules} of rules, {version.of_clauses} of clauses.</p>"
    heads = "".join(f'<th scope="col">{way.capitalize()}</th>' for way in WAYS)
    yield f'<div class="scroll" role="region" aria-label="{escape(name)}" tabindex="0"><table>'
    yield f"<caption>{escape(name)}: how often each was seen</caption>"
    yield f'<thead><tr><th scope="col">Rule and clause</th>{heads}</tr></thead><tbody>'
    for rule in version.rules.values():
        yield from _rule(rule)
    yield "</tbody></table></div>"


def _rule(rule: RuleSeen) -> Iterator[str]:
    title = f"<br><bdi>{escape(rule.title)}</bdi>" if rule.title else ""
    head = f"{escape(rule.what.capitalize())} {escape(rule.id)}{title}"
    yield f'<tr class="rule"><th scope="row">{head}</th>{"".join(_cells(rule.seen))}</tr>'
    for clause in rule.clauses.values():
        text = escape(shown(clause, longest=400))
        yield f'<tr class="clause"><th scope="row"><bdi>{text}</bdi></th>{"".join(_cells(clause.seen))}</tr>'


def _cells(seen: Seen) -> Iterable[str]:
    for way in WAYS:
        times = seen.times[way]
        if way in seen.missing:
            yield '<td class="never">not yet</td>'
        elif way not in seen.wanted and not times:
            yield "<td>does not apply</td>"
        else:
            yield f"<td>{'yes' if way == 'decisive' else times}</td>"
