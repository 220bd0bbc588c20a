"""The keys of `watches:`: patterns across recorded entries, and what each asks for."""

from dataclasses import dataclass
from datetime import timedelta

from govengine.feel.values import Months
from govengine.scheme.declarations import BEARING, FACT, NOWHERE, ROLE, WINDOW
from govengine.scheme.scalar import DURATION, FLAG, WHOLE, Choice, Condition, Prose, Word
from govengine.scheme.shape import Record, key
from govengine.scheme.source import Place, Text
from govengine.scheme.words import Lacking, Looking, Matter, Window

LEAST_COUNT = 2
MOST_COUNT = 100
"""As many decisions as one window holds (`govengine.watch.limits`)."""
MOST_DAYS = 366
"""A pattern over more than a year is a report, not a watch."""
MOST_TESTS = 40
"""Comparisons in one condition. Where 64 nodes match one fact at once durable_rules loses the whole fact."""
MOST_WATCHES = 50
"""Watches of one scheme."""


@dataclass(frozen=True, slots=True)
class Total:
    """How much the entries together come to before a question is raised."""

    fact: Text = key("fact", FACT, "The number that is added up.", "decision.amount")
    over: Text = key("over", Condition(), "More than this: a number, or a value by its name.", "500")
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Asks:
    """What is asked for, of whom, by when."""

    role: Text = key("role", ROLE, "The role that is asked, in its own body.", "team_manager")
    looking: Looking = key(
        "for", Choice(Looking), "What they are asked for.", "peer_review", Looking.CONVERSATION
    )
    within: timedelta | Months | None = key(
        "within", DURATION, "How long they have; P14D if left out. Then it rises along the line.", "P7D", None
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Watch:
    """A pattern across recorded entries, and what it asks for."""

    id: Text = key("id", Word(), "Its name within the scheme.", "regular-not-one-off")
    bears_on: tuple[Text, ...] = key(
        "for", BEARING, "The kinds or classes it looks at.", "[hardship_payment]"
    )
    same: Text = key(
        "same",
        FACT,
        "What they have in common: a fact, or one of `kind`, `role`, `rule`, `pair`, `scheme`.",
        "person.ref",
    )
    count: int = key("count", WHOLE, "How many entries raise the question.", "3")
    within: timedelta | Months | Window = key("within", WINDOW, "In which time.", "P30D")
    asks: Asks = key("asks", Record(Asks), "What is asked for, of which role.", "{role: team_manager}")
    because: Text = key(
        "because",
        Prose(),
        "The question it raises, about the rule or arrangement.",
        "Is this still one-off help?",
    )
    of: Matter = key("of", Choice(Matter), "Which entries it looks at.", "approved", Matter.ALLOWED)
    when: Text | None = key(
        "when",
        Condition(),
        "Only entries for which this holds: comparisons of facts with figures.",
        "decision.amount <= 500",
        None,
    )
    total: Total | None = key(
        "total",
        Record(Total),
        "How much they come to together.",
        "{fact: decision.amount, over: 500}",
        None,
    )
    without: Lacking | None = key("without", Choice(Lacking), "What must be absent.", "outcome", None)
    after: timedelta | Months | None = key(
        "after", DURATION, "How long after the entry it is missed. For `without`.", "P14D", None
    )
    each_way: bool = key(
        "each_way",
        FLAG,
        "As often in each direction between the two people. For `same: pair`.",
        "true",
        default=False,
    )
    share: int | None = key(
        "share",
        WHOLE,
        "More than this percentage of them rest on one person.",
        "50",
        None,
    )
    place: Place = NOWHERE
