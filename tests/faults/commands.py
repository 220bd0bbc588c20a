"""Every command there is, each as one line that a sweep of faults runs through: add yours to `COMMANDS`."""

from functools import partial

from sqlalchemy import Connection, func, select

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
from api.store.keys import revoke_key
from api.store.tables import (
    acts,
    adoptions,
    api_keys,
    cursors,
    decisions,
    entries,
    erasure_proposals,
    holds,
    outcome_signatures,
)
from govengine.record import Kind
from tests.api.conftest import question
from tests.faults.house import (
    OFFICER,
    WORKER,
    Command,
    House,
    Reply,
    act,
    called,
    decide_about,
    done_to,
    in_a_side_row,
    its_name,
    reply_of,
    rows,
    taken,
    what_was_ready,
)
from tests.faults.life_commands import LIFE
from tests.faults.order_commands import ORDER, small_scheme


def _propose(house: House, name: str, **more: str) -> Reply:
    return house.post("manager", "/v1/decisions", question() | {"reference": name} | more, name)


def _supersede(house: House, name: str) -> Reply:
    return _propose(house, name, supersedes=house.ready[name])


def _tell(house: House, name: str) -> Reply:
    """Nobody's words are in it."""
    sent = {"by": WORKER, "at": "2026-05-01T09:00:00+01:00", "how": "letter", "review_days": 21}
    return house.post("manager", f"/v1/decisions/{house.ready[name]}/notice", sent, name)


def _correct(house: House, name: str) -> Reply:
    path = f"/v1/decisions/{house.ready[name]}/corrections"
    return house.post("manager", path, CORRECTION_EXAMPLE | {"why": name}, name)


def _complained(house: House, name: str) -> str:
    """The id of a decision about which somebody complained."""
    return done_to(house, name, "complaints", said="Nobody rang.", asker="person")


def _erasure(house: House, name: str) -> Reply:
    sent = PROPOSAL_EXAMPLE | {"selector": {"person_ref": f"person of {name}"}, "note": name}
    return house.post("owner", "/v1/erasures", sent, name)


def _proposed_erasure(house: House, name: str) -> str:
    decide_about(house, name)
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
    return called(lambda: house.adopt(small_scheme(name)))


def _change_log_key(house: House, name: str) -> Reply:
    live = house.service.live

    def change() -> None:
        change_log_key(live.appender, live.log_key, by=name)

    return called(change)


def _revoke_key(house: House, name: str) -> Reply:
    def revoke() -> None:
        house.service.live.appender.submit(lambda tx: revoke_key(tx, house.ready[name].id))

    return called(revoke)


def _move_cursor(house: House, name: str) -> Reply:
    return called(lambda: house.service.live.appender.submit(lambda tx: move_cursor(tx, name, 1)))


def _told(connection: Connection, house: House, name: str) -> int:
    """How often it is on record that the person was told of this try's decision."""
    about = select(func.count()).select_from(
        entries.join(acts, acts.c.entry_index == entries.c.entry_index).join(
            decisions, decisions.c.entry_index == acts.c.decision_index
        )
    )
    ours = decisions.c.id == house.ready[name], entries.c.kind == Kind.NOTICE_GIVEN
    return connection.scalar(about.where(*ours)) or 0


COMMANDS = (
    LIFE
    | ORDER
    | {
        "propose": Command(_propose, 1, in_a_side_row),
        "supersede": Command(_supersede, 1, in_a_side_row, prepare=decide_about),
        "take": Command(partial(act, "take", "said"), 1, in_a_side_row, prepare=decide_about),
        "decide not to": Command(partial(act, "not-take", "why"), 1, in_a_side_row, prepare=decide_about),
        "withdraw a decision": Command(
            partial(act, "withdraw", "why"), 1, in_a_side_row, prepare=decide_about
        ),
        "say that the person was told": Command(_tell, 1, _told, prepare=taken),
        "ask for a review": Command(
            partial(act, "review-asked", "said", asker="person"), 1, in_a_side_row, prepare=taken
        ),
        "complain": Command(
            partial(act, "complaints", "said", asker="person"), 1, in_a_side_row, prepare=decide_about
        ),
        "acknowledge a complaint": Command(
            partial(act, "acknowledge", "said", by=OFFICER), 1, in_a_side_row, prepare=_complained
        ),
        "correct": Command(_correct, 1, in_a_side_row, prepare=decide_about),
        "what-if": Command(lambda house, _: reply_of(house.clients["manager"].ask(question()))),
        "read a decision": Command(
            lambda house, _: house.get("manager", f"/v1/decisions/{house.earlier}"), 1, once=False
        ),
        "list decisions": Command(lambda house, _: house.get("manager", "/v1/decisions?limit=1")),
        "read a receipt": Command(
            lambda house, _: house.get("manager", f"/v1/decisions/{house.earlier}/receipt")
        ),
        "propose an erasure": Command(_erasure, 1, in_a_side_row, prepare=decide_about),
        "approve an erasure": Command(
            _approve,
            1,
            rows(erasure_proposals.c.id, what_was_ready, erasure_proposals.c.settled_by.is_not(None)),
            prepare=_proposed_erasure,
        ),
        "withdraw an erasure": Command(
            _withdraw,
            1,
            rows(erasure_proposals.c.id, what_was_ready, erasure_proposals.c.settled_by.is_not(None)),
            prepare=_proposed_erasure,
        ),
        "place a hold": Command(_hold, 1, in_a_side_row, prepare=decide_about),
        "lift a hold": Command(
            _lift, 1, rows(holds.c.id, what_was_ready, holds.c.lifted_by.is_not(None)), prepare=_held
        ),
        "sign a shared outcome": Command(_sign, 1, rows(outcome_signatures.c.outcome, its_name)),
        "stop a body": Command(_stop, 1, in_a_side_row),
        "adopt": Command(_adopt, 1, rows(adoptions.c.scheme, its_name)),
        "change the log's key": Command(_change_log_key, 1, in_a_side_row, once=False),
        "new key": Command(
            lambda house, name: called(lambda: house.make_key(name, "caller")),
            found=rows(api_keys.c.client, its_name),
            once=False,
        ),
        "revoke a key": Command(
            _revoke_key,
            found=rows(
                api_keys.c.id, lambda house, name: house.ready[name].id, api_keys.c.revoked_at.is_not(None)
            ),
            prepare=lambda house, name: house.make_key(f"spare of {name}", "caller")[0],
        ),
        "move a cursor": Command(_move_cursor, found=rows(cursors.c.consumer, its_name)),
    }
)
