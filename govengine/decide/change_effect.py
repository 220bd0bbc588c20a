"""What a change to a scheme does, as far as it decides who has to agree to it.

There are five answers, from the least to the most that is asked: wording alone, tightens, uprates by an index,
loosens, a new kind. Whatever pulls both ways, or cannot be told, loosens: nobody gets round the second person by
writing a change that is hard to read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from govengine.decide.comparison import Difference, difference_of
from govengine.decide.uprating import NamedIndex, uprated
from govengine.scheme import Stack
from govengine.scheme.change import Change, Effect

MOST_CASES = 2_400
"""Cases tried for an effect: under a second of work. Whoever shows a difference beside its effect tries as many, so
that both say the same; where these are not all, a change does not count as tighter."""


class ChangeEffect(StrEnum):
    """What a change does, by which it is decided who has to agree to it."""

    TEXT_ONLY = "text only"
    TIGHTENS = "tightens"
    UPRATES = "uprates by an index"
    LOOSENS = "loosens"
    NEW_KIND = "new kind"


@dataclass(frozen=True, slots=True)
class FoundEffect:
    """An effect, and in words the changes that make it so; none for text only."""

    effect: ChangeEffect
    because: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The effect as JSON."""
        return {"effect": str(self.effect), "because": list(self.because)}


def change_effect(before: Stack | None, after: Stack, index: NamedIndex | None = None) -> FoundEffect:
    """What the change from the one version to the other does. `before` is None for a scheme that is new.

    `index` is what the author says figures were uprated by; it matters only if that explains every change.
    """
    if before is None:
        return FoundEffect(ChangeEffect.NEW_KIND, ("The whole scheme is new.",))
    return effect_of(difference_of(before, after, MOST_CASES), before, after, index)


def effect_of(
    difference: Difference, before: Stack, after: Stack, index: NamedIndex | None = None
) -> FoundEffect:
    """The same, of a difference that is worked out already."""
    new = tuple(_new_kinds(before, after))
    if new:
        return FoundEffect(ChangeEffect.NEW_KIND, new)
    found = [(change, _one(change)) for change in difference.changes]
    felt = [change for change, effect in found if effect is not ChangeEffect.TEXT_ONLY]
    if index is not None and felt and uprated(before, after, felt, index):
        return FoundEffect(ChangeEffect.UPRATES, _words(felt))
    loosening = _words(change for change, effect in found if effect is ChangeEffect.LOOSENS)
    loosening += _prolonged(before, after)
    if loosening:
        return FoundEffect(ChangeEffect.LOOSENS, loosening)
    return FoundEffect(ChangeEffect.TIGHTENS if felt else ChangeEffect.TEXT_ONLY, _words(felt))


def _prolonged(before: Stack, after: Stack) -> tuple[str, ...]:
    """That powers which had a last day go on after it. Uprating, which is done every year, does that of itself."""
    old, new = before.versions[0].text.effective.until, after.versions[0].text.effective.until
    if old is None or (new is not None and new <= old):
        return ()
    goes_on = "without an end" if new is None else f"until {new.isoformat()}"
    return (f"It was to end on {old.isoformat()}, and goes on {goes_on}.",)


def _words(changes: Iterable[Change]) -> tuple[str, ...]:
    return tuple(change.words for change in changes)


def _new_kinds(before: Stack, after: Stack) -> Iterator[str]:
    """Kinds that come, and kinds for which somebody may decide now and nobody could."""
    for kind in sorted(set(after.kinds) - set(before.kinds)):
        yield f"The kind {after.kind_titles.get(kind, kind)} is new."
    for kind in sorted(set(after.kinds) & set(before.kinds)):
        if _granted(after, kind) and not _granted(before, kind):
            yield f"Nobody held a grant for {after.kind_titles.get(kind, kind)}, and somebody does now."


def _granted(stack: Stack, kind: str) -> bool:
    own = {kind, "all", *stack.kinds[kind]}
    return any(grant.bears_on & own for grant in stack.grants)


_CAREFUL = {
    "head": ("owner", "ask", "accountable", "lawful basis", "lawful_basis"),
    "grants": ("outcome", "delegated by", "assure"),
    "safeguards": ("ratified by",),
    "facts": ("personal", "changeable"),
    "outcomes": ("shared_by",),
}
"""Parts that change nobody's level and are more than wording: who answers, how it is assured, what is protected."""

_WHOLE = ("budgets", "never", "watches")
"""Sections of which everything is: what is watched and claimed is how a scheme is held to account."""


def _one(change: Change) -> ChangeEffect:
    """What one change does by itself."""
    match change.effect:
        case Effect.TEXT_ONLY:
            if change.section in _WHOLE or change.part in _CAREFUL.get(change.section, ()):
                return ChangeEffect.TIGHTENS if change.before is None else ChangeEffect.LOOSENS
            return ChangeEffect.TEXT_ONLY
        case Effect.TIGHTER:
            # What was tried in part only may be looser where nobody has looked.
            sure = change.tried is None or change.tried.whole
            return ChangeEffect.TIGHTENS if sure else ChangeEffect.LOOSENS
        case _:
            return ChangeEffect.LOOSENS
