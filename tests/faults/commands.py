"""Every command there is, each as one line that a sweep of faults runs through: add yours to `COMMANDS`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from api.app import create_app
from api.bootstrap import Service
from api.store.cursors import move_cursor
from api.store.keys import ApiKey, create_key, revoke_key
from api.store.tables import adoptions, api_keys, cursors, finding_seen, side_rows
from api.watching.log_ledger import LogLedger
from govengine.errors import GovengineError
from govengine.scheme import read_version
from govengine.watch import Finding
from govengine.watch.finding import identity_of
from tests.api.conftest import Client, question
from tests.scheme.small import VISIT, small

SPARE_KEYS = 200
"""Keys to revoke: more than there are tries."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: `done`, or the code and text of an error. Asked again, `said` is the same."""

    done: bool
    code: str = ""
    text: str = ""
    said: Any = None


@dataclass
class House:
    """A service with a client and one decision in its log."""

    service: Service
    client: Client
    earlier: str
    spare: list[ApiKey]
    tries: int = 0

    def new_name(self) -> str:
        """A name nobody had before: each try is a request of its own."""
        self.tries += 1
        return f"try-{self.tries}"


@dataclass(frozen=True, slots=True)
class Command:
    """`run(house, name)` does it; `found(connection, name)` is how often it is in the database.

    `entries` is how many it appends. `once`: asked again in the same words, it does nothing more.
    """

    run: Callable[[House, str], Reply]
    found: Callable[[Connection, str], int]
    entries: int
    once: bool = True

    @property
    def kept(self) -> int:
        """How often it is in the database once it is done."""
        return 0 if self.found is _nothing else 1


def house_of(service: Service) -> House:
    """A service with a client and one decision in its log; whatever is loaded at first use is loaded."""
    http = create_app(service).test_client()
    client = Client(http, _make_key(service, "first", "manager")[1])
    earlier = client.propose(question()).json["id"]
    spare = [_make_key(service, f"spare try-{number}", "caller")[0] for number in range(1, SPARE_KEYS)]
    return House(service, client, earlier, spare)


def _make_key(service: Service, client: str, role: str) -> tuple[ApiKey, str]:
    return service.live.appender.submit(
        lambda tx: create_key(tx, body="northbridge-council", client=client, role=role)
    )


def _http(reply: Any) -> Reply:
    if reply.status_code < 300:
        return Reply(True, said=reply.json)
    return Reply(False, f"{reply.status_code} {reply.json['code']}", reply.json["detail"])


def _called(act: Callable[[], Any]) -> Reply:
    try:
        return Reply(True, said=act())
    except GovengineError as error:
        return Reply(False, error.problems[0].code, str(error))
    except (OSError, SQLAlchemyError) as error:
        return Reply(False, type(error).__name__)


def _propose(house: House, name: str) -> Reply:
    return _http(house.client.propose(question() | {"reference": name}, name))


def _supersede(house: House, name: str) -> Reply:
    return _http(house.client.propose(question() | {"reference": name, "supersedes": house.earlier}, name))


def _what_if(house: House, _name: str) -> Reply:
    return _http(house.client.ask(question()))


def _read(house: House, _name: str) -> Reply:
    return _http(house.client.get(f"/v1/decisions/{house.earlier}"))


def _list(house: House, _name: str) -> Reply:
    return _http(house.client.get("/v1/decisions?limit=1"))


def _receipt(house: House, _name: str) -> Reply:
    return _http(house.client.get(f"/v1/decisions/{house.earlier}/receipt"))


def _adopt(house: House, name: str) -> Reply:
    files = {
        file: text.replace(b"scheme: small", b"scheme: " + name.encode())
        for file, text in small(f"grants: [{VISIT}]").items()
    }
    version, problems = read_version(files)
    assert version is not None, problems

    def adopt() -> None:
        house.service.live.adopt([version], by="u-1", role="owner", authority="minute 8")

    return _called(adopt)


def _new_key(house: House, name: str) -> Reply:
    return _called(lambda: _make_key(house.service, name, "caller"))


def _revoke_key(house: House, name: str) -> Reply:
    key = house.spare[house.tries - 1].id

    def revoke() -> None:
        house.service.live.appender.submit(lambda tx: revoke_key(tx, key))

    return _called(revoke)


def _finding(house: House, name: str) -> Reply:
    ledger = LogLedger(house.service.live)
    pattern = "neighbourhood-support/regular-not-one-off"
    made = Finding(pattern, identity_of(pattern, [name]), (name,), name, 1, 1, 1, False, "A pattern.")

    def record() -> None:
        ledger.patterns()
        ledger.record_finding(made)

    return _called(record)


def _move_cursor(house: House, name: str) -> Reply:
    return _called(lambda: house.service.live.appender.submit(lambda tx: move_cursor(tx, name, 1)))


def _by_reference(connection: Connection, name: str) -> int:
    return sum(
        json.loads(bytes(side)).get("reference") == name
        for side in connection.scalars(select(side_rows.c.body))
    )


def _by(column: Any, of: Callable[[str], str] = str) -> Callable[[Connection, str], int]:
    return lambda connection, name: connection.scalar(select(func.count()).where(column == of(name))) or 0


def _revoked(connection: Connection, name: str) -> int:
    spare = select(api_keys.c.revoked_at).where(api_keys.c.client == f"spare {name}")
    return int(connection.scalar(spare) is not None)


def _nothing(_connection: Connection, _name: str) -> int:
    return 0


def _identity(name: str) -> str:
    return identity_of("neighbourhood-support/regular-not-one-off", [name])


COMMANDS = {
    "propose": Command(_propose, _by_reference, 1),
    "supersede": Command(_supersede, _by_reference, 1),
    "what-if": Command(_what_if, _nothing, 0),
    "read a decision": Command(_read, _nothing, 0),
    "list decisions": Command(_list, _nothing, 0),
    "read a receipt": Command(_receipt, _nothing, 0),
    "adopt": Command(_adopt, _by(adoptions.c.scheme), 1),
    "new key": Command(_new_key, _by(api_keys.c.client), 0, once=False),
    "revoke a key": Command(_revoke_key, _revoked, 0),
    "raise a finding": Command(_finding, _by(finding_seen.c.identity, _identity), 1),
    "move a cursor": Command(_move_cursor, _by(cursors.c.consumer), 0),
}
