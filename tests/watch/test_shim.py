"""The C shim for Python 3.13 and later, built and loaded on whichever Python runs this."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.watching import WatchChild
from api.watching.compiler import built_shim
from api.watching.process import worker_command
from govengine.watch import shim

COMPILER = any(map(shutil.which, ("cc", "gcc", "clang")))
needs_compiler = pytest.mark.skipif(not COMPILER, reason="there is no C compiler")
CALLS_IT = """
import ctypes, sys
from pathlib import Path
from govengine.watch import shim
loaded = shim.load(Path(sys.argv[1]))
call = loaded.PyEval_CallObject
call.restype, call.argtypes = ctypes.py_object, [ctypes.py_object, ctypes.py_object]
print(call(divmod, (7, 2)), hasattr(ctypes.CDLL(None), shim.SYMBOL))
"""


def test_needed_from_3_13_on() -> None:
    assert shim.needed() == (sys.version_info >= (3, 13))


@needs_compiler
def test_built_once_and_loaded_for_all_to_see(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    made = built_shim(folder)
    assert made.path is not None, made.reason
    assert list(folder.iterdir()) == [made.path]
    first = made.path.stat().st_mtime_ns
    assert built_shim(folder) == made
    assert made.path.stat().st_mtime_ns == first
    root = Path(shim.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", CALLS_IT, str(made.path)],
        capture_output=True,
        text=True,
        cwd=root,
        check=False,
    )
    assert done.stdout.strip() == "(3, 1) True", done.stderr


def bare_child(folder: Path | None) -> WatchChild:
    """A child whose Python has no durable_rules: `-S` leaves out the installed packages."""
    interpreter, *rest = worker_command()
    return WatchChild(folder, command=(interpreter, "-S", *rest))


def test_without_a_compiler_there_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("api.watching.child.shim.needed", lambda: True)
    child = bare_child(tmp_path / "cache")
    assert not child.ensure()
    assert "\n" not in child.unavailable
    assert child.unavailable.startswith("Watch needs durable_rules, which this Python cannot import (")
    assert child.unavailable.endswith(
        "On this Python it also needs a small C shim, which could not be built: "
        "there is no C compiler (cc, gcc or clang)."
    )
    child.close()


@needs_compiler
def test_a_source_that_does_not_compile_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.c"
    broken.write_text("int broken(")
    monkeypatch.setattr(shim, "SOURCE", broken)
    made = built_shim(tmp_path / "cache")
    assert made.path is None
    assert "could not compile it" in made.reason
    assert "\n" not in made.reason
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_folder_others_can_write_to_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o777)
    assert "can be written by others" in built_shim(folder).reason


def test_a_folder_that_cannot_be_made_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "Error" in built_shim(tmp_path / "file" / "cache").reason


def test_without_a_folder_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.watching.child.shim.needed", lambda: True)
    child = bare_child(None)
    assert not child.ensure()
    assert "no folder to build it in was given" in child.unavailable
    child.close()
