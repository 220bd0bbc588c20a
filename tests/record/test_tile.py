"""Addresses of tiles: C2SP's, one for each tile."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.errors import RecordError
from govengine.record import Tile
from tests.record.vectors import vectors


@given(st.none() | st.integers(0, 63), st.integers(0, 10**21 - 1), st.integers(1, 256))
def test_an_address_is_read_as_it_is_written(level, number, width):
    tile = Tile(level, number, width)
    assert Tile.parse(tile.path()) == tile


def test_the_examples_of_the_specification():
    assert Tile(0, 1234067).path() == "tile/0/x001/x234/067"
    assert Tile(None, 273, 112).path() == "tile/entries/273.p/112"


@pytest.mark.parametrize(
    "path",
    [
        "", "tile/0", "tile/0/", "tile/00/001", "tile/64/001", "tile/-1/001", "tile/0/1", "tile/0/0001",
        "tile/0/001/002", "tile/0/x001", "tile/0/x001/x002", "tile/0/x000/001", "tile/0/001.p/0",
        "tile/0/001.p/256", "tile/0/001.p/257", "tile/0/001.p/05", "tile/0/001.p/", "/tile/0/001", "tile/0/001\n",
        "tile/data/001", "tile/0/\u0660\u0660\u0661", "tile/entries/-01",
    ],
)  # fmt: skip
def test_no_other_spelling_is_read(path):
    with pytest.raises(RecordError) as caught:
        Tile.parse(path)
    assert caught.value.code == "tile"


@pytest.mark.parametrize("tile", [Tile(64, 0), Tile(-1, 0), Tile(0, -1), Tile(0, 0, 0), Tile(0, 0, 257)])
def test_a_tile_that_cannot_be_has_no_address(tile):
    with pytest.raises(RecordError):
        tile.path()


def without_height(path):
    """Go's addresses name the height of their tiles; C2SP's are all of height 8."""
    head, _, *rest = path.split("/")
    return "/".join([head, *("entries" if part == "data" else part for part in rest)])


def test_third_party_addresses():
    published = json.loads((vectors("signed-note") / "vectors.json").read_text())["tile_paths"]
    for path, (height, level, number, width) in published["valid"]:
        ours = 256 if width == 1 << height else width
        tile = Tile(None if level == -1 else level, number, ours)
        assert tile.path() == without_height(path)
        assert Tile.parse(without_height(path)) == tile
    for path in published["invalid"]:
        with pytest.raises(RecordError):
            Tile.parse(without_height(path))
    print(f"{len(published['valid'])} good addresses, {len(published['invalid'])} bad ones")
    assert len(published["valid"]) >= 6
    assert len(published["invalid"]) >= 2
