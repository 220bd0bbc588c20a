"""The twenty-four shapes that rules of real schemes have: all here, each loads, each is said in a few lines."""

from pathlib import Path

import pytest
import yaml

from api.documents import documents, shapes_in
from govengine.scheme import Library
from govengine.scheme.example import Example
from tests.shapes.shape import FOLDERS, HERE, everything, load, shape_of


def test_all_twenty_four_are_here() -> None:
    assert [folder.name[:2] for folder in FOLDERS] == [f"{number:02}" for number in range(1, 25)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_loads_among_its_neighbours(folder: Path) -> None:
    shape = shape_of(folder)
    for version in shape.versions:
        for library in (shape.library, everything()):
            problems = library.problems(version)
            assert not [str(p) for p in problems if p.severity == "error"]
            assert sorted(p.code for p in problems) == shape.text.get("warnings", {}).get(version.name, [])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_does_not_load(folder: Path) -> None:
    shape = shape_of(folder)
    for name, codes in shape.refused.items():
        version = load(folder / name)
        found = Library([*shape.versions, version]).problems(version)
        assert sorted(p.code for p in found if p.severity == "error") == codes, name


@pytest.mark.parametrize("example", shapes_in(HERE), ids=lambda example: f"{example.number:02}")
def test_is_said_in_three_to_ten_lines(example: Example) -> None:
    """The page about the format shows these lines."""
    assert 3 <= example.length <= 10
    assert all(excerpt.says and excerpt.lines for excerpt in example.excerpts)
    for excerpt in example.excerpts:
        if excerpt.language == "yaml":
            assert yaml.load("\n".join(excerpt.lines), yaml.BaseLoader), excerpt.says


def test_the_page_shows_each_of_them() -> None:
    page = documents()["scheme-format.md"]
    examples = shapes_in(HERE)
    assert [example.number for example in examples] == list(range(1, 25))
    for example in examples:
        assert f"### {example.number}. {example.title}\n\n{example.sentence}\n" in page
        for excerpt in example.excerpts:
            assert "\n".join(excerpt.lines) in page


def test_a_table_is_shown_with_the_lines_that_name_it() -> None:
    (ceilings,) = (example for example in shapes_in(HERE) if example.number == 1)
    rows = (HERE / "01-inclusive-and-exclusive-ceilings/limits.csv").read_text("utf-8").splitlines()
    assert ceilings.excerpts[-1].lines == tuple(rows)
