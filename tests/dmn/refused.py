"""What each problem of a model is shown by."""

from tests.dmn.models import document, table, text

_LOOP = "for a in 1..3000, b in 1..3000 return a"


def _decision(logic: str, more: str = "") -> bytes:
    return document(f'<decision id="d" name="d">{more}{logic}</decision>')


REFUSED: dict[str, bytes] = {
    "xml": b"<definitions>\n<decision",
    "xml-doctype": b'<!DOCTYPE d [<!ENTITY e "x">]>\n' + document(""),
    "not-dmn": b"<html/>",
    "dmn-import": document('<import name="other" namespace="n" importType="t"/>'),
    "external-function": _decision('<functionDefinition kind="Java"/>'),
    "expression-language": _decision(
        '<literalExpression expressionLanguage="urn:python"><text>1</text></literalExpression>'
    ),
    "no-input-expression": _decision("<decisionTable><input/></decisionTable>"),
    "cells": document(table("", [(["-", "-"], ["1"])])),
    "dmn-cycle": _decision(
        text("literalExpression", "d"),
        '<informationRequirement><requiredDecision href="#d"/></informationRequirement>',
    ),
    "dmn-limit": _decision(text("literalExpression", _LOOP)),
    "not-carried": document(table('hitPolicy="PRIORITY"', [(["-"], ['"clerk"'])], outputs=("role",))),
    "tck-value": (
        b'<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" '
        b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><testCase id="1"><inputNode name="x">'
        b'<value xsi:type="xsd:date">soon</value></inputNode></testCase></testCases>'
    ),
}
