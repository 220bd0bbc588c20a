"""The real tables and schemes, mangled: whatever is done to them ends in our own diagnostics, in time."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govengine.errors import Problem
from govengine.scheme import Library, read_folder, read_version
from govengine.scheme.checks import problems_on

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(
    path.parent for path in ROOT.glob("rules/*/*/scheme.yaml") if list(path.parent.glob("*.csv"))
)
REAL = {folder.parts[-2] + "/" + folder.parts[-1]: read_folder(folder) for folder in FOLDERS}
FLOOR = read_folder(ROOT / "rules/statute-floor-england/2026-11")

PIECES = [
    *(b", ; \t \n \r\n \" '' = - \xe2\x80\x93 \xc2\xa3 \xef\xbb\xbf \xc2\xa0 \xe2\x80\x9c \xe2\x80\x9d \xff \0".split(b" ")),
    *b"1-2 01-Feb 2026-02-01 #NAME? #### 1,000 =- '- <= >= [1..2] (..5] not( -1e400 1e999999 duties with after:".split(b" "),
    b'"', b'""', b'"""', b"\n,,,,\n", b"sep=;\n", b"after P2D: x; y", b"x" * 3_000, b"(" * 200, b"[" * 200,
]  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn, text: bytes) -> bytes:
    """A text with pieces cut out, put in, doubled, or its columns and rows taken apart."""
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 1, 2, 5, 20, 80, 400))))
        piece = draw(st.sampled_from((*PIECES, b"", text[start:end] * 2)) | st.binary(max_size=4))
        text = text[:start] + piece + text[end:]
    return text


def problems_of(files: dict[str, bytes]) -> list[Problem]:
    versions, problems = [], []
    for each in (files, FLOOR):
        version, found = read_version(each)
        problems += found
        versions += [version] if version is not None else []
    library = Library(versions)
    for version in versions[:1]:
        problems += [*library.problems(version), *problems_on(version, version.text.effective.since)]
    return problems


@pytest.mark.parametrize("name", sorted(REAL))
@settings(max_examples=30)
@given(st.data())
def test_a_mangled_table_ends_in_our_own_words(name: str, data: st.DataObject) -> None:
    files = dict(REAL[name])
    table = data.draw(st.sampled_from(sorted(set(files) - {"scheme.yaml"})))
    files[table] = data.draw(mangled(files[table]))
    if data.draw(st.booleans()):
        hit = data.draw(st.sampled_from([b"U", b"A"]))
        files["scheme.yaml"] = files["scheme.yaml"].replace(
            table.encode(), table.encode() + b"\n    hit: " + hit
        )
    for problem in problems_of(files):
        assert problem.place.startswith(("scheme.yaml:", *(f"{file}:" for file in files))), problem
        assert problem.code
        assert problem.message
        assert problem.what_to_do
        str(problem).encode()


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6), st.sampled_from(",;\t"))
def test_any_cells(rows: list[list[str]], mark: str) -> None:
    text = "\n".join(mark.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    files = dict(REAL["neighbourhood-support/2026-04"])
    files["limits.csv"] = text.encode("utf-8", "surrogatepass")
    for problem in problems_of(files):
        assert problem.place.startswith(("scheme.yaml:", "limits.csv:")), problem
        str(problem).encode()


@given(
    st.lists(
        st.text(max_size=14) | st.sampled_from([p.decode(errors="ignore") for p in PIECES]),
        min_size=5,
        max_size=5,
    )
)
def test_any_row_under_good_heads(cells: list[str]) -> None:
    row = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    files = dict(REAL["neighbourhood-support/2026-04"])
    files["limits.csv"] = f"id,for,role,decision.amount,level,duties,with\n{row}\n".encode(
        "utf-8", "surrogatepass"
    )
    for problem in problems_of(files):
        assert problem.place.startswith(("scheme.yaml:", "limits.csv:")), problem
