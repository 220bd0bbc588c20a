"""Random bytes, drawn from the system in blocks: a decision needs a dozen salts, and each draw lets go of the
interpreter, which under load costs a hundred times what the bytes do."""

from collections.abc import Callable

BLOCK = 8_192


class RandomPool:
    """As the source it draws from: `pool(n)` is n bytes nobody can foresee. For one thread."""

    def __init__(self, source: Callable[[int], bytes]) -> None:
        self._source = source
        self._block = b""
        self._used = 0

    def __call__(self, length: int) -> bytes:
        """`length` bytes that were never given before."""
        if self._used + length > len(self._block):
            self._block, self._used = self._source(max(BLOCK, length)), 0
        start, self._used = self._used, self._used + length
        return self._block[start : self._used]
