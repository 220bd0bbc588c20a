"""How a run went, as JUnit XML: what build servers read."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree

from govengine.scenarios.result import Outcome, Result

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, escaped or not."""


def junit_report(results: Iterable[Result]) -> str:
    """A `testsuites` document: a suite for each file, a case for each scenario."""
    by_file: dict[str, list[Result]] = {}
    for result in results:
        by_file.setdefault(result.file, []).append(result)
    root = ElementTree.Element("testsuites")
    for file, of_file in by_file.items():
        _suite(root, file, of_file)
    _count(root, [result for of_file in by_file.values() for result in of_file])
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(root: ElementTree.Element, file: str, results: list[Result]) -> None:
    suite = ElementTree.SubElement(root, "testsuite", name=_text(file))
    _count(suite, results)
    for result in results:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            name=_text(result.name),
            classname=_text(result.feature or file),
            time=f"{result.seconds:.6f}",
        )
        if not result.passed:
            kind = "failure" if result.steps else "error"
            stopped = next((step.outcome for step in result.steps if step.said), Outcome.FAILED)
            body = ElementTree.SubElement(case, kind, message=_text(result.said), type=str(stopped))
            body.text = _text(_told(result))


def _count(element: ElementTree.Element, results: list[Result]) -> None:
    bad = [result for result in results if not result.passed]
    element.set("tests", str(len(results)))
    element.set("failures", str(sum(bool(result.steps) for result in bad)))
    element.set("errors", str(sum(not result.steps for result in bad)))
    element.set("skipped", "0")
    element.set("time", f"{sum(result.seconds for result in results):.6f}")


def _told(result: Result) -> str:
    steps = [f"{step.outcome}: {step.keyword} {step.text}" for step in result.steps]
    return "\n".join([result.place, *steps, result.said])


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
