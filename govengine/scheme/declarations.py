"""What a scheme declares before its rules: where it comes from, bodies, roles, kinds, facts, figures, history."""

from dataclasses import dataclass
from datetime import date, timedelta

from govengine.feel.values import Months, duration_from_text
from govengine.scheme.scalar import DAY, FLAG, Choice, Condition, Prose, Read, Word
from govengine.scheme.shape import ListOf, Record, key
from govengine.scheme.source import Place, Text
from govengine.scheme.words import Attested, RoleKind, Window

NOWHERE = Place("")


def _window(text: str) -> timedelta | Months | Window:
    if text in set(Window):
        return Window(text)
    length = duration_from_text(text)
    if isinstance(length, timedelta) and (length % timedelta(days=1) or length < timedelta(days=1)):
        raise ValueError("a window is counted in whole days")
    return length


WAYS = ListOf(Choice(Attested), or_one=True)
WINDOW = Read(_window, "a duration such as P90D or P12M, or one of: " + ", ".join(Window))
ROLE = Word("the name of a role")
BODY = Word("the name of a body")
FACT = Word("the name of a fact")
BEARING = ListOf(Word("the name of a kind or class"), or_one=True)


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

    title: Text = key("title", Prose(), "The document it is encoded from.", "'Scheme of delegation, part 3C'")
    adopted: date | None = key("adopted", DAY, "When the owner resolved it.", "2026-03-12", None)
    seen: Text | None = key(
        "seen", Prose(), "Where and when it was read.", "'public web page, read 2026-11'", None
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of the source that is not encoded, and why."""

    row: Text = key("row", Prose(), "The row, as the source names it.", "item 19")
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

    body: Text = key("body", BODY, "The body the role belongs to.", "northbridge-council")
    kind: RoleKind = key("is", Choice(RoleKind), "What holds it.", "post", RoleKind.POST)
    title: Text | None = key("title", Prose(), "How people write it.", "team manager", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What bodies have agreed to work towards."""

    title: Text = key("title", Prose(), "The outcome in plain words.", "People keep a home they can afford")
    shared_by: tuple[Text, ...] = key(
        "shared_by",
        ListOf(BODY, or_one=True),
        "The bodies that share it. Each of several signs it before the scheme is adopted.",
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
    cost_codes: tuple[Text, ...] = key(
        "cost_codes",
        ListOf(Prose("a cost code"), or_one=True),
        "Where what it costs is booked. A pilot books where the other decisions of its kind do.",
        "[HS-204]",
        (),
    )
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
        "type",
        Prose("a type"),
        "Its type: number, string, boolean, date, date-time, a duration, or a list.",
        "number",
    )
    unit: Text | None = key("unit", Prose(), "What a number counts. GBP is shown as pounds.", "GBP", None)
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
        "The person deciding can vouch for it: the question, and the answer looked for.",
        '{ask: "Have you tried the energy supplier\'s fund?", met: true}',
        None,
    )
    changeable: bool = key(
        "changeable", FLAG, "Whether an answer may suggest doing it another way.", "true", default=False
    )
    registered: bool = key(
        "registered",
        FLAG,
        "Whether it is an authorisation of the actor's that the service keeps, and nobody sends.",
        "true",
        default=False,
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Value:
    """A figure that schemes below may set anew within bounds."""

    value: Text = key(
        "is", Condition("a value"), "The figure: a number, a date or a duration, or a text in quotes.", "500"
    )
    bounds: Text | None = key(
        "bounds",
        Condition("tests"),
        "The range within which a scheme below may set it. Without it, none may.",
        '"[100..1000]"',
        None,
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A sum or count over earlier decisions, taken or reserved; never a superseded one, never this one."""

    of: tuple[Text, ...] = key(
        "of", BEARING, "The kinds or classes of decision that count.", "[hardship_payment]"
    )
    within: timedelta | Months | Window = key(
        "within", WINDOW, "The window: P90D is today and the 89 days before.", "P90D"
    )
    sum: Text | None = key(
        "sum", FACT, "The fact to add up; without it decisions are counted.", "decision.amount", None
    )
    same: Text | None = key("same", FACT, "The fact they have in common with this one.", "person.ref", None)
    across: tuple[Text, ...] = key(
        "across",
        ListOf(BODY, or_one=True),
        "The bodies whose decisions count; without it, everybody's.",
        "[northbridge-council, harbour-housing]",
        (),
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class AskRole:
    """A role to ask or to hold to account."""

    role: Text = key("role", ROLE, "The role.", "service_manager")
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Attest:
    """How it has to be known who does something that somebody else asked for."""

    approve: tuple[Attested, ...] = key("approve", WAYS, "To approve or decline.", "[token, session]", ())
    agree: tuple[Attested, ...] = key(
        "agree",
        WAYS,
        "To reply to a request: to be heard, to recommend, to agree.",
        "[link, token, session]",
        (),
    )
    ratify: tuple[Attested, ...] = key("ratify", WAYS, "To ratify.", "[token, session]", ())
    review: tuple[Attested, ...] = key("review", WAYS, "To review.", "[token, session]", ())
    adopt: tuple[Attested, ...] = key(
        "adopt", WAYS, "To have a part in a change of the scheme, and to adopt it.", "[token, session]", ()
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Changing:
    """Who has a part in changing the scheme, beside whoever is accountable for it."""

    peers: tuple[Text, ...] = key(
        "peers",
        ListOf(ROLE, or_one=True),
        "The roles of peers and checkers; without it, any role of a person that the scheme declares.",
        "[team_manager, service_manager]",
        (),
    )
    finance: Text | None = key(
        "finance",
        ROLE,
        "The finance officer's role. Without it, uprating by an index takes the path of what loosens.",
        "section_151_officer",
        None,
    )
    lived_experience: Text | None = key(
        "lived_experience",
        ROLE,
        "The role of whoever looks at a change from lived experience, and may object.",
        "citizen_reviewer",
        None,
    )
    place: Place = NOWHERE
