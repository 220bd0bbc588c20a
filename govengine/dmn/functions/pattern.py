"""Regular expressions that cannot run away.

Python's matcher tries again from every place, so a pattern such as `(a+)+b` takes time that doubles with each
character. Here a repetition may not stand inside a repetition, and the number of repetitions in a row is
bounded by the text: at most MOST_TRIES places are tried. What is refused is null, as any undefined result.
"""

import re
from functools import lru_cache

from govengine.dmn.values import Undefined

LONGEST_PATTERN = 500
"""Characters: a pattern that a person can read."""

MOST_TRIES = 50_000_000
"""Length of the text to the power of the repetitions, plus one: a second or so."""

_FLAGS = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": re.VERBOSE}
_REPEATED = re.compile(r"[*+]|\{\d+,(\d*)\}")
_PROPERTIES = {
    r"\p{L}": r"[^\W\d_]",
    r"\p{Lu}": "[A-Z\u00c0-\u00d6\u00d8-\u00de]",
    r"\p{Ll}": "[a-z\u00df-\u00f6\u00f8-\u00ff]",
    r"\p{N}": r"\d",
    r"\p{Nd}": r"\d",
    r"\i": r"[^\W\d]",
    r"\c": r"[\w.:-]",
}


def compiled(pattern: str, flags: str, length: int) -> re.Pattern[str]:
    """The pattern, for a text of so many characters. Raises Undefined."""
    if len(pattern) > LONGEST_PATTERN:
        raise Undefined(f"a pattern of more than {LONGEST_PATTERN} characters")
    if set(flags) - set(_FLAGS) - {"q"}:
        raise Undefined("a flag is one of s, m, i, x and q")
    found, repetitions = _compiled(pattern, "".join(sorted(set(flags))))
    if repetitions and max(length, 1) ** (repetitions + 1) > MOST_TRIES and length > 1:
        raise Undefined("this pattern repeats too much for a text of this length")
    return found


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: str) -> tuple[re.Pattern[str], int]:
    if "q" in flags:
        return re.compile(re.escape(pattern), re.IGNORECASE if "i" in flags else re.NOFLAG), 0
    repetitions = repetitions_in(pattern)
    for theirs, ours in _PROPERTIES.items():
        pattern = pattern.replace(theirs, ours)
    how = re.NOFLAG
    for flag in flags:
        how |= _FLAGS[flag]
    try:
        return re.compile(pattern, how), repetitions
    except (re.error, OverflowError, RecursionError) as error:
        raise Undefined(f"this is no pattern: {error}") from error


def repetitions_in(pattern: str) -> int:
    """How many repetitions follow each other. Raises Undefined for one inside another, or what refers back."""
    repetitions, place, in_class = 0, 0, False
    groups = [False]
    closed = False
    while place < len(pattern):
        one = pattern[place]
        repeat = None if in_class else _REPEATED.match(pattern, place)
        if one == "\\":
            if pattern[place + 1 : place + 2].isdigit():
                raise Undefined("a pattern may not refer back to a group")
            place, closed = place + 2, False
            continue
        if in_class:
            in_class = one != "]"
        elif one == "[":
            in_class = True
        elif one == "(":
            if pattern.startswith(("(?P", "(?(", "(?<"), place):
                raise Undefined("a pattern may not name its groups or look behind")
            groups.append(False)
        elif one == ")" and len(groups) > 1:
            inner = groups.pop()
            groups[-1] = groups[-1] or inner
            place, closed = place + 1, inner
            continue
        elif repeat:
            if closed:
                raise Undefined("a repetition inside a repetition may take forever")
            repetitions += 1
            groups[-1] = True
            place += len(repeat.group())
            closed = True
            continue
        elif one == "|":
            groups[-1] = groups[-1] or len(groups) > 1
        place, closed = place + 1, False
    return repetitions


def replacement(by: str, groups: int, *, literal: bool) -> str:
    """Python's way of writing a replacement: `$1` is the first group, `\\$` a dollar. Raises Undefined."""
    if literal:
        return by.replace("\\", "\\\\")
    made, place = [], 0
    while place < len(by):
        one = by[place]
        if one == "\\":
            following = by[place + 1 : place + 2]
            if following not in ("\\", "$"):
                raise Undefined("a backslash stands before $ or a backslash")
            made.append("\\\\" if following == "\\" else "$")
            place += 2
        elif one == "$":
            digits = re.match(r"\d", by[place + 1 :], re.ASCII)
            if digits is None or int(digits.group()) > groups:
                raise Undefined("there is no such group")
            made.append(f"\\g<{digits.group()}>")
            place += 2
        else:
            made.append(one)
            place += 1
    return "".join(made)
