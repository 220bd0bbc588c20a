"""Names of one sort that a reader can hardly tell apart: `limit-1` and `limit-l`, `team_a` and `team-a`."""

from collections.abc import Iterable, Iterator

from govengine.errors import Problem
from govengine.scheme.source import Place
from govengine.scheme.version import Version

_FOLDED = str.maketrans({"0": "o", "1": "l", "-": "_", ".": "_"})

_SECTIONS = ("bodies", "roles", "outcomes", "kinds", "facts", "values", "history", "conditions")


def names_alike(version: Version) -> Iterator[Problem]:
    """A warning for each name that reads like an earlier one of its sort."""
    text = version.text
    for section in _SECTIONS:
        named = getattr(text, section)
        yield from _among((name, one.place) for name, one in named.items())
    rules = [*(grant.id for grant in text.grants), *(safeguard.id for safeguard in text.safeguards)]
    yield from _among((rule.value, rule.place) for rule in rules)


def _among(names: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for name, place in names:
        earlier = first.setdefault(name.translate(_FOLDED), name)
        if earlier != name:
            message = f"{name} and {earlier} can hardly be told apart."
            yield Problem("names-alike", message, "Rename one of them.", str(place), severity="warning")
