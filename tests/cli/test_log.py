"""`govengine log`: receipts and disclosures checked with nothing of the service, and the log against copies."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import ROOT, place, run

__all__ = ["place"]

ABSENT = ("flask", "sqlalchemy", "marshmallow", "alembic", "granian", "durable", "apispec", "psycopg")


def run_alone(folder: Path, *words: str, code: int = 0) -> str:
    """The command where only the base install is, in a folder without a log."""
    program = (
        f"import sys\nfor name in {ABSENT!r}: sys.modules[name] = None\n"
        "from api.cli import main; main(prog_name='govengine')"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / ".govengine").exists()
    return done.stdout + done.stderr


@pytest.fixture
def recorded(place):
    """A place with schemes adopted and one decision recorded: its key's line, and the decision's id."""
    run(place, "demonstrate")
    listed = json.loads(run(place, "log", "keys", "--json"))["keys"]
    receipt = json.loads(run(place, "log", "prove", "2"))
    return place, listed[0]["key"], json.loads(receipt["entry"])["id"]


@pytest.fixture
def alone(tmp_path):
    folder = tmp_path / "alone"
    folder.mkdir()
    return folder


def test_a_receipt_is_checked_offline_with_the_base_install(recorded, alone):
    place, key, decision = recorded
    receipt = alone / "receipt.json"
    told = run(place, "log", "prove", decision, "--out", str(receipt))
    assert told.startswith("The receipt of entry 2")
    (alone / "key.txt").write_text(f"{key}\n")
    for given in (key, "key.txt"):
        told = run_alone(alone, "log", "verify", "receipt.json", "--key", given)
        assert told.startswith(f"Entry 2 is in the log {key.partition('+')[0]}, unchanged, at this place.")
        assert "No outside time." in told
    found = json.loads(run_alone(alone, "log", "verify", "receipt.json", "--key", key, "--json"))
    assert (found["well"], found["index"], found["entry"]["id"]) == (True, 2, decision)
    assert "--key" in run_alone(alone, "log", "verify", "receipt.json", code=2)
    assert "there already" in run_alone_fails_to_overwrite(place, receipt)


def run_alone_fails_to_overwrite(place, path) -> str:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-c", "from api.cli import main; main(prog_name='govengine')"]
    done = subprocess.run(
        [*command, "log", "prove", "2", "--out", str(path)],
        cwd=place, env=env, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    return done.stderr


def test_a_receipt_that_was_changed_is_refused(recorded, alone):
    place, key, decision = recorded
    receipt = json.loads(run(place, "log", "prove", decision))
    changes = {
        "entry": (receipt["entry"].replace('"late":false', '"late":true'), "receipt-entry"),
        "index": (1, "proof-length"),
        "size": (4, "receipt-size"),
        "checkpoint": (receipt["checkpoint"].replace("\n3\n", "\n4\n"), "note-signature"),
        "format": ("govengine-receipt-2", "not-evidence"),
    }
    for member, (value, code) in changes.items():
        (alone / "r.json").write_text(json.dumps({**receipt, member: value}))
        told = json.loads(run_alone(alone, "log", "verify", "r.json", "--key", key, "--json", code=1))
        assert told["problems"][0]["code"] == code, member
    (alone / "r.json").write_text("[" * 100_000)
    assert "not-evidence" in run_alone(alone, "log", "verify", "r.json", "--key", key, code=1)
    (alone / "r.json").write_text(json.dumps(receipt)[:-1] + ', "index": 2}')
    assert "twice" in run_alone(alone, "log", "verify", "r.json", "--key", key, code=1)


def test_a_later_checkpoint_proves_the_same_entry(recorded, alone):
    place, key, decision = recorded
    run(place, "demonstrate")
    (alone / "r.json").write_text(run(place, "log", "prove", decision, "--size", "4"))
    assert "Signed by the log at 4 entries" in run_alone(alone, "log", "verify", "r.json", "--key", key)
    run(place, "log", "prove", decision, "--size", "9", code=1)
    run(place, "log", "prove", "nobody", code=1)


def test_a_single_fact_is_disclosed_and_checked_offline(recorded, alone):
    place, key, decision = recorded
    run(place, "log", "disclose", decision, "--reveal", "person.consent", "--out", str(alone / "d.json"))
    told = run_alone(alone, "log", "verify", "d.json", "--key", key)
    assert "person.consent = yes" in told
    assert "Withheld: actor.ref, " in told
    assert "p-88120" not in (alone / "d.json").read_text()
    shown = json.loads((alone / "d.json").read_text())
    shown["revealed"]["person.consent"]["value"] = False
    (alone / "d.json").write_text(json.dumps(shown))
    assert "disclosure-value" in run_alone(alone, "log", "verify", "d.json", "--key", key, code=1)
    for name, code in (("person.shoe_size", "disclosure-missing"), ("decision.amount", "disclosure-open")):
        told = json.loads(run(place, "log", "disclose", decision, "--reveal", name, "--json", code=1))
        assert [one["code"] for one in told["problems"]] == [code]


def test_the_log_is_verified_and_with_replay_decided_again(recorded):
    place, key, _ = recorded
    (place / ".govengine/log.key").unlink()  # whoever verifies has no private key
    told = run(place, "log", "verify", "--key", key)
    assert "3 entries hold together" in told
    assert "add --replay" in told
    assert "outside: no outside time" in told
    again = json.loads(run(place, "log", "verify", "--replay", "--json"))
    assert again["decided_again"] == {"same": 1, "different": 0, "erased": 0, "unsupported": 0}
    assert len(again["warnings"]) == 1


def test_verifying_makes_no_log_where_there_is_none(alone):
    for words in ([], ["--database", "sqlite:///other.db"]):
        told = json.loads(run(alone, "log", "verify", "--json", *words, code=1))
        assert [one["code"] for one in told["problems"]] == ["no-log"]
    assert list(alone.iterdir()) == []


def test_the_key_is_changed_and_receipts_are_signed_by_the_new_one(recorded, alone):
    place, old, decision = recorded
    told = json.loads(run(place, "key", "rotate-log", "--by", "u-1", "--json"))
    assert told["entry"] == 3
    listed = json.loads(run(place, "log", "keys", "--json"))["keys"]
    assert [one["key"] for one in listed] == [old, told["key"]]
    assert listed[-1]["since_size"] == 4
    assert run(place, "log", "keys").splitlines() == [old, told["key"]]
    for key in (old, told["key"]):
        assert json.loads(run(place, "log", "verify", "--key", key, "--json"))["changes_of_key"] == [3]
    (alone / "r.json").write_text(run(place, "log", "prove", decision, "--size", "4"))
    run_alone(alone, "log", "verify", "r.json", "--key", told["key"])
    assert "note-unverified" in run_alone(alone, "log", "verify", "r.json", "--key", old, code=1)


def test_a_checkpoint_kept_elsewhere_finds_a_log_that_was_cut(recorded, alone, monkeypatch):
    place, key, _ = recorded
    kept = alone / "kept"
    kept.mkdir()
    note = run(place, "log", "checkpoint")
    assert note.startswith(f"{key.partition('+')[0]}\n3\n")
    assert run(place, "log", "checkpoint", "--to", str(kept)) == note
    assert (kept / "checkpoint-000000000003.txt").read_text() == note
    found = json.loads(run(place, "log", "verify", "--key", key, "--copy", str(kept), "--json"))
    assert [one.endswith("entries before 3 existed") for one in found["times"]] == [True]
    with sqlite3.connect(place / ".govengine/log.db") as database:
        cut(database, 2)
    assert json.loads(run(place, "log", "verify", "--json"))["well"] is True
    told = run(place, "log", "verify", "--copy", str(kept), "--json", code=1)
    assert [one["code"] for one in json.loads(told)["problems"]] == ["log-cut"]
    monkeypatch.setenv("GOVENGINE_CHECKPOINT_TO", str(kept))
    assert "log-cut" in run(place, "log", "verify", "--json", code=1)


def cut(database: sqlite3.Connection, size: int) -> None:
    """Cut the tail so well that the log agrees with itself."""
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {name}")
    for table in ("decision_keys", "decision_parties", "decisions", "side_rows", "tree_nodes", "entries"):
        database.execute(f"DELETE FROM {table} WHERE entry_index >= {size}")
    database.execute(f"DELETE FROM checkpoints WHERE size > {size}")
    nodes, moment = database.execute(
        "SELECT hashes, recorded_at FROM entries JOIN tree_nodes USING (entry_index)"
        f" WHERE entry_index = {size - 1}"
    ).fetchone()
    database.execute("UPDATE head SET size = ?, root = ?, recorded_at = ?", (size, nodes[32:64], moment))


def test_without_its_key_the_service_says_so_and_does_not_start(recorded):
    place, _, _ = recorded
    (place / ".govengine/log.key").unlink()
    told = run(place, "serve", "--json", code=1)
    assert [one["code"] for one in json.loads(told)["problems"]] == ["log-key"]


def test_a_bundle_is_checked_and_decided_again(recorded):
    place, key, _ = recorded
    run(place, "log", "bundle", "b.zip", "--all")
    told = json.loads(run(place, "log", "verify", "b.zip", "--key", key, "--replay", "--json"))
    assert (told["findings"], told["decided_again"]["same"], told["decided_again"]["withheld"]) == ([], 1, 0)
    run(place, "log", "bundle", "masked.zip")
    told = run(place, "log", "verify", "masked.zip", "--key", key, "--replay")
    assert '"withheld": 1' in told
    run(place, "log", "verify", "b.zip", "--replay", code=2)
