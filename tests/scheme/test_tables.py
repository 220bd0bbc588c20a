"""Tables: hit policies, gaps, and the columns that are keys of a grant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.scheme import Library, read_version
from tests.scheme.small import VISIT, codes, found_in, small, with_table

TWO = "id,for,role,decision.amount,decision.visits,level"


# -- hit policies ---------------------------------------------------------------------------------------------


def test_under_u_no_two_rows_fit_one_case() -> None:
    (problem,) = found_in(with_table("a,payment,worker,<= 500,act\nb,payment,manager,[500..900],act", "U"))
    assert (problem.code, problem.severity, problem.place) == ("rows-overlap", "error", "limits.csv:3:1")
    assert "Rows a (line 2) and b (line 3) both fit payment with decision.amount 500," in problem.message


@pytest.mark.parametrize(
    ("rows", "hit", "heads", "overlap"),
    [
        ("a,payment,worker,<= 500,act\nb,payment,manager,> 500,act", "U", None, False),
        ("a,payment,worker,<= 500,act\nb,visit,manager,<= 500,act", "U", None, False),
        ("a,payment,worker,<= 500,act\nb,spend,manager,[0..9],act", "U", None, True),
        ("a,payment,worker,-,act\nb,payment,worker,> 5,act", "U", None, True),
        ("a,payment,worker,<= 500,act\nb,payment,worker,<= 900,act", "A", None, False),
        ("a,payment,worker,<= 500,act\nb,payment,manager,<= 900,act", "A", None, True),
        ("a,payment,worker,<= 500,act\nb,payment,manager,<= 900,act", "C", None, False),
        ("a,payment,worker,<= 500,> 3,act\nb,payment,worker,<= 500,<= 3,act", "U", TWO, False),
        ("a,payment,worker,<= 500,>= 3,act\nb,payment,worker,<= 500,<= 3,act", "U", TWO, True),
        ("a,payment,worker,person.consent,act\nb,payment,worker,not(person.consent),act", "U", "id,for,role,when,level", False),
        ("a,payment,worker,person.consent,act\nb,payment,worker,decision.amount < 5,act", "U", "id,for,role,when,level", True),
        ("a,payment,worker,decision.visits < decision.amount,act\nb,payment,worker,decision.visits > decision.amount,act", "U", "id,for,role,when,level", False),
        ("a,payment,worker,decision.visits < decision.amount,act\nb,payment,worker,decision.visits < decision.amount - 1,act", "U", "id,for,role,when,level", True),
        ('a,payment,worker,"""tenant""",act\nb,payment,worker,"not(""tenant"")",act', "U", "id,for,role,decision.tenure,level", False),
        ('a,payment,worker,"""tenant"", ""owner""",act\nb,payment,worker,"not(""tenant"")",act', "U", "id,for,role,decision.tenure,level", True),
    ],
)  # fmt: skip
def test_what_overlaps(rows: str, hit: str, heads: str | None, overlap: bool) -> None:  # noqa: FBT001
    found = found_in(with_table(rows, hit, heads or "id,for,role,decision.amount,level"))
    assert ("rows-overlap" in codes(found)) is overlap, [str(p) for p in found]


@pytest.mark.parametrize(
    ("column", "one", "other", "differs"),
    [
        ("level", "act", "act", None),
        ("role", "worker", "manager", "role"),
        ("outcome", "home", "", "outcome"),
        ("authority", "item 1", "item 2", "authority"),
        ("duties", "Write it up", "after: Write it up", "duties"),
        ("exception", "true", "", "exception"),
        ("title", "one", "another", None),
        ("only", "TRUE", "", "role"),
        ("step", "shadow", "", "level"),
    ],
)
def test_under_a_rows_that_overlap_agree(column: str, one: str, other: str, differs: str | None) -> None:
    fixed = {"role": "worker", "level": "act"} | {column: ""}
    heads = ["id", "for", *fixed]
    rows = []
    for name, value in (("a", one), ("b", other)):
        cells = {**fixed, "id": name, "for": "payment", column: value}
        rows.append(",".join(cells[head] for head in heads))
    files = with_table("\n".join(rows), "A", ",".join(heads))
    outcomes = b"\noutcomes: {home: {title: A home, shared_by: council}}\n"
    found = [
        p
        for p in found_in({**files, "scheme.yaml": files["scheme.yaml"] + outcomes})
        if p.code == "rows-overlap"
    ]
    assert bool(found) is (differs is not None)
    assert differs is None or f"their {differs}" in found[0].message


def test_a_level_with_somebody_else_is_another() -> None:
    heads = "id,for,role,level,with"
    rows = "a,payment,worker,consult,manager\nb,payment,worker,consult,director"
    assert codes(found_in(with_table(rows, "A", heads))) == ["rows-overlap"]


_end = st.integers(0, 12)
_rows = st.lists(st.tuples(_end, _end, st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40)


def table_of(rows: list[tuple[int, int, int, int]]) -> str:
    cells = (f"r{n},payment,worker,[{a}..{a + b}],[{c}..{c + d}],act" for n, (a, b, c, d) in enumerate(rows))
    return "\n".join(cells)


@given(_rows)
def test_overlaps_are_those_that_comparing_all_finds(rows: list[tuple[int, int, int, int]]) -> None:
    def overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
        (a, b, c, d), (e, f, g, h) = one, other
        return max(a, e) <= min(a + b, e + f) and max(c, g) <= min(c + d, g + h)

    expected = any(overlap(one, other) for n, one in enumerate(rows) for other in rows[n + 1 :])
    found = found_in(with_table(table_of(rows), "U", TWO))
    assert ("rows-overlap" in codes(found)) is expected


@given(_rows)
def test_a_gap_is_a_case_no_row_fits_and_none_is_missed(rows: list[tuple[int, int, int, int]]) -> None:
    found = [p for p in found_in(with_table(table_of(rows), "C", TWO)) if p.code == "gap"]
    low_visits, high_visits = min(r[2] for r in rows), max(r[2] + r[3] for r in rows)
    high = max(a + b for a, b, _, _ in rows)

    def fits(amount: float, visits: float) -> bool:
        return any(a <= amount <= a + b and c <= visits <= c + d for a, b, c, d in rows)

    amounts = [n / 2 for n in range(2 * high + 1)]
    expected = any(
        not fits(amount, visits) for amount in amounts for visits in range(low_visits, high_visits + 1)
    )
    assert bool(found) is expected
    for problem in found:
        said = problem.message.removeprefix("No rule speaks of payment with ").rstrip(".").split(", ")
        case = {part.split()[0]: float(part.split()[1]) for part in said}
        assert not fits(case["decision.amount"], case["decision.visits"])


# -- gaps -----------------------------------------------------------------------------------------------------


def gaps_of(rows: str, heads: str = "id,for,role,decision.amount,level", extra: str = "") -> list[str]:
    files = with_table(rows, "C", heads)
    files["scheme.yaml"] += extra.encode()
    found = found_in(files)
    assert {p.severity for p in found} <= {"warning"}, [str(p) for p in found]
    return [p.message.partition(" with ")[2].rstrip(".") for p in found if p.code == "gap"]


def test_between_two_areas_is_a_gap_and_beyond_the_last_is_not() -> None:
    assert gaps_of("a,payment,worker,< 500,act\nb,payment,manager,(500..2000],act") == ["decision.amount 500"]
    assert gaps_of("a,payment,worker,<= 500,act\nb,payment,manager,(600..2000],act") == [
        "decision.amount 500.01"
    ]
    assert gaps_of("a,payment,worker,<= 500,act\nb,payment,manager,(500..2000],act") == []
    assert gaps_of("a,payment,worker,<= 500,act") == []


def test_nobody_writes_half_a_penny_or_half_a_visit() -> None:
    assert gaps_of("a,payment,worker,<= 500,act\nb,payment,manager,>= 500.01,act") == []
    heads = "id,for,role,decision.visits,level"
    assert gaps_of("a,payment,worker,<= 5,act\nb,payment,manager,>= 6,act", heads) == []
    assert gaps_of("a,payment,worker,<= 5,act\nb,payment,manager,>= 7,act", heads) == ["decision.visits 6"]
    assert gaps_of("a,payment,worker,<= 5,act\nb,payment,manager,>= 6.5,act", heads) == [
        "decision.visits 5.1"
    ]


def test_declared_ends_count() -> None:
    assert gaps_of("a,payment,worker,[100..500],act") == ["decision.amount 0"]
    files = with_table("a,payment,worker,<= 500,act")
    files["scheme.yaml"] = files["scheme.yaml"].replace(b"min: 0", b"min: 0, max: 1000")
    (problem,) = found_in(files)
    assert "decision.amount 500.01" in problem.message


def test_other_grants_reservations_and_stops_speak_as_well() -> None:
    rows = "a,payment,worker,< 500,act\nb,payment,manager,> 500,act"
    assert gaps_of(rows) == ["decision.amount 500"]
    for speaking in (
        "safeguards: [{id: s, for: payment, when: decision.amount = 500, level: stop, route: {do: wait}}]",
        "safeguards: [{id: s, for: spend, when: decision.amount = 500, level: refer, to: {role: director}}]",
    ):
        assert gaps_of(rows, extra=f"\n{speaking}\n") == []
    closing = "safeguards: [{id: s, for: payment, when: decision.amount = 500, level: refer}]"
    assert gaps_of(rows, extra=f"\n{closing}\n") == ["decision.amount 500"]


def test_every_listed_value_and_each_combination_counts() -> None:
    heads = "id,for,role,decision.tenure,level"
    assert gaps_of('a,payment,worker,"""tenant"", ""owner""",act', heads) == ["decision.tenure lodger"]
    heads = "id,for,role,decision.amount,person.consent,level"
    rows = "a,payment,worker,<= 100,true,act\nb,payment,worker,> 100,false,act"
    assert gaps_of(rows, heads) == [
        "decision.amount 0, person.consent false",
        "decision.amount 100.01, person.consent true",
    ]
    assert gaps_of("a,payment,worker,<= 100,true,act", heads) == []


def test_a_few_gaps_stand_for_many() -> None:
    rows = "\n".join(f"r{n},payment,worker,[{10 * n}..{10 * n + 5}],act" for n in range(50))
    assert gaps_of(rows) == ["decision.amount 5.01", "decision.amount 15.01", "decision.amount 25.01"]


# -- columns --------------------------------------------------------------------------------------------------


def grants_of(rows: str, heads: str, more: str = "") -> list[object]:
    files = small(f"tables: [{{file: limits.csv{more}}}]\ngrants: [{VISIT}]", table=f"{heads}\n{rows}\n")
    version, problems = read_version(files)
    assert version is not None
    problems += Library([version]).problems(version)
    assert [str(p) for p in problems] == []
    return [g for g in Library([version]).stack_of(version, version.text.effective.since).grants if g.id != "small/visit"]  # fmt: skip


def test_with_names_the_role_that_is_heard_or_agrees() -> None:
    (grant,) = grants_of("a,payment,worker,agree,manager", "id,for,role,level,with")
    assert grant.company.role == "manager"  # type: ignore[attr-defined]


def test_duties_in_a_cell() -> None:
    cell = '"after P2D, tell charity: Tell the landlord; before: Ask the person; Write it up"'
    more = ", duties: [{id: report, do: Report it, at: after}]"
    (grant,) = grants_of(f"a,payment,worker,act,{cell}", "id,for,role,level,duties", more)
    told = [(duty.id, str(duty.at), duty.tell, duty.do) for duty in grant.duties]  # type: ignore[attr-defined]
    assert told == [
        ("small/a/tell-the-landlord", "after", "charity", "Tell the landlord"),
        ("small/a/ask-the-person", "before", None, "Ask the person"),
        ("small/a/write-it-up", "with", None, "Write it up"),
        ("small/a/report", "after", None, "Report it"),
    ]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Note: the landlord is told", None),
        ("affter: Tell the landlord", "duty-cell"),
        ("after 2 days P2D: Tell the landlord", "duty-cell"),
        ("after P2X: Tell the landlord", "bad-value"),
        ("after P2D, tell nobody-known: Tell them", "unknown-body-or-role"),
        ("Write it up; Write it up", "duplicate-duty"),
        ("before:", "empty"),
    ],
)
def test_slips_in_duties(cell: str, code: str | None) -> None:
    found = found_in(with_table(f'a,payment,worker,act,"{cell}"', "C", "id,for,role,level,duties"))
    assert code in codes(found) if code else codes(found) == []
    assert all(p.place.startswith("limits.csv:2:") for p in found)


def test_several_kinds_in_a_cell_and_the_days_of_a_row() -> None:
    (grant,) = grants_of("a,payment; spend,worker,act,2026-05-01,-", "id,for,role,level,from,to")
    assert grant.bears_on == {"payment", "spend"}  # type: ignore[attr-defined]
    assert str(grant.since) == "2026-05-01"  # type: ignore[attr-defined]


# -- many rows ------------------------------------------------------------------------------------------------


FEW_AND_MANY = [("U", 1_000), *(pytest.param(hit, 5_000, marks=pytest.mark.long) for hit in "UAC")]


@pytest.mark.parametrize(("hit", "count"), FEW_AND_MANY)
@pytest.mark.parametrize("shape", ["apart", "nested", "grid"])
def test_thousands_of_rows_are_checked(hit: str, count: int, shape: str) -> None:
    match shape:
        case "apart":
            rows = [f"r{n},payment,worker,[{2 * n}..{2 * n + 1}],-,act" for n in range(count)]
        case "nested":
            rows = [f"r{n},payment,worker,<= {n + 1},-,act" for n in range(count)]
        case _:
            rows = [f"r{n},payment,worker,[{n % 70}..{n % 70 + 1}),{n // 70},act" for n in range(count)]
    assert len(found_in(with_table("\n".join(rows), hit, TWO))) <= 8
