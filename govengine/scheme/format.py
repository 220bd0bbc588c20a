"""The scheme format: every key, its type, its meaning and an example (MEANING §2).

Names stay `Text` here, with their place; `binding.py` resolves them. `docs/scheme-format.md` is generated
from these classes and those of `declarations.py` and `rules.py`.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from govengine.feel.values import Months
from govengine.scheme.budgets import Budget
from govengine.scheme.declarations import (
    BODY,
    FACT,
    NOWHERE,
    ROLE,
    Aggregate,
    AskRole,
    Attest,
    Body,
    Changing,
    Effective,
    Fact,
    Kind,
    LeftOut,
    Origin,
    Outcome,
    Role,
    Value,
)
from govengine.scheme.rules import Grant, Never, Safeguard, Table
from govengine.scheme.scalar import DURATION, Choice, Condition, Prose, Word
from govengine.scheme.shape import ListOf, MapOf, Named, Record, key
from govengine.scheme.source import Place, Text
from govengine.scheme.suggestions import Suggestions
from govengine.scheme.watch_rules import Watch
from govengine.scheme.words import Layer, Window


@dataclass(frozen=True, slots=True)
class SchemeText:
    """A version of a scheme as its author wrote it."""

    scheme: Text = key(
        "scheme", Word(), "The scheme's name, which is the name of its folder.", "neighbourhood-support"
    )
    version: Text = key(
        "version",
        Prose("a version"),
        "The version's name, which is the name of its folder. A date reads well.",
        '"2026-04"',
    )
    title: Text = key(
        "title", Prose(), "The scheme in plain words.", "Neighbourhood support, delegated decisions"
    )
    owner: Text = key("owner", BODY, "The body whose scheme it is.", "northbridge-council")
    layer: Layer = key(
        "layer", Choice(Layer), "Its layer. Rules of a higher layer bind those below.", "organisation"
    )
    jurisdiction: Text = key("jurisdiction", Prose(), "Where its law applies.", "England")
    effective: Effective = key(
        "effective", Record(Effective), "The days on which it applies.", "{from: 2026-04-01}"
    )
    source: Origin = key(
        "source",
        Record(Origin),
        "What it is encoded from.",
        "{title: 'Scheme of delegation, part 3C', adopted: 2026-03-12}",
    )
    ask: AskRole = key(
        "ask", Record(AskRole), "Whom to ask where nobody holds a grant.", "{role: service_manager}"
    )
    accountable: AskRole = key(
        "accountable", Record(AskRole), "Who answers for the scheme.", "{role: section_151_officer}"
    )
    under: tuple[Text, ...] = key(
        "under",
        ListOf(Word(), or_one=True),
        "The schemes it stands under: it sees their names, and their rules apply.",
        "[statute-floor-england]",
        (),
    )
    covers: tuple[Text, ...] = key(
        "covers",
        ListOf(BODY, or_one=True),
        "Bodies whose schemes it stands above, without their naming it. For controls and partnerships.",
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
    reserve: timedelta | Months | None = key(
        "reserve",
        DURATION,
        "How long what may be acted on counts towards limits before it is taken. Without it, until it is given up.",
        "P14D",
        None,
    )
    attest: Attest | None = key(
        "attest",
        Record(Attest),
        "How it has to be known who approves, agrees, ratifies, reviews and adopts. Without it, in any way.",
        "{approve: [token, session], adopt: [token, session]}",
        None,
    )
    changing: Changing | None = key(
        "changing",
        Record(Changing),
        "Who has a part in changing it, beside whoever is accountable.",
        "{peers: [team_manager], finance: section_151_officer, lived_experience: citizen_reviewer}",
        None,
    )
    suggestions: Suggestions | None = key(
        "suggestions",
        Record(Suggestions),
        "Who replies when somebody says that a rule did not fit. Without it, whoever `ask` names, within 28 days.",
        "{role: service_manager, within: P14D}",
        None,
    )
    leaves_out: tuple[LeftOut, ...] = key(
        "leaves_out",
        ListOf(Record(LeftOut)),
        "What of the source is not encoded, and why. An honest scheme has some.",
        "[{row: item 19, why: needs the housing register}]",
        (),
    )
    purpose: Text | None = key(
        "purpose",
        Prose(),
        "What the decisions are for, in a sentence a member of the public would follow.",
        "Help a household keep its home",
        None,
    )
    lawful_basis: Text | None = key(
        "lawful_basis", Prose(), "The lawful basis for using facts about people.", "public task", None
    )
    bodies: dict[str, Named] = key(
        "bodies",
        MapOf(Record(Body)),
        "The organisations, by name.",
        "{harbour-housing: {title: Harbour Housing}}",
        {},
    )
    roles: dict[str, Named] = key(
        "roles",
        MapOf(Record(Role)),
        "What people act as, by name.",
        "{team_manager: {body: northbridge-council}}",
        {},
    )
    lines: dict[str, Named] = key(
        "lines",
        MapOf(ListOf(ROLE, ordered=True)),
        "Lines of roles, each from junior to senior.",
        "{case: [support_worker, team_manager]}",
        {},
    )
    outcomes: dict[str, Named] = key(
        "outcomes",
        MapOf(Record(Outcome)),
        "Shared outcomes, by name.",
        "{settled_home: {title: People keep a home, shared_by: [northbridge-council]}}",
        {},
    )
    kinds: dict[str, Named] = key(
        "kinds",
        MapOf(Record(Kind)),
        "Kinds of decision, by name.",
        "{hardship_payment: {is: [spend, individual]}}",
        {},
    )
    facts: dict[str, Named] = key(
        "facts",
        MapOf(Record(Fact), FACT),
        "What decisions may depend on, by a name with a full stop in it.",
        "{decision.amount: {type: number, unit: GBP}}",
        {},
    )
    values: dict[str, Named] = key(
        "values",
        MapOf(Record(Value)),
        "Figures with names, so that a limit is written once.",
        "{worker_limit: {is: 500}}",
        {},
    )
    history: dict[str, Named] = key(
        "history",
        MapOf(Record(Aggregate)),
        "Sums and counts over earlier decisions. Each becomes the fact `history.<name>`.",
        "{household_90d: {sum: decision.amount, of: [hardship_payment], same: person.ref, within: P90D}}",
        {},
    )
    budgets: dict[str, Named] = key(
        "budgets",
        MapOf(Record(Budget)),
        "Pooled budgets: the partners' shares, and who bears what goes over.",
        "{homes_fund: {title: Homes fund, amount: 250000, counts: homes_spent, partners: {northbridge-council: 100}, "
        "overspend: [{body: northbridge-council}], source: 'Section 75 agreement, schedule 3'}}",
        {},
    )
    conditions: dict[str, Named] = key(
        "conditions",
        MapOf(Condition()),
        "Conditions with names, for several rules to share.",
        "{other-help: decision.other_help_tried}",
        {},
    )
    grants: tuple[Grant, ...] = key(
        "grants",
        ListOf(Record(Grant)),
        "Who may decide what.",
        "[{id: hardship-worker, for: [hardship_payment], role: support_worker, level: act}]",
        (),
    )
    tables: tuple[Table, ...] = key(
        "tables", ListOf(Record(Table)), "Grants in CSV files beside the scheme.", "[{file: limits.csv}]", ()
    )
    safeguards: tuple[Safeguard, ...] = key(
        "safeguards",
        ListOf(Record(Safeguard)),
        "With whom, by whom, or not this way.",
        "[{id: consent, for: [hardship_payment], level: stop, route: {do: ask the person first}}]",
        (),
    )
    principles: tuple[Text, ...] = key(
        "principles",
        ListOf(Prose()),
        "Prompts that are recorded, never scored.",
        "['What matters to this person, in their words?']",
        (),
    )
    never: tuple[Never, ...] = key(
        "never",
        ListOf(Record(Never)),
        "Claims about every answer, for tests and proofs.",
        "[{id: consent-first, claim: not(may_act)}]",
        (),
    )
    watches: tuple[Watch, ...] = key(
        "watches",
        ListOf(Record(Watch)),
        "Patterns across decisions.",
        "[{id: regular, for: [hardship_payment], same: person.ref, count: 3, within: P30D, asks: {role: team_manager}, because: Is this still one-off help?}]",
        (),
    )
    place: Place = field(default=NOWHERE)


SCHEME: Any = Record(SchemeText)

__all__ = ["SCHEME", "SchemeText", "Window"]
