"""The documented role runs the whole service on PostgreSQL, and cannot change what is in the log."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from api.bootstrap import bootstrap
from api.evidence.verifying import verify_and_redecide
from api.store import connect, upgrade
from api.store.service_role import statements
from api.store.tables import metadata
from govengine.errors import RecordError
from tests.api.conftest import Clock, adopt_all, rules  # noqa: F401 fixture
from tests.faults.commands import COMMANDS
from tests.faults.house import house_of
from tests.faults.test_tampering import LOG_TABLES

pytestmark = pytest.mark.postgres
ROLE = "govengine_service"


@pytest.fixture
def database(server):
    """A database whose tables another role owns, and its address for the service's role."""
    owner = server.new_database()
    engine = connect(owner)
    upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(statements())
        connection.exec_driver_sql(statements())  # running it again changes nothing
    engine.dispose()
    return owner.replace("postgres:@", f"{ROLE}@").replace("postgres@", f"{ROLE}@")


@pytest.fixture
def service(database, tmp_path, rules):  # noqa: F811
    from api.settings import Settings

    made = bootstrap(Settings(database, rules, tmp_path / "home", watch=False), clock=Clock())
    yield made
    made.close()


def test_the_role_does_everything_a_service_does(service, say):
    """Every command there is, and verification: as a role that owns nothing."""
    with service.live.engine.connect() as connection:
        assert connection.scalar(text("SELECT current_user")) == ROLE
    adopt_all(service)
    house = house_of(service)
    for name, command in COMMANDS.items():
        asked = house.new_name()
        house.ready[asked] = command.prepare(house, asked)
        reply = command.run(house, asked)
        assert reply.done, (name, reply)
    result = verify_and_redecide(service.live, lambda _done, _of: None)
    assert result.well, result.problems
    say(f"as {ROLE}: {len(COMMANDS)} commands done, {result.report.verified} entries verified")


def test_the_role_serves_the_pages(service):
    """Sign in, make a case, save and remove it, write a draft, sweep, give a new password, disable: rights for each."""
    from api.store.accounts import disable_account, set_password
    from tests.application import client_on
    from tests.pages.conftest import Person, account_of, add_account, begin

    adopt_all(service)
    add_account(service, "ada")
    person = Person(client_on(service))
    assert person.sign_in(password="wrong").status_code == 422
    person.sign_in()
    setting = {"version": "2026-04", "kind": "hardship_payment", "role": "support_worker"}
    case = begin(person, "neighbourhood-support", **setting)
    assert person.post(f"{case}/save", {"title": "t"}).status_code == 303
    assert person.follow().status_code == 200
    assert person.post(f"/scenarios/{case.rpartition('/')[2]}/remove").status_code == 303
    person.get("/drafts")
    person.post("/drafts", {"base": "neighbourhood-support/2026-04", "version": "2027"})
    draft = person.last.location
    person.follow()
    assert person.post(draft, {"revision": "1", "b.values.worker_limit.0": "600"}).status_code == 303
    service.live.clock.forward(minutes=30)
    assert person.get("/lab").status_code == 200
    service.sweeper.sweep()
    one = account_of(service, "ada")
    service.live.appender.submit(lambda tx: set_password(tx, one.id, "x", must_change=True))
    service.live.appender.submit(lambda tx: disable_account(tx, one.id))
    assert person.get("/lab").status_code == 303


BEYOND_TABLES = [
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "DROP FUNCTION refuse_change() CASCADE",
    "UPDATE alembic_version SET version_num = '0001'",
    "CREATE TABLE shadow (x int)",
    "ALTER TABLE entries OWNER TO govengine_service",
]


def test_the_role_cannot_change_what_is_in_the_log(database, say):
    engine = create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    tried = 0
    for table in (*LOG_TABLES, *(metadata.tables[name] for name in ("entry_subjects", "erasures"))):
        name, key = table.name, next(iter(table.primary_key.columns)).name
        forbidden = [
            f"UPDATE {name} SET {key} = {key}",
            f"DELETE FROM {name}",
            f"TRUNCATE {name} CASCADE",
            f"DROP TABLE {name} CASCADE",
            f"ALTER TABLE {name} DISABLE TRIGGER ALL",
            f"DROP TRIGGER {name}_no_truncate ON {name}",
        ]
        if name == "decision_keys":
            forbidden.remove(f"DELETE FROM {name}")  # an erasure takes them along
        tried += refused(engine, forbidden)
    tried += refused(engine, BEYOND_TABLES)
    engine.dispose()
    say(f"refused to {ROLE}: {tried} statements")


def refused(engine, forbidden: list[str]) -> int:
    for statement in forbidden:
        with engine.connect() as connection, pytest.raises(ProgrammingError) as caught:
            connection.exec_driver_sql(statement)
        assert caught.value.orig.sqlstate == "42501", (statement, caught.value)  # insufficient_privilege
    return len(forbidden)


def test_a_role_by_another_name():
    assert ROLE not in statements("clerk")
    with pytest.raises(RecordError):
        statements('x"; DROP TABLE entries; --')
