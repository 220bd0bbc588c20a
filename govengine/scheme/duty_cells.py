"""Duties in a cell of a table: `after P2D, tell harbour-housing: Tell the landlord; Write it up`."""

import re

from govengine.errors import Problem, nearest
from govengine.scheme.scalar import LONGEST_NAME, wrong
from govengine.scheme.source import Mapping, Place, Sequence, Text
from govengine.scheme.words import At

_HEAD = re.compile(
    r"(?P<at>before|with|after)?(?:(?:^|\s+)(?:within\s+)?(?P<within>P\w+))?"
    r"(?:(?:^|,?\s+)tell\s+(?P<tell>[a-z][\w.-]*))?"
)

_WHEN = [str(at) for at in At]

LONGEST_HEAD = 60
"""Characters before a colon that may be meant to say when and to whom; a sentence has more."""


def duties_in(cell: str, place: Place, problems: list[Problem]) -> Sequence:
    """A cell as the list of duties a scheme would write. Parts are parted by semicolons."""
    parts = [part.strip() for part in cell.split(";")]
    return Sequence(tuple(_duty(part, place, problems) for part in parts if part), place)


def _duty(part: str, place: Place, problems: list[Problem]) -> Mapping:
    head, colon, sentence = part.partition(":")
    head = head.strip()
    match = _HEAD.fullmatch(head) if colon else None
    if match is None or not head:
        sentence = part
        if colon and _looks_meant(head):
            message = f"{head!r} does not say when a duty is due."
            what_to_do = "Write `after P2D: Tell the landlord`, or `before, tell harbour-housing: …`."
            problems.append(wrong(place, "duty-cell", message, what_to_do, nearest(head.split()[0], _WHEN)))
    sentence = sentence.strip()
    said = {"id": _id_of(sentence), "do": sentence}
    if match is not None and head:
        said |= {key: value for key, value in match.groupdict().items() if value}
    return Mapping(tuple((Text(key, place), Text(value, place, None)) for key, value in said.items()), place)


def _looks_meant(head: str) -> bool:
    """Whether what stands before a colon is a slip in saying when, and not a part of the sentence."""
    if len(head) > LONGEST_HEAD or not head:
        return False
    first = head.split(maxsplit=1)[0].lower().rstrip(",")
    return bool(re.search(r"\bP\d", head)) or nearest(first, _WHEN, likeness=0.75) is not None


WORDS_OF_ID = 6


def _id_of(sentence: str) -> str:
    """`tell-the-landlord`: the first words, so that the same duty has the same name wherever the row stands."""
    words = re.findall(r"[a-z0-9]+", sentence.lower())[:WORDS_OF_ID]
    name = "-".join(words)[:LONGEST_NAME].strip("-")
    return name if name and name[0].isalpha() else f"duty-{name}".strip("-")
