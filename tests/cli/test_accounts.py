"""`govengine account`: who may sign in."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.auth import passwords
from api.cli import main
from api.settings import Settings

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("neighbourhood-support", "statute-floor-england"):
        shutil.copytree(RULES / name, tmp_path / "rules" / name)
    return tmp_path


def run(place: Path, *words: str, code: int = 0) -> str:
    """What the command printed, in this process."""
    env = {"GOVENGINE_HOME": str(place / ".govengine"), "GOVENGINE_RULES": str(place / "rules")}
    done = CliRunner().invoke(main, words, env=env)
    assert done.exit_code == code, done.output
    return done.stdout


def test_an_account_from_its_first_password_to_its_end(place):
    from api.bootstrap import bootstrap

    home = place / ".govengine"

    def lets_in(password: str) -> bool:
        service = bootstrap(Settings(f"sqlite:///{home / 'log.db'}", place / "rules", home, watch=False))
        try:
            return service.way_in.identity({"name": "ada", "password": password}) is not None
        finally:
            service.close()

    first = run(place, "account", "new", "Ada", "--body", "b", "--role", "manager").strip()
    assert len(first.replace("-", "")) == 16
    assert lets_in(first)
    assert run(place, "account", "list") == "ada\tb\tmanager\tfirst password\n"
    second = json.loads(run(place, "account", "reset", "ada", "--json"))["password"]
    assert (lets_in(first), lets_in(second)) == (False, True)
    run(place, "account", "disable", "ADA")
    assert not lets_in(second)
    (told,) = json.loads(run(place, "account", "list", "--json"))["accounts"]
    assert told["disabled_at"]
    assert "password_hash" not in told
    run(place, "account", "new", "ada", "--body", "b", "--role", "manager", code=2)
    run(place, "account", "new", "bob", "--body", "b", "--role", "emperor", code=2)
    run(place, "account", "disable", "nobody", code=2)


def test_the_first_manager_gets_a_password_once(place):
    said = run(place, "demonstrate")
    first = said.partition("with the first password ")[2].partition(" ")[0]
    assert len(first.replace("-", "")) == 16
    assert "http://127.0.0.1:8000/lab" in said
    again = run(place, "demonstrate")
    assert "first password " not in again.replace("a new first one", "")
    assert first not in again


def test_first_passwords_differ_and_can_be_read_aloud():
    made = {passwords.first_password() for _ in range(100)}
    assert len(made) == 100
    assert not set("".join(made)) & set("ilo01")
