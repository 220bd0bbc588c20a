"""A difference between two versions, as `govengine diff` prints it."""

from collections.abc import Iterator
from itertools import groupby

from govengine.decide.comparison import Difference
from govengine.scheme.change import Change, Effect, Tried

_WHOLE = {
    Effect.TIGHTER: "tighter: nobody may do more than before, and some need more.",
    Effect.LOOSER: "looser: nobody needs more than before, and some may do more.",
    Effect.BOTH: "both: some may do more than before, and some less.",
    Effect.TEXT_ONLY: "text only: nobody's authority changes.",
    Effect.UNCLEAR: "unclear: it cannot be told from the text. Try it with cases of your own.",
}

LONGEST = 200
"""Characters of one line, beyond which text is cut; `--json` has all of it."""


def lines(difference: Difference) -> Iterator[str]:
    """Changes by what they touch, those of wording alone in a line for each thing, then the whole."""
    if difference.same:
        yield f"{difference.before} and {difference.after} mean the same."
        return
    yield f"{difference.before} → {difference.after}"
    for section, of_section in groupby(difference.changes, key=lambda change: change.section):
        yield ""
        yield section
        for _, of_thing in groupby(of_section, key=lambda change: change.name):
            changes = list(of_thing)
            wording = [c.part for c in changes if c.effect is Effect.TEXT_ONLY and c.part and c.name]
            for change in changes:
                if change.part not in wording or len(changes) == 1:
                    yield f"  {_cut(change.words)}"
                    yield f"      {_effect(change)}"
            if wording and len(changes) > 1:
                yield f"  {changes[0].thing}: {', '.join(wording)} in other words"
                yield "      text only"
    yield ""
    yield f"Altogether {_WHOLE[difference.effect]}"
    if difference.tried is not None:
        yield from _tried(difference.tried)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"


def _effect(change: Change) -> str:
    found = str(change.effect)
    if change.why:
        found += f", {change.why}"
    if change.tried is not None:
        found += f" (tried in {change.tried.cases:,} cases)"
    return found


def _tried(tried: Tried) -> Iterator[str]:
    yield (
        f"Both versions were asked the same {tried.cases:,} questions: "
        f"{tried.tighter:,} came out tighter, {tried.looser:,} looser."
    )
    for what, example in (("tighter", tried.tighter_example), ("looser", tried.looser_example)):
        if example is not None:
            yield f"  {what}, for example: {example}"
