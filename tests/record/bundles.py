"""Audit bundles made and unmade for the tests, and the auditor's program run where nothing of ours is."""

import importlib.util
import json
import subprocess
import venv
import zipfile
from pathlib import Path

import govengine.record.bundle
from govengine.record.bundle import BundleContents, bundle_files
from tests.record.logs import KEY, ORIGIN, log_of, stored

PROGRAM = Path(govengine.record.bundle.__file__).parent / "verify.py"
MADE_AT = "2026-06-01T08:00:00.000000Z"
WHAT_CRYPTOGRAPHY_NEEDS = ("cryptography", "cffi", "_cffi_backend")


def contents(log, **changes):
    """Everything in `log`, with one checkpoint over it."""
    start = changes["before"].size if "before" in changes else 0
    given = {
        "origin": ORIGIN,
        "made_at": MADE_AT,
        "entries": lambda: stored(log, start),
        "checkpoints": [log.checkpoint()],
        "keys": [KEY.verifier],
    }
    return BundleContents(**(given | changes))


def files_of(bundle):
    """{name: bytes}."""
    return {name: b"".join(pieces) for name, pieces in bundle_files(bundle)}


def unpack(files, folder):
    for name, data in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def pack(files, path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def empty_environment(folder):
    """The Python of an environment that holds `cryptography`, what that needs, and nothing else."""
    venv.create(folder, with_pip=False, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    for name in WHAT_CRYPTOGRAPHY_NEEDS:
        origin = Path(importlib.util.find_spec(name).origin)
        found = origin.parent if origin.name == "__init__.py" else origin
        (site / found.name).symlink_to(found)
    return folder / "bin" / "python"


def run(python, program, *arguments):
    """(exit code, the result as JSON, or what was printed when there was nothing to check)."""
    command = [python, "-I", program, *arguments, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


DIGEST = "sha256:" + "ab" * 32
SCHEMES = [(DIGEST, {"scheme.yaml": "id: leeds-cs\n", "rules/more.yaml": "é\n"})]


def decision(n):
    return (
        "decision.proposed",
        {"n": n, "schemes": [{"digest": DIGEST}]},
        {"person.ref": f"p-{n}", "x": True},
        {"note": "é."},
    )


LOG = log_of([("scheme.adopted", {"digest": DIGEST}, {}, {}), *map(decision, range(1, 12))])


def whole(**changes):
    return files_of(contents(LOG, **({"schemes": SCHEMES} | changes)))


def codes(answer):
    code, result = answer
    assert code == (0 if result["well"] else 1)
    return [(one["code"], one["place"]) for one in result["findings"]]
