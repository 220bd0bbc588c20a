"""Names of a scheme as scenarios write them: held to those there are, with the nearest, and facts by their labels."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from govengine.decide.wording import name_in_words
from govengine.errors import GovengineError, nearest
from govengine.scenarios.holding import DoesNotHoldError
from govengine.scheme import Library


def known_as(name: str, known: Iterable[str], what: str) -> None:
    """Raises DoesNotHoldError, with the nearest name, where none of these is called so."""
    if name not in known:
        near = nearest(name, known)
        hint = f" Did you mean {near}?" if near else ""
        raise DoesNotHoldError(f"No {what} here is called {name}.{hint}")


def ends_of(ids: Iterable[str]) -> set[str]:
    """Every way an id may be written: whole, and without what stands in front."""
    return {id_.split("/", cut)[-1] for id_ in ids for cut in range(id_.count("/") + 1)}


@lru_cache(maxsize=100)
def labels_of(library: Library, scheme: str) -> Mapping[str, frozenset[str]]:
    """The facts of a scheme's versions by their labels, in small letters."""
    found: dict[str, set[str]] = {}
    for version in library.schemes.get(scheme, ()):
        try:
            stack = library.stack_of(version, version.text.effective.since)
        except GovengineError:
            continue  # asking says what is wrong with it
        for name, fact in stack.facts.items():
            found.setdefault(name_in_words(fact).casefold(), set()).add(name)
    return {label: frozenset(names) for label, names in found.items() if "." not in label}
