"""Two people's changes to one text. What does not touch goes together by itself; of the rest somebody chooses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Clash:
    """A part that both changed, each another way."""

    base: str
    mine: str
    theirs: str

    def chosen(self, which: str) -> str:
        """One of the three, by name."""
        return {"base": self.base, "mine": self.mine, "theirs": self.theirs}[which]


WHICH = ("mine", "theirs", "base")
"""What may be chosen of a clash."""

Piece = str | Clash


def merged(base: str, mine: str, theirs: str) -> list[Piece]:
    """The text in pieces, line by line: those that are settled, and clashes."""
    if theirs in (mine, base):
        return [mine]
    if mine == base:
        return [theirs]
    lines = [text.splitlines(keepends=True) for text in (base, mine, theirs)]
    pieces: list[Piece] = []
    for one in _regions(*lines):
        if isinstance(one, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += one
        else:
            pieces.append(one)
    return pieces


def merged_files(
    base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> dict[str, list[Piece]]:
    """Every file of the three in pieces. A file that is not there counts as an empty one."""
    names = sorted({*base, *mine, *theirs})
    return {name: merged(*(files.get(name, "") for files in (base, mine, theirs))) for name in names}


def clashes_in(pieces: Mapping[str, Sequence[Piece]]) -> list[tuple[str, Clash]]:
    """What has to be chosen, in order, each with its file."""
    return [(name, piece) for name, parts in pieces.items() for piece in parts if isinstance(piece, Clash)]


def settled(pieces: Mapping[str, Sequence[Piece]], choices: Sequence[str]) -> dict[str, str]:
    """The files with a choice for each clash, in order. A file that nothing is left of goes."""
    waiting = iter(choices)
    files = {
        name: "".join(part if isinstance(part, str) else part.chosen(next(waiting)) for part in parts)
        for name, parts in pieces.items()
    }
    return {name: text for name, text in files.items() if text}


def _regions(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Piece]:
    """Stretches that all three share, and between them whatever became of it."""
    b = m = t = 0
    for start, in_mine, in_theirs, size in [
        *_shared(base, mine, theirs),
        (len(base), len(mine), len(theirs), 0),
    ]:
        parts = "".join(base[b:start]), "".join(mine[m:in_mine]), "".join(theirs[t:in_theirs])
        yield _between(*parts)
        yield "".join(base[start : start + size])
        b, m, t = start + size, in_mine + size, in_theirs + size


def _between(base: str, mine: str, theirs: str) -> Piece:
    if theirs in (mine, base):
        return mine
    return theirs if mine == base else Clash(base, mine, theirs)


def _shared(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where base, mine and theirs are alike: places in each, and how many lines."""
    first, second = (
        SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks() for other in (mine, theirs)
    )
    one = other = 0
    while one < len(first) and other < len(second):
        left, right = first[one], second[other]
        start = max(left.a, right.a)
        end = min(left.a + left.size, right.a + right.size)
        if end > start:
            yield start, left.b + start - left.a, right.b + start - right.a, end - start
        if left.a + left.size < right.a + right.size:
            one += 1
        else:
            other += 1
