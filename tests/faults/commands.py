"""Every command there is, each as one line that a sweep of faults runs through: add yours to `COMMANDS`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from api.bootstrap import Service
from api.commands.rotate_log_key import change_log_key
from api.schemas.corrections import CORRECTION_EXAMPLE
from api.schemas.erasures import (
    APPROVAL_EXAMPLE,
    HOLD_EXAMPLE,
    LIFT_EXAMPLE,
    PROPOSAL_EXAMPLE,
    WITHDRAWAL_EXAMPLE,
)
from api.schemas.outcomes import SIGN_EXAMPLE
from api.schemas.stops import STOP_EXAMPLE
from api.store.cursors import move_cursor
from api.store.keys import ApiKey, create_key, revoke_key
from api.store.tables import (
    acts,
    adoptions,
    api_keys,
    cursors,
    decisions,
    entries,
    erasure_proposals,
    finding_seen,
    holds,
    outcome_signatures,
    side_rows,
)
from api.watching.ledger import Look
from api.watching.log_ledger import LogLedger
from govengine.errors import GovengineError
from govengine.record import Kind
from govengine.scheme import read_version
from govengine.scheme.bound_watch import BoundWatch
from govengine.watch.finding import Finding, identity_of
from tests.api.conftest import Client, question
from tests.application import client_on
from tests.scheme.small import VISIT, small

PATTERN = "neighbourhood-support/regular-not-one-off"


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
    ready: dict[str, Any] = field(default_factory=dict)
    tries: int = 0

    def new_name(self) -> str:
        """A name nobody had before: each try is a request of its own."""
        self.tries += 1
        return f"try-{self.tries}"

    def post(self, role: str, path: str, sent: Any, name: str) -> Reply:
        """Ask for something that records."""
        return _http(self.clients[role].post(path, sent, name))

    def get(self, role: str, path: str) -> Reply:
        """Ask for something to read."""
        return _http(self.clients[role].get(path))

    def make_key(self, client: str, role: str) -> tuple[ApiKey, str]:
        """A key and its secret."""
        return self.service.live.appender.submit(
            lambda tx: create_key(tx, body="northbridge-council", client=client, role=role)
        )


Run = Callable[[House, str], Reply]
Found = Callable[[Connection, House, str], int]


def _nowhere(_connection: Connection, _house: House, _name: str) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Command:
    """`run(house, name)` does it; `found` is how often it is in the database; it appends `entries`.

    `once`: asked again in the same words, it does nothing more. `prepare` makes what it needs, before anything
    fails.
    """

    run: Run
    entries: int = 0
    found: Found = _nowhere
    once: bool = True
    prepare: Callable[[House, str], Any] = lambda _house, _name: None

    @property
    def kept(self) -> int:
        """How often it is in the database once it is done."""
        return 0 if self.found is _nowhere else 1


def house_of(service: Service) -> House:
    """The house; whatever is loaded at first use is loaded."""
    http = client_on(service)
    house = House(service, {})
    for role in ("manager", "owner", "reviewer"):
        house.clients[role] = Client(http, house.make_key(role, role)[1])
    house.earlier = house.clients["manager"].propose(question()).json["id"]
    return house


def _http(reply: Any) -> Reply:
    if reply.status_code < 300:
        return Reply(True, said=reply.json)
    return Reply(False, f"{reply.status_code} {reply.json['code']}", reply.json["detail"])


def _called(act: Callable[[], object]) -> Reply:
    try:
        return Reply(True, said=act())
    except GovengineError as error:
        return Reply(False, error.problems[0].code, str(error))
    except (OSError, SQLAlchemyError) as error:
        return Reply(False, type(error).__name__)


def _propose(house: House, name: str, **more: str) -> Reply:
    return house.post("manager", "/v1/decisions", question() | {"reference": name} | more, name)


def _supersede(house: House, name: str) -> Reply:
    return _propose(house, name, supersedes=house.ready[name])


WORKER = {"ref": "w-2041", "role": "support_worker"}
OFFICER = {"ref": "u-17", "role": "section_151_officer"}


def _act(address: str, words: str, house: House, name: str, **more: Any) -> Reply:
    """An act on a decision by whoever asked for it, with the try's name among its words."""
    sent = {"by": WORKER, words: name, **more}
    return house.post("manager", f"/v1/decisions/{house.ready[name]}/{address}", sent, name)


def _tell(house: House, name: str) -> Reply:
    """Nobody's words are in it."""
    sent = {"by": WORKER, "at": "2026-05-01T09:00:00+01:00", "how": "letter", "review_days": 21}
    return house.post("manager", f"/v1/decisions/{house.ready[name]}/notice", sent, name)


def _correct(house: House, name: str) -> Reply:
    path = f"/v1/decisions/{house.ready[name]}/corrections"
    return house.post("manager", path, CORRECTION_EXAMPLE | {"why": name}, name)


def _decide_about(house: House, name: str) -> str:
    """The id of a decision about a person of this try's own."""
    sent = question(person__ref=f"person of {name}")
    decided = house.post("manager", "/v1/decisions", sent, f"about {name}")
    assert decided.done, decided
    found: str = decided.said["id"]
    return found


def _taken(house: House, name: str) -> str:
    """The id of a decision that was taken."""
    found = _decide_about(house, name)
    taken = house.post("manager", f"/v1/decisions/{found}/take", {"by": WORKER}, f"take {name}")
    assert taken.done, taken
    return found


def _complained(house: House, name: str) -> str:
    """The id of a decision about which somebody complained."""
    found = _decide_about(house, name)
    sent = {"by": WORKER, "said": "Nobody rang.", "asker": "person"}
    made = house.post("manager", f"/v1/decisions/{found}/complaints", sent, f"complain {name}")
    assert made.done, made
    return found


def _erasure(house: House, name: str) -> Reply:
    sent = PROPOSAL_EXAMPLE | {"selector": {"person_ref": f"person of {name}"}, "note": name}
    return house.post("owner", "/v1/erasures", sent, name)


def _proposed_erasure(house: House, name: str) -> str:
    _decide_about(house, name)
    proposed = _erasure(house, f"{name}")
    assert proposed.done, proposed
    found: str = proposed.said["id"]
    return found


def _approve(house: House, name: str) -> Reply:
    path = f"/v1/erasures/{house.ready[name]}/approve"
    return house.post("reviewer", path, APPROVAL_EXAMPLE, f"approve {name}")


def _withdraw(house: House, name: str) -> Reply:
    path = f"/v1/erasures/{house.ready[name]}/withdraw"
    return house.post("owner", path, WITHDRAWAL_EXAMPLE, f"withdraw {name}")


def _hold(house: House, name: str) -> Reply:
    sent = HOLD_EXAMPLE | {"covers": {"person_ref": f"person of {name}"}, "reason": name}
    return house.post("owner", "/v1/holds", sent, name)


def _held(house: House, name: str) -> str:
    placed = _hold(house, name)
    assert placed.done, placed
    found: str = placed.said["id"]
    return found


def _lift(house: House, name: str) -> Reply:
    return house.post("owner", f"/v1/holds/{house.ready[name]}/lift", LIFT_EXAMPLE, f"lift {name}")


def _sign(house: House, name: str) -> Reply:
    return house.post("owner", f"/v1/outcomes/{name}/signatures", SIGN_EXAMPLE | {"share": name}, name)


def _stop(house: House, name: str) -> Reply:
    return house.post("owner", "/v1/stops", STOP_EXAMPLE | {"why": name}, name)


def _adopt(house: House, name: str) -> Reply:
    files = {
        file: text.replace(b"scheme: small", b"scheme: " + name.encode())
        for file, text in small(f"grants: [{VISIT}]").items()
    }
    version, problems = read_version(files)
    assert version is not None, problems

    def adopt() -> None:
        house.service.live.adopt(
            [version], by="u-1", role="owner", authority="minute 8", example_signatures=True
        )

    return _called(adopt)


def _change_log_key(house: House, name: str) -> Reply:
    live = house.service.live

    def change() -> None:
        change_log_key(live.appender, live.log_key, by=name)

    return _called(change)


def _revoke_key(house: House, name: str) -> Reply:
    def revoke() -> None:
        house.service.live.appender.submit(lambda tx: revoke_key(tx, house.ready[name].id))

    return _called(revoke)


def _finding(house: House, name: str) -> Reply:
    ledger, watch = house.ready[name]
    made = Finding(
        pattern=PATTERN,
        identity=identity_of(PATTERN, 1, 1, [name]),
        members=(name,),
        trigger=name,
        first_day=1,
        last_day=1,
        count=1,
        at_least=False,
        sentence="A pattern.",
    )

    def record() -> None:  # it says whether it was new, and the second time it is not
        ledger.record_finding(Look(0, name, watch, name, 1), made)

    return _called(record)


def _ready_to_find(house: House, _name: str) -> tuple[LogLedger, BoundWatch]:
    ledger = LogLedger(house.service.live)
    return ledger, next(one for one in ledger.watches() if one.id == PATTERN)


def _move_cursor(house: House, name: str) -> Reply:
    return _called(lambda: house.service.live.appender.submit(lambda tx: move_cursor(tx, name, 1)))


def _in_a_side_row(connection: Connection, _house: House, name: str) -> int:
    said = f'"{name}"'.encode()
    return sum(said in bytes(side) for side in connection.scalars(select(side_rows.c.body)))


def _told(connection: Connection, house: House, name: str) -> int:
    """How often it is on record that the person was told of this try's decision."""
    about = select(func.count()).select_from(
        entries.join(acts, acts.c.entry_index == entries.c.entry_index).join(
            decisions, decisions.c.entry_index == acts.c.decision_index
        )
    )
    ours = decisions.c.id == house.ready[name], entries.c.kind == Kind.NOTICE_GIVEN
    return connection.scalar(about.where(*ours)) or 0


def _rows(column: Any, value: Callable[[House, str], object], *others: Any) -> Found:
    def found(connection: Connection, house: House, name: str) -> int:
        return connection.scalar(select(func.count()).where(column == value(house, name), *others)) or 0

    return found


def _name(_house: House, name: str) -> str:
    return name


def _ready(house: House, name: str) -> Any:
    return house.ready[name]


COMMANDS = {
    "propose": Command(_propose, 1, _in_a_side_row),
    "supersede": Command(_supersede, 1, _in_a_side_row, prepare=_decide_about),
    "take": Command(partial(_act, "take", "said"), 1, _in_a_side_row, prepare=_decide_about),
    "decide not to": Command(partial(_act, "not-take", "why"), 1, _in_a_side_row, prepare=_decide_about),
    "withdraw a decision": Command(
        partial(_act, "withdraw", "why"), 1, _in_a_side_row, prepare=_decide_about
    ),
    "say that the person was told": Command(_tell, 1, _told, prepare=_taken),
    "ask for a review": Command(
        partial(_act, "review-asked", "said", asker="person"), 1, _in_a_side_row, prepare=_taken
    ),
    "complain": Command(
        partial(_act, "complaints", "said", asker="person"), 1, _in_a_side_row, prepare=_decide_about
    ),
    "acknowledge a complaint": Command(
        partial(_act, "acknowledge", "said", by=OFFICER), 1, _in_a_side_row, prepare=_complained
    ),
    "correct": Command(_correct, 1, _in_a_side_row, prepare=_decide_about),
    "what-if": Command(lambda house, _: _http(house.clients["manager"].ask(question()))),
    "read a decision": Command(
        lambda house, _: house.get("manager", f"/v1/decisions/{house.earlier}"), 1, once=False
    ),
    "list decisions": Command(lambda house, _: house.get("manager", "/v1/decisions?limit=1")),
    "read a receipt": Command(
        lambda house, _: house.get("manager", f"/v1/decisions/{house.earlier}/receipt")
    ),
    "propose an erasure": Command(_erasure, 1, _in_a_side_row, prepare=_decide_about),
    "approve an erasure": Command(
        _approve,
        1,
        _rows(erasure_proposals.c.id, _ready, erasure_proposals.c.settled_by.is_not(None)),
        prepare=_proposed_erasure,
    ),
    "withdraw an erasure": Command(
        _withdraw,
        1,
        _rows(erasure_proposals.c.id, _ready, erasure_proposals.c.settled_by.is_not(None)),
        prepare=_proposed_erasure,
    ),
    "place a hold": Command(_hold, 1, _in_a_side_row, prepare=_decide_about),
    "lift a hold": Command(
        _lift, 1, _rows(holds.c.id, _ready, holds.c.lifted_by.is_not(None)), prepare=_held
    ),
    "sign a shared outcome": Command(_sign, 1, _rows(outcome_signatures.c.outcome, _name)),
    "stop a body": Command(_stop, 1, _in_a_side_row),
    "adopt": Command(_adopt, 1, _rows(adoptions.c.scheme, _name)),
    "change the log's key": Command(_change_log_key, 1, _in_a_side_row, once=False),
    "new key": Command(
        lambda house, name: _called(lambda: house.make_key(name, "caller")),
        found=_rows(api_keys.c.client, _name),
        once=False,
    ),
    "revoke a key": Command(
        _revoke_key,
        found=_rows(
            api_keys.c.id, lambda house, name: house.ready[name].id, api_keys.c.revoked_at.is_not(None)
        ),
        prepare=lambda house, name: house.make_key(f"spare of {name}", "caller")[0],
    ),
    "raise a finding": Command(
        _finding,
        1,
        _rows(finding_seen.c.identity, lambda _, name: identity_of(PATTERN, 1, 1, [name])),
        prepare=_ready_to_find,
    ),
    "move a cursor": Command(_move_cursor, found=_rows(cursors.c.consumer, _name)),
}
