"""The normal form of a scheme's file: what `govengine fmt` writes.

The keys of a scheme stand in the order of the format, each with the comments above it; lines end without spaces,
at most one blank line stands between others, and the file ends in one line end. Within a key nothing is moved.
Comments are kept because text is moved and never written anew.
"""

import re
from dataclasses import dataclass, fields

from govengine.errors import Problem, SchemeError
from govengine.scheme.format import SchemeText
from govengine.scheme.sections import SECTIONS
from govengine.scheme.source import Mapping, Node, Sequence, Text, read_yaml

ORDER = tuple(
    dict.fromkeys(
        [*(key for section in SECTIONS for key in section.keys), *(one.name for one in fields(SchemeText))]
    )
)
"""The keys of a scheme, in the order of docs/scheme-format.md."""

_KEY = re.compile(r"([A-Za-z_]+)\s*:(?:\s|$)")


@dataclass(slots=True)
class _Block:
    """A key of a scheme, with the comments and blank lines above it."""

    name: str
    lines: list[str]


def laid_out(content: bytes, file: str) -> bytes:
    """The normal form of a file. Raises SchemeError when it is not YAML that can be read.

    A file whose meaning would change comes back as it is; that has not been met, and is looked at each time.
    """
    problems: list[Problem] = []
    before = read_yaml(content, file, problems)
    if before is None:
        raise SchemeError(problems)
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    for strip in (True, False):
        made = _ordered(text, strip=strip).encode("utf-8")
        after = read_yaml(made, file, [])
        if after is not None and _meaning(after) == _meaning(before):
            return made
    return content


def _ordered(text: str, *, strip: bool) -> str:
    lines = [line.rstrip() if strip else line for line in text.split("\n")]
    head, blocks = _blocks(lines)
    places = {name: place for place, name in enumerate(ORDER)}
    blocks.sort(key=lambda block: places.get(block.name, len(places)))
    made = [*head, *(line for block in blocks for line in block.lines)]
    return "\n".join(_spaced(made)) + "\n"


def _blocks(lines: list[str]) -> tuple[list[str], list[_Block]]:
    """What stands above the first key and apart from it, and the keys."""
    head: list[str] = []
    waiting: list[str] = []
    blocks: list[_Block] = []
    for line in lines:
        key = _KEY.match(line)
        if key:
            if not blocks and "" in waiting:
                # Comments that a blank line parts from the first key are about the file.
                last = len(waiting) - waiting[::-1].index("")
                head, waiting = waiting[:last], waiting[last:]
            blocks.append(_Block(key[1], [*waiting, line]))
            waiting = []
        elif line == "" or line.startswith("#"):
            waiting.append(line)
        elif blocks:
            blocks[-1].lines += [*waiting, line]
            waiting = []
        else:
            head += [*waiting, line]
            waiting = []
    if blocks:
        blocks[-1].lines += waiting
    return head, blocks


def _spaced(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _meaning(node: Node) -> object:
    """A node without its places; the order of keys means nothing."""
    match node:
        case Text():
            return node.value
        case Mapping():
            return {key.value: _meaning(value) for key, value in node.entries}
        case Sequence():
            return [_meaning(item) for item in node.items]
