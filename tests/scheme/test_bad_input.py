"""Bad input: each mistake with its code and its place, `file:line:column`.

The mark ^ in what is put in stands before the place that is to be named; it is taken out before loading.
"""

import time

import pytest

from govengine.errors import Problem
from govengine.scheme import Library
from tests.scheme.loading import FLOOR, LIMITS, SCHEME, errors, problems_of, versions_of

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


def placed(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return f"scheme.yaml:{line}:{offset - text.rfind(chr(10), 0, offset)}"


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


def one(found: list[Problem], code: str) -> Problem:
    return next(p for p in found if p.code == code)


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


# -- schemes above ------------------------------------------------------------------------------------


def floor(**changes: str) -> dict[str, bytes]:
    text = FLOOR.decode()
    for key, value in changes.items():
        lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in text.splitlines()]
        text = "\n".join(
            lines if any(x.startswith(f"{key}:") for x in lines) else [*lines, f"{key}: {value}"]
        )
    return {"scheme.yaml": text.encode() + b"\n"}


EXAMPLE = {"scheme.yaml": SCHEME, "limits.csv": LIMITS}


def test_a_cycle_of_layers() -> None:
    above = floor(scheme="upper", layer="organisation", under="[lower]")
    below = floor(scheme="lower", layer="organisation", under="[upper]")
    assert {"layer-cycle"} <= {p.code for p in errors(above, below)}


def test_a_scheme_under_a_lower_layer() -> None:
    assert one(
        errors(floor(scheme="upper", layer="control", under="[neighbourhood-support]"), EXAMPLE),
        "layer-order",
    )


def test_a_scheme_under_itself() -> None:
    assert "layer-cycle" in {p.code for p in errors(floor(scheme="itself", under="[itself]"))}


def test_a_window_that_is_not_covered() -> None:
    upper = floor(scheme="upper", effective="{from: 2026-06-01}")
    scheme = SCHEME.replace(b"under: [statute-floor-england]", b"under: [upper]")
    found = one(errors(upper, {**EXAMPLE, "scheme.yaml": scheme}), "window")
    assert "2026-04-01" in found.message


def test_a_name_declared_otherwise_above_is_refused_below() -> None:
    upper = floor(scheme="upper", layer="control", kinds="{hardship_payment: {is: [spend]}}")
    scheme = SCHEME.replace(b"under: [statute-floor-england]", b"under: [upper]")
    found = [p for p in errors(upper, {**EXAMPLE, "scheme.yaml": scheme}) if p.code == "redeclared"]
    assert [p.place for p in found] == [
        placed(scheme.decode(), scheme.decode().index("hardship_payment: {is"))
    ]


def test_the_same_declaration_above_is_one() -> None:
    upper = floor(scheme="upper", layer="control", kinds="{hardship_payment: {is: [individual, spend]}}")
    scheme = SCHEME.replace(b"under: [statute-floor-england]", b"under: [upper]")
    assert errors(upper, {**EXAMPLE, "scheme.yaml": scheme}) == []


def covering(**changes: str) -> dict[str, bytes]:
    return floor(scheme="freeze", layer="control", covers="[northbridge-council]", **changes)


@pytest.mark.parametrize(
    ("kinds", "window", "refused"),
    [
        ("{hardship_payment: {is: [spend]}}", "{from: 2026-01-01}", True),
        ("{hardship_payment: {is: [spend]}}", "{from: 2026-06-01, to: 2026-07-31}", True),
        ("{hardship_payment: {is: [spend]}}", "{from: 2025-01-01, to: 2026-03-31}", False),
        ("{hardship_payment: {is: [spend, individual]}}", "{from: 2026-01-01}", False),
    ],
)
def test_a_name_declared_otherwise_by_a_scheme_that_covers_is_refused_there(
    kinds: str,
    window: str,
    refused: bool,  # noqa: FBT001
) -> None:
    """MEANING rule 5: in the covering scheme at adoption, never in one already in force."""
    bodies = "{northbridge-council: {title: Northbridge Council}, england: {title: England}}"
    cover = covering(kinds=kinds, effective=window, bodies=bodies)
    versions, problems = versions_of(cover, EXAMPLE, {"scheme.yaml": FLOOR})
    assert [p for p in problems if p.severity == "error"] == []
    found = [p for p in Library(versions).problems(versions[0]) if p.severity == "error"]
    assert [p.code for p in found] == ["covered-scheme"] * refused, [str(p) for p in found]
    assert all("neighbourhood-support/2026-04, which this covers" in p.message for p in found)


def test_what_was_wrong_before_is_not_laid_at_the_door_of_a_scheme_that_covers() -> None:
    broken = {**EXAMPLE, "scheme.yaml": SCHEME.replace(b"outcome: settled_home", b"outcome: settled_hom")}
    cover = covering(bodies="{northbridge-council: {title: Northbridge Council}, england: {title: England}}")
    versions, _ = versions_of(cover, broken, {"scheme.yaml": FLOOR})
    assert [p for p in Library(versions).problems(versions[0]) if p.severity == "error"] == []


def test_two_versions_that_hold_on_one_day() -> None:
    second = SCHEME.replace(b'version: "2026-04"', b'version: "2026-10"')
    first = SCHEME.replace(b"effective: {from: 2026-04-01}", b"effective: {from: 2026-01-01, to: 2026-04-01}")
    found = errors({**EXAMPLE, "scheme.yaml": first}, {**EXAMPLE, "scheme.yaml": second})
    assert {p.code for p in found} == {"window"}
    assert "holds on some of these days as well" in found[0].message
    apart = first.replace(b"to: 2026-04-01", b"to: 2026-03-31")
    assert errors({**EXAMPLE, "scheme.yaml": apart}, {**EXAMPLE, "scheme.yaml": second}) == []


@pytest.mark.parametrize("where", ["scheme", "table", "both"])
def test_more_rules_than_anybody_reads(where: str) -> None:
    many = 100_000 if where == "table" else 12_000
    rows = LIMITS.splitlines(keepends=True)[0] + b"".join(
        b"r%d,hardship_payment,team_manager,-,act,,\n" % n for n in range(many)
    )
    grants = b"".join(
        b"  - {id: g%d, for: hardship_payment, role: team_manager, level: act}\n" % n for n in range(12_000)
    )
    scheme = SCHEME if where == "table" else SCHEME.replace(b"tables:\n", grants + b"tables:\n")
    if where == "scheme":
        scheme = scheme.replace(b"tables:\n", grants.replace(b"id: g", b"id: h") + b"tables:\n")
        rows = LIMITS
    begun = time.perf_counter()
    found = errors({"scheme.yaml": scheme, "limits.csv": rows})
    assert [p.code for p in found] == ["too-many-rules"]
    assert time.perf_counter() - begun < 40  # some three seconds; hanging is the failure


TEAM = b"""\
scheme: east-team
version: "1"
title: The east team
owner: northbridge-council
layer: team
jurisdiction: England
under: [neighbourhood-support]
effective: {from: 2026-04-01}
source: {title: none}
ask: {role: service_manager}
accountable: {role: section_151_officer}
"""


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (b"values: {worker_limit: {is: 400}}", None),
        (b"values: {worker_limit: {is: 4000}}", "out-of-bounds"),
        (b"grants: [{id: g, for: [hardship_payment], role: team_manager, level: act}]", "granted-above"),
        (b"grants: [{id: g, for: [spend], role: team_manager, level: act}]", "granted-above"),
        (b"safeguards: [{id: s, for: [all], level: refer}]", None),
        (
            b"safeguards: [{id: s, for: [spend], when: other-help and decision.amount > worker_limit, level: refer}]",
            None,
        ),
    ],
)
def test_what_a_lower_scheme_may_say(extra: bytes, code: str | None) -> None:
    found = errors(EXAMPLE, {"scheme.yaml": TEAM + extra + b"\n"})
    assert [p.code for p in found] == ([] if code is None else [code]), [str(p) for p in found]


def test_a_control_scheme_grants_only_what_it_reserves() -> None:
    kinds = "{purchase: {is: [spend]}}"
    grant = "[{id: g, for: [purchase], role: minister, level: act}]"
    reserve = "[{id: r, for: [purchase], level: refer, to: {role: minister, only: true}}]"
    alone = floor(scheme="freeze", layer="control", kinds=kinds, grants=grant)
    both = floor(scheme="freeze", layer="control", kinds=kinds, grants=grant, safeguards=reserve)
    assert [p.code for p in errors(alone)] == ["grant-without-reservation"]
    assert errors(both) == []


def test_what_the_law_rests_on_cannot_be_ticked() -> None:
    facts = "{person.consent: {type: boolean, confirm: {ask: Did they agree?, met: true}}}"
    rule = "[{id: s, for: [individual], when: not(person.consent), level: refer}]"
    assert [p.code for p in errors(floor(scheme="law", facts=facts, safeguards=rule))] == ["confirm"]


# -- rules by id --------------------------------------------------------------------------------------


def test_an_identical_rule_twice_is_one() -> None:
    rule = SCHEME[SCHEME.index(b"  - id: consent") : SCHEME.index(b"  - id: regular-support")]
    scheme = SCHEME.replace(rule, rule + b"  # again\n" + rule)
    assert errors({"scheme.yaml": scheme, "limits.csv": LIMITS}) == []


def test_a_row_that_repeats_another_is_one_and_a_different_one_is_not() -> None:
    row = LIMITS.splitlines(keepends=True)[1]
    assert errors({"scheme.yaml": SCHEME, "limits.csv": LIMITS + row}) == []
    found = errors({"scheme.yaml": SCHEME, "limits.csv": LIMITS + row.replace(b"2000", b"3000")})
    assert [(p.code, p.place) for p in found] == [("duplicate-rule", "limits.csv:3:1")]


# -- tables -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "code", "place"),
    [
        (b"", "empty-file", "limits.csv:1:1"),
        (b"\xff\xfe", "encoding", "limits.csv:1:1"),
        (LIMITS.replace(b"decision.amount", b"decision.amuont"), "unknown-fact", "limits.csv:1:4"),
        (LIMITS.replace(b"(500..2000]", b"(500..2000"), "syntax", "limits.csv:2:4"),
        (LIMITS.replace(b"(500..2000]", b'"""ten"""'), "type-mismatch", "limits.csv:2:4"),
        (LIMITS.replace(b"service_manager", b"sevice_manager"), "unknown-role", "limits.csv:2:3"),
        (LIMITS.replace(b"],act", b"],atc"), "unknown-word", "limits.csv:2:5"),
        (LIMITS.replace(b"id,for", b"id,id"), "duplicate-key", "limits.csv:1:2"),
        (LIMITS.replace(b'"Part 3C, item 15"', b"Part 3C, item 15"), "row-too-long", "limits.csv:2:8"),
        (LIMITS.replace(b'"Part 3C, item 15"', b'"Part 3C'), "csv", "limits.csv:2:1"),
        (LIMITS.replace(b"hardship-service,", b","), "missing-key", "limits.csv:2:1"),
        (LIMITS.replace(b"(500..2000]", "\u2018500\u2019".encode()), "curly-quotes", "limits.csv:2:4"),
    ],
)
def test_troubles_of_tables(table: bytes, code: str, place: str) -> None:
    found = errors({"scheme.yaml": SCHEME, "limits.csv": table})
    assert (code, place) in [(p.code, p.place) for p in found], [str(p) for p in found]


@pytest.mark.parametrize(
    "table",
    [
        b"\xef\xbb\xbf" + LIMITS,
        LIMITS.replace(b"\n", b"\r\n"),
        LIMITS + b",,,,,,\n\n",
        LIMITS.replace(b",", b";").replace(b"Part 3C;", b"Part 3C,"),
        LIMITS.replace(b"outcome,authority", b"outcome,authority,when").replace(
            b'item 15"', b'item 15",person.consent'
        ),
        LIMITS.replace(b"(500..2000]", b"-"),
    ],
)
def test_what_spreadsheets_do_is_read(table: bytes) -> None:
    assert errors({"scheme.yaml": SCHEME, "limits.csv": table}) == []


def test_a_table_that_is_not_there_and_a_file_nobody_names() -> None:
    assert [p.code for p in errors({"scheme.yaml": SCHEME})] == ["no-table-file"]
    found = problems_of({**EXAMPLE, "old.csv": LIMITS})
    assert one(found, "stray-file").severity == "warning"


# -- what is meant to hurt ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"# nothing\n", "empty-file"),
        (b"\xff", "encoding"),
        (b"a: b\xe9\n", "encoding"),
        (b"a: \x00\n", "yaml"),
        (b"[" * 10_000, "too-deep"),
        (b"{a: " * 10_000, "too-deep"),
        (b"".join(b" " * i + b"a:\n" for i in range(3_000)), "too-deep"),
        (b"- " * 10_000 + b"a", "too-deep"),
        (b"a: &a [x]\nb: &b [*a, *a]\n", "yaml-anchor"),
        (b"<<: *a\n", "yaml-anchor"),
        (b"a: x" + b" x" * 2_500_000, "file-too-large"),
        (b"scheme: " + b"x" * 4_900_000, "bad-name"),
        (b"a: b: c\n", "yaml"),
        (b"just a text\n", "wrong-shape"),
        (b"%YAML 9.9\n---\na: b\n", "yaml"),
    ],
)
def test_hostile_files_are_named_quickly(content: bytes, code: str) -> None:
    begun = time.perf_counter()
    found = errors({"scheme.yaml": content})
    assert code in {p.code for p in found}, [str(p)[:200] for p in found]
    assert time.perf_counter() - begun < 20  # not a measurement: hanging is the failure
    assert all(p.place.startswith("scheme.yaml:") for p in found)


def test_conditions_that_double_at_every_step() -> None:
    lines = ["  c0: decision.other_help_tried and person.consent"]
    lines += [f"  c{i}: c{i - 1} and not(c{i - 1})" for i in range(1, 60)]
    scheme = SCHEME.replace(b"conditions:\n", ("conditions:\n" + "\n".join(lines) + "\n").encode())
    assert {p.code for p in errors({"scheme.yaml": scheme, "limits.csv": LIMITS})} == {"too-long"}


def test_all_mistakes_come_at_once() -> None:
    scheme = SCHEME.replace(b"outcome: settled_home\n", b"outcome: settled_hom\n").replace(
        b"not(person.consent)", b"not(decision.amount)"
    )
    assert {"unknown-outcome", "type-mismatch"} <= {
        p.code for p in errors({"scheme.yaml": scheme, "limits.csv": LIMITS})
    }
