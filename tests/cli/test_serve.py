"""The real server: started, asked over HTTP, stopped."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server(tmp_path: Path):
    for name in ("neighbourhood-support", "statute-floor-england"):
        shutil.copytree(ROOT / "rules" / name, tmp_path / "rules" / name)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-c", "from api.cli import main; main(prog_name='govengine')"]
    subprocess.run(
        [*command, "demonstrate"], cwd=tmp_path, env=env, check=True, capture_output=True, timeout=60
    )
    port = free_port()
    process = subprocess.Popen(
        [*command, "serve", "--port", str(port)], cwd=tmp_path, env=env, stdout=subprocess.DEVNULL
    )
    try:
        yield f"http://127.0.0.1:{port}", (tmp_path / ".govengine/dev.key").read_text().strip()
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) is not None


def ask(request: urllib.request.Request | str, tries: int = 200):
    for _ in range(tries):
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not answer")


def test_serve_answers_records_and_stops(server):
    address, key = server
    assert ask(f"{address}/readyz")[0] == 200
    spec = ask(f"{address}/openapi.json")[1]
    example = spec["paths"]["/v1/decisions"]["post"]["requestBody"]["content"]["application/json"]["example"]
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "1", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/v1/decisions", json.dumps(example).encode(), headers)
    status, body = ask(request)
    assert status == 201
    assert body["determination"]["decided_by"][0]["role"] == "service_manager"
    assert ask(request)[1] == body
    assert ask(urllib.request.Request(f"{address}/v1/decisions", b"x" * 2_000_000, headers))[0] == 413
