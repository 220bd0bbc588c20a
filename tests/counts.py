"""How many of something the long tests try: each count as asked, all divided by one number so that they end in time.

`GOVENGINE_DIVISOR=1 make test-all` tries every one. The divisor is printed at the end of a run of long tests.
"""

import os

DIVISOR = int(os.environ.get("GOVENGINE_DIVISOR", "16"))


def of(asked: int) -> int:
    """So many of the asked."""
    return -(-asked // DIVISOR)
