"""The real server: how soon it is ready, and recorded decisions over HTTP."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from api.schemas.decisions import EXAMPLE

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from api.cli import main; main(prog_name='govengine')"]
CLIENTS, EACH = 8, 60


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def measures() -> Iterator[tuple[str, str, list[float]]]:
    """Seconds until ready; milliseconds a recorded decision takes with eight clients at once."""
    with tempfile.TemporaryDirectory() as home:
        env = environment(home)
        key = adopted(env)
        starts, takes, rates = [], [], []
        for round_ in range(3):
            port = free_port()
            began = time.perf_counter()
            server = subprocess.Popen(
                [*COMMAND, "serve", "--port", str(port)], env=env, stdout=subprocess.DEVNULL
            )
            try:
                wait_until_ready(port)
                starts.append(time.perf_counter() - began)
                found, rate = load(port, key, str(round_))
                takes += found
                rates.append(rate)
            finally:
                server.send_signal(signal.SIGINT)
                server.wait(30)
        yield "server ready", "s", starts
        yield f"recorded decision over HTTP, {CLIENTS} clients, SQLite", "ms", takes
        yield f"recorded decisions over HTTP, {CLIENTS} clients, SQLite", "/s", rates


def environment(home: str) -> dict[str, str]:
    """For a service of its own, with the shipped schemes."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "GOVENGINE_HOME": home,
        "GOVENGINE_RULES": str(ROOT / "rules"),
        "GOVENGINE_WATCH": "off",
    }


def adopted(env: dict[str, str]) -> str:
    """Adopt the schemes; the key that may propose."""
    subprocess.run([*COMMAND, "demonstrate"], env=env, check=True, capture_output=True)
    return (Path(env["GOVENGINE_HOME"]) / "dev.key").read_text().strip()


def wait_until_ready(port: int) -> None:
    """Until `/readyz` answers."""
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.01)
        finally:
            connection.close()


def load(port: int, key: str, name: str) -> tuple[list[float], float]:
    """A bounded closed loop of clients on this machine."""
    takes: list[float] = []

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for turn in range(EACH):
            headers = {
                "Authorization": f"Bearer {key}",
                "Content-Type": "application/json",
                "Idempotency-Key": f"{name}-{number}-{turn}",
            }
            began = time.perf_counter()
            connection.request("POST", "/v1/decisions", json.dumps(EXAMPLE), headers)
            reply = connection.getresponse()
            reply.read()
            assert reply.status == 201, reply.status
            takes.append((time.perf_counter() - began) * 1_000)
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return takes, CLIENTS * EACH / (time.perf_counter() - began)
