"""What our service is measured against: a bare Flask route that makes one durable insert, group-committed.

The same server, database and body; no rules, no answer, no record. `GOVENGINE_BENCH_URL` names the database.
"""

import os
import queue
import threading
from typing import Any

from flask import Flask, Response, request
from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, insert

from api.store import connect

metadata = MetaData()
ROWS = Table("bare", metadata, Column("number", Integer, primary_key=True), Column("body", LargeBinary))


class Writer:
    """One thread that commits whatever waits as one transaction."""

    def __init__(self, url: str) -> None:
        self._engine = connect(url)
        metadata.create_all(self._engine)
        self._waiting: queue.SimpleQueue[tuple[bytes, Any]] = queue.SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    def write(self, body: bytes) -> None:
        """Return once the row is durable."""
        done = threading.Lock()
        done.acquire()
        self._waiting.put((body, done))
        done.acquire()

    def _work(self) -> None:
        while True:
            batch = [self._waiting.get()]
            while not self._waiting.empty():
                batch.append(self._waiting.get())
            with self._engine.begin() as connection:
                connection.execute(insert(ROWS), [{"body": body} for body, _ in batch])
            for _, done in batch:
                done.release()


def application() -> Flask:
    """The bare application."""
    app = Flask("bare", static_folder=None)
    writer = Writer(os.environ["GOVENGINE_BENCH_URL"])

    @app.get("/readyz")
    def ready() -> dict[str, str]:
        return {"status": "ready"}

    @app.post("/v1/decisions")
    def record() -> Response:
        request.get_json()
        writer.write(request.get_data())
        return Response('{"recorded": true}', 201, content_type="application/json")

    return app
