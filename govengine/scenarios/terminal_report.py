"""How a run went, as lines for a terminal."""

import re
from collections.abc import Iterator, Sequence

from govengine.scenarios.coverage import ClauseSeen, Coverage, RuleSeen, Seen
from govengine.scenarios.result import Outcome, Result

_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal would obey: escapes, and marks that turn the direction of what follows."""


def lines_of_run(results: Sequence[Result]) -> Iterator[str]:
    """What did not pass, step by step; a line for each file; and the counts."""
    yield from (_COMMANDS.sub("\ufffd", line) for line in _lines_of_run(results))


def _lines_of_run(results: Sequence[Result]) -> Iterator[str]:
    for result in results:
        if not result.passed:
            yield from lines_of_result(result)
            yield ""
    by_file: dict[str, list[Result]] = {}
    for result in results:
        by_file.setdefault(result.file, []).append(result)
    for file, of_file in by_file.items():
        passed = sum(result.passed for result in of_file)
        rest = f", {len(of_file) - passed} did not" if passed < len(of_file) else ""
        yield f"{file}: {passed} passed{rest}"
    bad = sum(not result.passed for result in results)
    yield f"{len(results) - bad} passed, {bad} did not"


_MARKS = {Outcome.PASSED: "  ", Outcome.NOT_REACHED: "- ", Outcome.FAILED: "> ", Outcome.UNDEFINED: "> "}


def lines_of_result(result: Result) -> Iterator[str]:
    """The scenario down to the step that did not hold, marked `>`, with its place and why."""
    yield f"{result.place}: {result.name}"
    stopped = next((step for step in result.steps if step.said), None)
    if stopped is None:
        yield from (f"    {line}" for line in result.said.splitlines())
        return
    for step in result.steps:
        mark = _MARKS[step.outcome]
        yield f"  {mark}{step.keyword} {step.text}"
        if step is stopped:
            yield from (f"      {line}" for line in step.said.splitlines())


def lines_of_coverage(coverage: Coverage) -> Iterator[str]:
    """Each version's shares, and under it what no scenario has seen."""
    for version in coverage.versions:
        name = f"{version.scheme}/{version.version}"
        yield f"{name}: rules {version.of_rules}, clauses {version.of_clauses}"
        for rule in version.rules.values():
            yield from _lines_of_rule(rule)
    if len(coverage.versions) > 1:
        yield f"all of these: rules {coverage.of_rules}, clauses {coverage.of_clauses}"


def _lines_of_rule(rule: RuleSeen) -> Iterator[str]:
    clauses = [clause for clause in rule.clauses.values() if clause.seen.missing]
    if rule.seen.missing or clauses:
        missing = f": {not_yet(rule.seen)}" if rule.seen.missing else ""
        yield f"  {rule.place}: {rule.what} {rule.id}{missing}"
    for clause in clauses:
        yield f"      {shown(clause)}: {not_yet(clause.seen)}"


def shown(clause: ClauseSeen, longest: int = 100) -> str:
    """A clause in words, cut where it is long, with the duty it belongs to."""
    words = " ".join(clause.words.split())
    text = words if len(words) <= longest else words[: longest - 1] + "…"
    return f"{text} (of {clause.of})" if clause.of else text


def not_yet(seen: Seen) -> str:
    """`not yet seen false, decisive`."""
    return f"not yet seen {', '.join(seen.missing)}"
