"""The words of the format that stand for one of a few things: layers, levels, kinds of role."""

from enum import StrEnum


class Layer(StrEnum):
    """Which schemes a scheme stands under, from the highest (MEANING rule 5)."""

    STATUTE = "statute"
    CONTROL = "control"
    PARTNERSHIP = "partnership"
    ORGANISATION = "organisation"
    TEAM = "team"

    @property
    def rank(self) -> int:
        """0 for statute, the highest."""
        return _LAYER_RANK[self]


_LAYER_RANK = {layer: rank for rank, layer in enumerate(Layer)}


class Level(StrEnum):
    """How far somebody's own authority goes, from the widest."""

    ACT = "act"
    CONSULT = "consult"
    AGREE = "agree"
    REFER = "refer"
    STOP = "stop"

    @property
    def rank(self) -> int:
        """0 for act, the lowest level."""
        return _LEVEL_RANK[self]


_LEVEL_RANK = {level: rank for rank, level in enumerate(Level)}


class Matter(StrEnum):
    """Which entries a watch looks at."""

    ALLOWED = "allowed"
    SILENT = "silent"
    TAKEN = "taken"
    APPROVED = "approved"
    DEPARTED = "departed"
    ASKED = "asked"
    OWED = "owed"


class Lacking(StrEnum):
    """What a watch looks for the absence of."""

    ANSWER = "answer"
    OUTCOME = "outcome"
    DECLINE = "decline"


class Looking(StrEnum):
    """What a watch asks for."""

    CONVERSATION = "conversation"
    PEER_REVIEW = "peer_review"
    ASSURANCE_REVIEW = "assurance_review"


class GrantLevel(StrEnum):
    """The levels a grant can give."""

    ACT = "act"
    CONSULT = "consult"
    AGREE = "agree"


class RoleKind(StrEnum):
    """What holds a role."""

    POST = "post"
    PANEL = "panel"
    OFFICE = "office"
    INDEPENDENT = "independent"
    MEMBER = "member"
    PERSON = "person"
    COURT = "court"
    SOFTWARE = "software"


class Step(StrEnum):
    """How far a grant is in force (MEANING rule 12)."""

    SHADOW = "shadow"
    ADVISE = "advise"
    DECIDE = "decide"


class At(StrEnum):
    """When a duty falls due: before the act, together with it, or after it."""

    BEFORE = "before"
    WITH = "with"
    AFTER = "after"


class How(StrEnum):
    """What `agree` asks of the other person."""

    AGREES = "agrees"
    RECOMMENDS = "recommends"


class Attested(StrEnum):
    """How it is known who acts."""

    CLIENT = "client"
    """By the word of the body's system."""
    LINK = "link"
    """By a one-time link that was made for their body."""
    TOKEN = "token"  # noqa: S105 - a word
    """By a key that is theirs alone."""
    SESSION = "session"
    """They signed in."""


class HitPolicy(StrEnum):
    """How rows of a table go together. Order never matters under any of these."""

    UNIQUE = "U"
    ANY = "A"
    COLLECT = "C"


class Window(StrEnum):
    """Windows of `history` that follow the calendar."""

    CALENDAR_MONTH = "calendar_month"
    CALENDAR_YEAR = "calendar_year"
    FINANCIAL_YEAR = "financial_year"
