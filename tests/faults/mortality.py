"""Processes that end when the one that started them is killed: no server outlives the tests."""

import shutil

SETPRIV = shutil.which("setpriv")


def mortal(command: list[str]) -> list[str]:
    """The command, to be killed when its parent ends. Where util-linux is not there, the command as it is."""
    return [SETPRIV, "--pdeathsig", "KILL", *command] if SETPRIV else command
