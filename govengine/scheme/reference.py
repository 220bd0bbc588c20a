"""The documentation of the format, made from the model: `docs/scheme-format.md`.

Pure: the same model gives the same Markdown. Keys, their types, meanings and examples come from `key()`; the
sections and the sentences that introduce them are in `sections.py`, the shapes in `example.py`.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from govengine.feel.builtins import CLOCK
from govengine.feel.types import FACT_TYPES
from govengine.scheme.declarations import WINDOW, AskRole, Effective, LeftOut, Origin
from govengine.scheme.example import HEADING, Example, examples_page
from govengine.scheme.format import SchemeText
from govengine.scheme.introduction import INTRODUCTION
from govengine.scheme.language import FUNCTIONS, OPERATORS, SENIOR, Phrase
from govengine.scheme.meanings import MEANINGS
from govengine.scheme.scalar import Choice, Shape
from govengine.scheme.sections import SECTIONS, Section
from govengine.scheme.shape import AbsentOr, KeysOr, ListOf, MapOf, Record, keys_of
from govengine.scheme.vocabulary import CORE

_WORDS: tuple[tuple[type[StrEnum], str], ...] = tuple((enum, enum.__name__) for enum in MEANINGS)

_HEADINGS = {
    "GrantLevel": "Levels of a grant",
    "Level": "Levels",
    "Layer": "Layers",
    "RoleKind": "What holds a role",
    "Step": "Steps of a grant",
    "At": "When a duty falls due",
    "How": "What `agree` asks",
    "Attested": "How it is known who acts",
    "HitPolicy": "Hit policies of tables",
    "Matter": "What a watch looks at",
    "Lacking": "What a watch misses",
    "Looking": "What a finding asks for",
    "Window": "Windows that follow the calendar",
}


def scheme_format(examples: Sequence[Example] = ()) -> str:
    """The whole page, as Markdown, with the shapes that were found as its examples."""
    after = ["Words", "Facts every scheme shares", "The language of conditions"]
    headings = [*(section.heading for section in SECTIONS), *([HEADING] if examples else []), *after]
    parts = ["# The scheme format\n", _GENERATED, INTRODUCTION, "### On this page\n", _contents(headings)]
    for section in SECTIONS:
        parts += _section(section)
    parts += examples_page(examples) if examples else ()
    parts += _words()
    parts += _vocabulary()
    parts += _language()
    return "\n".join(parts).rstrip() + "\n"


def _section(section: Section) -> Iterator[str]:
    scheme_keys = {str(spec["key"]): spec for spec in keys_of(SchemeText)}
    yield f"## {section.heading}\n"
    yield section.text + "\n"
    if section.example:
        yield f"```yaml\n{section.example}```\n"
    if section.keys:
        yield from _table([scheme_keys[name] for name in section.keys])
    for record in section.records:
        yield f"### {_name(record)}\n"
        yield _sentence(record) + "\n"
        yield from _table(list(keys_of(record)))


_GENERATED = "<!-- Made by `make docs` from the model in govengine/scheme. Change that, not this page. -->\n"


def _contents(headings: Sequence[str]) -> str:
    return "\n".join(f"* [{heading}](#{_anchor(heading)})" for heading in headings) + "\n"


def _anchor(heading: str) -> str:
    kept = "".join(c for c in heading.lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")


def _name(record: type) -> str:
    """A record's heading: its name as words."""
    return {Origin: "Source", Effective: "Effective", LeftOut: "Left out", AskRole: "Role to ask"}.get(
        record, record.__name__
    )


def _sentence(record: type) -> str:
    """A record's docstring; references to the specification are for those who read the code."""
    return re.sub(r" \(MEANING [^)]*\)", "", " ".join((record.__doc__ or "").split()))


def _table(specs: list[object]) -> Iterator[str]:
    yield "| key | what to write | what it means | example |"
    yield "|---|---|---|---|"
    for spec in specs:
        assert isinstance(spec, dict)
        needed = " **(required)**" if spec["required"] else ""
        example = _code(f"{spec['key']}: {spec['example']}")
        yield f"| `{spec['key']}`{needed} | {words_of(spec['shape'])} | {_cell(spec['doc'])} | {example} |"
    yield ""


def words_of(shape: Shape) -> str:
    """What may be written, with links to the records and words it is made of."""
    match shape:
        case Record(model):
            return f"[{_name(model)}](#{_anchor(_name(model))}) keys"
        case ListOf():
            one = ", or one alone" if shape.or_one else ""
            order = ", in order" if shape.ordered else ""
            return f"a list of {words_of(shape.item)}{order}{one}"
        case MapOf():
            return f"names, each with {words_of(shape.value)}"
        case AbsentOr():
            return f"{words_of(shape.shape)}, or `{{none: <why>}}`"
        case KeysOr():
            return f"{words_of(shape.record)}, or {words_of(shape.shape)}"
        case Choice():
            heading = _HEADINGS[shape.enum.__name__]
            return f"[one of](#{_anchor(heading)}) {', '.join(f'`{word}`' for word in shape.enum)}"
        case _ if shape is WINDOW:
            heading = _HEADINGS["Window"]
            return f"a duration such as P90D or P12M, or [a window](#{_anchor(heading)})"
        case _:
            return _cell(shape.words)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _code(text: str) -> str:
    return f"`{text.replace('|', chr(92) + '|')}`"


def _words() -> Iterator[str]:
    yield "## Words\n"
    yield "Where a key takes one of a few words, these are the words.\n"
    for enum, name in _WORDS:
        yield f"### {_HEADINGS[name]}\n"
        yield "| word | meaning |"
        yield "|---|---|"
        for word, meaning in MEANINGS[enum].items():
            yield f"| `{word}` | {_cell(meaning)} |"
        yield ""


def _vocabulary() -> Iterator[str]:
    yield "## Facts every scheme shares\n"
    yield (
        "These mean the same everywhere and are not declared again. `decision.kind` is the one fact a question "
        "cannot do without. Facts of your own have one of the types: "
        + ", ".join(f"`{name}`" for name in FACT_TYPES)
        + ".\n"
    )
    yield "| fact | type | the question | personal |"
    yield "|---|---|---|---|"
    for fact in CORE.values():
        ask = f"{fact.ask} The service works it out." if fact.computed else f"{fact.ask}"
        yield f"| `{fact.name}` | {fact.type} | {ask} | {'yes' if fact.personal else 'no'} |"
    yield ""


_LANGUAGE = """\
Conditions are a part of FEEL, the expression language of DMN 1.5. A condition is true, false or unknown. It may
name facts, `values`, `history` and other `conditions`. [FEEL and DMN models](feel.md) lists what it takes of FEEL. Types are checked when the scheme is loaded: a number is
never compared with a text.

### Unknown

A fact that was not supplied is **unknown**. Whatever is worked out from it is unknown too, unless the result is
the same for every value the fact could have: `false and unknown` is false, `true or unknown` is true. An unknown
grant does not grant. An unknown safeguard counts. So a missing fact never lets anybody act, and the answer says
what would settle it.

That is why a condition cannot ask whether a fact is known (`= null`, `instance of`), and why the clock cannot be
read ({clock}): a rule that could not be decided again tomorrow could not be checked by anyone.

### Operators
"""


def _language() -> Iterator[str]:
    yield "## The language of conditions\n"
    yield _LANGUAGE.replace("{clock}", ", ".join(f"`{name}()`" for name in sorted(CLOCK)))
    yield from _phrases(OPERATORS, "operator")
    yield "### Functions\n"
    yield from _phrases((*FUNCTIONS.values(), SENIOR), "function")


def _phrases(phrases: tuple[Phrase, ...], what: str) -> Iterator[str]:
    yield f"| {what} | meaning | example | gives |"
    yield "|---|---|---|---|"
    for phrase in phrases:
        written = phrase.written if phrase.written.startswith("`") else f"`{phrase.written}`"
        yield f"| {written} | {_cell(phrase.meaning)} | `{phrase.example}` | `{phrase.gives}` |"
    yield ""
