"""`govengine log export`, run as a person would run it."""

import csv
import json

from tests.cli.test_commands import folders, place, run  # noqa: F401 the fixture is asked for by name


def test_both_forms_go_to_a_file_or_to_standard_output(place):  # noqa: F811
    run(place, "demonstrate")
    (event,) = [json.loads(line) for line in run(place, "log", "export").splitlines()]
    assert event["path"] == "neighbourhood-support/hardship_payment"
    assert "/input/facts/person/ref" in event["masked"]
    assert run(place, "log", "export", "--with-personal", "--out", "all.csv") == ""
    with (place / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert "p-88120" in row["proposal"]
    count = json.loads(run(place, "log", "export", "--from", "2999-01-01", "--out", "none.ndjson", "--json"))
    assert count == {"decisions": 0, "with_personal": False}
    assert (place / "none.ndjson").read_text() == ""


def test_what_is_not_asked_rightly_is_said(place):  # noqa: F811
    run(place, "log", "export", "--from", "tomorrow", code=2)
    run(place, "log", "export", "--json", code=2)


def test_a_simulated_history_verifies_from_its_own_folder(place, monkeypatch):  # noqa: F811
    monkeypatch.setenv("GOVENGINE_HOME", "made-up")
    words = ("simulate", "--seed", "4", "--decisions", "40", "--start", "2026-05-04", "--rate", "10")
    written = json.loads(run(place, *words, "--json"))
    assert (written["origin"], written["entries"]) == ("simulation/4", 42)
    assert written["root"] in run(place, "log", "verify")
    assert "log-not-empty" in run(place, *words, "--json", code=1)
