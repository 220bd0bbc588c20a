"""What a released version recorded is decided the same by every later one: the files of a service of format 1."""

import json

import pytest
from sqlalchemy import insert

from api.commands.redecide import Outcome, redecide
from api.rule_store import RuleStore
from api.store import connect, upgrade
from api.store.tables import scheme_texts
from govengine.decide import SEMANTICS
from govengine.record import StoredEntry, canonical, leaf_hash
from govengine.scheme import Level
from tests.api.golden_service import FOLDER
from tests.record.bundles import PROGRAM, empty_environment, run

ROOT = "9eac5b918f52b6b1c86511e59b46d1a0083e9bdd8dc832cd83b9fa8401b68dfc"
"""What the entries came to when format 1 was released."""


def lines(name):
    return [json.loads(line) for line in (FOLDER / name).read_bytes().splitlines()]


LEAVES = lines("leaves.ndjson")
SIDES = {one["index"]: one["side"] for one in lines("sides.ndjson")}


def stored(leaf, **changes):
    leaf = leaf | changes
    data = canonical(leaf)
    side = SIDES.get(leaf["index"])
    return StoredEntry(
        leaf["index"], leaf["id"], leaf["entry"], leaf["recorded_at"],
        data, leaf_hash(data), b"", None if side is None else canonical(side),
    )  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """(connection, rules) over the texts kept beside the entries, and nothing of today's rules folder."""
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('golden')}/log.db")
    upgrade(engine)
    rows = [
        {"digest": f"sha256:{path.relative_to(FOLDER).parts[1]}", "path": path.name, "text": path.read_text("utf-8")}
        for path in sorted((FOLDER / "schemes").rglob("*"))
        if path.is_file()
    ]  # fmt: skip
    with engine.connect() as connection:
        connection.execute(insert(scheme_texts), rows)
        connection.commit()
        yield connection, RuleStore(engine, FOLDER / "no rules here")
    engine.dispose()


DECISIONS = [leaf for leaf in LEAVES if leaf["entry"] == "decision.proposed"]


@pytest.mark.parametrize("leaf", DECISIONS, ids=lambda leaf: f"entry {leaf['index']}")
def test_each_decision_is_decided_the_same(store, leaf):
    assert redecide(*store, stored(leaf)) is Outcome.SAME


def test_a_decision_that_is_not_the_same_would_be_seen(store):
    leaf = DECISIONS[0]
    changed = leaf["determination"] | {"may_act": False}
    assert redecide(*store, stored(leaf, determination=changed)) is Outcome.DIFFERENT


def test_there_are_decisions_of_every_level_and_of_this_meaning():
    assert {leaf["determination"]["level"] for leaf in DECISIONS} == set(Level)
    assert {leaf["semantics"] for leaf in DECISIONS} == {1}
    assert SEMANTICS == 1, "A new meaning: write golden files of it, and keep deciding the old ones."
    for member in ("done", "with_schemes", "supersedes", "outcome", "late"):
        assert any(leaf[member] for leaf in DECISIONS), member
    assert {leaf["entry"] for leaf in LEAVES} >= {"scheme.adopted", "key.rotated"}


def test_the_bundle_verifies_with_todays_program(tmp_path):
    python = empty_environment(tmp_path / "empty")
    keys = (FOLDER / "keys.txt").read_text("utf-8").split()
    assert len(keys) == 2
    for key in keys:
        code, result = run(python, PROGRAM, FOLDER, "--key", key)
        assert (code, result["findings"], result["root"]) == (0, [], ROOT)
        assert len(result["changes_of_key"]) == 1
