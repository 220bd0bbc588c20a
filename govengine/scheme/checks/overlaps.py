"""Rows that fit one case, where the table's hit policy says that none do (U) or that they say the same (A).

What goes in is the kind, the facts and `when`; the role and all that follows come out. Order never matters
under any policy, and rows that overlap all count: the policy is what the author means to be so.
"""

from collections.abc import Iterator

from govengine.errors import Problem
from govengine.scheme.checks.example import example_of, in_words
from govengine.scheme.checks.pairs import meeting_pairs
from govengine.scheme.checks.region import both
from govengine.scheme.checks.rows import Row, tables_of
from govengine.scheme.checks.written import Written
from govengine.scheme.rules import Table
from govengine.scheme.shape import Absent
from govengine.scheme.words import HitPolicy

MOST_NAMED = 5
"""Overlaps named for one table; mending them often mends the rest."""

MOST_COMPARED = 200_000
"""Pairs of rows compared for one table."""


def overlapping_rows(written: Written) -> Iterator[Problem]:
    """An error for each pair of rows that the policy of their table forbids, with a case that both fit."""
    for table, rows in tables_of(written):
        if table.hit is not HitPolicy.COLLECT:
            yield from _in_table(table, rows, written)


def _in_table(table: Table, rows: list[Row], written: Written) -> Iterator[Problem]:
    named = compared = 0
    seen: set[frozenset[str]] = set()
    for kind in sorted({kind for row in rows for kind in row.kinds}):
        own = [row for row in rows if kind in row.kinds]
        for one, other in meeting_pairs([row.region for row in own]):
            compared += 1
            if compared > MOST_COMPARED:
                yield _too_many(table)
                return
            problem = _between(own[one], own[other], kind, table, written)
            both_rows = frozenset((own[one].grant.id, own[other].grant.id))
            if problem is None or both_rows in seen:
                continue
            seen.add(both_rows)
            yield problem
            named += 1
            if named == MOST_NAMED:
                return


def _between(one: Row, other: Row, kind: str, table: Table, written: Written) -> Problem | None:
    different = _differences(one, other)
    if table.hit is HitPolicy.ANY and not different:
        return None
    region = both(one.region, other.region)
    case = example_of(region, written.stack.facts) if region else None
    if case is None:
        return None
    known = f" with {in_words(case)}" if case else ""
    rows = f"Rows {one.name} and {other.name} both fit {kind}{known}"
    if table.hit is HitPolicy.UNIQUE:
        message = f"{rows}, and hit policy U says that only one row fits a case."
        what_to_do = "Narrow one of them; or write hit: C, where rows for several roles may overlap."
    else:
        message = (
            f"{rows}, and hit policy A says that they then agree; their {' and '.join(different)} differ."
        )
        what_to_do = "Make them agree, or narrow one of them; or write hit: C."
    return Problem("rows-overlap", message, what_to_do, other.grant.place)


def _differences(one: Row, other: Row) -> list[str]:
    """What comes out of two rows that is not the same. Titles and reasons are words about a row."""
    a, b = one.grant, other.grant
    told = {
        "role": (a.role, a.only) == (b.role, b.only),
        "level": (a.level, a.step) == (b.level, b.step),
        "with": (a.company and a.company.role) == (b.company and b.company.role),
        "outcome": isinstance(a.outcome, Absent) == isinstance(b.outcome, Absent) and a.outcome == b.outcome,
        "authority": a.authority == b.authority,
        "exception": a.exception == b.exception,
        "duties": _duties(one) == _duties(other),
    }
    return [what for what, same in told.items() if not same]


def _duties(row: Row) -> set[tuple[object, ...]]:
    return {(duty.do, duty.tell, duty.at, duty.within) for duty in row.grant.duties}


def _too_many(table: Table) -> Problem:
    message = f"More than {MOST_COMPARED:,} pairs of rows of {table.file.value} lie close together; not all were compared."
    what_to_do = "Split the table by kind, or write hit: C."
    return Problem("rows-not-compared", message, what_to_do, str(table.file.place), severity="warning")
