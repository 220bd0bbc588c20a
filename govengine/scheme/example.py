"""An example on the page about the format: a shape that rules of real schemes have, and the lines that say it.

The `scheme.yaml` of a shape begins with its sentence as a comment. In it, and in those beside it, the lines to
show stand between `# shape: <what they say>` and `# end`; a table that such lines name is shown with them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import dedent

HEADING = "The twenty-four shapes"

_MARKED = re.compile(r"^ *# shape: (?P<says>.+)\n(?P<lines>(?:.*\n)*?) *# end$", re.MULTILINE)
_TABLE = re.compile(r"\bfile: (?P<name>[^\s,}]+)")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines of a scheme, or the whole of a table. `says` is what they say; a table says its name."""

    says: str
    lines: tuple[str, ...]
    language: str = "yaml"


@dataclass(frozen=True, slots=True)
class Example:
    """A shape: its number and title from the folder's name, its sentence, its lines."""

    number: int
    title: str
    sentence: str
    excerpts: tuple[Excerpt, ...]

    @property
    def length(self) -> int:
        """How many lines it takes to say it."""
        return sum(len(excerpt.lines) for excerpt in self.excerpts)


def example_from(name: str, files: Mapping[str, str]) -> Example:
    """The example in a folder called `NN-words`, from its texts by path.

    The folder's own `scheme.yaml` comes first and the others by name. Raises ValueError where it says no sentence.
    """
    own = files["scheme.yaml"]
    sentence = re.match(r"# (?P<text>[A-Z][^\n]*\.)\n", own)
    if sentence is None:
        raise ValueError(f"{name}/scheme.yaml does not begin with its shape in a sentence")
    number, _, words = name.partition("-")
    schemes = sorted(
        (path for path in files if path.endswith("scheme.yaml")), key=lambda path: (path.count("/"), path)
    )
    excerpts = [one for path in schemes for one in _excerpts(path, files)]
    return Example(int(number), words.replace("-", " ").capitalize(), sentence["text"], tuple(excerpts))


def _excerpts(path: str, files: Mapping[str, str]) -> Iterator[Excerpt]:
    for marked in _MARKED.finditer(files[path]):
        lines = tuple(dedent(marked["lines"]).splitlines())
        yield Excerpt(marked["says"], lines)
        for table in _TABLE.finditer(marked["lines"]):
            beside = path.removesuffix("scheme.yaml") + table["name"]
            yield Excerpt(f"`{table['name']}`", tuple(files[beside].splitlines()), "csv")


def examples_page(examples: Iterable[Example]) -> Iterator[str]:
    """The section, as parts of the Markdown page."""
    yield f"## {HEADING}\n"
    yield (
        "Rules of real schemes come in these shapes. Each is said here in the lines that matter. The whole of each, "
        "a small scheme that is made up, stands in `tests/shapes/` with the cases on each side of its limits.\n"
    )
    for example in examples:
        yield f"### {example.number}. {example.title}\n"
        yield f"{example.sentence}\n"
        for excerpt in example.excerpts:
            yield f"{excerpt.says[0].upper()}{excerpt.says[1:]}:\n"
            yield f"```{excerpt.language}\n" + "\n".join(excerpt.lines) + "\n```\n"
