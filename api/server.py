"""Serving: granian, processes with threads (SQLite has one writer; PostgreSQL takes several)."""

import os
from typing import Any

from api.settings import Settings

THREADS = 32
"""Requests wait for their batch to be durable, not for the processor, so there are more of them than cores."""


def run(settings: Settings) -> None:
    """Serve until stopped. The worker reads its settings from the environment, so they are put there."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

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
        workers=settings.workers,
        blocking_threads=THREADS,
        factory=True,
        log_access=False,
        log_level=LogLevels.error,
        websockets=False,
    )
    server.serve()
