"""What a pilot says of itself: what it is for, when it is stopped, who owns it, and how it stays open to its host.

A pilot is a grant with a scope in the base scheme (MEANING rule 12). The host is the body whose scheme it is. There is
no word here by which a pilot could be let off anything: what it declares are interfaces, and `checks/pilots.py`
holds them against the scheme around it.
"""

from dataclasses import dataclass
from datetime import timedelta

from govengine.scheme.declarations import NOWHERE, ROLE
from govengine.scheme.scalar import Prose, Word
from govengine.scheme.shape import Absent, AbsentOr, Record, key
from govengine.scheme.source import Place, Text

NOTICE = timedelta(days=30)
"""So long before the last day of a pilot its answers say that it ends."""


@dataclass(frozen=True, slots=True)
class StopRule:
    """When a pilot is stopped before its last day, and who looks."""

    when: Text = key(
        "when", Prose(), "What would stop it, in a sentence.", "A household is left worse off by it"
    )
    by: Text = key("by", ROLE, "The role that looks, and stops it.", "service_manager")
    watch: Text | None = key(
        "watch",
        Word("the name of a watch"),
        "A watch that raises the question.",
        "help-that-comes-again",
        None,
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Host:
    """How the pilot stays open to the body whose scheme it is."""

    viewer: Text | None = key(
        "viewer", ROLE, "The role of the host that reads its decisions.", "service_manager", None
    )
    cost_code: Text | Absent | None = key(
        "cost_code",
        AbsentOr(Prose("a cost code")),
        "Where it books what it spends: one of the `cost_codes` of its kinds.",
        "HS-204",
        None,
    )
    audit: Text | None = key(
        "audit",
        ROLE,
        "The role that audits it: one that assures the ordinary decisions of its kinds, or is accountable.",
        "section_151_officer",
        None,
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Pilot:
    """A grant that is tried out. Its scope says where and until when."""

    aim: Text = key(
        "aim", Prose(), "What it is to show.", "Whether small sums settle more when they come at once"
    )
    stop: StopRule = key(
        "stop",
        Record(StopRule),
        "When it is stopped before its last day, and who looks.",
        "{when: A household is left worse off by it, by: service_manager}",
    )
    owner: Text = key(
        "owner", ROLE, "Who answers for it: a role outside the team that runs it.", "service_manager"
    )
    host: Host | None = key(
        "host",
        Record(Host),
        "How it stays open to the body whose scheme it is.",
        "{viewer: service_manager, cost_code: HS-204, audit: section_151_officer}",
        None,
    )
    place: Place = NOWHERE
