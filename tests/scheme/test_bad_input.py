"""Bad input: each mistake with its code and its place, `file:line:column`.

The mark ^ in what is put in stands before the place that is to be named; it is taken out before loading.
"""

import pytest

from tests.scheme.loading import LIMITS, SCHEME, errors, one, placed, problems_of

WORKER = (
    "    role: support_worker                # or any senior on the line; `only: true` for this role alone\n"
)

EDITS = [
    # names
    ("layer: organisation", "layer: ^organization", "unknown-word"),
    ("ask: {role: service_manager}", "ask: {role: ^sevice_manager}", "unknown-role"),
    ("for: [hardship_payment]\n    role", "for: [^hardship_paiment]\n    role", "unknown-kind-or-class"),
    ("for: [hardship_payment]\n    role", "for: [^all]\n    role", "unknown-kind-or-class"),
    ("outcome: settled_home", "outcome: ^settled_hom", "unknown-outcome"),
    ("tell: harbour-housing", "tell: ^harbor-housing", "unknown-body-or-role"),
    ("same: person.ref", "same: ^person.reff", "unknown-fact"),
    ("owner: northbridge-council", "owner: ^northbridge-counsil", "unknown-body"),
    ("decision.amount <= worker_limit", "^decision.amuont <= worker_limit", "unknown-name"),
    ("decision.amount <= worker_limit", "decision.amount <= ^worker_limti", "unknown-name"),
    ("scheme: neighbourhood", "scheme: ^Neighbourhood", "bad-name"),
    ("under: [statute-floor-england]", "under: [^statute-flor-england]", "unknown-scheme"),
    # keys and shapes
    ("ask: {role: service_manager}\n", "", "missing-key"),
    ("accountable: {role: section_151_officer}\n", "", "missing-key"),
    ("purpose: Help", "^purpos: Help", "unknown-key"),
    ("    level: act\n    outcome", "    ^levl: act\n    outcome", "unknown-key"),
    ("    level: act\n    outcome", "    level: ^refer\n    outcome", "unknown-word"),
    ("    level: act\n    outcome", "    level: ^on\n    outcome", "unknown-word"),
    ("type: boolean, ask", "type: ^bool, ask", "unknown-type"),
    ("met: true", "met: ^yes", "bad-value"),
    ("met: true", "met: ^on", "bad-value"),
    ("effective: {from: 2026-04-01}", "effective: {from: ^2026-02-30}", "bad-value"),
    ("effective: {from: 2026-04-01}", "effective: {from: ^01/04/2026}", "bad-value"),
    ("effective: {from: 2026-04-01}", "effective: ^{from: 2026-04-01, to: 2026-03-01}", "window"),
    ("within: P90D", "within: ^P1Y1D", "bad-value"),
    ("within: P90D", "within: ^PT5H", "bad-value"),
    ("purpose: Help a household keep its home", "purpose: ^[Help]", "wrong-shape"),
    ("title: Neighbourhood support, delegated decisions", "title: ^''", "empty"),
    # rules
    (
        "other-help\n    level",
        'other-help and some f in findings.open satisfies f = "x"\n    level',
        "finding-grants",
    ),
    ("    route: {do: ask the person first}\n", "", "no-route"),
    ("    with: {role: team_manager, second_person: true}\n", "", "no-with"),
    ("  - id: regular-support", "  - id: ^consent", "duplicate-rule"),
    ("  - id: regular-support", "  - id: ^hardship-worker", "duplicate-rule"),
    ("    level: stop\n", "    level: stop\n    to: ^{role: team_manager}\n", "to"),
    ("    level: stop\n", "    level: stop\n    with: ^{role: team_manager}\n", "with"),
    (
        "    level: stop\n",
        "    level: stop\n    emergency: ^{ratify_by: team_manager, within: P2D}\n",
        "emergency",
    ),
    ("at: after, within: P2D}]", "at: after}, {id: x, at: ^later}]", "unknown-word"),
    ("tell: harbour-housing, at", "at", "empty-duty"),
    (
        "  support_worker: {body: northbridge-council}",
        "  support_worker: {body: northbridge-council, is: software}",
        "software",
    ),
    (
        "  service_manager: {body: northbridge-council}",
        "  service_manager: {body: northbridge-council, is: software}",
        "ask-not-human",
    ),
    ('bounds: "[100..1000]"', 'bounds: "[600..1000]"', "out-of-bounds"),
    (
        "{case: [support_worker, team_manager, service_manager]}",
        "{case: [support_worker, team_manager, ^support_worker]}",
        "role-twice",
    ),
    # conditions
    ("when: not(person.consent)", "when: not(^decision.amount)", "type-mismatch"),
    ("when: not(person.consent)", "when: ^decision.amount", "not-a-condition"),
    ("when: not(person.consent)", "when: ^person.consent = null", "null-comparison"),
    ("when: not(person.consent)", "when: ^now() = now()", "clock"),
    ("when: not(person.consent)", "when: person.consent ^instance of boolean", "instance-of"),
    ("when: not(person.consent)", "when: not(person.consent^", "syntax"),
    ("when: not(person.consent)", "when: person.consent =^= false", "syntax"),
    ("when: not(person.consent)", "when: 'person.consent =^= false'", "syntax"),
    (
        "other-help: decision.other_help_tried",
        "other-help: ^other-help and person.consent",
        "condition-cycle",
    ),
    ("other-help: decision.other_help_tried", "^worker_limit: decision.other_help_tried", "redeclared"),
    ("claim: 'not(may_act", "claim: 'not(^may_atc", "unknown-name"),
    ("is: 500", "is: ^five", "unknown-name"),
    ("is: 500", "is: ^1/0", "no-value"),
    # facts
    ("  decision.amount: {type", "  ^amount: {type", "fact-path"),
    ("  person.consent: {type", "  ^actor.role: {type", "core-fact"),
    ("type: number, unit: GBP, min: 0", "type: string, min: ^0", "type-mismatch"),
    ("type: number, unit: GBP", "type: number, confirm: ^{ask: Is it so?, met: true}", "confirm"),
    ("min: 0,", "min: 0, changeable: true,", "changeable"),
    # what YAML does
    ("when: not(person.consent)", "when: [1, 2] ^= [1, 2]", "yaml"),
    ("purpose: Help", "purpose: &anchor Help", "yaml-anchor"),
    ("purpose: Help a household keep its home", "purpose: ^*home", "yaml-anchor"),
    ("purpose: Help", "purpose: ^!!str Help", "yaml-anchor"),
    ("purpose: Help", "purpose:\t^Help", None),
    ("    role: support_worker", "\trole: support_worker", "yaml"),
    ("purpose: Help", "title: again\npurpose: Help", "duplicate-key"),
    ("principles:", "---\nprinciples:", "second-document"),
    ("{title: Harbour Housing}", "{title: Harbour Housing, ^level: 1}", "unknown-key"),
    ("scheme: neighbourhood-support", "? [a]\n: b\nscheme: neighbourhood-support", "key-not-text"),
]


@pytest.mark.parametrize(("old", "new", "code"), EDITS)
def test_a_mistake_is_named_at_its_place(old: str, new: str, code: str | None) -> None:
    text = SCHEME.decode()
    assert old in text, old
    at = text.index(old)
    new, mark = new.replace("^", ""), new.find("^")
    text = text[:at] + new + text[at + len(old) :]
    found = errors({"scheme.yaml": text.encode(), "limits.csv": LIMITS})
    if code is None:
        assert found == []
        return
    problem = next((p for p in found if p.code == code), None)
    assert problem is not None, [str(p) for p in found]
    assert problem.message
    assert problem.what_to_do
    if mark >= 0:
        places = [p.place for p in found if p.code == code]
        assert placed(text, at + mark) in places, (places, placed(text, at + mark))


def test_a_near_name_is_suggested() -> None:
    scheme = SCHEME.replace(b"decision.amount <= worker_limit", b"decision.amuont <= worker_limit")
    assert (
        one(errors({"scheme.yaml": scheme, "limits.csv": LIMITS}), "unknown-name").did_you_mean
        == "decision.amount"
    )
    scheme = SCHEME.replace(b"purpose:", b"purpos:")
    assert one(errors({"scheme.yaml": scheme, "limits.csv": LIMITS}), "unknown-key").did_you_mean == "purpose"


def test_a_class_much_like_a_kind_is_warned_of() -> None:
    scheme = SCHEME.replace(
        b"  - id: consent\n    for: [hardship_payment]", b"  - id: consent\n    for: [hardship_paymnet]"
    )
    found = one(problems_of({"scheme.yaml": scheme, "limits.csv": LIMITS}), "unknown-class")
    assert (found.severity, found.did_you_mean) == ("warning", "hardship_payment")


def test_prose_cut_at_a_comma_in_braces_is_mended_with_a_warning() -> None:
    found = [
        p for p in problems_of({"scheme.yaml": SCHEME, "limits.csv": LIMITS}) if p.code == "comma-in-braces"
    ]
    assert [(p.severity, p.place) for p in found] == [
        ("warning", placed(SCHEME.decode(), SCHEME.decode().index("Scheme of delegation, part")))
    ]


def test_a_condition_cut_at_a_comma_in_braces_is_an_error() -> None:
    scheme = SCHEME.replace(b"confirm: {ask: Have", b"min: in(1, 2), confirm: {ask: Have")
    assert one(errors({"scheme.yaml": scheme, "limits.csv": LIMITS}), "comma-in-braces").severity == "error"


def test_a_kind_no_rule_bears_on_is_warned_of() -> None:
    scheme = SCHEME.replace(b"kinds:\n", b"kinds:\n  other_payment: {}\n")
    assert (
        one(problems_of({"scheme.yaml": scheme, "limits.csv": LIMITS}), "silent-kind").severity == "warning"
    )


def test_all_mistakes_come_at_once() -> None:
    scheme = SCHEME.replace(b"outcome: settled_home\n", b"outcome: settled_hom\n").replace(
        b"not(person.consent)", b"not(decision.amount)"
    )
    assert {"unknown-outcome", "type-mismatch"} <= {
        p.code for p in errors({"scheme.yaml": scheme, "limits.csv": LIMITS})
    }
