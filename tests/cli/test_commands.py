"""`govengine`, run as a person would run it: exit 0 fine, 1 a finding, 2 usage."""

import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[2]
SCHEMES = ("neighbourhood-support", "statute-floor-england")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with rules of its own and, to be awkward, packages named as ours."""
    for name in SCHEMES:
        shutil.copytree(ROOT / "rules" / name, tmp_path / "rules" / name)
    for name in ("api", "tests"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('somebody else\\'s package')\n")
    return tmp_path


LONGEST_S = 120
BEFOREHAND = (
    "api.app",
    "api.demonstration",
    "api.evidence.verifying",
    "api.keeping.backup",
    "api.exporting",
    "api.simulation",
)
"""What most commands import: once for all of them."""


@cache
def _imported() -> None:
    for name in BEFOREHAND:
        importlib.import_module(name)


def run(place: Path, *words: str, code: int = 0, stdin: str = "", **more: str) -> str:
    """What the command printed, run in a process of its own that has its modules already: a fork of this one."""
    _imported()
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("in", "out", "err")]
        files[0].write_text(stdin)
        child = os.fork()
        if not child:
            _become(place, words, files, more)
        _, status = os.waitpid(child, 0)
        out, err = (path.read_text() for path in files[1:])
    assert os.waitstatus_to_exitcode(status) == code, out + err
    assert "Traceback" not in err
    return out


def _become(place: Path, words: Sequence[str], files: Sequence[Path], more: Mapping[str, str]) -> NoReturn:
    """The command, with these files for its input and output, in place of the tests."""
    ended = 70
    try:
        signal.alarm(LONGEST_S)
        os.chdir(place)
        os.environ.update({"GOVENGINE_WATCH": "off", **more})
        for number, path in enumerate(files):
            flags = os.O_WRONLY | os.O_CREAT if number else os.O_RDONLY
            os.dup2(os.open(path, flags, 0o600), number)
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, "w" if number else "r", encoding="utf-8", closefd=False)  # noqa: SIM115 - for good
            for number in range(3)
        )
        from api.cli import main

        main(args=[*words], prog_name="govengine")
    except SystemExit as exit_:
        ended = exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
    except BaseException:  # noqa: BLE001 - whatever it is, this process is not the tests' any more
        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(ended)


def run_for_real(place: Path, *words: str, code: int = 0) -> str:
    """What the command printed, run as a person would run it. It must not be led astray by the folder it is run in."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", "GOVENGINE_WATCH": "off"}
    done = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main(prog_name='govengine')", *words],
        cwd=place,
        env=env,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def folders(place: Path) -> list[str]:
    return [str(path.parent.relative_to(place)) for path in sorted(place.glob("rules/*/*/scheme.yaml"))]


def test_check_says_fine_or_where_and_what(place):
    assert run_for_real(place, "check", *folders(place)).count(": fine.") == len(SCHEMES)
    path = place / "rules/neighbourhood-support/2026-04/scheme.yaml"
    path.write_text(path.read_text().replace("role: support_worker", "role: suport_worker"))
    report = json.loads(run(place, "check", "rules/neighbourhood-support/2026-04", "--json", code=1))
    problem = report["versions"][0]["problems"][0]
    assert problem["code"] == "unknown-role"
    assert problem["did_you_mean"] == "support_worker"
    file, line, column = problem["place"].rsplit(":", 2)
    assert file.endswith("scheme.yaml")
    written = path.read_text().splitlines()[int(line) - 1]
    assert written[int(column) - 1 :].startswith("suport_worker")


def test_check_shows_what_the_schemes_below_have_set(place):
    shutil.copytree(ROOT / "features/publishing/east-team", place / "rules/east-team")
    said = run(place, "check", "rules/neighbourhood-support/2026-04")
    line = "worker_limit is 400 in east-team/1 (northbridge-council), since 2026-04-01"
    assert [one.strip() for one in said.splitlines() if "worker_limit" in one] == [line]
    report = json.loads(run(place, "check", "rules/neighbourhood-support/2026-04", "--json"))
    assert [one["is"] for one in report["versions"][0]["set_below"]] == ["400"]
    report = json.loads(run(place, "check", "rules/east-team/1", "--json"))
    assert report["versions"][0]["set_below"] == []


QUESTION = {
    "scheme": "neighbourhood-support",
    "as_of": "2026-05-02",
    "facts": {
        "actor": {"ref": "w", "role": "support_worker"},
        "person": {"ref": "p", "consent": True},
        "decision": {"kind": "hardship_payment", "amount": "620", "other_help_tried": True},
        "history": {"household_90d": "0"},
    },
}


def test_decide_answers_a_what_if(place):
    words = run(place, "decide", "-", stdin=json.dumps(QUESTION))
    assert words.startswith("This is a what-if.")
    assert "for the service manager to decide" in words
    answer = json.loads(run(place, "decide", "-", "--json", stdin=json.dumps(QUESTION)))
    assert answer["determination"]["may_act"] is None
    assert (
        json.loads(run(place, "decide", "-", "--json", stdin="{", code=1))["problems"][0]["code"]
        == "not-json"
    )


def test_decide_needs_no_part_of_the_service(place):
    code = (
        "import sys\n"
        "for name in ('flask', 'sqlalchemy', 'marshmallow', 'alembic', 'granian', 'durable'): sys.modules[name] = None\n"
        "from api.cli import main; main(prog_name='govengine')"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}
    for words in (["decide", "-"], ["check", *folders(place)], ["test", "x.feature"]):
        (place / "x.feature").write_text(
            "Feature: x\n  Scenario: y\n    Given the scheme neighbourhood-support\n    And it is 2 May 2026\n"
            '    Then the scheme leaves out "item 19"\n'
        )
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=place, env=env, input=json.dumps(QUESTION), capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


def test_the_record_from_empty_to_verified(place):
    words = ["--by", "u-1", "--role", "owner", "--authority", "minute 7"]
    refused = json.loads(run(place, "adopt", *folders(place), *words, "--json", code=1))
    assert [one["code"] for one in refused["problems"]] == ["outcome-unsigned"]
    signed = {"outcome": "settled_home", "share": "A half.", "by": {"ref": "u-9", "role": "chair"}}
    handed = [signed | {"body": body} for body in ("northbridge-council", "harbour-housing")]
    (place / "signed.json").write_text(json.dumps([*handed, {"outcome": "settled_home"}]))
    assert "bad-member" in run(
        place, "adopt", *folders(place), *words, "--signatures", "signed.json", "--json", code=1
    )
    (place / "signed.json").write_text(json.dumps(handed))
    words += ["--signatures", "signed.json"]
    assert run_for_real(place, "adopt", *folders(place), *words).count("adopted ") == len(SCHEMES)
    words = words[:-2]
    assert "adopted before" in run(place, "adopt", *folders(place), *words)
    key = json.loads(run(place, "key", "new", "--body", "northbridge-council", "--client", "c", "--json"))
    assert key["key"].startswith("gk_")
    result = json.loads(run_for_real(place, "log", "verify", "--json"))
    assert result["well"] is True
    assert result["entries"] == len(SCHEMES)
    assert "up to date" in run(place, "db", "upgrade")
    assert "GRANT SELECT, INSERT" in run(place, "db", "role", "--name", "clerk")
    assert "versions adopted" in run(place, "doctor")
    assert (place / ".govengine/lookup.key").stat().st_mode & 0o077 == 0


def test_usage(place):
    run(place, "check", "nowhere", code=2)
    run(place, "key", "new", "--body", "b", "--client", "c", "--role", "king", code=2)
    run(place, "nonsense", code=2)


def test_demonstrate_twice_keeps_the_key_to_its_owner(place):
    run(place, "demonstrate")
    key = (place / ".govengine/dev.key").read_text()
    assert (place / ".govengine/dev.key").stat().st_mode & 0o077 == 0
    assert "2 versions of schemes in force" in run(place, "demonstrate")
    assert (place / ".govengine/dev.key").read_text() == key
    (place / ".govengine/dev.key").unlink()
    run(place, "demonstrate")
    assert (place / ".govengine/dev.key").read_text() != key


def test_diff_says_what_changed_and_which_way(place):
    shutil.copytree(ROOT / "rules/doncaster-asc", place / "rules/doncaster-asc")
    old, new = "rules/doncaster-asc/2021", "rules/doncaster-asc/2024-25"
    told = run(place, "diff", old, new, code=1)
    assert "limit £35,000 → £49,000" in told
    assert "Altogether looser" in told
    report = json.loads(run(place, "diff", new, old, "--json", code=1))
    assert report["effect"] == "tighter"
    assert {change["what"] for change in report["changes"]} <= {"added", "removed", "changed"}
    assert "mean the same" in run(place, "diff", old, old)
    assert json.loads(run(place, "diff", old, old, "--json"))["same"] is True
    run(place, "diff", old, code=2)
    (place / old / "scheme.yaml").write_text("scheme: x\n")
    assert "missing-key" in run(place, "diff", old, new, "--json", code=1)
