"""A service in which a shape's schemes have been adopted, with a clock that is set."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from api.bootstrap import Service
from api.settings import Settings
from api.store.keys import create_key
from tests.application import client_on
from tests.shapes.case import Case


@dataclass
class Hall:
    """A service with a clock that is set, and a key for each body."""

    service: Service
    now: list[datetime]
    http: Any = None
    secrets: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def propose(self, case: Case, **more: Any) -> Any:
        self.now[0] = case.clock
        self.http = self.http or client_on(self.service)
        if case.body not in self.secrets:
            self.secrets[case.body] = self.service.live.appender.submit(
                lambda tx: create_key(tx, body=case.body, client=case.body, role="caller")
            )[1]
        self.count += 1
        headers = {
            "Authorization": f"Bearer {self.secrets[case.body]}",
            "Idempotency-Key": f"k-{self.count}",
        }
        return self.http.post("/v1/decisions", json=case.sent | more, headers=headers)


def settings(home: Path) -> Settings:
    return Settings(f"sqlite:///{home / 'log.db'}", rules=home / "rules", home=home, watch=False)
