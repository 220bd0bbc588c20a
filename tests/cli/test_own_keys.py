"""Keys and accounts that are somebody's own, from the command line."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli.main import main

RULES = Path(__file__).parents[2] / "rules"
KEY = ["key", "new", "--body", "b", "--client", "c"]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOVENGINE_WATCH", "off")

    def call(*words):
        return CliRunner().invoke(main, [*words, "--database", f"sqlite:///{tmp_path / 'log.db'}"])

    return call


def test_a_key_of_ones_own_names_its_person_and_their_roles(run):
    made = run(*KEY, "--person", "w-1", "--acts-as", "worker", "--acts-as", "manager", "--json")
    told = json.loads(made.output)
    assert (told["person"], told["acts_as"]) == ("w-1", ["manager", "worker"])
    assert json.loads(run(*KEY, "--json").output)["person"] is None


def test_a_key_that_is_revoked_says_so_and_is_revoked_once(run):
    made = json.loads(run(*KEY, "--person", "w-1", "--acts-as", "worker", "--json").output)
    assert run("key", "revoke", made["id"]).exit_code == 0
    (one,) = json.loads(run("key", "list", "--json").output)["keys"]
    assert (one["person"], one["acts_as"], one["revoked_at"] is None) == ("w-1", ["worker"], False)
    assert made["key"] not in json.dumps(one)
    assert run("key", "revoke", made["id"]).exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["--person", "w-1"],
        ["--acts-as", "worker"],
        ["--person", "", "--acts-as", "worker"],
        ["--person", "w-1", "--acts-as", "two roles"],
    ],
)
def test_half_of_it_is_none(run, words):
    made = run(*KEY, *words)
    assert made.exit_code == 2, made.output


def test_an_account_says_how_the_systems_know_somebody(run):
    words = [
        "account",
        "new",
        "ada",
        "--body",
        "b",
        "--role",
        "owner",
        "--person",
        "w-1",
        "--acts-as",
        "officer",
    ]
    assert run(*words).exit_code == 0
    (one,) = json.loads(run("account", "list", "--json").output)["accounts"]
    assert (one["person"], one["acts_as"]) == ("w-1", ["officer"])


def test_a_scheme_that_has_governed_is_not_adopted_again_from_here(run, tmp_path):
    adopting = ["--by", "u-1", "--role", "owner", "--authority", "minute 4", "--example-signatures"]
    shipped = [
        str(RULES / name) for name in ("statute-floor-england/2026-11", "neighbourhood-support/2026-04")
    ]
    assert run("adopt", *shipped, *adopting).exit_code == 0
    folder = tmp_path / "next"
    shutil.copytree(shipped[1], folder)
    text = (folder / "scheme.yaml").read_text("utf-8")
    (folder / "scheme.yaml").write_text(text.replace('"2026-04"', '"2026-05"', 1), "utf-8")
    again = run("adopt", str(folder), *adopting)
    assert (again.exit_code, "needs-change" in again.output) == (1, True)
    assert run("adopt", *shipped, *adopting).exit_code == 0  # the same again is passed over
