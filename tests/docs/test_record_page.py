"""Each of the thirty fields has its place and its source, and every field of the source list is there."""

import re
from pathlib import Path

from api.exporting.fields import FIELDS

PAGE = (Path(__file__).parents[2] / "docs" / "record.md").read_text("utf-8")


def test_there_are_thirty_in_order_each_with_a_name_of_its_own():
    assert [field.number for field in FIELDS] == list(range(1, 31))
    assert len({field.name for field in FIELDS}) == 30
    assert all(re.fullmatch("[a-z_]+", field.name) for field in FIELDS)


def test_each_has_a_meaning_a_source_a_place_and_an_act():
    for field in FIELDS:
        assert field.meaning.endswith("."), field
        assert field.source, field
        assert "`" in field.place, field
        assert field.act, field
        assert field.filled or "not yet" in field.act, field


def test_the_page_shows_each_once():
    for field in FIELDS:
        (line,) = [one for one in PAGE.splitlines() if one.startswith(f"| {field.number} | `{field.name}`")]
        assert field.source in line
        assert ("not yet recorded" in line) is not field.filled
