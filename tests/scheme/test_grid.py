"""A table as a grid: what is not touched keeps every character."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.scheme.grid import grid_of, is_formula

CELLS = st.text('ab,;"\n £<=.', max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6)
LIMITS = 'id,for,role,"decision.amount",title\r\n"a",pay,worker,<= 500,"Up to £500, paid at once"\r\nb,pay,lead,<= 900,\r\n'


def written(rows, end="\n") -> str:
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator=end).writerows([["id", "for"], *rows])
    return made.getvalue()


@given(TABLES, st.sampled_from(["\n", "\r\n"]))
def test_it_reads_what_the_csv_module_reads_and_writes_it_back(rows, end):
    text = written(rows, end)
    grid = grid_of(text)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [[cell.value for cell in row.cells] for row in (grid.heads, *grid.rows)] == [
        row or [""] for row in read
    ]
    assert grid.text == text


@given(TABLES, st.data())
def test_a_cell_changes_alone(rows, data):
    grid = grid_of(written(rows))
    number = data.draw(st.integers(0, len(grid.rows) - 1))
    column = data.draw(st.integers(0, len(grid.rows[number].cells) - 1))
    value = data.draw(CELLS)
    changed = grid_of(grid.with_cells(number, {column: value}).text)
    assert changed.rows[number].value(column) == value
    for other, row in enumerate(changed.rows):
        for place, cell in enumerate(row.cells):
            if (other, place) != (number, column):
                assert cell == grid.rows[other].cells[place]


@given(TABLES, st.data())
def test_rows_come_and_go_and_move(rows, data):
    grid = grid_of(written(rows).rstrip("\n"))
    number = data.draw(st.integers(0, len(grid.rows) - 1))
    added = grid.with_row(number, ("new", "row"))
    assert grid_of(added.text).rows[number].value(0) == "new"
    assert [row.cells for row in grid_of(added.text).without_row(number).rows] == [
        row.cells for row in grid.rows
    ]
    moved = grid_of(grid.moved(number, 1).text)
    assert sorted((row.cells for row in moved.rows), key=str) == sorted(
        (row.cells for row in grid.rows), key=str
    )
    if number + 1 < len(grid.rows):
        assert moved.rows[number + 1].cells == grid.rows[number].cells


def test_a_spreadsheets_own_ways_stay():
    text = "\ufeffsep=;\r\n" + LIMITS.replace(",pay", ";pay").replace(",", ";")
    grid = grid_of(text)
    assert (grid.delimiter, grid.first_line, grid.text) == (";", 3, text)
    changed = grid_of(LIMITS).with_cells(0, {3: "<= 600"}).text
    assert changed == LIMITS.replace("500,", "600,", 1)


@pytest.mark.parametrize("text", ["", 'a,b\n"open', 'a,b\n"x"y,c\n'])
def test_what_is_no_table_is_said(text):
    with pytest.raises(ValueError, match=r"table|quotation"):
        grid_of(text)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("=1+1", True),
        (" =1", True),
        ("+44", True),
        ("@SUM(A1)", True),
        ('@"2026-04-01"', False),
        ("<= 5", False),
        ("-", False),
    ],
)
def test_formulas(typed, wanted):
    assert is_formula(typed) is wanted
