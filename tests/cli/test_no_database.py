"""Every command that opens a log says in one line that its database is not there; none shows a traceback."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from api.cli.main import main
from api.store import connect, upgrade

ARGUMENTS = {
    "account disable": ["bob"],
    "account list": [],
    "account new": ["bob", "--body", "b", "--role", "manager"],
    "account reset": ["bob"],
    "adopt": [
        "{rules}/neighbourhood-support/2026-04",
        "--by",
        "u-1",
        "--role",
        "owner",
        "--authority",
        "minute 4",
    ],
    "agreement": ["neighbourhood-support", "--body", "b"],
    "backup": ["copy.db"],
    "db upgrade": [],
    "demonstrate": [],
    "doctor": [],
    "key new": ["--body", "b", "--client", "c"],
    "key list": [],
    "key revoke": ["01J"],
    "key rotate-log": [],
    "log bundle": ["bundle.zip"],
    "log checkpoint": [],
    "log disclose": ["3", "--reveal", "person.ref"],
    "log export": [],
    "log keys": [],
    "log prove": ["3"],
    "log verify": [],
    "restore": ["{backup}", "--without-register"],
    "retention run": [],
    "retention scrub": [],
    "serve": [],
    "watch": ["--since", "2026-01-01"],
    "simulate": ["--seed", "1", "--decisions", "1"],
}


def commands(group=main, before=()):
    """Every command that takes a database, by the words that call it."""
    for name, command in group.commands.items():
        words = (*before, name)
        if isinstance(command, click.Group):
            yield from commands(command, words)
        elif any(option.name == "database" for option in command.params):
            yield " ".join(words)


def test_no_command_is_forgotten():
    assert sorted(commands()) == sorted(ARGUMENTS)


RULES = Path(__file__).parents[2] / "rules"


def log_in(path, *statements):
    """An empty log in a file, altered by statements."""
    engine = connect(f"sqlite:///{path}")
    upgrade(engine)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
    return path


NOWHERE = "postgresql://nobody:secret@127.0.0.1:1/none"


@pytest.fixture(params=["no server", "no database file", "no folder"])
def address(request, tmp_path):
    match request.param:
        case "no server":
            return NOWHERE
        case "no database file":
            (tmp_path / "log.db").write_bytes(b"something else " * 1000)
            return f"sqlite:///{tmp_path / 'log.db'}"
        case _:
            (tmp_path / "file").touch()
            return f"sqlite:///{tmp_path / 'file' / 'log.db'}"


@pytest.mark.parametrize("words", ["backup", "log bundle", "log checkpoint", "log verify", "simulate"])
def test_a_database_that_goes_on_the_way_is_told_in_a_line(words, tmp_path, monkeypatch):
    """Here half of it went: the tables are of this version, by what it says, and one is not there."""
    said_in_a_line(
        words, f"sqlite:///{log_in(tmp_path / 'log.db', 'DROP TABLE head')}", tmp_path, monkeypatch
    )


@pytest.mark.parametrize("words", ARGUMENTS)
def test_a_command_without_its_database_says_so_in_a_line(words, address, tmp_path, monkeypatch):
    said_in_a_line(words, address, tmp_path, monkeypatch)


def said_in_a_line(words, address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOVENGINE_WATCH", "off")
    given = [one.format(rules=RULES, backup=log_in(tmp_path / "backup.db")) for one in ARGUMENTS[words]]
    result = CliRunner().invoke(main, [*words.split(), *given, "--database", address])
    assert result.exit_code in (1, 2), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert "secret" not in result.output
    assert 1 <= len(result.output.strip().splitlines()) <= (20 if words == "doctor" else 3), result.output
