"""The TCK's test cases: XML to what is given and what is expected (testCases.xsd of the DMN TCK)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import DecimalException

from lxml import etree

from govengine.dmn.temporal import date_of, date_time_of, duration_of, time_of
from govengine.dmn.values import Value
from govengine.dmn.xml import refusal, root_of
from govengine.feel.values import ARITHMETIC

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_NAMESPACE = "http://www.omg.org/spec/DMN/20160719/testcase"


@dataclass(frozen=True, slots=True)
class Expected:
    """What one decision should answer. With `error`, that it has no answer, which is null."""

    name: str
    value: Value
    error: bool


@dataclass(frozen=True, slots=True)
class Case:
    """Facts and what follows from them. `kind` is `decision`, `bkm` or `decisionService`."""

    identifier: str
    kind: str
    invocable: str | None
    given: Mapping[str, Value]
    expected: tuple[Expected, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Cases:
    """A file of cases, and the file of the model they are about."""

    model: str
    cases: tuple[Case, ...]


def read_cases(data: bytes, file: str) -> Cases | None:
    """The cases in a file's bytes; None when it holds something else. Raises ModelError."""
    root = root_of(data, file)
    name = etree.QName(root)
    if name.localname != "testCases" or name.namespace != _NAMESPACE:
        return None
    model = root.findtext(f"{{{_NAMESPACE}}}modelName") or ""
    return Cases(model.strip(), tuple(_case(one, file) for one in root.findall(f"{{{_NAMESPACE}}}testCase")))


def _case(element: etree._Element, file: str) -> Case:
    given = {
        one.get("name") or "": _value(one, file) for one in element.findall(f"{{{_NAMESPACE}}}inputNode")
    }
    expected = []
    for one in element.findall(f"{{{_NAMESPACE}}}resultNode"):
        holder = one.find(f"{{{_NAMESPACE}}}expected")
        error = one.get("errorResult") == "true"
        expected.append(
            Expected(one.get("name") or "", None if holder is None else _value(holder, file), error)
        )
    return Case(
        identifier=element.get("id") or "",
        kind=element.get("type") or "decision",
        invocable=element.get("invocableName"),
        given=given,
        expected=tuple(expected),
        line=element.sourceline or 1,
    )


def _value(element: etree._Element, file: str) -> Value:
    components = element.findall(f"{{{_NAMESPACE}}}component")
    if components:
        return {one.get("name") or "": _value(one, file) for one in components}
    for child in element:
        kind = etree.QName(child).localname
        if kind == "list":
            if child.get(f"{_XSI}nil") == "true":
                return None
            return tuple(_value(one, file) for one in child.findall(f"{{{_NAMESPACE}}}item"))
        if kind == "value":
            return _simple(child, file)
    return None


def _simple(element: etree._Element, file: str) -> Value:
    if element.get(f"{_XSI}nil") == "true":
        return None
    text = element.text or ""
    kind = (element.get(f"{_XSI}type") or "string").rpartition(":")[2]
    try:
        return _READERS.get(kind, str)(text if kind == "string" else text.strip())
    except (ValueError, DecimalException) as error:
        message = f"{text[:40]!r} is no {kind}."
        raise refusal(
            "tck-value", f"{file}:{element.sourceline or 1}:1", message, "Write it as XML Schema does."
        ) from error


_READERS: dict[str, Callable[[str], Value]] = {
    "boolean": lambda text: text in ("true", "1"),
    **dict.fromkeys(("decimal", "double", "float", "integer", "int", "long"), ARITHMETIC.create_decimal),
    "date": date_of,
    "time": time_of,
    "dateTime": date_time_of,
    "duration": duration_of,
    "dayTimeDuration": duration_of,
    "yearMonthDuration": duration_of,
}
