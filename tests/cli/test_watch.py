"""`govengine watch`: over any span, twice the same, and plain about what it needs."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.cli.test_commands import ROOT, folders, run


@pytest.fixture
def place(tmp_path):
    """A folder with the scheme of the stories, and three payments for one household."""
    shutil.copytree(ROOT / "rules/neighbourhood-support", tmp_path / "rules/neighbourhood-support")
    shutil.copytree(ROOT / "rules/statute-floor-england", tmp_path / "rules/statute-floor-england")
    script = """
from datetime import UTC, datetime
from dataclasses import replace
from api.app import create_app
from api.bootstrap import bootstrap
from api.settings import settings_from
from api.store.keys import create_key
from tests.api.conftest import Client, adopt_all, question
service = bootstrap(replace(settings_from(), watch=False), clock=lambda: datetime(2026, 5, 2, 10, tzinfo=UTC))
adopt_all(service)
key = service.live.appender.submit(lambda tx: create_key(tx, body="northbridge-council", client="c", role="caller"))[1]
client = Client(create_app(service).test_client(), key)
for _ in range(4):
    assert client.propose(question()).status_code == 201
service.close()
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "GOVENGINE_WATCH": "off"}
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=env, check=True, timeout=120)
    return tmp_path


@pytest.mark.watch
def test_it_finds_what_is_there_and_finds_it_once(place):
    pytest.importorskip("durable", reason="durable_rules is not installed: it needs a C compiler")
    assert len(folders(place)) == 2
    first = json.loads(run(place, "watch", "--since", "2026-05-01", "--json"))
    assert (first["findings"], first["failures"], first["stopped"]) == (2, 0, "")
    again = json.loads(run(place, "watch", "--since", "2026-05-01", "--json"))
    assert again["findings"] == 0
    other = json.loads(run(place, "watch", "--since", "2026-05-02", "--json"))
    assert (other["entries"] >= 4, other["findings"]) == (True, 0)
    later = run(place, "watch", "--since", "2030-01-01")
    assert later == "0 entries looked at; 0 findings recorded.\n"
    assert json.loads(run(place, "log", "verify", "--json"))["well"] is True


@pytest.mark.watch
def test_without_durable_rules_it_says_what_it_needs(place):
    without = place / "without"
    without.mkdir()
    (without / "durable.py").write_text("raise ImportError('not here')\n")
    text = run(place, "watch", "--since", "2026-05-01", "--json", code=1, PYTHONPATH=f"{without}:{ROOT}")
    said = json.loads(text)
    assert "Install the extra `watch`" in said["stopped"]
    assert said["findings"] == 0
