"""What is asked of a version beyond its being readable: each check with what it names and what it leaves alone."""

from datetime import date
from pathlib import Path

import pytest

from api.checking import check_folders
from govengine.scheme import Library, read_version
from govengine.scheme.checks import not_stated, problems_on
from tests.scheme.loading import LIMITS, SCHEME
from tests.scheme.small import HEAD, VISIT, codes, found_in, small, with_grant

# -- grants that a higher scheme closes -----------------------------------------------------------------------

GRANTS = f"under: [upper]\ngrants: [{VISIT}, {{id: g, for: payment, role: worker, level: act, only: true, when: decision.amount > 500}}]"


def above(rule: str, window: str = "{from: 2026-01-01}", layer: str = "statute") -> dict[str, bytes]:
    return small(f"scheme: upper\nlayer: {layer}\neffective: {window}\nsafeguards: [{rule}]")


STOP = "{id: s, for: spend, level: stop, route: {do: wait}"


@pytest.mark.parametrize(
    "rule",
    [
        STOP + "}",
        STOP + ", when: decision.amount > 100}",
        STOP.replace("spend", "all") + ", when: decision.amount > 100 or person.consent}",
        "{id: s, for: payment, level: refer}",
        "{id: s, for: payment, level: refer, to: {role: manager}}",
    ],
)
def test_a_grant_that_is_always_closed_is_warned_of(rule: str) -> None:
    (problem,) = [p for p in found_in(small(GRANTS), above(rule)) if p.code == "closed-above"]
    assert problem.severity == "warning"
    assert "small/g never opens anything: upper/s" in problem.message


@pytest.mark.parametrize(
    ("rule", "window", "layer"),
    [
        (STOP + ", when: decision.amount > 600}", "{from: 2026-01-01}", "statute"),
        (STOP + ", when: decision.amount > 100 and person.consent}", "{from: 2026-01-01}", "statute"),
        (STOP.replace("spend", "visit") + "}", "{from: 2026-01-01}", "statute"),
        (STOP + ", until: 2026-08-01}", "{from: 2026-01-01}", "statute"),
        (STOP + "}", "{from: 2026-01-01, to: 2026-08-01}", "control"),
        ("{id: s, for: payment, level: agree, with: {role: manager}}", "{from: 2026-01-01}", "statute"),
        ("{id: s, for: payment, level: refer, to: {role: worker}}", "{from: 2026-01-01}", "statute"),
        ("{id: s, for: payment, level: refer, emergency: {ratify_by: manager, within: P2D}}", "{from: 2026-01-01}", "control"),
    ],
)  # fmt: skip
def test_a_grant_that_is_open_to_somebody_somewhere_is_not(rule: str, window: str, layer: str) -> None:
    found = [p for p in found_in(small(GRANTS), above(rule, window, layer)) if p.code == "closed-above"]
    assert [p for p in found if "small/g " in p.message] == []


def test_what_a_scheme_closes_itself_and_a_shadow_are_left_alone() -> None:
    rule = f"safeguards: [{STOP}}}]"
    assert codes(found_in(small(GRANTS.replace("under: [upper]\n", "") + "\n" + rule))) == []
    shadow = small(GRANTS.replace("only: true", "only: true, step: shadow"))
    assert "closed-above" not in codes(found_in(shadow, above(STOP + "}")))


# -- roles ----------------------------------------------------------------------------------------------------

ROLES = HEAD[HEAD.index("roles:") : HEAD.index("lines:")].rstrip().removesuffix("}")


@pytest.mark.parametrize(
    "use",
    [
        "lines: {case: [worker, manager, director, extra], other: [helper]}",
        "ask: {role: extra}",
        "accountable: {role: extra}",
        f"grants: [{VISIT}, {{id: g, for: payment, role: extra, level: act}}]",
        f"grants: [{VISIT}, {{id: g, for: payment, role: worker, level: consult, with: {{role: extra}}}}]",
        f"grants: [{VISIT}, {{id: g, for: payment, role: worker, level: act, delegated_by: {{role: extra}}}}]",
        f"grants: [{VISIT}, {{id: g, for: payment, role: worker, level: act, assure: {{review: all, by: extra}}}}]",
        f"grants: [{VISIT}, {{id: g, for: payment, role: worker, level: act, duties: [{{id: t, tell: extra}}]}}]",
        f"""grants: [{VISIT}, {{id: g, for: payment, role: worker, level: act, when: 'not(list contains(actor.role, "extra"))'}}]""",
        "safeguards: [{id: s, for: payment, level: refer, to: {role: extra}}]",
        "safeguards: [{id: s, for: payment, level: agree, with: {role: extra}}]",
        "safeguards: [{id: s, for: payment, level: stop, route: {do: wait, to: extra}}]",
        "safeguards: [{id: s, for: payment, level: refer, emergency: {ratify_by: extra, within: P2D}}]",
        "watches: [{id: w, for: payment, same: person.ref, count: 2, within: P9D, asks: {role: extra}, because: Why?}]",
        """never: [{id: n, claim: 'not(may_act and list contains(actor.role, "extra"))'}]""",
    ],
)  # fmt: skip
def test_a_role_that_something_names_is_used(use: str) -> None:
    grants = (
        ""
        if use.startswith("grants")
        else f"\ngrants: [{VISIT}, {{id: g, for: payment, role: worker, level: act}}]"
    )
    idle = small(f"{ROLES}, extra: {{body: council}}}}{grants or chr(10) + f'grants: [{VISIT}]'}")
    assert "idle-role" in codes(found_in(idle))
    files = small(f"{ROLES}, extra: {{body: council}}}}\n{use}{grants}")
    assert "idle-role" not in codes(found_in(files)), files["scheme.yaml"].decode()
    assert [p for p in found_in(files) if p.severity == "error"] == []


def test_software_only_asks() -> None:
    extra = f"{ROLES}, bot: {{body: council, is: software}}}}\ngrants: [{VISIT}, {{id: g, for: payment, role: worker, level: act}}]"
    assert codes(found_in(small(extra))) == []


def test_a_grant_that_its_holders_cannot_use_is_an_error() -> None:
    assert codes(found_in(with_grant('actor.body = "charity"'))) == ["unusable-grant"]
    assert codes(found_in(with_grant('actor.body = "council"'))) == []
    assert codes(found_in(with_grant('actor.body in ("council", "charity")'))) == []


# -- windows --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "opens"),
    [
        ({"from": "2026-06-01", "to": "2026-05-01"}, False),
        ({"from": "2026-06-01", "to": "2026-06-01"}, True),
        ({"from": "2027-04-01"}, False),
        ({"from": "2027-03-31"}, True),
        ({"to": "2026-03-31"}, False),
        ({"to": "2026-04-01"}, True),
        ({"to": "2026-03-31T12:00:00+00:00"}, False),
        ({"scope": "{until: 2026-03-31}"}, False),
        ({"scope": "{until: 2026-04-01}"}, True),
        ({"from": "2026-06-01", "scope": "{until: 2026-05-31}"}, False),
    ],
)
def test_a_grant_that_is_never_in_force(keys: dict[str, str], opens: bool) -> None:  # noqa: FBT001
    found = found_in(with_grant("person.consent", **keys))
    assert codes(found) == ([] if opens else ["never-in-force"])
    assert {p.severity for p in found} <= {"error"}


def test_a_safeguard_that_is_never_in_force() -> None:
    rules = f"grants: [{VISIT}, {{id: g, for: payment, role: worker, level: act}}]\nsafeguards: [{{id: s, for: visit, level: refer, from: 2026-06-01, to: 2026-05-01}}]"
    assert codes(found_in(small(rules))) == ["never-in-force"]


# -- what is due by a day -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effective", "day", "due"),
    [
        ("{from: 2026-04-01, review_by: 2026-06-30}", date(2026, 6, 30), False),
        ("{from: 2026-04-01, review_by: 2026-06-30}", date(2026, 7, 1), True),
        ("{from: 2026-04-01, to: 2026-12-31, review_by: 2026-06-30}", date(2026, 12, 31), True),
        ("{from: 2026-04-01, to: 2026-12-31, review_by: 2026-06-30}", date(2027, 1, 1), False),
        ("{from: 2026-04-01}", date(2030, 1, 1), False),
    ],
)
def test_limits_are_looked_at_again_by_their_day(effective: str, day: date, due: bool) -> None:  # noqa: FBT001
    version, _ = read_version(small(f"effective: {effective}"))
    assert version is not None
    assert [p.code for p in problems_on(version, day)] == ["review-overdue"] * due


@pytest.mark.parametrize("key", ["to: 2026-06-30", "scope: {until: 2026-06-30}"])
def test_a_grant_that_has_ended_is_named(key: str) -> None:
    version, _ = read_version(small(f"grants: [{{id: g, for: visit, role: worker, level: act, {key}}}]"))
    assert version is not None
    assert [p.code for p in problems_on(version, date(2026, 6, 30))] == []
    assert [p.code for p in problems_on(version, date(2026, 7, 1))] == ["grant-ended"]
    assert [p.code for p in problems_on(version, date(2027, 7, 1))] == []  # so has the version


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2026, 5, 30), []),
        (date(2026, 5, 31), ["pilot-ends"]),
        (date(2026, 6, 30), ["pilot-ends"]),
        (date(2026, 7, 1), ["grant-ended"]),
    ],
)
def test_a_pilot_that_ends_is_due_thirty_days_before(day: date, codes: list[str]) -> None:
    scope = "scope: {teams: east, until: 2026-06-30}"
    version, _ = read_version(small(f"grants: [{{id: g, for: visit, role: worker, level: act, {scope}}}]"))
    assert version is not None
    assert [p.code for p in problems_on(version, day)] == codes


# -- accountabilities and names -------------------------------------------------------------------------------


def test_accountabilities_that_say_none_are_noted() -> None:
    version, _ = read_version({"scheme.yaml": SCHEME, "limits.csv": LIMITS})
    assert version is not None
    lacking = not_stated(version)
    assert {name: [note.message for note in notes] for name, notes in lacking.items()} == {
        "outcome": [],
        "delegated_by": [],
        "involve": ["hardship-service names no involve: the landlord is told by the worker."],
        "assure": [],
    }
    bare, _ = read_version(with_grant("person.consent"))
    assert bare is not None
    notes = [note for notes in not_stated(bare).values() for note in notes]
    assert len(notes) == 8
    assert {note.severity for note in notes} == {"note"}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("home-visit", "home_visit", True),
        ("limit-1", "limit-l", True),
        ("floor0", "flooro", True),
        ("g10", "g01", False),
        ("g1", "g11", False),
        ("home-visit", "home-visits", False),
    ],
)
def test_names_that_can_hardly_be_told_apart(one: str, other: str, alike: bool) -> None:  # noqa: FBT001
    kinds = f"kinds: {{payment: {{}}, visit: {{}}, {one}: {{}}, {other}: {{}}}}"
    found = codes(
        found_in(
            small(
                f"{kinds}\ngrants: [{{id: g, for: [payment, visit, {one}, {other}], role: worker, level: act}}]"
            )
        )
    )
    assert found == ["names-alike"] * alike
    rules = ", ".join(
        f"{{id: {name}, for: [payment, visit], role: worker, level: act}}" for name in (one, other)
    )
    assert codes(found_in(small(f"grants: [{rules}]"))) == ["names-alike"] * alike


@pytest.mark.parametrize(
    ("name", "character"),
    [
        ("p\u0430yment", "U+0430 CYRILLIC SMALL LETTER A"),
        ("\u0455\u0441\u043e\u0440\u0435", "U+0455 CYRILLIC SMALL LETTER DZE"),
        ("p\u03bfst", "U+03BF GREEK SMALL LETTER OMICRON"),
        ("h\uff4fme", "U+FF4F FULLWIDTH LATIN SMALL LETTER O"),
        ("home\u2011visit", "U+2011 NON-BREAKING HYPHEN"),
        ("f\u0131ne", "U+0131 LATIN SMALL LETTER DOTLESS I"),
    ],
)  # fmt: skip
def test_letters_of_other_alphabets_are_named(name: str, character: str) -> None:
    for files in (
        small(f"kinds: {{{name}: {{}}}}"),
        small(f"grants: [{{id: {name}, for: visit, role: worker, level: act}}]"),
        small("tables: [{file: limits.csv}]", table=f"id,for,role,level\n{name},visit,worker,act\n"),
    ):
        problem = next(p for p in found_in(files) if p.code == "look-alike")
        assert character in problem.message
        assert problem.did_you_mean is not None
        assert problem.did_you_mean.isascii()


def test_a_word_in_another_alphabet_is_simply_no_name() -> None:
    assert "bad-name" in codes(found_in(small("kinds: {\u0436\u0438\u043b\u044c\u0451: {}}")))
    assert "bad-name" in codes(found_in(small("kinds: {caf\u00e9: {}}")))


@pytest.mark.parametrize(
    "when", ["p\u0435rson.consent", "person.consent \u0430nd person.consent", "decision.\uff41mount > 5"]
)
def test_such_a_letter_in_a_condition_is_named_at_its_place(when: str) -> None:
    (problem,) = found_in(with_grant(when))
    line = with_grant(when)["scheme.yaml"].decode().splitlines()[24]
    strange = next(c for c in when if not c.isascii())
    assert (problem.code, problem.place) == ("look-alike", f"scheme.yaml:25:{line.index(strange) + 1}")


def test_texts_in_conditions_may_hold_any_letter() -> None:
    assert codes(found_in(with_grant('decision.reason = "p\u0435\u0441"'))) == []


# -- duties ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("level: consult, with: {role: manager}, duties: [{id: manager, do: x}]", True),
        ("level: consult, with: {role: manager}, duties: [{id: director, do: x}]", False),
        ("level: consult, with: {role: manager, second_person: true}, duties: [{id: second, do: x}]", True),
        (
            "level: act, step: advise, assure: {review: all, by: manager}, duties: [{id: manager, do: x}]",
            True,
        ),
        ("level: act, duties: [{id: manager, do: x}]", False),
    ],
)
def test_a_duty_has_a_name_of_its_own(rule: str, named: bool) -> None:  # noqa: FBT001
    found = codes(found_in(small(f"grants: [{VISIT}, {{id: g, for: payment, role: worker, {rule}}}]")))
    assert found == ["duplicate-duty"] * named


def test_so_has_one_beside_a_ratification() -> None:
    grants = f"grants: [{VISIT}, {{id: g, for: payment, role: worker, level: act}}]"
    rule = "{id: s, for: payment, level: refer, emergency: {ratify_by: manager, within: P2D}, duties: [{id: ratify, do: x}]}"
    assert codes(found_in(small(f"{grants}\nsafeguards: [{rule}]"))) == ["duplicate-duty"]


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("{rule: visit, duty: note}", False),
        ("{rule: g, duty: x}", True),
        ("{rule: visit, duty: notes}", True),
        ("{scheme: elsewhere, rule: visit, duty: note}", True),
    ],
)
def test_what_a_duty_excludes_is_another_duty(other: str, found: bool) -> None:  # noqa: FBT001
    visit = VISIT.replace("level: act", "level: act, duties: [{id: note, do: y}]")
    rule = (
        f"{{id: g, for: payment, role: worker, level: act, duties: [{{id: x, do: x, excludes: [{other}]}}]}}"
    )
    assert codes(found_in(small(f"grants: [{visit}, {rule}]"))) == ["excluded-duty"] * found


# -- what is checked and what is loaded -----------------------------------------------------------------------


def test_a_version_adopted_before_a_check_existed_goes_on_to_govern() -> None:
    version, problems = read_version(with_grant("decision.amount < 0"))
    assert version is not None
    assert problems == []
    library = Library([version])
    assert codes(library.problems(version)) == ["never-holds"]
    assert library.stack_of(version, version.text.effective.since).grants


def test_the_report_counts_the_nones_and_knows_the_day(tmp_path: Path) -> None:
    folder = tmp_path / "small" / "1"
    folder.mkdir(parents=True)
    (folder / "scheme.yaml").write_bytes(small("effective: {from: 2026-04-01, review_by: 2026-06-30}\n" + f"grants: [{VISIT}, {{id: g, for: payment, role: worker, level: act, involve: {{none: why}}}}]")["scheme.yaml"])  # fmt: skip
    (before,), (after,) = (check_folders([folder], day) for day in (date(2026, 6, 30), date(2026, 7, 1)))
    assert codes(list(before.problems)) == []
    assert codes(list(after.problems)) == ["review-overdue"]
    assert after.errors == 0
    assert after.missing == {"outcome": 2, "delegated_by": 2, "involve": 2, "assure": 2}
    notes = after.to_json()["notes"]
    assert len(notes) == 8
    assert {note["code"] for note in notes} == {"no-accountability"}
    assert "g names no involve: why." in [note["message"] for note in notes]
