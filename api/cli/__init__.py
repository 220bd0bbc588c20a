"""`govengine`: human text on a terminal, `--json` for machines, exit 0 fine, 1 a finding, 2 usage.

Commands of the base install (check, decide, test) import nothing of the service until they need it.
"""

from api.cli.main import main

__all__ = ["main"]
