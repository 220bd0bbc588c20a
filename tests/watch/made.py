"""Watches and entries made up for tests."""

from collections.abc import Callable, Mapping
from typing import Any

from govengine.feel import check, compile_expression, lexicon_of, parse
from govengine.feel.plain import PlainTest, plain
from govengine.feel.types import BOOLEAN, DATE, NUMBER, STRING
from govengine.scheme.bound_watch import BoundWatch
from govengine.scheme.words import Lacking, Looking, Matter
from govengine.watch.matter import Matter as Entry

DAY = 738_000
"""Some day in 2021."""
SCOPE = {"d.amount": NUMBER, "d.who": STRING, "d.ready": BOOLEAN, "d.since": DATE}
LEXICON = lexicon_of(SCOPE)


def condition(text: str) -> tuple[PlainTest, Callable[[Mapping[str, Any]], Any]]:
    """A condition as plain tests, and as the rules themselves evaluate it."""
    tree, faults = check(parse(text, LEXICON), SCOPE)
    assert faults == []
    return plain(tree), compile_expression(tree)


def watch(**given: Any) -> BoundWatch:
    """Three decisions for one person in thirty days, changed as given."""
    made: dict[str, Any] = {
        "id": "city/third-payment", "kinds": frozenset({"hardship_payment"}), "of": Matter.ALLOWED, "same": "person.ref",
        "count": 3, "days": 30, "when": None, "total": None, "without": None, "after_days": 0, "each_way": False, "share": None,
        "asks": "team_manager", "asks_for": Looking.CONVERSATION, "answer_days": 14, "because": "Is it still one-off?",
    }  # fmt: skip
    return BoundWatch(**(made | given))


def entry(index: int, day: int, **given: Any) -> Entry:
    """The entry of that index, that many days after DAY."""
    made: dict[str, Any] = {"decision": f"d{index:03}", "facts": {}} | given
    return Entry(index=index, day=DAY + day, **made)


__all__ = ["DAY", "Entry", "Lacking", "Looking", "Matter", "condition", "entry", "watch"]
