"""Tables as people save them: each thing a spreadsheet does is read rightly, or named for what it is."""

import codecs

import pytest

from govengine.scheme import read_version
from tests.scheme.small import VISIT, codes, found_in, small, with_table

PLAIN = "id,for,role,decision.amount,level\na,payment,worker,<= 500,act\nb,payment,manager,-,act\n"


def digest(table: str | bytes) -> str:
    files = small(f"tables: [{{file: limits.csv}}]\ngrants: [{VISIT}]")
    files["limits.csv"] = table.encode() if isinstance(table, str) else table
    version, problems = read_version(files)
    assert version is not None
    assert [str(p) for p in problems] == []
    return version.digest


@pytest.mark.parametrize(
    "table",
    [
        codecs.BOM_UTF8 + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "sep=;\r\n" + PLAIN.replace(",", ";"),
        "sep=,\n" + PLAIN,
        PLAIN.replace("\n", ",,,\n"),
        PLAIN + ",,,,\n\n",
        PLAIN.replace("level", "level,,"),
        PLAIN.replace("<= 500", "<=\u00a0500"),
        PLAIN.replace("<= 500", "\u2009<= 500\u202f"),
        PLAIN.replace("level", "level\u00a0").replace("worker", "\u00a0worker"),
        PLAIN.replace("worker", "\u200bworker"),
        PLAIN.replace("<= 500", "≤ 500"),
        PLAIN.replace("<= 500", "<= £500"),
        PLAIN.replace("<= 500", "<= £ 500"),
        PLAIN.replace("<= 500", "'<= 500"),
        *(
            PLAIN.replace(",-,", f",{cell},")
            for cell in ("\u2013", "\u2014", "'-", "=-", "\u2011", "\u2212", " - ")
        ),
        PLAIN.replace("act", "\ufeffact"),
    ],
)
def test_what_can_mean_only_one_thing_is_read(table: str | bytes) -> None:
    assert digest(table) == digest(PLAIN)


def test_pounds_with_a_comma_are_one_number() -> None:
    assert digest(PLAIN.replace("<= 500", '"<= £1,500.50"')) == digest(PLAIN.replace("<= 500", "<= 1500.50"))


def test_curly_double_quotation_marks_are_straight() -> None:
    head = "id,for,role,decision.reason,level\n"
    straight, curly = '"""a"", ""b"""', '"\u201ca\u201d, \u201cb\u201d"'
    one, other = (digest(f"{head}a,payment,worker,{cell},act\n") for cell in (straight, curly))
    assert one == other


def test_letters_in_two_parts_are_one() -> None:
    table = 'id,for,role,decision.reason,level\na,payment,worker,"""caf\u00e9""",act\n'
    assert digest(table) == digest(table.replace("\u00e9", "e\u0301"))


def test_marks_within_a_text_are_left_alone() -> None:
    cell = '"""O\u2019Brien, £5 \u2013 1,000 or 1-2"""'
    version, problems = read_version(
        with_table(f"a,payment,worker,{cell},act", heads="id,for,role,decision.reason,level")
    )
    assert problems == []
    assert version is not None
    grant = next(grant for grant in version.text.grants if grant.id.value == "a")
    assert grant.cells[0][1].value == '"O\u2019Brien, £5 \u2013 1,000 or 1-2"'


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *((date, "spreadsheet-date") for date in ("01-Feb", "1-Feb", "Feb-01", "Feb 26", "2026-02-01", "01/02/2026", "1/2", "01.02.2026", "1-2-26", "1. Feb", "2026-02-01 00:00:00", "01-Feb-26", "1-févr.")),
        *((lost, "spreadsheet-error") for lost in ("#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#N/A", "####", "#name?")),
        *((dash, "dash-range") for dash in ("100-200", "500 - 2000", "500\u20132000", "[500-2000]", "0.5\u20141")),
        *((comma, "comma-in-number") for comma in ('"1,000"', '"<= 1,000,000"', '"[100..1,000]"')),
        *((curly, "curly-quotes") for curly in ("\u2018500\u2019", "\u2018tenant", "<= 500\u2019")),
    ],
)  # fmt: skip
def test_what_is_lost_or_means_two_things_is_named(cell: str, code: str) -> None:
    found = found_in(with_table(f"a,payment,worker,{cell},act"))
    assert codes(found) == [code], [str(p) for p in found]
    assert found[0].place == "limits.csv:2:4"
    assert found[0].what_to_do


def test_a_decimal_comma_is_named_where_semicolons_part_the_cells() -> None:
    table = "id;for;role;decision.visits;level\na;payment;worker;<= 0,5;act\n"
    files = {**small(f"tables: [{{file: limits.csv}}]\ngrants: [{VISIT}]"), "limits.csv": table.encode()}
    assert codes(found_in(files)) == ["comma-in-number"]


@pytest.mark.parametrize(
    "cell", ["-5", "> -5", "[-5..-2]", '"1, 2"', "(1..2]", "< decision.visits - 5", '"1,2"']
)
def test_what_looks_a_little_like_it_is_not(cell: str) -> None:
    found = found_in(with_table(f"a,payment,worker,{cell},act", heads="id,for,role,decision.visits,level"))
    assert not {"spreadsheet-date", "dash-range", "comma-in-number", "syntax"} & {*codes(found)}, [
        str(p) for p in found
    ]


def test_a_lost_cell_in_any_column() -> None:
    assert "spreadsheet-error" in codes(found_in(with_table("a,payment,#NAME?,-,act")))


def test_heads() -> None:
    (problem,) = found_in(with_table("a,payment,worker,-,act", heads="id,for,role,decision.amount,Level"))[:1]
    assert (problem.code, problem.did_you_mean, problem.place) == (
        "unknown-column",
        "level",
        "limits.csv:1:5",
    )
    (problem,) = found_in(
        with_table("a,payment,worker,-,act,why", heads="id,for,role,decision.amount,level,")
    )
    assert (problem.code, problem.place) == ("no-head", "limits.csv:2:6")
