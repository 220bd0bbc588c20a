"""What is wrong with a feature file, in words: each with its line, and what to do."""

import re
from collections.abc import Iterator
from typing import Any

from gherkin.errors import NoSuchLanguageException, UnexpectedEOFException

from govengine.errors import nearest
from govengine.scenarios.gherkin_tree import Json, parts_in

_KEYWORDS = {
    "en": ("Feature:", "Background:", "Rule:", "Scenario:", "Scenario Outline:", "Examples:", "Given", "When", "Then", "And", "But"),
    "cy-GB": ("Arwedd:", "Cefndir:", "Rule:", "Enghraifft:", "Scenario:", "Scenario Amlinellol:", "Enghreifftiau:", "Anrhegedig a", "Pryd", "Yna", "A", "Ond"),
}  # fmt: skip


def syntax_problem(error: Any, text: str) -> tuple[int, str]:
    """A parser's error as its line, and what to do."""
    line = max(error.location["line"], 1)
    message = str(error.args[0]).partition(": ")[2]
    if isinstance(error, NoSuchLanguageException):
        return line, "Our sentences are in English and Welsh: write # language: en or # language: cy."
    if isinstance(error, UnexpectedEOFException):
        return (
            line,
            "The file ends too early: something that was begun has no end. Look for a tag or three quotation marks.",
        )
    if "inconsistent cell count" in message:
        return line, "This row has another number of cells than the first. Each cell stands between two |."
    lines = text.splitlines()
    found = lines[line - 1].strip() if line <= len(lines) else ""
    language = "cy-GB" if re.search(r"^\s*#\s*language\s*:\s*cy", text, re.MULTILINE) else "en"
    first = re.match(r"[^\s:]*:?", found)
    keywords = _KEYWORDS[language]
    near = nearest(first[0], keywords) if first and first[0] else None
    if near == (first and first[0]):
        what_to_do = f"{near} cannot stand here: a file has one {keywords[0].rstrip(':')}, with scenarios in it and steps in those."
    elif near:
        what_to_do = f"Did you mean {near!r}?"
    else:
        what_to_do = f"A line begins with {', '.join(keywords[:-1])} or {keywords[-1]}."
    return line, f"This line cannot be read: {found[:60]!r}. {what_to_do}"


_NO_STEPS = {"the", "they", "there", "them", "an", "any", "who", "wen", "give"}
"""Words that begin descriptions, and look like the beginning of a step."""


def steps_misspelt(feature: Json, text: str) -> Iterator[tuple[int, str]]:
    """Lines that Gherkin takes for a description, and that somebody meant as the first step."""
    keywords = [
        word for word in _KEYWORDS.get(feature["language"], ()) if word[0].isupper() and ":" not in word
    ]
    lines = text.splitlines()
    for _, part in parts_in(feature):
        for said in map(str.strip, (part.get("description") or "").splitlines()):
            word = said.split()[0] if said else ""
            near = nearest(word, keywords, likeness=0.75)
            if near and near != word and word.casefold() not in _NO_STEPS:
                line = (
                    next(n for n in range(part["location"]["line"], len(lines)) if lines[n].strip() == said)
                    + 1
                )
                yield line, f"{said[:60]!r} is no step as it stands. Did you mean {near!r}?"
