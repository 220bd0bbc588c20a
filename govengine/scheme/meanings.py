"""What each word of the format means, in a sentence: for the documentation and for editors."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from govengine.scheme.words import (
    At,
    Attested,
    GrantLevel,
    HitPolicy,
    How,
    Lacking,
    Layer,
    Level,
    Looking,
    Matter,
    RoleKind,
    Step,
    Window,
)

MEANINGS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = MappingProxyType(
    {
        Layer: {
            Layer.STATUTE: "What the law says. Nothing below can loosen it.",
            Layer.CONTROL: "A measure over the whole organisation for a time, such as a spending control.",
            Layer.PARTNERSHIP: "What several bodies have agreed between them.",
            Layer.ORGANISATION: "One body's scheme of delegation.",
            Layer.TEAM: "What one team adds, within the bounds it is given.",
        },
        Level: {
            Level.ACT: "Yours to decide, on your own authority.",
            Level.CONSULT: "Yours to decide, once somebody else's views have been heard.",
            Level.AGREE: "Yours to decide together with somebody else, who agrees or recommends.",
            Level.REFER: "Somebody else's to decide, or nobody's yet; the answer says whom to ask.",
            Level.STOP: "Not this way, whoever agrees; the answer shows the route.",
        },
        Matter: {
            Matter.ALLOWED: "Decisions that somebody may take, when they were proposed.",
            Matter.SILENT: "Questions on which every scheme was silent.",
            Matter.TAKEN: "Decisions as they were taken.",
            Matter.APPROVED: "Approvals.",
            Matter.DEPARTED: "Decisions taken although the answer was another.",
            Matter.ASKED: "Requests to be heard, to recommend or to agree.",
            Matter.OWED: "Duties, ratifications, reviews and follow-ups that are owed.",
        },
        Lacking: {
            Lacking.ANSWER: "What was asked or owed has not been answered or done.",
            Lacking.OUTCOME: "Nobody has said what came of it.",
            Lacking.DECLINE: "Nobody declined one in the same days.",
        },
        Looking: {
            Looking.CONVERSATION: "A conversation with those who have to do with it.",
            Looking.PEER_REVIEW: "That peers look at the decisions together.",
            Looking.ASSURANCE_REVIEW: "That whoever assures the scheme looks at the rule.",
        },
        GrantLevel: {
            GrantLevel.ACT: "On their own authority.",
            GrantLevel.CONSULT: "After hearing the views of whoever `with:` names.",
            GrantLevel.AGREE: "Together with whoever `with:` names.",
        },
        RoleKind: {
            RoleKind.POST: "A post in the organisation. What a role is unless it says otherwise.",
            RoleKind.PANEL: "People who decide together, such as a board or a forum.",
            RoleKind.OFFICE: "A statutory office, such as the section 151 officer.",
            RoleKind.INDEPENDENT: "Somebody independent of the body, such as a reviewing officer.",
            RoleKind.MEMBER: "An elected member, or members together.",
            RoleKind.PERSON: "The person the decision is about, or who speaks for them.",
            RoleKind.COURT: "A court. It can be a route; it is never whom to ask.",
            RoleKind.SOFTWARE: "A program. It holds no authority, is never asked and never named.",
        },
        Step: {
            Step.SHADOW: "Opens nothing. The answer says what it would have opened.",
            Step.ADVISE: "Counts, after advice from the role that assures it.",
            Step.DECIDE: "In force.",
        },
        At: {
            At.BEFORE: "Before the act: while it is open, nobody may act.",
            At.WITH: "Along with the act.",
            At.AFTER: "After the act.",
        },
        How: {
            How.AGREES: "Their agreement is needed.",
            How.RECOMMENDS: "Their recommendation is needed.",
        },
        Attested: {
            Attested.CLIENT: "By the word of the body's system, which knows who works in it.",
            Attested.LINK: "By a one-time link that was made for their body; they typed their name themselves.",
            Attested.TOKEN: "By a key that belongs to them alone, and to the roles they hold.",
            Attested.SESSION: "They signed in on the pages.",
        },
        HitPolicy: {
            HitPolicy.UNIQUE: "At most one row fits a case. Two rows that both could are an error, with such a case.",
            HitPolicy.ANY: "Several rows may fit if they say the same: role, level, outcome, authority, duties.",
            HitPolicy.COLLECT: "Every row that fits counts, as every grant does. Nothing is compared.",
        },
        Window: {
            Window.CALENDAR_MONTH: "From the first day of the month.",
            Window.CALENDAR_YEAR: "From 1 January.",
            Window.FINANCIAL_YEAR: "From 6 April.",
        },
    }
)
"""Words and what they mean, in the order of their declaration."""
