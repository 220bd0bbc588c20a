"""A service, and the people of several bodies who work with it."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from api.bootstrap import Service
from api.checking import read_folders
from api.store.keys import create_key
from govengine.scheme import Version
from tests.application import client_on

RULES = Path(__file__).parents[2] / "rules"


@cache
def _read(folders: tuple[Path, ...]) -> list[Version]:
    """What lies there, read once for all towns."""
    return read_folders(folders)


@dataclass(frozen=True)
class Person:
    """Somebody in a role of a body."""

    name: str
    role: str
    body: str

    @property
    def by(self) -> dict[str, str]:
        return {"ref": self.name.lower(), "role": self.role}


@dataclass
class Town:
    """A service, its clock, the people who work with it, and the replies so far."""

    service: Service
    clock: list[datetime]
    people: dict[str, Person] = field(default_factory=dict)
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    replies: list[Any] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    page: Any = None
    wrong: list[str] = field(default_factory=list)

    def adopt(self, folders: list[Path], **more: Any) -> None:
        schemes = _read(tuple(folders))
        self.service.live.adopt(schemes, by="u-1", role="owner", authority="minute 7", **more)

    def key_of(self, body: str, role: str = "manager") -> str:
        if (body, role) not in self.keys:
            made = self.service.live.appender.submit(
                lambda tx: create_key(tx, body=body, client=f"{body} {role}", role=role)
            )
            self.keys[body, role] = made[1]
        return self.keys[body, role]

    def get(self, body: str, path: str) -> Any:
        headers = {"Authorization": f"Bearer {self.key_of(body)}"}
        return client_on(self.service).get(path, headers=headers).json

    def post(self, who: str, path: str, sent: dict[str, Any], **headers: str) -> Any:
        """What somebody does, by the key of their body, in their name and role."""
        person = self.people[who]
        given = {
            "Authorization": f"Bearer {self.key_of(person.body)}",
            "Idempotency-Key": f"k-{len(self.replies)}",
            **headers,
        }
        sent = sent if path == "/v1/decisions" else sent | {"by": person.by}
        reply = client_on(self.service).post(path, json=sent, headers=given)
        self.replies.append(reply)
        return reply

    @property
    def decision(self) -> str:
        return self.decisions[-1]

    @property
    def story(self) -> Any:
        body = next(iter(self.people.values())).body
        return self.get(body, f"/v1/decisions/{self.decision}")

    @property
    def last(self) -> Any:
        return self.replies[-1]

    def owed(self, body: str, what: str | None = None) -> list[dict[str, Any]]:
        """Everything that waits for a body: what it owes, and replies it is asked for."""
        lists = [self.get(body, f"/v1/{path}?limit=200")["owed"] for path in ("owed", "requests")]
        return [one for lines in lists for one in lines if what in (None, one["what"])]
