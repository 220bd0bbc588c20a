"""Where the service finds things: from the environment, or from the command line, which wins."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

LATE_AFTER = timedelta(days=1)
"""A decision recorded longer after it was taken is a late record (MEANING rule 1)."""

LARGEST_REQUEST = 1_000_000
"""Bytes in a request body. A proposed decision with its facts has two thousand."""

ASSETS = Path(sys.prefix) / "share" / "govengine"
"""Beside the packages, in the same environment."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`home` holds what the service keeps for itself: the database, the look-up secret, the development key."""

    database_url: str
    rules: Path
    home: Path
    port: int = 8000
    host: str = "127.0.0.1"
    late_after: timedelta = LATE_AFTER
    watch: bool = True
    log_name: str | None = None
    """The name of the log, its origin in every checkpoint; one is made at first start if none is given."""
    checkpoint_to: str | None = None
    """Where a copy of the latest checkpoint goes every day: a file, a folder or an http(s) address."""
    retention: Path | None = None
    """The file of periods; `retention.toml` in `home` where none is named."""
    workers: int = 1
    """Processes that answer. SQLite has one writer, so more need PostgreSQL."""
    assets: Path = ASSETS
    """The folder of the stylesheet that `govengine assets` installs."""
    https: bool = False
    """Whether browsers reach the service by https, through something that ends it: cookies are then for https alone."""

    @property
    def retention_file(self) -> Path:
        """Where the periods are."""
        return self.retention or self.home / "retention.toml"


def settings_from(environment: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Settings from `GOVENGINE_*`; `given` values that are not None win."""
    env = os.environ if environment is None else environment
    home = Path(str(given.get("home") or env.get("GOVENGINE_HOME") or ".govengine"))
    url = given.get("database") or env.get("GOVENGINE_DATABASE_URL") or f"sqlite:///{home / 'log.db'}"
    return Settings(
        database_url=str(url),
        rules=Path(str(given.get("rules") or env.get("GOVENGINE_RULES") or "rules")),
        home=home,
        port=int(str(given.get("port") or env.get("GOVENGINE_PORT") or 8000)),
        host=str(given.get("host") or env.get("GOVENGINE_HOST") or "127.0.0.1"),
        retention=Path(env["GOVENGINE_RETENTION"]) if env.get("GOVENGINE_RETENTION") else None,
        watch=env.get("GOVENGINE_WATCH", "on") != "off",
        log_name=env.get("GOVENGINE_LOG_NAME") or None,
        checkpoint_to=env.get("GOVENGINE_CHECKPOINT_TO") or None,
        workers=int(str(given.get("workers") or env.get("GOVENGINE_WORKERS") or 1)),
        assets=Path(env.get("GOVENGINE_ASSETS") or ASSETS),
        https=env.get("GOVENGINE_HTTPS", "off") == "on",
    )
