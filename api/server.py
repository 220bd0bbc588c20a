"""Serving: granian, one process with threads (SQLite has one writer; PostgreSQL takes several services)."""

import os
from typing import Any

from api.settings import Settings

THREADS = 16


def run(settings: Settings, *, as_json: bool = False) -> None:
    """Serve until stopped. The worker reads its settings from the environment, so they are put there."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ |= {
        "GOVENGINE_DATABASE_URL": settings.database_url,
        "GOVENGINE_RULES": str(settings.rules),
        "GOVENGINE_HOME": str(settings.home),
        "GOVENGINE_PORT": str(settings.port),
        "GOVENGINE_HOST": settings.host,
    }
    server: Any = Granian(
        "api.wsgi:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        factory=True,
        log_access=False,
        log_enabled=not as_json,
        websockets=False,
    )
    server.serve()
