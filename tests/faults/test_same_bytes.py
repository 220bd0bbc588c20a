"""The same schemes and facts come to the same bytes, whatever the hash seed, the load order, or the workers."""

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.deciding_process import QUESTIONS
from tests.faults.service_process import ROOT, SCHEMES

FEW = [("0", "as read", 1), ("1", "reversed", 4)]
ALL = list(itertools.product(("0", "1", "4294967295", "random"), ("as read", "reversed"), (1, 4)))


def outcome(folder: Path, seed: str, order: str, workers: int) -> bytes:
    """What was answered and recorded, by a process of its own."""
    for name in SCHEMES:
        shutil.copytree(ROOT / "rules" / name, folder / "rules" / name)
    done = subprocess.run(
        [sys.executable, ROOT / "tests/faults/deciding_process.py", "all", folder, order, str(workers)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()[-2_000:]
    return done.stdout


@pytest.mark.parametrize("ways", [FEW, pytest.param(ALL, marks=pytest.mark.long)], ids=["few", "all"])
def test_the_same_schemes_and_facts_come_to_the_same_bytes(tmp_path, say, ways):
    first: bytes = b""
    for number, (seed, order, workers) in enumerate(ways):
        found = outcome(tmp_path / str(number), seed, order, workers)
        assert found.count(b" answer ") == found.count(b" record ") - len(adoptions_in(found)) == QUESTIONS
        first = first or found
        different = [
            (mine, theirs)
            for mine, theirs in zip(first.splitlines(), found.splitlines(), strict=True)
            if mine != theirs
        ]
        assert not different, (seed, order, workers, different[0])
    digest = hashlib.sha256(first).hexdigest()
    say(
        f"{QUESTIONS} questions in {len(ways)} ways (seed, order, workers): the same {len(first):,} bytes, {digest[:16]}…"
    )


def adoptions_in(found: bytes) -> list[bytes]:
    return [line for line in found.splitlines() if line.startswith(b"entry ")]
