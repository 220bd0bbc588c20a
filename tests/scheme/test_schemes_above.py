"""Bad input between schemes: what stands above, covers or holds at the same time."""

import pytest

from govengine.scheme import Library
from tests.scheme.loading import EXAMPLE, FLOOR, SCHEME, errors, one, placed, versions_of


def floor(**changes: str) -> dict[str, bytes]:
    text = FLOOR.decode()
    for key, value in changes.items():
        lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in text.splitlines()]
        text = "\n".join(
            lines if any(x.startswith(f"{key}:") for x in lines) else [*lines, f"{key}: {value}"]
        )
    return {"scheme.yaml": text.encode() + b"\n"}


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
