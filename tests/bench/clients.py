"""Closed-loop clients in one process: each sends its next request when the last was answered.

One thread and a selector, so that the load costs little beside the server it shares the machine with.
`python -m tests.bench.clients PORT CLIENTS SECONDS KEY BODIES_FILE` prints JSON: `took` (ms each), `seconds`, `bad`.
The file has a body a line; they are sent in turn.
"""

import itertools
import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Client:
    """One connection and where it stands."""

    name: str
    to: socket.socket
    sent: int = 0
    began: float = 0.0
    read: bytearray = field(default_factory=bytearray)
    wanted: int | None = None


class Load:
    """All clients of one run."""

    def __init__(self, port: int, clients: int, seconds: float, key: str, bodies: list[bytes]) -> None:
        self._head = (
            f"POST /v1/decisions HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\n"
            f"Content-Type: application/json\r\nIdempotency-Key: "
        ).encode()
        self._bodies, self._seconds = itertools.cycle(bodies), seconds
        self._run = f"{time.time_ns():x}"
        self._selector = selectors.DefaultSelector()
        self.took: list[float] = []
        self.bad = 0
        for number in range(clients):
            client = Client(f"{self._run}-{number}", socket.create_connection(("127.0.0.1", port)))
            client.to.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(client.to, selectors.EVENT_READ, client)

    def run(self) -> float:
        """Seconds from the first request to the last answer."""
        clients: list[Client] = [key.data for key in self._selector.get_map().values()]
        start = time.perf_counter()
        end = start + self._seconds
        for client in clients:
            self._send(client)
        open_ = len(clients)
        while open_:
            for key, _ in self._selector.select(10):
                client = key.data
                if self._receive(client):
                    if time.perf_counter() < end:
                        self._send(client)
                    else:
                        self._selector.unregister(client.to)
                        client.to.close()
                        open_ -= 1
        return time.perf_counter() - start

    def _send(self, client: Client) -> None:
        client.sent += 1
        client.began = time.perf_counter()
        body = next(self._bodies)
        rest = f"{client.name}-{client.sent}\r\nContent-Length: {len(body)}\r\n\r\n"
        client.to.sendall(self._head + rest.encode() + body)

    def _receive(self, client: Client) -> bool:
        client.read += client.to.recv(65536)
        if client.wanted is None:
            end = client.read.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = bytes(client.read[:end]).lower()
            length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
            client.wanted = end + 4 + length
        if len(client.read) < client.wanted:
            return False
        self.took.append((time.perf_counter() - client.began) * 1000)
        self.bad += not client.read.startswith(b"HTTP/1.1 201")
        client.read, client.wanted = bytearray(), None
        return True


def main() -> None:
    """Run and print."""
    port, clients, seconds, key, bodies = sys.argv[1:]
    load = Load(int(port), int(clients), float(seconds), key, Path(bodies).read_bytes().splitlines())
    seconds_taken = load.run()
    print(json.dumps({"took": load.took, "seconds": seconds_taken, "bad": load.bad}))


if __name__ == "__main__":
    main()
