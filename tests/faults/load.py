"""Clients that propose over HTTP as a careful caller does, and remember what they were told.

Every request has its own Idempotency-Key, which is also its `reference`, so that the log itself says which
request an entry answers. What gets no answer is sent again, to whichever service, until it has one.
"""

import http.client
import itertools
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from api.schemas import decisions
from govengine.record import Receipt

KEYS = "load-"
"""How the keys of these clients begin."""

EXAMPLE: dict[str, Any] = decisions.EXAMPLE

PAUSE_S = 0.05
"""Before a request is sent again."""

AGAIN = {409, 503}
"""In progress, and not recorded: send it again."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a caller was told: its decision, and the receipt that came with it."""

    id: str
    receipt: Receipt


@dataclass
class Load:
    """`clients` threads against the services at `ports`. `acknowledged` is by key; `started` holds every key."""

    ports: Sequence[int]
    secret: str
    clients: int = 8
    acknowledged: dict[str, Told] = field(default_factory=dict)
    started: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    retried: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Load":
        self._threads = [threading.Thread(target=self._work, args=(n,)) for n in range(self.clients)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _work(self, number: int) -> None:
        caller = Caller(self.ports, self.secret, number)
        for turn in itertools.count():
            if self._stop.is_set():
                break
            key = f"{KEYS}{number}-{turn}"
            self.started.add(key)
            while not self._stop.is_set():
                status, body = caller.propose(key)
                if status == 201:
                    self.acknowledged[key] = told(body)
                    break
                if status and status not in AGAIN:
                    self.wrong.append(f"{key}: {status} {body}")
                    return
                self.retried += 1
                self._stop.wait(PAUSE_S)
        caller.close()


class Caller:
    """One connection, kept; after a failure the next service is tried."""

    def __init__(self, ports: Sequence[int], secret: str, number: int = 0) -> None:
        self._ports = itertools.cycle([*ports[number % len(ports) :], *ports[: number % len(ports)]])
        self._secret = secret
        self._connection: http.client.HTTPConnection | None = None

    def propose(self, key: str) -> tuple[int, Any]:
        """(status, body); status 0 when the connection broke, and nobody knows what came of it."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", next(self._ports), timeout=10)
        headers = {
            "Authorization": f"Bearer {self._secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            self._connection.request("POST", "/v1/decisions", json.dumps(proposal(key)), headers)
            reply = self._connection.getresponse()
            return reply.status, json.loads(reply.read())
        except (OSError, http.client.HTTPException, ValueError):
            self.close()
            return 0, None

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def proposal(key: str) -> dict[str, Any]:
    """The request that goes with a key: everybody is decided about once, so that nobody's history is a day's work."""
    facts = EXAMPLE["facts"]
    return {**EXAMPLE, "reference": key, "facts": {**facts, "person": {**facts["person"], "ref": f"p-{key}"}}}


def told(body: Any) -> Told:
    """What a reply said."""
    return Told(body["id"], Receipt.read(body["receipt"]))
