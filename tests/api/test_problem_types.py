"""Every code a reply can carry has a type, with a page at its URI."""

import ast
import html
import re
from pathlib import Path

from api.problems import PROBLEM_TYPES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/problems.md").read_text("utf-8")
OUTSIDE_REQUESTS = {
    "adopted-text",
    "key-changing",
    "no-log-key",
    "no-scheme-text",
    "no-heads",
    "unknown-column",
}
"""Codes that stop the service or a command of the line, and never get into a reply."""


def codes_in(source: str) -> set[str]:
    """The codes of problems that a module makes."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    named = {
        first.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in ("Problem", "problem") and call.args
        for first in call.args[:1]
        if isinstance(first, ast.Constant)
    }
    return {code for code in named if isinstance(code, str)}


def in_folder(folder: str) -> set[str]:
    return set().union(*(codes_in(p.read_text("utf-8")) for p in sorted((ROOT / folder).rglob("*.py"))))


def test_codes_of_the_service_have_a_type():
    found = (
        in_folder("api/routes") | in_folder("api/commands") | in_folder("api/auth") | in_folder("api/queries")
    )
    assert {"not-party", "future-as-of", "unknown-decision"} <= found
    assert found - OUTSIDE_REQUESTS <= set(PROBLEM_TYPES)


def test_codes_of_questions_have_a_type():
    questions = PAGE.partition("## Questions")[2].partition("## The scheme of the examples")[0]
    codes = re.findall(r"^### ([a-z-]+)$", questions, re.MULTILINE)
    assert "computed-fact" in codes
    assert set(codes) - set(PROBLEM_TYPES) == set()


def test_each_has_a_page(client):
    for code, kind in PROBLEM_TYPES.items():
        page = client.http.get(f"/problems/{code}")
        assert page.status_code == 200
        assert kind.title in html.unescape(page.get_data(as_text=True))
