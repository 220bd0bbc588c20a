"""People who come once, and people who come again and again."""

from random import Random

NEW = 0.45
"""The share of decisions for somebody who was not known."""

REMEMBERED = 5_000
"""How many of those who came last may come again."""


class Households:
    """The people of one body's area, by reference."""

    def __init__(self, prefix: str, random: Random) -> None:
        self._prefix, self._random, self._count = prefix, random, 0
        self._recent: list[str] = []

    def next(self) -> str:
        """Who the next decision is about."""
        draw = self._random.random()
        if draw < NEW or not self._recent:
            self._count += 1
            who = f"{self._prefix}-p{self._count}"
        else:
            # The square makes those who were here last the likeliest to be here again.
            back = (draw - NEW) / (1 - NEW)
            who = self._recent[-1 - int(back * back * len(self._recent))]
        self._recent.append(who)
        if len(self._recent) > 2 * REMEMBERED:
            del self._recent[:REMEMBERED]
        return who
