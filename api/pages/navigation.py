"""The pages people go to from anywhere. A new page adds its line."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.auth.caller import Act
from api.pages.visit import Visit

PAGES = (
    ("Lab", "/lab", Act.WHAT_IF),
    ("Autonomy map", "/map", Act.WHAT_IF),
    ("Saved scenarios", "/scenarios", Act.WHAT_IF),
    ("Drafts", "/drafts", Act.DRAFT),
    ("Exercises", "/exercises", Act.EXERCISE),
    ("Questions", "/questions", Act.READ_QUESTIONS),
    ("Shadow", "/shadow", Act.READ_AGREEMENT),
    ("Suggestions", "/suggestions", Act.READ_SUGGESTIONS),
    ("Changes", "/changes", Act.READ_CHANGES),
)
"""(title, address, who may)."""


@dataclass(frozen=True, slots=True)
class Link:
    """A page to go to. `current` where somebody is in that part."""

    title: str
    path: str
    current: bool


def links_for(here: Visit, path: str) -> Sequence[Link]:
    """The pages that are for whoever is here."""
    ready = here.account is not None and not here.account.must_change
    return [
        Link(title, address, path == address or path.startswith(f"{address}/"))
        for title, address, act in PAGES
        if ready and here.has(act)
    ]
