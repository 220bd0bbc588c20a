"""A service with clients in each role, and what a command is to a sweep of faults."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from api.bootstrap import Service
from api.checking import read_folders
from api.store.head import read_head
from api.store.keys import ApiKey, create_key
from api.store.tables import side_rows
from govengine.errors import GovengineError
from govengine.scheme import read_version
from tests.api.conftest import HARBOUR, NORTHBRIDGE, Client, question
from tests.application import client_on
from tests.scheme.small import small

FEATURES = Path(__file__).parents[2] / "features"
BESIDE = {
    "oakfield-council": FEATURES / "deciding/oakfield-families/2026-04",
    "millbrook-council": FEATURES / "life/millbrook-help/2026-04",
}
"""Bodies whose schemes know what the shipped one does not: emergencies, and duties that exclude one another."""

EARNED = {
    name: text.replace(b"scheme: small", b"scheme: earned")
    for name, text in small(
        "facts:\n  actor.earned_autonomy: {type: boolean, registered: true}\n"
        "grants: [{id: visit, for: visit, role: worker, when: actor.earned_autonomy, level: act}]"
    ).items()
}
"""Where somebody can be authorised."""

WORKER = {"ref": "w-2041", "role": "support_worker"}
EDITOR = {"ref": "e-1", "role": "worker"}
CHECKER = {"ref": "c-1", "role": "manager"}
HEAD = {"ref": "d-1", "role": "director"}
"""Of the council that has the small schemes, each with a key of their own."""

OFFICER = {"ref": "u-17", "role": "section_151_officer"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: `done`, or the code and text of an error. Asked again, `said` is the same."""

    done: bool
    code: str = ""
    text: str = ""
    said: Any = None


@dataclass
class House:
    """A service with clients in each role and one decision in its log; `ready` is what a try was given."""

    service: Service
    clients: dict[str, Client]
    earlier: str = ""
    earlier_help: bool = False
    ready: dict[str, Any] = field(default_factory=dict)
    tries: int = 0

    def new_name(self) -> str:
        """A name nobody had before: each try is a request of its own."""
        self.tries += 1
        return f"try-{self.tries}"

    def post(self, role: str, path: str, sent: Any, name: str, **headers: str) -> Reply:
        """Ask for something that records."""
        return reply_of(self.clients[role].post(path, sent, name, **headers))

    def prepared(self, role: str, path: str, sent: Any, name: str) -> Any:
        """What came of something a command needs."""
        made = self.post(role, path, sent, name)
        assert made.done, (path, made)
        return made.said

    def get(self, role: str, path: str) -> Reply:
        """Ask for something to read."""
        return reply_of(self.clients[role].get(path))

    def propose(self, name: str, **facts: Any) -> str:
        """The id of a decision, which a command needs."""
        return str(self.prepared("manager", "/v1/decisions", question(**facts), name)["id"])

    def make_key(self, client: str, role: str, body: str = NORTHBRIDGE, **more: Any) -> tuple[ApiKey, str]:
        """A key and its secret."""
        return self.service.live.appender.submit(
            lambda tx: create_key(tx, body=body, client=client, role=role, **more)
        )

    def adopt(self, files: Mapping[str, bytes]) -> None:
        """Have a version govern that nobody has to agree to, because it is the first of its scheme."""
        version, problems = read_version(files)
        assert version is not None, problems
        self.service.live.adopt(
            [version], by="u-1", role="owner", authority="minute 8", example_signatures=True
        )


Run = Callable[[House, str], Reply]
Found = Callable[[Connection, House, str], int]


def nowhere(_connection: Connection, _house: House, _name: str) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Command:
    """`run(house, name)` does it; `found` is how often it is in the database; it appends `entries`.

    `once`: asked again in the same words, it does nothing more. `prepare` makes what it needs, before anything
    fails.
    """

    run: Run
    entries: int = 0
    found: Found = nowhere
    once: bool = True
    prepare: Callable[[House, str], Any] = lambda _house, _name: None

    @property
    def kept(self) -> int:
        """How often it is in the database once it is done."""
        return 0 if self.found is nowhere else 1


def log_size(house: House) -> int:
    """How many entries there are."""
    with house.service.live.engine.connect() as connection:
        return read_head(connection).size


def times(house: House, command: Command, name: str) -> int:
    """How often what the command does for this try is in the database."""
    with house.service.live.engine.connect() as connection:
        return command.found(connection, house, name)


def house_of(service: Service) -> House:
    """The house; whatever is loaded at first use is loaded."""
    http = client_on(service)
    house = House(service, {})
    for role in ("caller", "manager", "owner", "reviewer"):
        house.clients[role] = Client(http, house.make_key(role, role)[1])
    house.clients["harbour"] = Client(http, house.make_key("harbour", "owner", HARBOUR)[1])
    for body, folder in BESIDE.items():
        service.live.adopt(read_folders([folder]), by="u-1", role="owner", authority="minute 7")
        house.clients[body] = Client(http, house.make_key(body, "manager", body)[1])
    house.adopt(EARNED)
    house.clients["council"] = Client(http, house.make_key("council", "owner", "council")[1])
    for who in (EDITOR, CHECKER, HEAD):
        own = house.make_key(who["ref"], "owner", "council", person=who["ref"], acts_as=[who["role"]])
        house.clients[who["ref"]] = Client(http, own[1])
    house.earlier = house.clients["manager"].propose(question()).json["id"]
    return house


def reply_of(reply: Any) -> Reply:
    if reply.status_code < 300:
        return Reply(True, said=reply.json)
    return Reply(False, f"{reply.status_code} {reply.json['code']}", reply.json["detail"])


def called(act: Callable[[], object]) -> Reply:
    try:
        return Reply(True, said=act())
    except GovengineError as error:
        return Reply(False, error.problems[0].code, str(error))
    except (OSError, SQLAlchemyError) as error:
        return Reply(False, type(error).__name__)


def act(address: str, words: str, house: House, name: str, **more: Any) -> Reply:
    """An act on a decision by whoever asked for it, with the try's name among its words."""
    sent = {"by": WORKER, words: name, **more}
    return house.post("manager", f"/v1/decisions/{house.ready[name]}/{address}", sent, name)


def decide_about(house: House, name: str, **facts: Any) -> str:
    """The id of a decision about a person of this try's own."""
    return house.propose(f"about {name}", person__ref=f"person of {name}", **facts)


def done_to(house: House, name: str, address: str, **sent: Any) -> str:
    """The id of a decision on which somebody has acted, by default whoever asked for it."""
    found = decide_about(house, name)
    house.prepared("manager", f"/v1/decisions/{found}/{address}", {"by": WORKER} | sent, f"{address} {name}")
    return found


def taken(house: House, name: str) -> str:
    """The id of a decision that was taken."""
    return done_to(house, name, "take")


def in_a_side_row(connection: Connection, _house: House, name: str) -> int:
    """How often the try's name stands by itself among what people said."""
    said = f'"{name}"'.encode()
    return sum(said in bytes(side) for side in connection.scalars(select(side_rows.c.body)))


def rows(column: Any, value: Callable[[House, str], object], *others: Any) -> Found:
    """How many rows have this value in this column."""

    def found(connection: Connection, house: House, name: str) -> int:
        return connection.scalar(select(func.count()).where(column == value(house, name), *others)) or 0

    return found


def its_name(_house: House, name: str) -> str:
    """The name of the try."""
    return name


def what_was_ready(house: House, name: str) -> Any:
    """What the try was given."""
    return house.ready[name]
