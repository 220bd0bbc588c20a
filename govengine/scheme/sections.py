"""The sections of the page about the format: what an author should know about each group of keys."""

from dataclasses import dataclass

from govengine.scheme.budgets import Bearer, Budget
from govengine.scheme.declarations import (
    Aggregate,
    AskRole,
    Attest,
    Body,
    Changing,
    Confirm,
    Effective,
    Fact,
    Kind,
    LeftOut,
    Origin,
    Outcome,
    Role,
    Value,
)
from govengine.scheme.pilot import Host, Pilot, StopRule
from govengine.scheme.rules import (
    Assure,
    Cap,
    Delegated,
    Duty,
    Emergency,
    Grant,
    Never,
    OtherDuty,
    Route,
    Safeguard,
    Scope,
    Table,
    To,
    With,
)
from govengine.scheme.suggestions import Suggestions
from govengine.scheme.tables import ROW_KEYS
from govengine.scheme.watch_rules import Asks, Total, Watch


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a heading, what an author should know, and the keys of some records.

    `keys` are keys of the scheme itself that belong here. `example` is YAML as an author would write it.
    """

    heading: str
    text: str
    keys: tuple[str, ...] = ()
    records: tuple[type, ...] = ()
    example: str = ""


SECTIONS: tuple[Section, ...] = (
    Section(
        "The head",
        "What the scheme is, whose, and since when. `ask` and `accountable` name people: a scheme always says "
        "whom to ask where it is silent, and who answers for it.\n\n"
        "`attest` says how it has to be known who does what another person is there for: by the word of the body's "
        "system (`client`), by a link made for the body (`link`), by a key of their own (`token`), because they signed "
        "in (`session`). What schemes above ask for holds as well, and a scheme below never takes what they do not.\n\n"
        "`changing` says who has a part in changing the scheme: [changing-a-scheme.md](changing-a-scheme.md).",
        (
            "scheme",
            "version",
            "title",
            "owner",
            "layer",
            "jurisdiction",
            "under",
            "covers",
            "effective",
            "zone",
            "reserve",
            "attest",
            "changing",
            "suggestions",
            "source",
            "leaves_out",
            "purpose",
            "lawful_basis",
            "ask",
            "accountable",
        ),
        (Effective, Origin, LeftOut, AskRole, Attest, Changing, Suggestions),
        """\
scheme: neighbourhood-support
version: "2026-04"
title: Neighbourhood support, delegated decisions
owner: northbridge-council
layer: organisation
jurisdiction: England
under: [statute-floor-england]
effective: {from: 2026-04-01}
source: {title: 'Scheme of delegation, part 3C', adopted: 2026-03-12}
ask: {role: service_manager}
accountable: {role: section_151_officer}
""",
    ),
    Section(
        "Bodies, roles and lines",
        "A body is an organisation, a role is what somebody acts as. A line lists roles from junior to senior: "
        "what is granted to a role may be decided by its seniors as well, unless the grant says `only: true`. A "
        "role on no line is senior to nobody.",
        ("bodies", "roles", "lines"),
        (Body, Role),
        """\
bodies:
  northbridge-council: {title: Northbridge Council}
roles:
  support_worker: {body: northbridge-council}
  team_manager: {body: northbridge-council}
  section_151_officer: {body: northbridge-council, is: office}
lines:
  case: [support_worker, team_manager]
""",
    ),
    Section(
        "Outcomes",
        "What bodies have agreed to work towards. A grant names the outcome it serves, so that the answer says "
        "what the authority is for.",
        ("outcomes",),
        (Outcome,),
    ),
    Section(
        "Kinds of decision",
        "A kind is what is decided; classes gather kinds, so that one safeguard can bear on all spending. A kind "
        "that no scheme has heard of is not an error. It is a question for whoever `ask` names.",
        ("kinds",),
        (Kind,),
    ),
    Section(
        "Facts",
        "What a decision may depend on, by a name with a full stop in it, such as `decision.amount`. A fact that "
        "nobody has supplied is unknown, and there are no defaults. Every fact is about a person, and kept apart "
        "for that, unless it says `personal: false`.\n\n"
        "`confirm` is for the tick-boxes of a paper form: a question that the person deciding can vouch for "
        "themselves. While the answer is missing, it comes back as something to do first. Facts that a statute "
        "or control scheme rests on cannot be confirmed in this way.\n\n"
        "`changeable` facts are those an answer may suggest doing differently. Amounts, consent and who is "
        "asking never are.\n\n"
        "`registered` facts are authorisations: that somebody was trained, has earned more latitude, acts up for "
        "a colleague. The service keeps them, with who agreed and from when to when; nobody sends them.",
        ("facts",),
        (Fact, Confirm),
        """\
facts:
  decision.amount: {type: number, unit: GBP, min: 0, personal: false}
  person.consent: {type: boolean, ask: Has the person agreed to this?}
  decision.other_help_tried:
    type: boolean
    confirm: {ask: Have you tried the energy supplier's hardship fund?, met: true}
""",
    ),
    Section(
        "Values",
        "Figures with names, so that a limit is written once. A scheme below may set one anew within the "
        "`bounds` given here, without asking; without bounds it stands as it is. Outside them a version does not "
        "load, and says whom to ask. `govengine check` of the higher scheme, and "
        "`GET /v1/schemes/{scheme}/values`, show which schemes below have set which value, to what and since when.",
        ("values",),
        (Value,),
    ),
    Section(
        "History",
        "Sums and counts over earlier decisions that counted: never one that was superseded, never this one. "
        "They become facts: `household_90d` is read as `history.household_90d`. The service works them out; "
        "what-ifs may state them.\n\n"
        "What was taken counts, and what may be acted on: that is reserved. A scheme that says `reserve: P14D` lets "
        "a reservation lapse after fourteen days, unless it was taken. Days begin in the scheme's `zone`. A decision "
        "about an earlier day is held to the fullest window that has its day in it, up to today.",
        ("history",),
        (Aggregate,),
        """\
history:
  household_90d: {sum: decision.amount, of: [hardship_payment], same: person.ref, within: P90D}
""",
    ),
    Section(
        "Pooled budgets",
        "What several bodies have put together, and what they agreed about it. `counts` names a history with `sum` and "
        "without `same`; its window is the budget's. The service tells with each decision that counts towards it what "
        "is spent, reserved and left, each partner's share, and who bears what goes over, to the penny. Shares are "
        "rounded down, and the pennies left over go to the largest parts of a penny. A budget permits and stops "
        "nothing by itself: a safeguard that reads the history does.",
        ("budgets",),
        (Budget, Bearer),
        """\
history:
  homes_spent: {sum: decision.amount, of: [hardship_payment], within: financial_year}
budgets:
  homes_fund:
    title: Homes fund 2026/27
    amount: 250000
    counts: homes_spent
    partners: {northbridge-council: 60, harbour-housing: 40}
    overspend: [{body: harbour-housing, up_to: 10000}, {body: northbridge-council}]
    source: 'Section 75 agreement, schedule 3, 1 April 2026'
""",
    ),
    Section(
        "Conditions with names",
        "A condition that several rules share is written once and used by its name. What it may say is under "
        "[the language of conditions](#the-language-of-conditions).",
        ("conditions",),
    ),
    Section(
        "Grants",
        "A grant delegates: for these kinds, to this role, when this holds, at this level. Where several hold, "
        "the widest counts. A grant states both accountabilities: across, the shared `outcome` and whom to "
        "`involve`; upwards, how it is assured (`assure`) and who delegated it (`delegated_by`). Each may say "
        "`none: <why>` instead. What is left out counts as `none: not stated`, and `govengine check` counts "
        "those.",
        ("grants",),
        (Grant, Delegated, Assure, Scope, Cap),
        """\
grants:
  - id: hardship-worker
    title: A support worker may settle a hardship payment up to £500
    for: [hardship_payment]
    role: support_worker
    when: decision.amount <= worker_limit and other-help
    level: act
    outcome: settled_home
    delegated_by: {role: section_151_officer, dated: 2026-03-12}
    authority: Part 3C, item 14
    involve: [{id: tell-landlord, tell: harbour-housing, at: after, within: P2D}]
    assure: {review: sampled, by: team_manager}
""",
    ),
    Section(
        "Pilots",
        "A pilot is a grant with a `scope` in the base scheme itself: some teams or places, a ceiling, a last day. It is "
        "under every rule the scheme is under, and no key lets it off any. It says what it is to show, when it is "
        "stopped and who looks, who outside the team owns it, and how it stays open to its host, the body whose "
        "scheme it is: who there reads its decisions, where it books what it spends, who audits it. The last two "
        "are held against the other grants of its kinds: a pilot with a cost code to itself, or an audit of its own, "
        "is [sealed](problems.md#sealed-pilot) and cannot be adopted.\n\n"
        "Thirty days before its last day, answers that rest on it say so, and `govengine check` lists it. After it "
        "the scheme's other grants answer. It begins well with `step: shadow`: it opens nothing, and "
        "`GET /v1/schemes/{scheme}/agreement` shows how often people decided what it would have allowed. It "
        "becomes part of the base scheme in a new version: a grant with an id of its own that says `graduates:`, "
        "and under `authority:` the minute.",
        (),
        (Pilot, StopRule, Host),
        """\
grants:
  - id: pilot-help
    for: [hardship_payment]
    role: support_worker
    level: act
    scope: {places: [harbour], until: 2026-12-31, cap: {sum: decision.amount, within: financial_year, at_most: 20000}}
    pilot:
      aim: Whether fewer people come back when help comes at once
      stop: {when: A household is left worse off by it, by: service_manager}
      owner: service_manager
      host: {viewer: service_manager, cost_code: HS-204, audit: section_151_officer}
    assure: {review: all, by: service_manager}
""",
    ),
    Section(
        "Safeguards",
        "A safeguard is a limit: where it applies, the level is at least this, whatever was granted. `for: all` "
        "must be written out. A safeguard that is unknown, because a fact is missing, counts at its level, "
        "except that an unknown `stop` counts as `refer`. `with` (for consult and agree) and `to` (for refer) "
        "name who satisfies it: that role and its seniors are not bound by it. They are given no power by it; "
        "power always comes from a grant.\n\n"
        "A safeguard at level `act` limits nothing and carries duties alone. One that reserves a decision to "
        "one officer is two rules: a safeguard `refer` with `to: {role: …, only: true}`, and a grant to that "
        "officer beside it.",
        ("safeguards",),
        (Safeguard, With, To, Route, Emergency),
        """\
safeguards:
  - id: consent
    for: [hardship_payment]
    when: not(person.consent)
    level: stop
    route: {do: ask the person first}
  - id: regular-support
    for: [hardship_payment]
    when: history.household_90d + decision.amount > 2500
    level: agree
    with: {role: team_manager, second_person: true}
    because: Repeated payments are regular support and want a second pair of eyes
""",
    ),
    Section(
        "Duties",
        "Something to do because of the decision. Grants and safeguards carry duties under `duties` and "
        "`involve`; they add up. A duty `before` stands in the way until it is done.",
        (),
        (Duty, OtherDuty),
    ),
    Section(
        "Tables",
        "Grants in a CSV file beside the scheme, one row a grant, as spreadsheets save them in UTF-8, with commas, semicolons or tabs. Heads name "
        f"facts, or these keys of a grant: {', '.join(f'`{key}`' for key in ROW_KEYS)}. A cell under a fact is a "
        'test of that fact: `<= 500`, `(500..2000]`, `"tenant", "lodger"`, `not("owner")`; `-` or an empty '
        "cell fits anything. Keys given under `tables:` go to every row.\n\n"
        "```\n"
        "id,for,role,decision.amount,level,outcome,authority\n"
        'hardship-service,hardship_payment,service_manager,(500..2000],act,settled_home,"Part 3C, item 15"\n'
        "```\n\n"
        "* `for` takes several kinds, parted by semicolons.\n"
        "* `with` takes the role that is heard or agrees, for rows at `consult` or `agree`.\n"
        "* `duties` takes sentences, parted by semicolons. Before a colon may stand when it is due, how long "
        "there is and who is told: `after P2D, tell harbour-housing: Tell the landlord; Write it up`. The first "
        "words of the sentence are the name of the duty: `tell-the-landlord`.\n"
        "* What a spreadsheet does to a cell is read rightly where it can mean only one thing: curly double "
        "quotation marks, a longer dash for `-`, `≤`, `£500`. Anything else it does is named: "
        "[1-2 made a date](problems.md#spreadsheet-date), [`#NAME?`](problems.md#spreadsheet-error), "
        "[`1,000`](problems.md#comma-in-number), [`500-2000`](problems.md#dash-range).\n\n"
        "`hit` says how the author means the rows to go together. What goes in is the kind, the facts and `when`; "
        "the role and all else come out. Under each of the three, every row that fits counts as a grant, so the "
        "order of rows never matters. Rows of a scheme of delegation often overlap, one for each role: that is "
        "`C`, and is meant where nothing is said. Under `U` and `A` "
        "[rows that overlap](problems.md#rows-overlap) are looked for, with a case that both fit; rows that "
        "compare facts with one another are tried on cases. [Gaps](problems.md#gap) between rows are warned of.",
        ("tables",),
        (Table,),
    ),
    Section(
        "Principles",
        "Questions to think about, shown and recorded with an answer. They are never scored.",
        ("principles",),
    ),
    Section(
        "Claims: what never happens",
        "Sentences about every answer. Beside facts they may name `may_act`, `complete`, `level` and `basis`. "
        "`govengine check` tries each on cases made from the rules, and shows one that "
        "[breaks it](problems.md#claim-broken); a claim that is unknown in a case is not broken by it.",
        ("never",),
        (Never,),
    ),
    Section(
        "Watches",
        "A pattern across what was recorded: so many entries, or so much, that share something, in so many days. "
        "It raises a finding: a question about the rule or the arrangement, for a role to answer. A finding "
        "changes no answer by itself. A safeguard may read the names of those that are open about what the "
        "decision shares, in `findings.open`; a grant may not.\n\n"
        "`same` is a fact, or `kind`, `role` (of who acted, or who is asked), `rule` (that the answer rests on), "
        "`pair` (who asked and who approved) or `scheme`. `when` compares facts with figures and nothing else. "
        "A decision that replaces another, or was withdrawn, counts as it was recorded: the question is about "
        "the pattern. [watch.md](watch.md) is for whoever is asked.",
        ("watches",),
        (Watch, Total, Asks),
        """\
watches:
  - id: split
    for: [hardship_payment]
    same: person.ref
    when: decision.amount <= 500
    count: 2
    total: {fact: decision.amount, over: 500}
    within: P7D
    asks: {role: team_manager, for: peer_review, within: P7D}
    because: Is one need being met in parts because of where the limit stands?
safeguards:
  - id: asked-about
    for: [hardship_payment]
    when: some one in findings.open satisfies one = "neighbourhood-support/split"
    level: consult
    with: {role: team_manager}
""",
    ),
)
"""In the order an author needs them. A test holds it complete: every key and record stands in one section."""
