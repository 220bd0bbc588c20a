"""The scheme format: every key, its type, its meaning and an example (MEANING §2).

Names stay `Text` here, with their place; `binding.py` resolves them. `docs/scheme-format.md` is generated
from these classes.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from govengine.feel.values import Months, duration_from_text
from govengine.scheme.shape import (
    DAY,
    DURATION,
    FLAG,
    MOMENT,
    WHOLE,
    Absent,
    AbsentOr,
    Choice,
    Condition,
    ListOf,
    MapOf,
    Named,
    Prose,
    Read,
    Record,
    Word,
    key,
)
from govengine.scheme.source import Place, Text

NOT_STATED = Absent("not stated")
"""What an accountability that is left out counts as (MEANING rule 11)."""

NOWHERE = Place("")


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
        return list(Layer).index(self)


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


def _window(text: str) -> timedelta | Months | Window:
    if text in set(Window):
        return Window(text)
    length = duration_from_text(text)
    if isinstance(length, timedelta) and (length % timedelta(days=1) or length < timedelta(days=1)):
        raise ValueError("a window is counted in whole days")
    return length


_WINDOW = Read(_window, "a duration such as P90D or P12M, or one of: " + ", ".join(Window))
_ROLE = Word("the name of a role")
_BODY = Word("the name of a body")
_FACT = Word("the name of a fact")
_FOR = ListOf(Word("the name of a kind or class"), or_one=True)


@dataclass(frozen=True, slots=True)
class Effective:
    """When a version applies."""

    since: date = key("from", DAY, "The first day.", "2026-04-01")
    until: date | None = key("to", DAY, "The last day; left out while no end is set.", "2027-03-31", None)
    review_by: date | None = key(
        "review_by", DAY, "When limits are to be looked at again.", "2027-01-31", None
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the scheme was published or resolved."""

    title: Text = key("title", Prose(), "The document.", "Scheme of delegation, part 3C")
    adopted: date | None = key("adopted", DAY, "When the owner resolved it.", "2026-03-12", None)
    seen: Text | None = key(
        "seen", Prose(), "Where and when it was read.", "public web page, read 2026-11", None
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of the source that is not encoded, and why."""

    row: Text = key("row", Prose(), "Which row.", "item 19")
    why: Text = key("why", Prose(), "Why it is left out.", "needs the housing register")
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation."""

    title: Text = key("title", Prose(), "Its name as people write it.", "Northbridge Council")
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody acts as."""

    body: Text = key("body", _BODY, "The body the role belongs to.", "northbridge-council")
    kind: RoleKind = key("is", Choice(RoleKind), "What holds it.", "post", RoleKind.POST)
    title: Text | None = key("title", Prose(), "How people write it.", "team manager", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What bodies have agreed to work towards."""

    title: Text = key("title", Prose(), "The outcome in plain words.", "People keep a home they can afford")
    shared_by: tuple[Text, ...] = key(
        "shared_by",
        ListOf(_BODY, or_one=True),
        "The bodies that share it.",
        "[northbridge-council, harbour-housing]",
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of decision."""

    classes: tuple[Text, ...] = key(
        "is", ListOf(Word("a class"), or_one=True), "The classes it belongs to.", "[spend, individual]", ()
    )
    title: Text | None = key("title", Prose(), "The kind in plain words.", "hardship payment", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Confirm:
    """A fact the person deciding can vouch for (MEANING rule 4)."""

    ask: Text = key("ask", Prose(), "The question on the form.", "Have you tried the energy supplier's fund?")
    met: bool = key("met", FLAG, "The answer looked for.", "true")
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a decision may depend on. There are no defaults for facts."""

    type: Text = key(
        "type", Prose("a type"), "number, string, boolean, date, date-time or a list of them.", "number"
    )
    unit: Text | None = key("unit", Prose(), "Of a number.", "GBP", None)
    least: Text | None = key("min", Condition("a value"), "The least value that makes sense.", "0", None)
    most: Text | None = key(
        "max", Condition("a value"), "The greatest value that makes sense.", "100000", None
    )
    one_of: tuple[Text, ...] = key(
        "one_of", ListOf(Prose("a value")), "The only values.", "[landlord, tenant]", ()
    )
    personal: bool = key(
        "personal", FLAG, "Whether it is about a person. It is unless this says false.", "false", True
    )
    ask: Text | None = key(
        "ask", Prose(), "The question that gets it.", "Has the person agreed to this?", None
    )
    title: Text | None = key("title", Prose(), "The fact in plain words.", "the amount", None)
    confirm: Confirm | None = key(
        "confirm",
        Record(Confirm),
        "That the person deciding can vouch for it.",
        "{ask: Have you tried the energy supplier's fund?, met: true}",
        None,
    )
    changeable: bool = key(
        "changeable", FLAG, "Whether an answer may suggest doing it another way.", "true", default=False
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Value:
    """A figure that schemes below may set anew within bounds."""

    value: Text = key("is", Condition("a value"), "The figure.", "500")
    bounds: Text | None = key(
        "bounds", Condition("tests"), "Within which a lower scheme may set it.", '"[100..1000]"', None
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A sum or count over earlier decisions: those with `may_act`, never a superseded one, never this one."""

    of: tuple[Text, ...] = key("of", _FOR, "Which kinds or classes.", "[hardship_payment]")
    within: timedelta | Months | Window = key(
        "within", _WINDOW, "The window: P90D is today and the 89 days before.", "P90D"
    )
    sum: Text | None = key(
        "sum", _FACT, "The fact to add up; without it decisions are counted.", "decision.amount", None
    )
    same: Text | None = key("same", _FACT, "The fact they have in common with this one.", "person.ref", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class AskRole:
    """A role to ask or to hold to account."""

    role: Text = key("role", _ROLE, "The role.", "service_manager")
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class With:
    """Who is to be consulted, or to agree."""

    role: Text = key("role", _ROLE, "That role, or a senior on its line.", "team_manager")
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
    within: timedelta | Months | None = key("within", DURATION, "By when they reply.", "P2D", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class To:
    """Whose it is."""

    role: Text = key("role", _ROLE, "That role, or a senior on its line.", "section_151_officer")
    only: bool = key("only", FLAG, "That role alone, not its seniors.", "true", default=False)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Delegated:
    """Who delegated the power, and stays answerable for the delegation."""

    role: Text = key("role", _ROLE, "The delegator.", "section_151_officer")
    dated: date | None = key("dated", DAY, "When.", "2026-03-12", None)
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
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Assure:
    """How those who answer for the delegation see that it works."""

    review: Text = key(
        "review", Word("how decisions are reviewed"), "all, sampled, or another agreed way.", "sampled"
    )
    by: Text = key("by", _ROLE, "The role that reviews.", "team_manager")
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Cap:
    """A ceiling over a run of decisions of a pilot."""

    at_most: Text = key("at_most", Condition("a number"), "The ceiling, this decision included.", "20000")
    within: timedelta | Months | Window = key("within", _WINDOW, "The window.", "financial_year")
    sum: Text | None = key(
        "sum", _FACT, "The fact to add up; without it decisions are counted.", "decision.amount", None
    )
    of: tuple[Text, ...] = key(
        "of", _FOR, "Which kinds or classes; the grant's own if left out.", "[hardship_payment]", ()
    )
    same: Text | None = key("same", _FACT, "The fact they have in common with this one.", "actor.team", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a pilot applies; outside it the other grants answer."""

    teams: tuple[Text, ...] = key(
        "teams", ListOf(Prose("a team"), or_one=True), "actor.team is one of these.", "[east]", ()
    )
    places: tuple[Text, ...] = key(
        "places", ListOf(Prose("a place"), or_one=True), "person.place is one of these.", "[harbour]", ()
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

    ratify_by: Text = key("ratify_by", _ROLE, "Who ratifies.", "service_manager")
    within: timedelta | Months = key("within", DURATION, "By when.", "P2D")
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Route:
    """What to do instead of what was proposed."""

    do: Text = key("do", Prose(), "The route in plain words.", "Ask the person first")
    to: Text | None = key("to", _ROLE, "Whom it goes through.", "service_manager", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Grant:
    """A delegation: for these kinds, to this role, when this holds, at this level (MEANING rule 2)."""

    id: Text = key("id", Word(), "Its name within the scheme.", "hardship-worker")
    bears_on: tuple[Text, ...] = key("for", _FOR, "The kinds or classes.", "[hardship_payment]")
    role: Text = key("role", _ROLE, "The role, or any senior on its line.", "support_worker")
    level: GrantLevel = key("level", Choice(GrantLevel), "How far the authority goes.", "act")
    only: bool = key("only", FLAG, "That role alone, not its seniors.", "true", default=False)
    title: Text | None = key(
        "title", Prose(), "The rule in plain words.", "A support worker may settle up to £500", None
    )
    when: Text | None = key(
        "when", Condition(), "When it holds; always, if left out.", "decision.amount <= 500", None
    )
    company: With | None = key(
        "with", Record(With), "Who is consulted or agrees.", "{role: team_manager}", None
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
    authority: Text | None = key("authority", Prose(), "The item of the source.", "Part 3C, item 14", None)
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
        "That it is a way outside the norm; a written reason is due.",
        "true",
        default=False,
    )
    step: Step = key("step", Choice(Step), "How far it is in force.", "advise", Step.DECIDE)
    scope: Scope | None = key(
        "scope", Record(Scope), "Where a pilot applies.", "{teams: [east], until: 2026-09-30}", None
    )
    because: Text | None = key(
        "because", Prose(), "Why there is such a rule.", "Small sums should not wait", None
    )
    since: date | datetime | None = key("from", MOMENT, "From when.", "2026-06-01", None)
    until: date | datetime | None = key("to", MOMENT, "Until when.", "2026-09-30", None)
    place: Place = NOWHERE
    cells: tuple[tuple[Text, Text], ...] = ()
    """Of a table's row: facts and their unary tests."""


@dataclass(frozen=True, slots=True)
class Safeguard:
    """A limit: where it applies the level is at least this (MEANING rule 3)."""

    id: Text = key("id", Word(), "Its name within the scheme.", "consent")
    bears_on: tuple[Text, ...] = key("for", _FOR, "The kinds or classes, or all.", "[hardship_payment]")
    level: Level = key("level", Choice(Level), "The least level.", "stop")
    title: Text | None = key("title", Prose(), "The rule in plain words.", "The person agrees first", None)
    when: Text | None = key(
        "when", Condition(), "When it applies; always, if left out.", "not(person.consent)", None
    )
    company: With | None = key(
        "with", Record(With), "Who is consulted or agrees.", "{role: team_manager}", None
    )
    to: To | None = key("to", Record(To), "Whose it is, for refer.", "{role: section_151_officer}", None)
    route: Route | None = key(
        "route", Record(Route), "What to do instead, for stop.", "{do: ask the person first}", None
    )
    duties: tuple[Duty, ...] = key(
        "duties", ListOf(Record(Duty)), "What is owed where it applies.", "[{id: note, do: Write it up}]", ()
    )
    authority: Text | None = key(
        "authority", Prose(), "The item of the source.", "Care Act 2014, section 42", None
    )
    because: Text | None = key(
        "because", Prose(), "Why there is such a rule.", "Repeated payments are regular support", None
    )
    emergency: Emergency | None = key(
        "emergency",
        Record(Emergency),
        "That an emergency lifts its level.",
        "{ratify_by: service_manager, within: P2D}",
        None,
    )
    since: date | datetime | None = key("from", MOMENT, "From when.", "2026-06-01", None)
    until: date | datetime | None = key("to", MOMENT, "Until when.", "2026-09-30", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file of grants beside the scheme. Keys given here go to every row."""

    file: Text = key("file", Prose("a file name"), "The file.", "limits.csv")
    hit: HitPolicy = key("hit", Choice(HitPolicy), "How rows go together.", "U", HitPolicy.COLLECT)
    outcome: Text | Absent = key("outcome", AbsentOr(Word()), "As in a grant.", "settled_home", NOT_STATED)
    delegated_by: Delegated | Absent = key(
        "delegated_by",
        AbsentOr(Record(Delegated)),
        "As in a grant.",
        "{role: section_151_officer}",
        NOT_STATED,
    )
    involve: tuple[Duty, ...] | Absent = key(
        "involve",
        AbsentOr(ListOf(Record(Duty))),
        "As in a grant.",
        "{none: the landlord is told by the worker}",
        NOT_STATED,
    )
    assure: Assure | Absent = key(
        "assure",
        AbsentOr(Record(Assure)),
        "As in a grant.",
        "{review: sampled, by: section_151_officer}",
        NOT_STATED,
    )
    duties: tuple[Duty, ...] = key(
        "duties", ListOf(Record(Duty)), "As in a grant.", "[{id: rationale, do: Write it up}]", ()
    )
    authority: Text | None = key("authority", Prose(), "For rows that give none.", "Part 3C", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Never:
    """A claim about every answer, for tests and proofs."""

    id: Text = key("id", Word(), "Its name.", "consent-first")
    claim: Text = key("claim", Condition(), "What never happens.", "not(may_act and person.consent = false)")
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Watch:
    """A pattern across recorded decisions, and what it asks for."""

    id: Text = key("id", Word(), "Its name within the scheme.", "regular-not-one-off")
    bears_on: tuple[Text, ...] = key("for", _FOR, "The kinds or classes.", "[hardship_payment]")
    same: Text = key("same", _FACT, "What they have in common.", "person.ref")
    count: int = key("count", WHOLE, "How many.", "3")
    within: timedelta | Months | Window = key("within", _WINDOW, "In how many days.", "P30D")
    asks: AskRole = key("asks", Record(AskRole), "Which role is asked to look.", "{role: team_manager}")
    because: Text = key(
        "because",
        Prose(),
        "The question it raises, about the rule or arrangement.",
        "Is this still one-off help?",
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class SchemeText:
    """A version of a scheme as its author wrote it."""

    scheme: Text = key("scheme", Word(), "The scheme's name: its folder.", "neighbourhood-support")
    version: Text = key("version", Prose("a version"), "The version: its folder.", '"2026-04"')
    title: Text = key(
        "title", Prose(), "The scheme in plain words.", "Neighbourhood support, delegated decisions"
    )
    owner: Text = key("owner", _BODY, "The body whose scheme it is.", "northbridge-council")
    layer: Layer = key("layer", Choice(Layer), "Its layer.", "organisation")
    jurisdiction: Text = key("jurisdiction", Prose(), "Where it applies.", "England")
    effective: Effective = key("effective", Record(Effective), "When it applies.", "{from: 2026-04-01}")
    source: Origin = key(
        "source", Record(Origin), "What it is encoded from.", "{title: Scheme of delegation, part 3C}"
    )
    ask: AskRole = key(
        "ask", Record(AskRole), "Whom to ask where nobody holds a grant.", "{role: service_manager}"
    )
    accountable: AskRole = key(
        "accountable", Record(AskRole), "Who answers for the scheme.", "{role: section_151_officer}"
    )
    under: tuple[Text, ...] = key(
        "under", ListOf(Word(), or_one=True), "Schemes it stands under.", "[statute-floor-england]", ()
    )
    covers: tuple[Text, ...] = key(
        "covers",
        ListOf(_BODY, or_one=True),
        "Bodies whose schemes it stands above.",
        "[northbridge-council]",
        (),
    )
    zone: Text | None = key(
        "zone",
        Prose("a time zone"),
        "Where its days begin; Europe/London if left out.",
        "Europe/London",
        None,
    )
    leaves_out: tuple[LeftOut, ...] = key(
        "leaves_out",
        ListOf(Record(LeftOut)),
        "What of the source is not encoded.",
        "[{row: item 19, why: needs the housing register}]",
        (),
    )
    purpose: Text | None = key(
        "purpose", Prose(), "What the decisions are for.", "Help a household keep its home", None
    )
    lawful_basis: Text | None = key(
        "lawful_basis", Prose(), "The basis for using personal facts.", "public task", None
    )
    bodies: dict[str, Named] = key(
        "bodies", MapOf(Record(Body)), "Organisations.", "{harbour-housing: {title: Harbour Housing}}", {}
    )
    roles: dict[str, Named] = key(
        "roles", MapOf(Record(Role)), "Roles.", "{team_manager: {body: northbridge-council}}", {}
    )
    lines: dict[str, Named] = key(
        "lines",
        MapOf(ListOf(_ROLE, ordered=True)),
        "Roles from junior to senior.",
        "{case: [support_worker, team_manager]}",
        {},
    )
    outcomes: dict[str, Named] = key(
        "outcomes",
        MapOf(Record(Outcome)),
        "Shared outcomes.",
        "{settled_home: {title: People keep a home, shared_by: [northbridge-council]}}",
        {},
    )
    kinds: dict[str, Named] = key(
        "kinds",
        MapOf(Record(Kind)),
        "Kinds of decision.",
        "{hardship_payment: {is: [spend, individual]}}",
        {},
    )
    facts: dict[str, Named] = key(
        "facts",
        MapOf(Record(Fact), _FACT),
        "What decisions may depend on.",
        "{decision.amount: {type: number, unit: GBP}}",
        {},
    )
    values: dict[str, Named] = key(
        "values", MapOf(Record(Value)), "Figures with names.", "{worker_limit: {is: 500}}", {}
    )
    history: dict[str, Named] = key(
        "history",
        MapOf(Record(Aggregate)),
        "Sums and counts over earlier decisions.",
        "{household_90d: {sum: decision.amount, of: [hardship_payment], same: person.ref, within: P90D}}",
        {},
    )
    conditions: dict[str, Named] = key(
        "conditions",
        MapOf(Condition()),
        "Conditions with names.",
        "{other-help: decision.other_help_tried}",
        {},
    )
    grants: tuple[Grant, ...] = key(
        "grants", ListOf(Record(Grant)), "Delegations.", "[{id: hardship-worker, …}]", ()
    )
    tables: tuple[Table, ...] = key(
        "tables", ListOf(Record(Table)), "Delegations in CSV files.", "[{file: limits.csv}]", ()
    )
    safeguards: tuple[Safeguard, ...] = key(
        "safeguards", ListOf(Record(Safeguard)), "Limits.", "[{id: consent, …}]", ()
    )
    principles: tuple[Text, ...] = key(
        "principles",
        ListOf(Prose()),
        "Prompts that are recorded, never scored.",
        "[What matters to this person?]",
        (),
    )
    never: tuple[Never, ...] = key(
        "never",
        ListOf(Record(Never)),
        "Claims for tests and proofs.",
        "[{id: consent-first, claim: not(may_act)}]",
        (),
    )
    watches: tuple[Watch, ...] = key(
        "watches", ListOf(Record(Watch)), "Patterns across decisions.", "[{id: regular-not-one-off, …}]", ()
    )
    place: Place = field(default=NOWHERE)


SCHEME: Any = Record(SchemeText)
GRANT: Any = Record(Grant)
SAFEGUARD: Any = Record(Safeguard)
