"""The tables about the life of decisions: a bit flipped in any column, a row more or less, and the entry is named."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import DataError

from api.bootstrap import bootstrap
from api.evidence.life_rows import LIFE_TABLES
from api.evidence.verifying import verify_and_redecide
from api.schemas.findings import ANSWER_EXAMPLE
from api.schemas.outcomes import DONE_EXAMPLE, LEAVE_EXAMPLE, SIGN_EXAMPLE
from api.schemas.stops import LIFT_EXAMPLE, STOP_EXAMPLE
from api.store.findings import findings_of
from api.store.keys import create_key
from api.store.tables import NEVER, obligation_ends, obligations, open_obligations
from api.watching.ledger import Look
from api.watching.log_ledger import LogLedger
from govengine.watch.finding import Finding
from tests.api.changing import People
from tests.api.conftest import Client, adopt_all, clock, question, settings  # noqa: F401 fixtures
from tests.api.conftest import rules as shipped  # noqa: F401 a fixture
from tests.api.test_authorisation import GIVEN, TEAM, WORKER, with_earned_grant
from tests.api.test_suspension import ASKED, OFFICER
from tests.application import client_on
from tests.faults.tampering import flip, unlocked

pytestmark = pytest.mark.long

BESIDE = Path(__file__).parents[2] / "features/deciding"
COLUMNS = [(table, column.name) for table in LIFE_TABLES for column in table.columns]


@pytest.fixture
def rules(shipped):  # noqa: F811
    shutil.copytree(BESIDE / "harbour-tenancies", shipped / "harbour-tenancies")
    return with_earned_grant(shipped)


@pytest.fixture
def live(settings, clock):  # noqa: F811
    """A service whose log has rows in every table of the life of decisions."""
    service = bootstrap(settings, clock=clock)
    adopt_all(service)
    http = client_on(service)

    def client(role):
        _, secret = service.live.appender.submit(
            lambda tx: create_key(tx, body="northbridge-council", client=role, role=role)
        )
        return Client(http, secret)

    caller, owner = client("caller"), client("owner")
    decision = caller.propose(question()).json["id"]
    assert caller.post(f"/v1/decisions/{decision}/take", {"by": WORKER}).status_code == 201
    done = caller.post(f"/v1/decisions/{decision}/duties", {"duty": "tell-landlord", "by": WORKER})
    assert done.status_code == 201
    given = owner.post("/v1/authorisations", GIVEN).json["id"]
    assert owner.post(f"/v1/authorisations/{given}/end", {"why": "w", "by": TEAM}).status_code == 201
    suspended = owner.post("/v1/suspensions", ASKED | {"by": OFFICER, "grant": "hardship-worker"}).json["id"]
    restored = owner.post(f"/v1/suspensions/{suspended}/restore", {"why": "w", "by": OFFICER})
    assert restored.status_code == 201
    stopped = owner.post("/v1/stops", STOP_EXAMPLE).json["id"]
    assert owner.post(f"/v1/stops/{stopped}/lift", LIFT_EXAMPLE).status_code == 201
    (signed,) = owner.post("/v1/outcomes/ready_home/signatures", SIGN_EXAMPLE).json["owes"]
    assert owner.post("/v1/outcomes/ready_home/leave", LEAVE_EXAMPLE).status_code == 201
    assert owner.post(f"/v1/owed/{signed['id']}/done", DONE_EXAMPLE).status_code == 201
    ask_and_link(caller)
    resolve(caller)
    raise_and_answer(service, caller, decision)
    change_the_scheme(service)
    clock.forward(days=8)
    service.sweeper.sweep()
    assert found(service) == []
    yield service
    service.close()


def ask_and_link(caller):
    """A request that a second person agrees, and a link to it."""
    for _ in range(5):
        caller.propose(question(decision__amount="480.00", person__ref="p-2"))
    decision = caller.propose(question(decision__amount="480.00", person__ref="p-2")).json
    sent = {"duty": decision["determination"]["with"][0]["id"], "by": WORKER}
    request = caller.post(f"/v1/decisions/{decision['id']}/requests", sent).json["owes"][0]["id"]
    assert caller.post(f"/v1/requests/{request}/link", {"by": WORKER}).status_code == 201


def change_the_scheme(service):
    """A change that tightens, adopted."""
    people = People(service)
    (kept,) = service.live.rules.in_force.library.schemes["neighbourhood-support"]
    files = {name: text.decode() for name, text in kept.files.items()}
    files["scheme.yaml"] = (
        files["scheme.yaml"].replace('"2026-04"', '"2026-05"').replace("is: 500", "is: 400")
    )
    change = people.proposed(files)
    assert people.agree("t-1", change, "peer").status_code == 201
    assert people.agree("o-1", change, "owner").status_code == 201
    assert people.adopt(change).status_code == 201


def resolve(caller):
    """A bind between two bodies, resolved."""
    sent = question(decision__amount="120.00", person__tenancy_ending=True)
    decision = caller.propose(sent | {"with_schemes": ["harbour-tenancies"]}).json
    (bind,) = decision["determination"]["binds"]
    chosen = {"bind": bind["id"], "keep": "harbour-tenancies", "why": "w", "kept": "k", "by": OFFICER}
    assert caller.post(f"/v1/decisions/{decision['id']}/resolve", chosen).status_code == 201


def raise_and_answer(service, caller, decision):
    """A finding as the watch records it, whether or not its engine is installed, and what was said about it."""
    ledger = LogLedger(service.live)
    (watch,) = (one for one in ledger.watches() if one.id == "neighbourhood-support/regular-not-one-off")
    look = Look(0, decision, watch, "kind:hardship_payment", 738_000)
    finding = Finding(watch.id, "0" * 64, (decision,), decision, 738_000, 738_000, 1, False, "Why?")
    assert ledger.record_finding(look, finding)
    with service.live.engine.connect() as connection:
        (row,) = findings_of(connection, "northbridge-council", open_only=True)
    assert caller.post(f"/v1/findings/{row.id}/answer", ANSWER_EXAMPLE).status_code == 201


def found(service):
    return [one.place for one in verify_and_redecide(service.live, lambda _done, _of: None).problems]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda part: getattr(part, "name", part))
def test_a_bit_flipped_is_found(live, table, column):
    with live.live.engine.connect() as connection:
        index = connection.execute(select(table.c.entry_index)).scalars().first()
    try:
        with unlocked(live.live.engine) as connection:
            assert flip(connection, table, column, 0)
    except DataError:
        assert column == "number", "only a number too large for its column stands in the way"
        return
    places = found(live)
    assert places, f"a bit in {table.name}.{column} was flipped, and nobody noticed"
    if column != "entry_index":
        assert places[0] == f"entry {index}"


@pytest.mark.parametrize("table", LIFE_TABLES, ids=lambda table: table.name)
def test_a_row_taken_away_is_found(live, table):
    with live.live.engine.connect() as connection:
        index = connection.execute(select(table.c.entry_index)).scalars().first()
    with unlocked(live.live.engine) as connection:
        connection.execute(delete(table).where(table.c.entry_index == index))
    assert found(live)[0] == f"entry {index}"


@pytest.mark.parametrize(
    "change",
    [
        delete(open_obligations),
        update(open_obligations).values(due="2099-01-01T00:00:00.000000Z"),
        update(open_obligations).values(body="harbour-housing"),
        insert(open_obligations).from_select(
            ["entry_index", "number", "id", "body", "due"],
            select(
                obligations.c.entry_index,
                obligations.c.number,
                obligations.c.id,
                obligations.c.body,
                func.coalesce(obligations.c.due_at, NEVER),
            ).where(obligations.c.id.in_(select(obligation_ends.c.obligation))),
        ),
    ],
    ids=["hidden", "put off", "given to another body", "made up again"],
)
def test_what_is_owed_still_is_what_was_owed_and_never_ended(live, change):
    with live.live.engine.begin() as connection:
        assert connection.execute(change).rowcount
    assert found(live)
