"""Putting two texts together, and reading a folder: the parts of drafting without a page."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.drafting.folder import texts_of, unzipped, with_head, zipped
from api.drafting.merging import Clash, clashes_in, merged, merged_files, settled
from govengine.errors import RequestError

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n", "e\n"]), max_size=8).map("".join)


def text_of(pieces, which: str = "mine") -> str:
    return "".join(one if isinstance(one, str) else one.chosen(which) for one in pieces)


@given(LINES, LINES)
def test_where_one_side_changed_nothing_the_others_stands(base, changed):
    assert text_of(merged(base, changed, base)) == changed
    assert text_of(merged(base, base, changed)) == changed
    assert text_of(merged(base, changed, changed)) == changed


@given(LINES, LINES, LINES)
def test_it_is_the_same_from_either_side(base, mine, theirs):
    one, other = merged(base, mine, theirs), merged(base, theirs, mine)
    assert text_of(one, "mine") == text_of(other, "theirs")
    assert [c.base for c in one if isinstance(c, Clash)] == [c.base for c in other if isinstance(c, Clash)]


@given(st.integers(0, 9), st.integers(0, 9))
def test_changes_that_do_not_touch_go_together_and_others_clash(first, second):
    base = [f"line {n}\n" for n in range(10)]
    mine, theirs = list(base), list(base)
    mine[first], theirs[second] = "mine\n", "theirs\n"
    pieces = merged("".join(base), "".join(mine), "".join(theirs))
    clashes = [one for one in pieces if isinstance(one, Clash)]
    assert bool(clashes) is (abs(first - second) <= 1)
    if not clashes:
        assert text_of(pieces).count("mine\n") == text_of(pieces).count("theirs\n") == 1


def test_files_go_together_and_what_nothing_is_left_of_goes():
    base = {"scheme.yaml": "a\nb\nc\n", "x.csv": "1\n"}
    mine = {"scheme.yaml": "A\nb\nc\n", "y.csv": "2\n"}
    theirs = {"scheme.yaml": "a\nb\nC\n", "x.csv": "1\n"}
    pieces = merged_files(base, mine, theirs)
    assert clashes_in(pieces) == []
    assert settled(pieces, []) == {"scheme.yaml": "A\nb\nC\n", "y.csv": "2\n"}


def test_a_folder_survives_the_way_out_and_in():
    files = {"scheme.yaml": "\ufeffscheme: s\r\n", "limits.csv": 'id,"x"\n'}
    assert unzipped(zipped(files, "s/1")) == files
    assert zipped(files, "s/1") == zipped(files, "s/1")


def made(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip",
        made(),
        made(**{"a/x.csv": b"1"}),
        made(**{"a/scheme.yaml": b"x", "b/scheme.yaml": b"x"}),
        made(**{"scheme.yaml": b"\xff\xfe"}),
        made(**{"scheme.yaml": b" " * 5_000_000}),
        made(**{"scheme.yaml": b"x", "$x": b""}),
        made(**{"scheme.yaml": b"x"})[:-8],
    ],
    ids=range(9),
)
def test_what_is_no_folder_of_a_scheme_is_said(content):
    with pytest.raises(RequestError) as caught:
        unzipped(content)
    assert caught.value.problems[0].code == "bad-folder"


def test_only_the_folder_with_the_scheme_comes_in():
    content = made(
        **{"s/1/scheme.yaml": b"x", "s/1/t.csv": b"y", "s/1/__MACOSX/t.csv": b"z", "../evil": b"w"}
    )
    assert unzipped(content) == {"scheme.yaml": "x", "t.csv": "y"}


@pytest.mark.parametrize(
    "line", ['version: "2026-04"', "version: '2026-04'", "version: 2026-04  # why", 'version:  "2026-04"']
)
def test_a_new_version_changes_its_head_alone(line):
    text = f"# kept\n{line}\neffective: {{from: 2026-04-01, to: 2027-03-31}}\n"
    files = with_head(texts_of({"scheme.yaml": text.encode()}), "2026-10", "2026-10-01")
    wanted = text.replace("2026-04-01", "2026-10-01")
    for old in ('"2026-04"', "'2026-04'", "2026-04  #"):
        wanted = wanted.replace(old, '"2026-10"' + ("  #" if "#" in old else ""))
    assert files["scheme.yaml"] == wanted
