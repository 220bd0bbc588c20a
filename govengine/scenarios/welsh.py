"""Each sentence in Welsh: by its English example, the pattern and an example of its use.

One page, so that somebody who speaks Welsh can read and mend it. Parts in `(?P<…>…)` are the same as in English.
"""

from collections.abc import Mapping

_NAME = r"[a-z][a-z0-9_.-]*"
_FACT = rf"{_NAME}\.{_NAME}"
_DUTY = r'"?(?P<duty>[a-z][^" ]*)"?'
_RULE = rf'"?(?P<rule>{_NAME}(?:/{_NAME})?)"?'
_MOMENT = (
    r"(?P<moment>\d{1,2} [^\W\d_]+ \d{4}(?:,? am \d{1,2}:\d{2})?"
    r"|\d{4}-\d{2}-\d{2}(?:T[0-9:.]+(?:Z|[+-]\d{2}:\d{2}))?)"
)
_DAY = r"(?P<day>\d{1,2} [^\W\d_]+ \d{4}|\d{4}-\d{2}-\d{2})"
_LEVEL = r"(?P<level>gweithredu|ymgynghori|cytuno|cyfeirio|atal)"
_DECISION = rf"(?P<kind>{_NAME})(?: o (?P<amount>[£\d.,]+))?(?: ar gyfer (?P<whose>yr un person|person arall))? ar {_DAY}"
_WHEN = (
    r"(?: (?P<at>cyn y|gyda'r|ar ôl y) weithred)?(?:,? o fewn (?P<within>P[0-9A-Z]+))?"
    rf"(?:,? i (?P<to>{_NAME}))?"
)

IN_WELSH: Mapping[str, tuple[str, str]] = {
    # What is so, and asking
    "the scheme leeds-cs": (rf'y cynllun "?(?P<scheme>{_NAME})"?', "y cynllun leeds-cs"),
    "the scheme harbour-tenancies of another body as well": (
        rf'y cynllun "?(?P<scheme>{_NAME})"? gan gorff arall hefyd',
        "y cynllun harbour-tenancies gan gorff arall hefyd",
    ),
    "it is 3 June 2025 at 10:15": (rf"mae'n {_MOMENT}", "mae'n 3 Mehefin 2025 am 10:15"),
    "it is recorded on 17 June 2025 at 09:30": (
        rf"fe'i cofnodir ar {_MOMENT}",
        "fe'i cofnodir ar 17 Mehefin 2025 am 09:30",
    ),
    "a team_manager of leeds-city-council asks": (
        rf'mae (?P<role>{_NAME})(?: "(?P<ref>[^"]+)")? o (?P<body>{_NAME}) yn gofyn',
        "mae team_manager o leeds-city-council yn gofyn",
    ),
    "the decision is a hardship_payment": (
        rf"y penderfyniad yw (?P<kind>{_NAME})",
        "y penderfyniad yw hardship_payment",
    ),
    "it is an emergency": (r"mae'n argyfwng", "mae'n argyfwng"),
    "the outcome is settled_home": (rf"y canlyniad yw (?P<outcome>{_NAME})", "y canlyniad yw settled_home"),
    "person.consent is not known": (
        rf"nid yw (?P<fact>{_FACT}) yn hysbys",
        "nid yw person.consent yn hysbys",
    ),
    "decision.amount is 620.00": (
        rf"mae (?P<fact>{_FACT}) yn (?P<value>.+)",
        "mae decision.amount yn 620.00",
    ),
    "these facts": (r"y ffeithiau hyn:?", "y ffeithiau hyn"),
    "they decided a hardship_payment of 200 for the same person on 3 May 2026": (
        rf"penderfynasant {_DECISION}",
        "penderfynasant hardship_payment o 200 ar gyfer yr un person ar 3 Mai 2026",
    ),
    "somebody else decided a hardship_payment of 200 for the same person on 3 May 2026": (
        rf"penderfynodd rhywun arall {_DECISION}",
        "penderfynodd rhywun arall hardship_payment o 200 ar gyfer yr un person ar 3 Mai 2026",
    ),
    "nothing was decided before": (
        r"ni phenderfynwyd dim o'r blaen",
        "ni phenderfynwyd dim o'r blaen",
    ),
    'the duty "confirm/decision.x" has been done by a team_manager "w-7"': (
        rf"mae'r ddyletswydd {_DUTY} wedi'i chyflawni(?: gan (?=\S)(?P<role>{_NAME})? ?(?:\"(?P<ref>[^\"]+)\")?)?",
        'mae\'r ddyletswydd "confirm/decision.x" wedi\'i chyflawni gan team_manager "w-7"',
    ),
    "the question is asked": (r"(?:y )?gofynnir y cwestiwn(?: eto)?", "gofynnir y cwestiwn"),
    # What the answer is
    'it cannot be asked: "no-version-in-force"': (
        r'ni ellir ei ofyn: "(?P<code>[a-z-]+)"',
        'ni ellir ei ofyn: "no-version-in-force"',
    ),
    "the level is refer": (rf"y lefel yw {_LEVEL}", "y lefel yw cyfeirio"),
    "the basis is delegated_elsewhere": (
        rf"y sail yw (?P<basis>{_NAME})",
        "y sail yw delegated_elsewhere",
    ),
    "they may act": (r"cânt weithredu", "cânt weithredu"),
    "they may not act yet": (r"ni chânt weithredu(?: eto)?", "ni chânt weithredu eto"),
    "it is for the service_manager to decide": (
        rf"(?P<role>{_NAME}) sydd i benderfynu",
        "service_manager sydd i benderfynu",
    ),
    "the section_151_officer may decide it too": (
        rf"caiff (?P<role>{_NAME}) benderfynu hefyd",
        "caiff section_151_officer benderfynu hefyd",
    ),
    "nobody holds it": (r"nid yw'n perthyn i neb", "nid yw'n perthyn i neb"),
    'whoever decides must meet "actor.trained"': (
        r'rhaid i bwy bynnag sy\'n penderfynu fodloni "(?P<text>[^"]+)"',
        'rhaid i bwy bynnag sy\'n penderfynu fodloni "actor.trained"',
    ),
    "the person to ask is the service_manager": (
        rf"y person i ofyn iddo yw (?P<role>{_NAME})(?P<other> arall)?",
        "y person i ofyn iddo yw service_manager",
    ),
    'the route is "ask the person first"': (
        r'y llwybr yw "(?P<route>[^"]+)"',
        'y llwybr yw "ask the person first"',
    ),
    "the route leads to the team_leader": (
        rf"mae'r llwybr yn arwain at (?P<role>{_NAME})",
        "mae'r llwybr yn arwain at team_leader",
    ),
    "the team_manager agrees first": (
        rf"mae (?P<who>ail )?(?P<role>{_NAME}) (?P<how>yn cytuno|yn argymell|yn cael ei glywed) yn gyntaf",
        "mae team_manager yn cytuno yn gyntaf",
    ),
    "nobody else is in it": (r"nid oes neb arall ynghlwm wrtho", "nid oes neb arall ynghlwm wrtho"),
    'it rests on "hardship-worker"': (rf"mae'n dibynnu ar {_RULE}", 'mae\'n dibynnu ar "hardship-worker"'),
    '"pilot-help" would have opened it': (rf"byddai {_RULE} wedi'i agor", 'byddai "pilot-help" wedi\'i agor'),
    'the summary says "yours to decide"': (
        r'mae\'r crynodeb yn dweud "(?P<text>[^"]+)"',
        'mae\'r crynodeb yn dweud "Yours to decide"',
    ),
    'the rule "hardship-worker" is among the reasons': (
        rf"(?:mae'r|(?P<no>nid yw'r)) rheol {_RULE} ymhlith y rhesymau",
        'mae\'r rheol "hardship-worker" ymhlith y rhesymau',
    ),
    "it would change if decision.payee were landlord": (
        rf"byddai'n newid pe bai (?P<fact>{_FACT}) yn (?P<value>\S+)",
        "byddai'n newid pe bai decision.payee yn landlord",
    ),
    "nothing about the case would change it": (
        r"ni fyddai dim am yr achos yn ei newid",
        "ni fyddai dim am yr achos yn ei newid",
    ),
    "the schemes that applied include leeds-cs/2025-02": (
        rf'mae\'r cynlluniau perthnasol yn cynnwys "?(?P<scheme>{_NAME})/(?P<version>[^"]+)"?',
        "mae'r cynlluniau perthnasol yn cynnwys leeds-cs/2025-02",
    ),
    'the scheme leaves out "item 19"': (
        r'mae\'r cynllun yn hepgor "(?P<row>[^"]+)"',
        'mae\'r cynllun yn hepgor "item 19"',
    ),
    # What is owed, and what is still needed
    'the duty "tell-landlord" is owed after the act, within P2D, to harbour-housing': (
        rf"mae'r ddyletswydd {_DUTY} yn ddyledus{_WHEN}",
        'mae\'r ddyletswydd "tell-landlord" yn ddyledus ar ôl y weithred, o fewn P2D, i harbour-housing',
    ),
    'whoever decides owes the duty "reason" before the act': (
        rf"mae'r ddyletswydd {_DUTY} ar bwy bynnag sy'n penderfynu{_WHEN}",
        "mae'r ddyletswydd \"reason\" ar bwy bynnag sy'n penderfynu cyn y weithred",
    ),
    'the duty "refer-child" may yet be owed': (
        rf"gall y ddyletswydd {_DUTY} fod yn ddyledus eto",
        'gall y ddyletswydd "refer-child" fod yn ddyledus eto',
    ),
    'the duty "refer-child" is not owed': (
        rf"nid yw'r ddyletswydd {_DUTY} yn ddyledus",
        'nid yw\'r ddyletswydd "refer-child" yn ddyledus',
    ),
    "nothing is owed": (r"nid oes dim yn ddyledus", "nid oes dim yn ddyledus"),
    'the duty "tell-person" says "Tell the person"': (
        rf'mae\'r ddyletswydd {_DUTY} yn dweud "(?P<text>[^"]+)"',
        'mae\'r ddyletswydd "tell-person" yn dweud "Tell the person"',
    ),
    "nothing more is needed": (r"nid oes angen dim mwy", "nid oes angen dim mwy"),
    "person.consent is needed": (r'mae angen "?(?P<name>[a-z][^" ]*)"?', "mae angen person.consent"),
    "all that is needed is person.consent and decision.amount": (
        r"y cyfan sydd ei angen yw (?P<names>.+)",
        "y cyfan sydd ei angen yw person.consent a decision.amount",
    ),
    "the answer is complete": (r"mae'r ateb yn gyflawn", "mae'r ateb yn gyflawn"),
    "more facts could change the answer": (
        r"gallai mwy o ffeithiau newid yr ateb",
        "gallai mwy o ffeithiau newid yr ateb",
    ),
}
