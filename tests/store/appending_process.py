"""A process of its own that appends until it has done its share or is killed: `url share threads`.

Prints the id and index of every entry once `submit` has returned, as one write a line, so that what the
parent has read was acknowledged. `log-unavailable` is tried again, as a caller would.
"""

import os
import secrets
import sys
import threading
from datetime import UTC, datetime

from api.store import Appender, LogUnavailable, connect, upgrade
from tests.store.log_key import sign_with


def main(url: str, share: int, threads: int) -> None:
    engine = connect(url)
    upgrade(engine)
    appender = Appender(engine, lambda: datetime.now(UTC), secrets.token_bytes, sign_with)

    def work() -> None:
        done = 0
        while done < share:
            try:
                made = appender.submit(
                    lambda tx: tx.append("decision.proposed", {}, {"person.ref": "p-1"}, {"note": "x"})
                )
            except LogUnavailable:
                continue
            os.write(1, f"{made.id} {made.index}\n".encode())
            done += 1

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    appender.close()
    engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
