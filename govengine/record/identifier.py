"""Identifiers in the shape of a ULID: 26 characters that sort by time and cannot be guessed."""

from govengine.errors import Problem, RecordError

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so an identifier can be read over the telephone."""

RANDOM_BYTES = 10
MAX_MILLISECONDS = 2**48 - 1
LENGTH = 26

_PAIRS = [high + low for high in CROCKFORD for low in CROCKFORD]
_SHIFTS = range(5 * (LENGTH - 2), -1, -10)


def identifier(milliseconds: int, random: bytes) -> str:
    """The identifier for a moment (milliseconds since 1970, UTC) and 10 random bytes.

    48 bits of time and 80 of randomness, as the ULID specification lays them out. Order within a millisecond
    is not kept: the index of an entry is its order.

    Raises RecordError `identifier` when the time is out of range (before 1970, after 10889) or `random` is
    not 10 bytes.
    """
    if not 0 <= milliseconds <= MAX_MILLISECONDS or len(random) != RANDOM_BYTES:
        raise RecordError(
            [
                Problem(
                    "identifier",
                    "An identifier is made from milliseconds of 48 bits and 10 random bytes.",
                    "Pass milliseconds since 1970 and exactly 10 bytes.",
                )
            ]
        )
    number = milliseconds << 80 | int.from_bytes(random)
    return "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])
