"""`govengine backup`, `restore` and `retention`, run as a person would run them."""

import json
from pathlib import Path

from tests.cli.test_commands import folders, place, run

__all__ = ["place"]


def test_a_backup_is_made_verified_and_put_back(place: Path):
    words = ["--by", "u", "--role", "owner", "--authority", "minute 7", "--example-signatures"]
    run(place, "adopt", *folders(place), *words)
    made = json.loads(run(place, "backup", "b.db", "--json"))
    assert made["entries"] == 2
    assert "backup-exists" in run(place, "backup", "b.db", "--json", code=1)
    assert "restore-not-empty" in run(place, "restore", "b.db", "--json", code=1)
    run(place, "log", "checkpoint", "--to", "kept.txt")
    for path in (place / ".govengine").glob("log.db*"):
        path.unlink()
    back = json.loads(run(place, "restore", "b.db", "--json"))
    assert (back["well"], back["entries"], back["erasures_repeated"]) == (
        True,
        3,
        0,
    )  # an entry says that it was restored
    told = json.loads(run(place, "log", "verify", "--checkpoint", "kept.txt", "--json"))
    assert [one.endswith("entries before 2 existed") for one in told["times"]] == [True], (
        "it went on from there"
    )
    assert back["lost"] is None
    assert "0 erasures repeated" in run(place, "restore", "--repeat-erasures")
    run(place, "restore", code=2)


def test_retention_says_what_it_would_erase(place: Path):
    words = ["--by", "u", "--role", "owner", "--authority", "minute 7", "--example-signatures"]
    run(place, "adopt", *folders(place), *words)
    assert json.loads(run(place, "retention", "run", "--dry-run", "--json"))["values"] == {}
    assert "Erased 0 values" in run(place, "retention", "run")
    assert json.loads(run(place, "retention", "scrub", "--json")) == {"clean": True}
    (place / ".govengine/retention.toml").write_text('[periods]\nofficer_decision = "P1Y"\n')
    assert "retention-too-short" in run(place, "retention", "run", "--json", code=1)
