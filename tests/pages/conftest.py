"""A service with schemes adopted, and people who have signed in, without a browser."""

import re
import shutil
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from api.auth import passwords
from api.bootstrap import bootstrap
from api.settings import Settings
from api.store.accounts import create_account, find_account, set_password
from api.store.keys import create_key
from tests.api.changing import ROLES
from tests.api.conftest import Client, Clock, adopt_all
from tests.application import Served, client_on

RULES = Path(__file__).parents[2] / "rules"
SCHEMES = ("doncaster-asc", "neighbourhood-support", "statute-floor-england")
PASSWORD = "correct horse battery staple"
NORTHBRIDGE = "northbridge-council"
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
_TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """Argon2 with the least it takes: what is tested here is not how slow it is."""
    from argon2 import PasswordHasher

    patch = pytest.MonkeyPatch()
    patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield
    patch.undo()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    for name in SCHEMES:
        shutil.copytree(RULES / name, tmp_path / "rules" / name)
    return tmp_path / "rules"


@pytest.fixture
def service(tmp_path: Path, rules: Path, clock: Clock, upgraded: Path):
    shutil.copy(upgraded, tmp_path / "log.db")
    settings = Settings(f"sqlite:///{tmp_path / 'log.db'}", rules, tmp_path / "home", watch=False)
    made = bootstrap(settings, clock=clock)
    adopt_all(made)
    yield made
    made.close()


@pytest.fixture
def app(service):
    return Served(service)


def add_account(
    service: Any, name: str, role: str = "manager", *, body: str = NORTHBRIDGE, first: bool = False
) -> None:
    """An account with the password of the tests."""
    hashed = passwords.hash_password(PASSWORD)

    def command(tx: Any) -> None:
        made = create_account(tx, "local", name, body=body, role=role, password_hash=hashed)
        assert made is not None
        set_password(tx, made.id, hashed, must_change=first)

    service.live.appender.submit(command)


def account_of(service: Any, name: str) -> Any:
    with service.live.engine.connect() as connection:
        return find_account(connection, "local", name)


@dataclass
class Person:
    """Somebody with a browser that has no screen. `last` is the last page."""

    http: Any
    last: Any = field(default=None)

    def get(self, path: str, **headers: str) -> Any:
        self.last = self.http.get(path, headers={"Accept": "text/html", **headers})
        return self.last

    def post(self, path: str, sent: Any = None, *, token: str | None = None, **headers: str) -> Any:
        """Send a form as the last page would."""
        fields = dict(sent or {})
        fields["token"] = self.token if token is None else token
        self.last = self.http.post(path, data=fields, headers={"Accept": "text/html", **OURS, **headers})
        return self.last

    @property
    def token(self) -> str:
        found = _TOKEN.search(self.last.text)
        return found[1] if found else ""

    @property
    def heading(self) -> str:
        return unescape(re.search(r"<h1[^>]*>(.*?)</h1>", self.last.text, re.DOTALL)[1]).strip()

    def follow(self) -> Any:
        """Go where the last reply leads."""
        assert self.last.status_code == 303, self.last.text
        return self.get(self.last.location)

    def sign_in(self, name: str = "ada", password: str = PASSWORD) -> Any:
        self.get("/sign-in")
        return self.post("/sign-in", {"name": name, "password": password, "next": "/"})


@pytest.fixture
def somebody(app):
    """A browser, nobody signed in."""
    return Person(app.test_client())


@pytest.fixture
def ada(service, app):
    """A manager who has signed in."""
    add_account(service, "ada")
    person = Person(app.test_client())
    person.sign_in()
    person.get("/lab")
    return person


def begin(person: Person, scheme: str = "doncaster-asc", **said: str) -> str:
    """A case; the address of its facts."""
    given = {"version": "2021", "kind": "personal_budget_sign_off", "role": "team_manager"} | said
    person.get(f"/lab/schemes/{scheme}")
    reply = person.post(f"/lab/schemes/{scheme}", given)
    assert reply.status_code == 303, reply.text
    person.follow()
    return reply.location


def answer(person: Person, **typed: Any) -> str:
    """Tell the facts of a new case, and look at the answer; its address."""
    case = begin(person)
    person.post(case, {name.replace("__", "."): value for name, value in typed.items()})
    location = person.last.location
    person.follow()
    return location


@pytest.fixture
def cases(service):
    """Whatever the body's system sends."""
    _, secret = service.live.appender.submit(
        lambda tx: create_key(tx, body=NORTHBRIDGE, client="cases", role="caller")
    )
    return Client(client_on(service), secret)


@pytest.fixture
def sign_in(service, app):
    """`sign_in("t-1")`: somebody known to their body's systems so, who has signed in; of Northbridge in the role that the
    reference begins with, if nothing else is said.
    """

    def make(ref, role="owner", *, body=NORTHBRIDGE, acts_as=None):
        hashed = passwords.hash_password(PASSWORD)

        def command(tx):
            made = create_account(
                tx,
                "local",
                ref,
                body=body,
                role=role,
                password_hash=hashed,
                person=ref,
                acts_as=[acts_as or ROLES[ref[0]]],
            )
            set_password(tx, made.id, hashed, must_change=False)

        service.live.appender.submit(command)
        person = Person(app.test_client())
        person.sign_in(ref)
        return person

    return make
