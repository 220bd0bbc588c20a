"""Any folder of the DMN TCK, run: passed, failed and unsupported for each model and in all.

    python -m govengine.dmn.tck FOLDER [--json]

A case passes when all its results agree. Numbers agree when they differ by no more than TOLERANCE, or 1e-16 of the
expected one where that is more: the expected ones were worked out with binary fractions. Unsupported is a model that is refused by name (it imports
another, or calls code outside the model); anything else that goes wrong is failed. Exit 1 when a case failed.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path

from govengine.dmn.cases import Case, Expected, read_cases
from govengine.dmn.model import Model
from govengine.dmn.operations import equal
from govengine.dmn.reader import read_model
from govengine.dmn.run import Run
from govengine.dmn.values import Function, Value
from govengine.dmn.writing import written
from govengine.dmn.xml import ModelError

TOLERANCE = Decimal("1e-8")
"""How far a number may be from the expected one."""

UNSUPPORTED = frozenset(["dmn-import", "external-function", "expression-language"])
"""Problems of a model that say it needs what is not there on purpose."""


@dataclass(slots=True)
class Tally:
    """What came of the cases of one model. `findings` say what each failed or unsupported one met."""

    model: str
    passed: int = 0
    failed: int = 0
    unsupported: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """All of them."""
        return self.passed + self.failed + self.unsupported


def run_folder(folder: Path) -> Iterator[Tally]:
    """Each file of cases under a folder, in order of their names."""
    for file in sorted(folder.rglob("*.xml")):
        label = str(file.relative_to(folder))
        try:
            cases = read_cases(file.read_bytes(), label)
        except ModelError as error:
            yield Tally(label, failed=1, findings=[str(error)])
            continue
        if cases is None:
            continue
        beside = file.parent / Path(cases.model).name
        tally = Tally(str(beside.relative_to(folder)))
        try:
            model = read_model(beside.read_bytes(), tally.model)
        except ModelError as error:
            refused = error.code in UNSUPPORTED
            tally.unsupported, tally.failed = (len(cases.cases), 0) if refused else (0, len(cases.cases))
            tally.findings.append(str(error))
        except OSError as error:
            tally.failed = len(cases.cases)
            tally.findings.append(f"{label}: {error.strerror or 'the model cannot be read'}")
        else:
            for case in cases.cases:
                _count(tally, model, case, label)
        yield tally


def _count(tally: Tally, model: Model, case: Case, label: str) -> None:
    run = Run(model, case.given)
    wrong = []
    for expected in case.expected:
        try:
            found = _answer(run, case, expected)
        except KeyError:
            wrong.append(f"there is nothing called {expected.name!r}")
            continue
        if not agrees(found, expected.value):
            wrong.append(f"{expected.name}: expected {written(expected.value)}, found {written(found)}")
    met = {problem.code for problem in run.problems}
    if not wrong:
        tally.passed += 1
        return
    if met & UNSUPPORTED:
        tally.unsupported += 1
    else:
        tally.failed += 1
    tally.findings += [f"{label}:{case.line} case {case.identifier}: {one}" for one in wrong]
    tally.findings += [f"    {problem}" for problem in run.problems]


def _answer(run: Run, case: Case, expected: Expected) -> Value:
    match case.kind:
        case "decisionService" if case.invocable:
            answer = run.serve(case.invocable)
            if isinstance(answer, dict) and expected.name in answer:
                return answer[expected.name]
            return answer
        case "bkm" if case.invocable:
            return run.apply(case.invocable, case.given)
        case _:
            return run.decide(expected.name)


def agrees(found: Value, expected: Value) -> bool:
    """Whether a result is the expected one."""
    match found, expected:
        case Decimal(), Decimal():
            return abs(found - expected) <= max(TOLERANCE, abs(expected) * TOLERANCE * TOLERANCE)
        case tuple(), tuple():
            return len(found) == len(expected) and all(map(agrees, found, expected))
        case dict(), dict():
            return found.keys() == expected.keys() and all(agrees(found[key], expected[key]) for key in found)
        case Function(), _:
            return False
    return found == expected or (found is not None and equal(found, expected) is True)


def report(tallies: list[Tally]) -> str:
    """The report for people: what did not pass, a line for each model, and a line for all."""
    lines = [finding for tally in tallies for finding in tally.findings]
    width = max((len(tally.model) for tally in tallies), default=5)
    for tally in (*tallies, _total(tallies)):
        counts = f"{tally.passed:5} passed {tally.failed:5} failed {tally.unsupported:5} unsupported"
        lines.append(f"{tally.model:{width}} {counts}")
    return "\n".join(lines)


def _total(tallies: list[Tally]) -> Tally:
    models = f"{len(tallies)} models"
    total = Tally(models)
    for tally in tallies:
        total.passed += tally.passed
        total.failed += tally.failed
        total.unsupported += tally.unsupported
    return total


def main(arguments: list[str] | None = None) -> int:
    """Run a folder and print the report. Exit 0: none failed. 1: some did. 2: there are no cases there."""
    parser = argparse.ArgumentParser(prog="govengine.dmn.tck", description="Run a folder of the DMN TCK.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    options = parser.parse_args(arguments)
    tallies = list(run_folder(options.folder)) if options.folder.is_dir() else []
    if not tallies:
        sys.stderr.write(f"There are no test cases under {options.folder}. Name a folder of the DMN TCK.\n")
        return 2
    total = _total(tallies)
    if options.json:
        sys.stdout.write(
            json.dumps({"models": list(map(asdict, tallies)), "all": asdict(total)}, indent=2) + "\n"
        )
    else:
        sys.stdout.write(report(tallies) + "\n")
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
