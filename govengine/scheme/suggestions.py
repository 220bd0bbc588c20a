"""Who replies when somebody says that a rule of a scheme did not fit, and how long they have."""

from dataclasses import dataclass
from datetime import timedelta

from govengine.feel.values import Months
from govengine.scheme.declarations import NOWHERE, ROLE
from govengine.scheme.scalar import DURATION
from govengine.scheme.shape import key
from govengine.scheme.source import Place, Text

REPLY_WITHIN = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is said of the rules from the front line goes to somebody, who replies."""

    role: Text = key(
        "role",
        ROLE,
        "The role that replies; what it leaves unanswered rises along its line.",
        "service_manager",
    )
    within: timedelta | Months = key("within", DURATION, "How long there is to reply.", "P28D", REPLY_WITHIN)
    place: Place = NOWHERE
