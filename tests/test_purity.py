"""The core takes time, chance and files as arguments: a function that needs the clock belongs in `api/`."""

import ast
from pathlib import Path

import pytest

import govengine

ROOT = Path(govengine.__file__).parent
# Not part of the core but a program that is copied into every audit bundle: it reads the bundle's files.
AUDITORS_PROGRAM = ROOT / "record" / "bundle" / "verify.py"
CORE = sorted(
    path
    for part in ("feel", "scheme", "decide", "publishing", "record")
    for path in (ROOT / part).rglob("*.py")
    if path != AUDITORS_PROGRAM
)
FORBIDDEN = {
    "now",
    "today",
    "utcnow",
    "environ",
    "getenv",
    "open",
    "urandom",
    "token_bytes",
    "system",
    "popen",
}


def impurities(tree: ast.AST) -> list[str]:
    """Names of forbidden calls and attributes, with their lines."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) | ast.Call(func=ast.Name(id=name)) if name in FORBIDDEN:
                found.append(f"{name} in line {node.lineno}")
    return found


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_asks_nothing_of_the_world(path):
    assert impurities(ast.parse(path.read_text())) == []


def test_the_check_sees_what_it_forbids():
    bad = "import datetime, os\ndatetime.datetime.now()\nopen('x')\nos.environ['A']"
    assert len(impurities(ast.parse(bad))) == 3


def test_nothing_of_the_core_imports_the_auditors_program():
    assert AUDITORS_PROGRAM.is_file()
    assert not [path for path in CORE if "record.bundle.verify" in path.read_text()]


def test_public_names_are_a_list():
    import importlib

    for part in ("feel", "scheme", "decide", "publishing", "record", "scenarios", "watch"):
        module = importlib.import_module(f"govengine.{part}")
        assert module.__all__
        assert all(hasattr(module, name) for name in module.__all__)
