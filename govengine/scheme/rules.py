"""The rules of a scheme as written: grants, safeguards, tables of grants and claims."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from govengine.feel.values import Months
from govengine.scheme.declarations import BEARING, FACT, NOWHERE, ROLE, WINDOW
from govengine.scheme.pilot import Pilot
from govengine.scheme.scalar import DAY, DURATION, FLAG, MOMENT, Choice, Condition, Prose, Word
from govengine.scheme.shape import Absent, AbsentOr, KeysOr, ListOf, Record, key
from govengine.scheme.source import Place, Text
from govengine.scheme.words import At, GrantLevel, HitPolicy, How, Level, Step, Window

NOT_STATED = Absent("not stated")
"""What an accountability that is left out counts as (MEANING rule 11)."""


@dataclass(frozen=True, slots=True)
class With:
    """Who is to be consulted, or to agree."""

    role: Text = key("role", ROLE, "That role, or a senior on its line.", "team_manager")
    only: bool = key("only", FLAG, "That role alone, not its seniors.", "true", default=False)
    second_person: bool = key(
        "second_person",
        FLAG,
        "Somebody other than the person deciding, whatever their role.",
        "true",
        default=False,
    )
    how: How = key("how", Choice(How), "Whether they agree or recommend.", "recommends", How.AGREES)
    done_when: Text | None = key(
        "done_when", Condition(), "What shows it has been done.", "panel.agreed", None
    )
    within: timedelta | Months | None = key("within", DURATION, "How long they have to reply.", "P2D", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class To:
    """Whose it is."""

    role: Text = key("role", ROLE, "That role, or a senior on its line.", "section_151_officer")
    only: bool = key("only", FLAG, "That role alone, not its seniors.", "true", default=False)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Delegated:
    """Who delegated the power, and stays answerable for the delegation."""

    role: Text = key("role", ROLE, "The delegator.", "section_151_officer")
    dated: date | None = key("dated", DAY, "When it was delegated.", "2026-03-12", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OtherDuty:
    """A duty that cannot be kept together with this one."""

    rule: Text = key("rule", Word(), "The rule that it is a duty of.", "keep-confidence")
    duty: Text = key("duty", Word(), "Its name within that rule.", "say-nothing")
    scheme: Text | None = key(
        "scheme",
        Word(),
        "The scheme above that has the rule; this one if left out.",
        "statute-floor-england",
        None,
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do because of the decision."""

    id: Text = key("id", Word(), "Its name within the rule.", "tell-landlord")
    do: Text | None = key("do", Prose(), "What is to be done.", "Write the reason on the file", None)
    tell: Text | None = key(
        "tell", Word("a body or role"), "Who is told, or does it.", "harbour-housing", None
    )
    at: At = key("at", Choice(At), "When it falls due.", "after", At.WITH)
    within: timedelta | Months | None = key("within", DURATION, "How long there is.", "P2D", None)
    when: Text | None = key("if", Condition(), "When it is owed at all.", "decision.amount > 100", None)
    done_when: Text | None = key(
        "done_when", Condition(), "What shows it has been done.", "decision.landlord_told", None
    )
    excludes: tuple[OtherDuty, ...] = key(
        "excludes",
        ListOf(Record(OtherDuty)),
        "Duties that cannot be kept together with it. An answer that owes both names both, and who can resolve it.",
        "[{rule: keep-confidence, duty: say-nothing}]",
        (),
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Assure:
    """How those who answer for the delegation see that it works."""

    review: Text = key(
        "review",
        Word("how decisions are reviewed"),
        "How decisions are reviewed: all, sampled, or another agreed way.",
        "sampled",
    )
    by: Text = key("by", ROLE, "The role that reviews.", "team_manager")
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Cap:
    """A ceiling over a run of decisions of a pilot."""

    at_most: Text = key("at_most", Condition("a number"), "The ceiling, this decision included.", "20000")
    within: timedelta | Months | Window = key("within", WINDOW, "The window.", "financial_year")
    sum: Text | None = key(
        "sum", FACT, "The fact to add up; without it decisions are counted.", "decision.amount", None
    )
    of: tuple[Text, ...] = key(
        "of", BEARING, "Which kinds or classes; the grant's own if left out.", "[hardship_payment]", ()
    )
    same: Text | None = key("same", FACT, "The fact they have in common with this one.", "actor.team", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a pilot applies; outside it the other grants answer."""

    teams: tuple[Text, ...] = key(
        "teams",
        ListOf(Prose("a team"), or_one=True),
        "The teams it applies to: `actor.team` is one of these.",
        "[east]",
        (),
    )
    places: tuple[Text, ...] = key(
        "places",
        ListOf(Prose("a place"), or_one=True),
        "The places it applies to: `person.place` is one of these.",
        "[harbour]",
        (),
    )
    until: date | datetime | None = key("until", MOMENT, "The last day.", "2026-09-30", None)
    cap: Cap | None = key(
        "cap",
        Record(Cap),
        "A ceiling over all its decisions.",
        "{sum: decision.amount, within: financial_year, at_most: 20000}",
        None,
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Emergency:
    """That an emergency lifts the level, for ratification afterwards (MEANING rule 10)."""

    ratify_by: Text = key("ratify_by", ROLE, "Who ratifies.", "service_manager")
    within: timedelta | Months = key("within", DURATION, "By when.", "P2D")
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Route:
    """What to do instead of what was proposed."""

    do: Text = key("do", Prose(), "The route in plain words.", "Ask the person first")
    to: Text | None = key("to", ROLE, "Whom it goes through.", "service_manager", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Grant:
    """A delegation: for these kinds, to this role, when this holds, at this level (MEANING rule 2)."""

    id: Text = key("id", Word(), "Its name within the scheme.", "hardship-worker")
    bears_on: tuple[Text, ...] = key(
        "for", BEARING, "The kinds or classes it bears on.", "[hardship_payment]"
    )
    role: Text = key("role", ROLE, "The role, or any senior on its line.", "support_worker")
    level: GrantLevel = key("level", Choice(GrantLevel), "How far the authority goes.", "act")
    only: bool = key("only", FLAG, "That role alone, not its seniors.", "true", default=False)
    title: Text | None = key(
        "title", Prose(), "The rule in plain words.", "A support worker may settle up to £500", None
    )
    when: Text | None = key(
        "when", Condition(), "When it holds; always, if left out.", "decision.amount <= 500", None
    )
    company: With | None = key(
        "with",
        Record(With),
        "Who is heard or agrees. Required at level consult and agree.",
        "{role: team_manager}",
        None,
    )
    outcome: Text | Absent = key(
        "outcome", AbsentOr(Word()), "The shared outcome it serves.", "settled_home", NOT_STATED
    )
    delegated_by: Delegated | Absent = key(
        "delegated_by",
        AbsentOr(Record(Delegated)),
        "Who delegated it.",
        "{role: section_151_officer}",
        NOT_STATED,
    )
    authority: Text | None = key("authority", Prose(), "The item of the source.", "'Part 3C, item 14'", None)
    involve: tuple[Duty, ...] | Absent = key(
        "involve",
        AbsentOr(ListOf(Record(Duty))),
        "Whom it involves, across: duties.",
        "[{id: tell-landlord, tell: harbour-housing, at: after, within: P2D}]",
        NOT_STATED,
    )
    assure: Assure | Absent = key(
        "assure",
        AbsentOr(Record(Assure)),
        "How it is assured, upwards.",
        "{review: sampled, by: team_manager}",
        NOT_STATED,
    )
    duties: tuple[Duty, ...] = key(
        "duties", ListOf(Record(Duty)), "Further duties.", "[{id: rationale, do: Write it up}]", ()
    )
    exception: bool = key(
        "exception",
        FLAG,
        "It is a way outside the norm, and a written reason is due before the act.",
        "true",
        default=False,
    )
    step: Step = key("step", Choice(Step), "How far it is in force.", "advise", Step.DECIDE)
    scope: Scope | None = key(
        "scope", Record(Scope), "Where a pilot applies.", "{teams: [east], until: 2026-09-30}", None
    )
    pilot: Pilot | None = key(
        "pilot",
        Record(Pilot),
        "What a pilot says of itself. Required where the scope has teams, places or a cap.",
        "{aim: To see whether it is quicker, stop: {when: Somebody is worse off, by: service_manager}, owner: service_manager}",
        None,
    )
    graduates: Text | None = key(
        "graduates",
        Word("the name of a pilot"),
        "The pilot of an earlier version that has become this rule; its id is not used again.",
        "pilot-help",
        None,
    )
    because: Text | None = key(
        "because", Prose(), "Why there is such a rule.", "Small sums should not wait", None
    )
    since: date | datetime | None = key(
        "from", MOMENT, "The first day, or the moment it begins.", "2026-06-01", None
    )
    until: date | datetime | None = key(
        "to", MOMENT, "The last day, or the moment it ends.", "2026-09-30", None
    )
    place: Place = NOWHERE
    cells: tuple[tuple[Text, Text], ...] = ()
    """Of a table's row: facts and their unary tests."""


@dataclass(frozen=True, slots=True)
class Safeguard:
    """A limit: where it applies the level is at least this (MEANING rule 3)."""

    id: Text = key("id", Word(), "Its name within the scheme.", "consent")
    bears_on: tuple[Text, ...] = key(
        "for", BEARING, "The kinds or classes it bears on, or `all`.", "[hardship_payment]"
    )
    level: Level = key("level", Choice(Level), "The least level.", "stop")
    title: Text | None = key("title", Prose(), "The rule in plain words.", "The person agrees first", None)
    when: Text | None = key(
        "when", Condition(), "When it applies; always, if left out.", "not(person.consent)", None
    )
    company: With | None = key(
        "with",
        Record(With),
        "Who is heard or agrees. Required at level consult and agree.",
        "{role: team_manager}",
        None,
    )
    to: To | date | datetime | None = key(
        "to",
        KeysOr(Record(To), MOMENT),
        "Whose decision it is, at level refer; or, as a date, the last day.",
        "{role: section_151_officer}",
        None,
    )
    route: Route | None = key(
        "route",
        Record(Route),
        "What to do instead. Required at level stop.",
        "{do: ask the person first}",
        None,
    )
    duties: tuple[Duty, ...] = key(
        "duties", ListOf(Record(Duty)), "What is owed where it applies.", "[{id: note, do: Write it up}]", ()
    )
    authority: Text | None = key(
        "authority", Prose(), "The item of the source.", "'Care Act 2014, section 42'", None
    )
    because: Text | None = key(
        "because", Prose(), "Why there is such a rule.", "Repeated payments are regular support", None
    )
    emergency: Emergency | None = key(
        "emergency",
        Record(Emergency),
        "In an emergency its level is lifted, for somebody to ratify afterwards.",
        "{ratify_by: service_manager, within: P2D}",
        None,
    )
    since: date | datetime | None = key(
        "from", MOMENT, "The first day, or the moment it begins.", "2026-06-01", None
    )
    until: date | datetime | None = key(
        "until",
        MOMENT,
        "The last day, or the moment it ends, where `to:` says whose decision it is.",
        "2026-09-30",
        None,
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file of grants beside the scheme. Keys given here go to every row."""

    file: Text = key("file", Prose("a file name"), "The file.", "limits.csv")
    hit: HitPolicy = key(
        "hit", Choice(HitPolicy), "How the author means the rows to go together.", "U", HitPolicy.COLLECT
    )
    outcome: Text | Absent = key(
        "outcome",
        AbsentOr(Word()),
        "As in a grant, for rows that say nothing of it.",
        "settled_home",
        NOT_STATED,
    )
    delegated_by: Delegated | Absent = key(
        "delegated_by",
        AbsentOr(Record(Delegated)),
        "As in a grant, for rows that say nothing of it.",
        "{role: section_151_officer}",
        NOT_STATED,
    )
    involve: tuple[Duty, ...] | Absent = key(
        "involve",
        AbsentOr(ListOf(Record(Duty))),
        "As in a grant, for rows that say nothing of it.",
        "{none: the landlord is told by the worker}",
        NOT_STATED,
    )
    assure: Assure | Absent = key(
        "assure",
        AbsentOr(Record(Assure)),
        "As in a grant, for rows that say nothing of it.",
        "{review: sampled, by: section_151_officer}",
        NOT_STATED,
    )
    duties: tuple[Duty, ...] = key(
        "duties",
        ListOf(Record(Duty)),
        "Owed under every row, beside the duties of the row itself.",
        "[{id: rationale, do: Write it up}]",
        (),
    )
    authority: Text | None = key("authority", Prose(), "For rows that give none.", "Part 3C", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Never:
    """A claim about every answer, for tests and proofs."""

    id: Text = key("id", Word(), "Its name.", "consent-first")
    claim: Text = key(
        "claim", Condition(), "What holds of every answer.", "not(may_act and person.consent = false)"
    )
    place: Place = NOWHERE


GRANT: Any = Record(Grant)
SAFEGUARD: Any = Record(Safeguard)
