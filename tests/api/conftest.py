"""A service on an empty log with two schemes adopted, and clients that hold keys."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.bootstrap import Service, bootstrap
from api.evidence.verifying import verify_and_redecide
from api.rule_store import read_rules
from api.settings import Settings
from api.store.keys import create_key
from govengine.scheme import Version
from tests.application import client_on

SHIPPED = Path(__file__).parents[2] / "rules"
NORTHBRIDGE, HARBOUR = "northbridge-council", "harbour-housing"


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 2, 10, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Client:
    """An HTTP client with a key."""

    http: Any
    secret: str
    count: int = 0

    def headers(self, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", **more}

    def propose(self, sent: Any, key: str | None = None, **headers: str) -> Any:
        self.count += 1
        body = sent if isinstance(sent, str | bytes) else json.dumps(sent)
        given = {
            "Idempotency-Key": key or f"{self.secret[-6:]}-{self.count}",
            "Content-Type": "application/json",
        }
        return self.http.post("/v1/decisions", data=body, headers=self.headers(**given | headers))

    def post(self, path: str, sent: Any, key: str | None = None, **headers: str) -> Any:
        """Something that records: with an Idempotency-Key of its own."""
        self.count += 1
        given = {"Idempotency-Key": key or f"{self.secret[-6:]}-{self.count}"} | headers
        return self.http.post(path, json=sent, headers=self.headers(**given))

    def ask(self, sent: Any) -> Any:
        return self.http.post("/v1/evaluations", json=sent, headers=self.headers())

    def get(self, path: str) -> Any:
        return self.http.get(path, headers=self.headers())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A rules folder of its own with the example scheme and the statute floor."""
    for name in ("neighbourhood-support", "statute-floor-england"):
        shutil.copytree(SHIPPED / name, tmp_path / "rules" / name)
    return tmp_path / "rules"


@pytest.fixture
def settings(database_url: str, tmp_path: Path, rules: Path) -> Settings:
    return Settings(database_url=database_url, rules=rules, home=tmp_path / "home", watch=False)


_VERSIONS: dict[tuple[bytes, ...], list[Version]] = {}
"""By what the files of a rules folder hold: most tests have the same few, each in a folder of its own."""


def adopt_all(service: Service) -> None:
    rules = service.settings.rules
    texts = tuple(path.read_bytes() for path in sorted(rules.rglob("*")) if path.is_file())
    if texts not in _VERSIONS:
        _VERSIONS[texts] = [version for version, _ in read_rules(rules) if version is not None]
    versions = _VERSIONS[texts]
    service.live.adopt(versions, by="u-1", role="owner", authority="minute 7", example_signatures=True)


@pytest.fixture
def service(settings: Settings, clock: Clock):
    made = bootstrap(settings, clock=clock)
    adopt_all(made)
    yield made
    made.close()


@pytest.fixture
def verified(service: Service):
    """Whatever was done: the log verifies, read model included, and every answer in it comes out the same again."""
    yield
    found = verify_and_redecide(service.live, lambda _done, _of: None)
    assert found.well, found


@pytest.fixture
def client_of(service: Service):
    """`client_of(body, role)`: a client that holds a key of that body and role."""
    http = client_on(service)

    def make(body: str = NORTHBRIDGE, role: str = "caller", *, sandbox: bool = False) -> Client:
        _, secret = service.live.appender.submit(
            lambda tx: create_key(tx, body=body, client=f"{body} {role}", role=role, sandbox=sandbox)
        )
        return Client(http, secret)

    return make


@pytest.fixture
def client(client_of) -> Client:
    return client_of()


def question(**facts: Any) -> dict[str, Any]:
    """A hardship payment within the worker's limit; facts by dotted name with `__` for the dot, None to leave out."""
    given: dict[str, Any] = {
        "actor.ref": "w-2041",
        "actor.role": "support_worker",
        "actor.body": NORTHBRIDGE,
        "person.ref": "p-88120",
        "person.consent": True,
        "decision.kind": "hardship_payment",
        "decision.amount": "120.00",
        "decision.other_help_tried": True,
    } | {name.replace("__", "."): value for name, value in facts.items()}
    nested: dict[str, Any] = {}
    for name, value in given.items():
        if value is not None:
            first, _, rest = name.partition(".")
            nested.setdefault(first, {})[rest] = value
    return {"scheme": "neighbourhood-support", "facts": nested}


ON_BOTH_ALWAYS = {
    "test_propose",
    "test_history",
    "test_record",
    "test_watching",
    "test_erasure",
    "test_backup",
    "test_retention",
}
"""What rests on the database itself. The rest runs on PostgreSQL among the long tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        on = getattr(item, "callspec", None)
        here = "tests/api" in str(item.path) and item.path.stem not in ON_BOTH_ALWAYS
        if here and on and on.params.get("database_url") == "postgresql":
            item.add_marker(pytest.mark.long)
