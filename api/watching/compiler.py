"""Builds the shim that durable_rules needs on Python 3.13 and later, once, into a folder of ours."""

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path

from govengine.watch import shim

COMPILE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Shim:
    """The built shim, or why there is none: nothing when none is needed."""

    path: Path | None
    reason: str = ""


def built_shim(folder: Path) -> Shim:
    """The shim in `folder`, built unless it is there. It is loaded as code: the folder must be only ours."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _only_ours(folder):
            return Shim(
                None, f"{folder} can be written by others; use a folder only this account can write to"
            )
        path = folder / shim.file_name()
        return Shim(path) if path.exists() else _build(path)
    except (OSError, subprocess.SubprocessError) as error:
        return Shim(None, f"{type(error).__name__}: {error}")


def _build(path: Path) -> Shim:
    compiler = _compiler()
    if not compiler:
        return Shim(None, "there is no C compiler (cc, gcc or clang)")
    flags = ["-undefined", "dynamic_lookup"] if sys.platform == "darwin" else []
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        fresh = Path(scratch) / path.name
        command = [*compiler, "-shared", "-fPIC", "-O1", *flags, "-o", str(fresh), str(shim.SOURCE)]
        done = subprocess.run(  # noqa: S603 — the compiler this Python was built with, on our own source
            command, capture_output=True, text=True, timeout=COMPILE_SECONDS, check=False
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            return Shim(None, f"{compiler[0]} could not compile it: {last}")
        fresh.replace(path)  # whole or not at all: several processes may build at once
    return Shim(path)


def _compiler() -> list[str]:
    """The compiler this Python was built with, else any that is called as one; empty when there is none."""
    named = shlex.split(sysconfig.get_config_var("CC") or "")
    for command in (named, ["cc"], ["gcc"], ["clang"]):
        if command and shutil.which(command[0]):
            return command
    return []


def _only_ours(folder: Path) -> bool:
    if not hasattr(os, "geteuid"):
        return True
    found = folder.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022
