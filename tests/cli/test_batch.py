"""Files of what-ifs: a spreadsheet as people save it, or a line each, answered row by row."""

import codecs
import csv
import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.cells import Misread, sent_from
from api.checking import drafts_in
from api.commands.decide_batch import ANSWER, Desk, decide_csv, decide_lines
from api.commands.evaluate import evaluate
from api.spreadsheet import Sheet, safe_cell
from govengine.errors import GovengineError
from govengine.feel.types import BOOLEAN, DATE, NUMBER, STRING, list_of
from govengine.scheme import FactType
from tests.cli.test_commands import QUESTION, ROOT, place, run

__all__ = ["place"]

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIBRARY = drafts_in(ROOT / "rules")
HEADS = "case,scheme,as_of,actor.role,person.ref,decision.kind,decision.amount,person.consent,decision.other_help_tried,history.household_90d"
ROW = "C1,neighbourhood-support,2026-05-02,support_worker,p-1,hardship_payment,620,yes,yes,0"


def answered(text: str | bytes) -> tuple[list[dict[str, str]], Any]:
    """The rows that come back, and the counts."""
    content = text.encode() if isinstance(text, str) else text
    out = io.StringIO(newline="")
    count = decide_csv(io.BytesIO(content), out, Desk(LIBRARY, NOW), lambda _: None)
    separator = "," if "," in out.getvalue().partition("\n")[0] else out.getvalue()[4]
    rows = csv.DictReader(io.StringIO(out.getvalue(), newline=""), delimiter=separator)
    return list(rows), count


def one(text: str | bytes) -> dict[str, str]:
    rows, _ = answered(text)
    assert len(rows) == 1
    return rows[0]


# -- answers --------------------------------------------------------------------------------------------------


def test_a_row_has_the_answer_the_question_has():
    row = one(f"{HEADS}\n{ROW}\n")
    whole = evaluate(QUESTION, LIBRARY, lambda: LIBRARY, NOW)
    assert row["case"] == "C1"
    assert row["level"] == whole["determination"]["level"] == "refer"
    assert row["would_allow"] == "no"
    assert row["basis"] == "delegated_elsewhere"
    assert row["decided_by"] == "service_manager"
    assert row["summary"] == whole["summary"]
    assert row["problem"] == ""


def test_every_row_of_the_shipped_cases_reads_as_a_request_would():
    rows, count = answered(
        f"{HEADS}\n" + "".join(ROW.replace("620", str(n)) + "\n" for n in range(0, 3000, 7))
    )
    assert count.answered == len(rows)
    for row in rows[::40]:
        asked = {
            **QUESTION,
            "facts": {
                **QUESTION["facts"],
                "decision": {**QUESTION["facts"]["decision"], "amount": row["decision.amount"]},
            },
        }
        whole = evaluate(asked, LIBRARY, lambda: LIBRARY, NOW)
        assert (row["level"], row["summary"]) == (whole["determination"]["level"], whole["summary"])


def test_an_empty_cell_is_a_missing_fact():
    row = one(f"{HEADS}\n{ROW.replace('620', '')}\n")
    assert row["needed"].startswith("decision.amount")


def test_a_row_with_a_problem_never_stops_the_rest():
    bad = [ROW.replace("620", "lots"), ROW.replace("neighbourhood-support", "nowhere"), ROW.replace("support_worker", "king"),
           ROW.replace("hardship_payment", ""), ROW.replace("2026-05-02", "someday"), f"{ROW},over"]  # fmt: skip
    rows, count = answered("\n".join([HEADS, *[line for b in bad for line in (b, ROW)]]))
    assert [row["level"] for row in rows[1::2]] == ["refer"] * len(bad)
    codes = [row["problem"] for row in rows[::2]]
    for code, told in zip(["wrong-type", "unknown-scheme", "unknown-role", "missing-kind", "wrong-type", "row-too-long"], codes, strict=True):  # fmt: skip
        assert f"{code}: " in told
    assert (count.answered, count.problems) == (len(bad), len(bad))
    assert all(row["level"] == "" for row in rows[::2])


def test_a_misspelt_fact_is_named_with_a_suggestion():
    row = one(f"{HEADS.replace('person.consent', 'person.consnt')}\n{ROW}\n")
    assert "unknown-fact" in row["problem"]
    assert "Did you mean person.consent?" in row["problem"]


@pytest.mark.parametrize(
    ("heads", "code"),
    [("", "no-heads"), ("case,kind", "no-heads"), ("schem,decision.kind", "no-heads"),
     ("scheme,decision.kind,outcom", "unknown-column"), ("scheme,decision.kind,a.b,a.b", "no-heads")],
)  # fmt: skip
def test_heads_that_cannot_be_used(heads: str, code: str):
    with pytest.raises(GovengineError) as error:
        answered(f"{heads}\nx,y\n")
    assert code in {problem.code for problem in error.value.problems}


# -- as spreadsheets save them -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + f"{HEADS}\n{ROW}\n".encode(),
        f"{HEADS}\r\n{ROW}\r\n".encode(),
        f"{HEADS}\r{ROW}\r".encode(),
        f"{HEADS}\n{ROW}".replace(",", ";").encode(),
        f"{HEADS}\n{ROW}".replace(",", "\t").encode(),
        f"sep=;\r\n{HEADS}\r\n{ROW}\r\n".replace(",", ";").encode(),
        f"{HEADS}\n{ROW}\n".encode("utf-16"),
        f"{HEADS},,,\n{ROW},,,\n,,,,,,,,,,,,\n\n".encode(),
        f"{HEADS}\n{ROW.replace('620', '“620”')}\n".encode(),
        f"{HEADS}\n{ROW.replace('620', '“620”')}\n".encode("cp1252"),
        f'{HEADS}\n{ROW.replace("620", chr(34) + "£1,620.00" + chr(34))}\n'.encode("cp1252"),
        f"{HEADS}\n{ROW.replace('yes', 'TRUE').replace('2026-05-02', '2026-05-02 ')}\n".encode(),
        f"{HEADS}\n{ROW.replace('620', ' 620' + chr(160))}\n".encode(),
    ],
    ids=["mark", "crlf", "cr", "semicolons", "tabs", "sep", "utf-16", "empty columns", "curly", "curly 1252", "pounds", "TRUE", "blanks"],
)  # fmt: skip
def test_spreadsheets_are_read_as_people_save_them(content: bytes):
    row = one(content)
    assert row["problem"] == ""
    assert row["level"] == "refer"
    assert not [head for head in row if not head]


def test_a_value_in_a_column_without_a_head_is_named():
    assert "row-too-long" in one(f"{HEADS},\n{ROW},stray\n")["problem"]


def test_a_row_whose_quotation_marks_do_not_close_is_named():
    rows, count = answered(f"{HEADS}\n{ROW.replace('C1', chr(34) + 'C' + chr(34) + '1')}\n{ROW}\n")
    assert count.problems == 1
    assert "csv" in rows[0]["problem"]
    assert rows[1]["level"] == "refer"


FACTS = {
    "number": FactType("d.n", NUMBER),
    "text": FactType("d.t", STRING),
    "word": FactType("d.w", STRING, one_of=("1-2", "3-4")),
    "flag": FactType("d.f", BOOLEAN),
    "day": FactType("d.d", DATE),
    "list": FactType("d.l", list_of(STRING)),
}


@pytest.mark.parametrize(
    ("fact", "cell", "sent"),
    [("number", "1,250.50", "1250.50"), ("number", "£1 250", "1250"), ("number", "-£5", "-5"), ("number", "lots", "lots"),
     ("flag", "Yes", True), ("flag", "N", False), ("flag", "maybe", "maybe"),
     ("day", "12/03/2026", "2026-03-12"), ("day", "2026-03-12 00:00:00", "2026-03-12"), ("day", "12-Mar-2026", "2026-03-12"),
     ("day", "31/02/2026", "31/02/2026"), ("list", "a; b", ["a", "b"]), ("word", "1-2", "1-2"), ("text", "1-Feb", "1-Feb")],
)  # fmt: skip
def test_cells_are_read_in_the_form_of_their_fact(fact: str, cell: str, sent: Any):
    assert sent_from(cell, FACTS[fact]) == sent


def test_a_comma_marks_decimals_where_semicolons_part_columns():
    assert sent_from("1.250,50", FACTS["number"], ";") == "1250.50"
    assert sent_from("1250,5", FACTS["number"], ";") == "1250.5"


@pytest.mark.parametrize(
    ("fact", "cell", "code"),
    [("number", "01-Feb", "turned-into-date"), ("number", "01/02/2026", "turned-into-date"), ("word", "01-Feb", "turned-into-date"),
     ("word", "2026-02-01", "turned-into-date"), ("number", "1250,5", "decimal-comma"), ("text", "1.23457E+11", "digits-lost"),
     ("text", "#N/A", "formula-error"), ("flag", "########", "formula-error")],
)  # fmt: skip
def test_what_a_spreadsheet_has_made_of_something_else_is_named(fact: str, cell: str, code: str):
    with pytest.raises(Misread) as misread:
        sent_from(cell, FACTS[fact])
    assert misread.value.problem.code == code


def test_cells_that_a_spreadsheet_would_run_are_written_as_text_and_read_back():
    for cell in ("=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\tx"):
        assert safe_cell(cell) == "'" + cell
    for cell in ("-5", "+44", "-1,250.50", "a=b", ""):
        assert safe_cell(cell) == cell
    row = one(f"{HEADS}\n{ROW.replace('C1', '=HYPERLINK(1)')}\n")
    assert row["case"] == "'=HYPERLINK(1)"
    sheet = Sheet(io.BytesIO(b"scheme,decision.kind\n'=x,'tis\n"))
    assert next(sheet.rows()).cells == {"scheme": "=x", "decision.kind": "'tis"}


def test_answers_given_before_are_replaced():
    row = one(f"{HEADS},level,summary\n{ROW},act,old\n")
    assert (row["level"], row["summary"] == "old") == ("refer", False)
    assert list(row)[-len(ANSWER) :] == list(ANSWER)


# -- a line each ---------------------------------------------------------------------------------------------------


def test_lines_of_json():
    lines = [
        json.dumps({**QUESTION, "reference": "a"}),
        "{",
        json.dumps({"scheme": "nowhere"}),
        "",
        json.dumps([1]),
        json.dumps(QUESTION),
    ]
    out = io.StringIO()
    count = decide_lines(io.BytesIO("\n".join(lines).encode()), out, Desk(LIBRARY, NOW), lambda _: None)
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one["line"] for one in found] == [1, 2, 3, 5, 6]
    assert found[0]["reference"] == "a"
    assert found[0]["level"] == found[4]["level"] == "refer"
    assert [one["problems"][0]["code"] for one in found[1:4]] == ["not-json", "unknown-scheme", "wrong-type"]
    assert count.to_json() == {
        "rows": 5, "answered": 2, "with_problems": 3, "levels": {"refer": 2},
        "problems": {"not-json": 1, "unknown-scheme": 1, "wrong-type": 1},
    }  # fmt: skip


# -- many rows -----------------------------------------------------------------------------------------------------


class Endless(io.RawIOBase):
    """Rows made as they are read."""

    def __init__(self, rows: Iterator[str]) -> None:
        self._rows, self._rest = rows, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = next(self._rows, "").encode()
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


class Nowhere(io.StringIO):
    """Takes everything and keeps nothing."""

    def write(self, text: str) -> int:
        return len(text)


def made(rows: int) -> Iterator[str]:
    yield HEADS + "\n"
    for number in range(rows):
        yield (
            ROW.replace("C1", f"C{number}").replace("p-1", f"p-{number}").replace("620", str(number % 4000))
            + "\n"
        )


def answer_rows(rows: int) -> None:
    count = decide_csv(Endless(made(rows)), Nowhere(), Desk(LIBRARY, NOW), lambda _: None)  # type: ignore[arg-type]
    assert count.answered == rows


def peak_of(rows: int) -> int:
    tracemalloc.start()
    try:
        answer_rows(rows)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.long
def test_memory_is_flat():
    peak_of(200)  # what is made once for the whole process
    assert peak_of(3_000) < 2_000_000  # bytes; the answers alone, kept, would be four times that


def resident_after(rows: int) -> int:
    """The most kilobytes a process of its own has held."""
    code = f"from tests.cli.test_batch import answer_rows; answer_rows({rows})\nimport resource\n"
    code += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.long
def test_memory_is_flat_over_many_rows():
    assert resident_after(200_000) < resident_after(2_000) + 4_000


# -- the command ---------------------------------------------------------------------------------------------------


def test_the_command(place: Path):
    (place / "rows.csv").write_text(f"{HEADS}\n{ROW}\n{ROW.replace('620', '50')}\n", "utf-8")
    counts = json.loads(run(place, "decide", "--batch", "rows.csv", "--out", "done.csv", "--json"))
    assert counts == {
        "rows": 2,
        "answered": 2,
        "with_problems": 0,
        "levels": {"act": 1, "refer": 1},
        "problems": {},
    }
    assert (place / "done.csv").read_bytes().startswith(codecs.BOM_UTF8)
    assert not (place / "done.csv.part").exists()
    assert run(place, "decide", "--batch", "rows.csv").splitlines()[1].startswith("C1,")
    (place / "rows.csv").write_text(f"{HEADS}\n{ROW}\n{ROW.replace('620', 'lots')}\n", "utf-8")
    run(place, "decide", "--batch", "rows.csv", "--out", "done.csv", code=1)
    assert "wrong-type" in (place / "done.csv").read_text("utf-8")
    (place / "rows.jsonl").write_text(json.dumps(QUESTION) + "\n")
    assert json.loads(run(place, "decide", "--batch", "rows.jsonl"))["level"] == "refer"
    (place / "heads.csv").write_text("a,b\n1,2\n")
    assert "no-heads" in run(place, "decide", "--batch", "heads.csv", "--out", "x.csv", "--json", code=1)
    assert not (place / "x.csv").exists()


@pytest.mark.parametrize(
    "words",
    [["decide"], ["decide", "-", "--batch", "rows.csv"], ["decide", "--batch", "rows.xlsx"], ["decide", "--batch", "none.csv"],
     ["decide", "--batch", "rows.csv", "--json"], ["decide", "--batch", "rows.csv", "--out", "rows.csv"], ["decide", "-", "--out", "x"]],
    ids=" ".join,
)  # fmt: skip
def test_usage(place: Path, words: list[str]):
    (place / "rows.csv").write_text(f"{HEADS}\n{ROW}\n")
    (place / "rows.xlsx").write_text("x")
    run(place, *words, code=2)
    assert (place / "rows.csv").read_text().startswith(HEADS)
