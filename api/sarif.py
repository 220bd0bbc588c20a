"""What `check` found as SARIF 2.1.0, which editors and code hosts show beside the line it is about."""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from api.checking import Report
from govengine.errors import Problem

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_of(reports: Iterable[Report]) -> dict[str, Any]:
    """One run with a result for each problem and note; a rule for each code among them."""
    found = [(report.folder, problem) for report in reports for problem in (*report.problems, *report.notes)]
    codes = sorted({problem.code for _, problem in found})
    rules = [{"id": code, "helpUri": f"docs/problems.md#{code}"} for code in codes]
    driver = {"name": "govengine", "version": version("govengine-decisions"), "rules": rules}
    results = [_result(folder, problem, codes) for folder, problem in found]
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _result(folder: Path, problem: Problem, codes: list[str]) -> dict[str, Any]:
    near = f" Did you mean {problem.did_you_mean!r}?" if problem.did_you_mean else ""
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": problem.severity,  # the same words: error, warning, note
        "message": {"text": f"{problem.message}{near} {problem.what_to_do}"},
        "locations": [{"physicalLocation": _location(folder, problem.place)}],
    }


def _location(folder: Path, place: str) -> dict[str, Any]:
    """`scheme.yaml:3:7` as a place in a file; what is about the whole folder stands at its scheme's beginning."""
    file, *numbers = place.rsplit(":", 2)
    if len(numbers) == 2 and all(number.isdigit() for number in numbers):  # noqa: PLR2004
        line, column = map(int, numbers)
        path = Path(file) if Path(file).is_relative_to(folder) else folder / file
    else:
        path, line, column = folder / "scheme.yaml", 1, 1
    return {
        "artifactLocation": {"uri": path.as_posix()},
        "region": {"startLine": line, "startColumn": column},
    }
