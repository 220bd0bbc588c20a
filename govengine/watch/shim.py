"""The C shim that durable_rules needs on Python 3.13 and later: whether, what, and loading it.

Building it runs a compiler, so that is done by the service (`api.watching.compiler`).
"""

import ctypes
import hashlib
import sys
import sysconfig
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
SYMBOL = "PyEval_CallObject"


def needed() -> bool:
    """Whether durable_rules, built for this interpreter, asks for a symbol that it does not have.

    Before 3.13 the name is a macro, so the built engine does not ask for it.
    """
    return sys.version_info >= (3, 13)


def file_name() -> str:
    """What the built shim is called: another name for another source, interpreter or machine."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    machine = "".join(letter if letter.isalnum() else "-" for letter in sysconfig.get_platform())
    return f"govengine-watch-shim-{digest}-{sys.implementation.cache_tag}-{machine}.so"


def load(path: Path) -> ctypes.PyDLL:
    """Loads the shim for all later imports of this process to see (RTLD_GLOBAL); OSError when it cannot."""
    return ctypes.PyDLL(str(path), mode=ctypes.RTLD_GLOBAL)
