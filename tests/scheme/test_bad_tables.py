"""Bad input in tables, rules that have one id, and what spreadsheets do to a table."""

import pytest

from tests.scheme.loading import EXAMPLE, LIMITS, SCHEME, errors, one, problems_of


def test_an_identical_rule_twice_is_one() -> None:
    rule = SCHEME[SCHEME.index(b"  - id: consent") : SCHEME.index(b"  - id: regular-support")]
    scheme = SCHEME.replace(rule, rule + b"  # again\n" + rule)
    assert errors({"scheme.yaml": scheme, "limits.csv": LIMITS}) == []


def test_a_row_that_repeats_another_is_one_and_a_different_one_is_not() -> None:
    row = LIMITS.splitlines(keepends=True)[1]
    assert errors({"scheme.yaml": SCHEME, "limits.csv": LIMITS + row}) == []
    found = errors({"scheme.yaml": SCHEME, "limits.csv": LIMITS + row.replace(b"2000", b"3000")})
    assert [(p.code, p.place) for p in found] == [("duplicate-rule", "limits.csv:3:1")]


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
