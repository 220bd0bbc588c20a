"""`govengine fmt`: the same scheme, its comments kept, and the same again when done twice."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from api.cli import main
from govengine.errors import SchemeError
from govengine.scheme.layout import ORDER, laid_out

RULES = Path(__file__).parents[2] / "rules"
FILES = sorted(RULES.rglob("scheme.yaml"))


def comments(text: bytes) -> Counter:
    return Counter(line.strip() for line in text.decode().splitlines() if line.strip().startswith("#"))


def keys(text: bytes) -> list[str]:
    return [line.partition(":")[0] for line in text.decode().splitlines() if line[:1].isalpha()]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.parent.relative_to(RULES)))
def test_the_shipped_schemes_mean_the_same(file):
    before = file.read_bytes()
    after = laid_out(before, "scheme.yaml")
    assert comments(after) == comments(before)
    assert laid_out(after, "scheme.yaml") == after
    assert [key for key in ORDER if key in keys(after)] == keys(after)
    first, second = (
        yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)) for text in (before, after)
    )
    assert first == second


BLOCKS = [
    "scheme: small",
    "# about the version\nversion: '1'",
    "title: >-\n  Small\n\n  scheme",
    "owner: council  # of all",
    "ask: {role: manager}",
    "roles:\n  # the first\n  worker: {body: council}\n\n\n  manager: {body: council}",
    "stray: 1",
]


@given(
    st.permutations(BLOCKS), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "# about the file\n\n"])
)
def test_any_order_becomes_the_same_file(blocks, ending, head):
    made = laid_out((head + "\n\n\n".join(blocks)).replace("\n", ending).encode(), "scheme.yaml")
    again = laid_out((head + "\n".join(BLOCKS)).encode(), "scheme.yaml")
    assert made.replace(b"\n\n", b"\n") == again.replace(b"\n\n", b"\n")
    assert made.decode().startswith(head or ("scheme" if not head else ""))
    assert b"\r" not in made


def test_spaces_that_mean_something_stay():
    text = b"title: |\n  two spaces  \n  end\nscheme: small\n"
    assert b"two spaces  \n" in laid_out(text, "scheme.yaml")


@given(st.binary(max_size=200))
def test_any_bytes(content):
    try:
        made = laid_out(content, "scheme.yaml")
    except SchemeError as error:
        made = None
        refused = error
    assert made is not None or refused.problems[0].place.startswith("scheme.yaml")


def test_the_command(tmp_path):
    folder = shutil.copytree(FILES[0].parent, tmp_path / "v")
    file = folder / "scheme.yaml"
    file.write_bytes(laid_out(file.read_bytes(), "scheme.yaml"))
    run = CliRunner()
    assert run.invoke(main, ["fmt", "--check", str(folder)]).exit_code == 0
    tidy = file.read_bytes()
    file.write_bytes(tidy + b"\n\n")
    assert run.invoke(main, ["fmt", "--check", str(folder)]).exit_code == 1
    assert file.read_bytes() == tidy + b"\n\n"
    assert run.invoke(main, ["fmt", str(folder)]).exit_code == 0
    assert file.read_bytes() == tidy
