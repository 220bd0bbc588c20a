"""What a seed gives: streams of chance that do not disturb one another, salts, and the keys of the log."""

import hashlib
from random import Random

from govengine.record import SigningKey
from govengine.record.commitment import SALT_BYTES

SALTS_AT_A_TIME = 8_192
KEY_BYTES = 32


def stream(seed: int, name: str) -> Random:
    """A stream of its own for each use: adding a draw in one place changes nothing anywhere else."""
    return Random(f"{seed}/{name}")  # noqa: S311 to be drawn again is the point


def log_key(seed: int) -> SigningKey:
    """The key of a simulated log. Its name says what it is: anybody can make it from the seed."""
    return SigningKey(f"simulation/{seed}", _derived(seed, "log key"))


def lookup_secret(seed: int) -> bytes:
    """What look-up keys are made with."""
    return _derived(seed, "look-up secret")


def _derived(seed: int, use: str) -> bytes:
    return hashlib.sha256(f"govengine simulation {seed} {use}".encode()).digest()


class Salts:
    """Salts as bytes and as hex, drawn in blocks: one draw for each would cost more than the hash it goes into."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._bytes, self._hex, self._next = b"", "", SALTS_AT_A_TIME

    def draw(self) -> tuple[bytes, str]:
        """The next salt."""
        if self._next == SALTS_AT_A_TIME:
            self._bytes = self._random.randbytes(SALTS_AT_A_TIME * SALT_BYTES)
            self._hex, self._next = self._bytes.hex(), 0
        at = self._next * SALT_BYTES
        self._next += 1
        return self._bytes[at : at + SALT_BYTES], self._hex[2 * at : 2 * (at + SALT_BYTES)]
