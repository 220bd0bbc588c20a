"""The page about spreadsheets names every problem, column and member there is."""

import ast
from pathlib import Path

from api.commands.decide_batch import ANSWER, MEMBERS
from tests.docs.test_problems import codes_in

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/batch.md").read_text("utf-8")


def test_every_problem_of_spreadsheets_is_explained():
    files = ("api/spreadsheet.py", "api/cells.py", "api/commands/decide_batch.py")
    trees = [ast.parse((ROOT / name).read_text("utf-8")) for name in files]
    codes = {code for tree in trees for code in codes_in(tree)} - {"found.code", "answer.problems[0].code"}
    misread = {
        node.args[0].value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_misread"
    }
    listed = {
        line.split("`")[1] for line in PAGE.split("## Problems")[1].splitlines() if line.startswith("| `")
    }
    assert listed == codes | misread


def test_every_column_is_explained():
    for name in (*ANSWER, *MEMBERS):
        assert f"`{name}`" in PAGE
