"""The digest is of meaning: unchanged by how it is written, changed by whatever it says."""

import copy
import dataclasses
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from govengine.scheme import read_version
from tests.scheme.loading import LIMITS, SCHEME

FULL = (
    SCHEME.decode()
    .replace(
        "source: {title: Scheme of delegation, part 3C,", "source: {title: 'Scheme of delegation, part 3C',"
    )
    .replace(
        "    because: Repeated",
        "    authority: item 9\n    emergency: {ratify_by: service_manager, within: P2D}\n"
        "    duties: [{id: note, do: Write it up, at: before, if: person.consent, done_when: person.consent}]\n"
        "    from: 2026-05-01\n    to: 2027-05-01T00:00:00Z\n    because: Repeated",
    )
    .replace(
        "    assure: {review: sampled, by: team_manager}",
        "    assure: {review: sampled, by: team_manager}\n    exception: true\n    only: true\n    step: advise\n"
        "    scope: {teams: [east, west], places: [harbour], until: 2026-09-30,"
        " cap: {sum: decision.amount, within: financial_year, at_most: 20000}}",
    )
)
"""The example with more of the format in use."""


def digest(scheme: str, table: bytes = LIMITS) -> str:
    version, problems = read_version({"scheme.yaml": scheme.encode(), "limits.csv": table})
    assert version is not None, [str(p) for p in problems]
    assert not [p for p in problems if p.severity == "error"], [str(p) for p in problems]
    return version.digest


def plain() -> Any:
    return yaml.load(FULL, Loader=yaml.CBaseLoader)


def dumped(value: Any) -> str:
    return yaml.dump(value, sort_keys=False, allow_unicode=True)


ORIGINAL = digest(FULL)


def shuffled(value: Any, chance: random.Random) -> Any:
    """Keys and lists in another order; lines, where order is meaning, apart."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {k: value[k] if k == "lines" else shuffled(value[k], chance) for k in keys}
    if isinstance(value, list):
        items = [shuffled(item, chance) for item in value]
        chance.shuffle(items)
        return items
    return value


@pytest.mark.parametrize("seed", range(20))
def test_order_is_not_meaning(seed: int) -> None:
    assert digest(dumped(shuffled(plain(), random.Random(seed)))) == ORIGINAL


def test_spacing_comments_quotes_and_repetition_are_not_meaning() -> None:
    assert digest(dumped(plain())) == ORIGINAL
    assert digest("# a comment\n" + FULL.replace("\n", "  # so\n", 1)) == ORIGINAL
    assert (
        digest(FULL.replace("decision.amount <= worker_limit and", "decision.amount   <= worker_limit   and"))
        == ORIGINAL
    )
    assert digest(FULL.replace("\n", "\r\n")) == ORIGINAL
    value = plain()
    value["safeguards"] += copy.deepcopy(value["safeguards"])
    value["grants"] += copy.deepcopy(value["grants"])
    assert digest(dumped(value)) == ORIGINAL
    row = LIMITS.splitlines(keepends=True)[1]
    assert digest(FULL, LIMITS + row) == ORIGINAL
    assert digest(FULL, LIMITS.replace(b"(500..2000]", b" (500..2000] ")) == ORIGINAL


def test_a_key_at_its_default_is_not_meaning() -> None:
    assert digest(FULL.replace("    level: stop\n", "    level: stop\n    duties: []\n")) == ORIGINAL
    assert digest(FULL.replace("second_person: true}", "second_person: true, only: false}")) == ORIGINAL


def test_a_space_within_a_text_is_meaning() -> None:
    one, two = (
        FULL.replace("when: not(person.consent)", f"when: 'actor.team = \"a{s}b\"'") for s in (" ", "  ")
    )
    assert digest(one) != digest(two)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from leaves(inner, (*path, key))
        case list():
            for index, inner in enumerate(value):
                yield from leaves(inner, (*path, index))
        case _:
            yield path


def changed(text: str) -> Iterator[str]:
    """Other texts of the same shape, the likeliest to load first."""
    words = {
        "true": "false", "false": "true", "act": "consult", "stop": "refer", "agree": "consult", "after": "with",
        "before": "with", "organisation": "team", "office": "panel", "advise": "shadow", "number": "date",
        "boolean": "string", "financial_year": "calendar_year",
    }  # fmt: skip
    if text in words:
        yield words[text]
    if match := re.search(r"\d", text):
        yield text[: match.start()] + str((int(match[0]) + 1) % 10 or 1) + text[match.end() :]
    yield text + "x"
    yield text + " and person.consent"


@pytest.mark.parametrize("path", list(leaves(plain())), ids=lambda p: ".".join(map(str, p)))
def test_every_leaf_is_meaning(path: tuple[Any, ...]) -> None:
    """Each scalar of the example, changed by itself, changes the digest (or no longer reads)."""
    text = plain()
    for step in path:
        text = text[step]
    for other in changed(text):
        value = plain()
        inner = value
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = other
        files = {"scheme.yaml": dumped(value).encode(), "limits.csv": LIMITS}
        version, problems = read_version(files)
        if version is not None and not [p for p in problems if p.severity == "error"]:
            assert version.digest != ORIGINAL, (path, text, other)
            return
    assert path[-1] == "file" or path[:1] == ("tables",), f"nothing that reads was tried at {path}"


@pytest.mark.parametrize("column", range(7))
def test_every_cell_is_meaning(column: int) -> None:
    cells = [
        "hardship-service",
        "hardship_payment",
        "service_manager",
        "(500..2000]",
        "act",
        "settled_home",
        '"Part 3C, item 15"',
    ]
    cells[column] = ["x", "y", "team_manager", "(500..2000)", "consult", "other", "z"][column]
    table = LIMITS.splitlines(keepends=True)[0] + ",".join(cells).encode() + b"\n"
    assert digest(FULL, table) != ORIGINAL


def test_digest_covers_every_key_of_the_format() -> None:
    """`canonical` walks the same fields that `read` does: a field without a key would be in neither."""
    from govengine.scheme import format as scheme_format

    fields = {f.name for f in dataclasses.fields(scheme_format.SchemeText) if "key" not in f.metadata}
    assert fields == {"place"}
