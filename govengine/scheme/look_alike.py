"""Letters of other alphabets that look like the small letters names are made of.

Two names that look the same and are not would let a rule say one thing to a reader and another to the engine.
"""

import unicodedata

_CYRILLIC = dict(zip("\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u051d\u04bb\u0432\u043a\u043c\u043d\u0442\u0433\u043f", "aeopcyxijsdqwhbkmhtrn", strict=True))  # fmt: skip
_GREEK = dict(zip("\u03b1\u03b2\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b3\u03c9", "abeikvoptuxyw", strict=True))  # fmt: skip
_OTHERS = {"\u0131": "i", "\u0237": "j", "\u0251": "a", "\u0261": "g", "\u026a": "i", "\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2212": "-", "\u0578": "n", "\u057d": "u", "\u0585": "o"}  # fmt: skip
_LIKE = _CYRILLIC | _GREEK | _OTHERS


def as_it_looks(name: str) -> str:
    """The name in plain letters, as far as each of its characters looks like one."""
    whole = unicodedata.normalize("NFKC", name)  # full-width and mathematical letters
    return "".join(_LIKE.get(character, character) for character in whole)


def strange_characters(name: str) -> list[str]:
    """Each character that is not plain, as `U+0430 CYRILLIC SMALL LETTER A`."""
    strange = dict.fromkeys(character for character in name if not character.isascii())
    return [f"U+{ord(one):04X} {unicodedata.name(one, 'without a name')}" for one in strange]
