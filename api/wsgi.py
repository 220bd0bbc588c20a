"""What the server loads in each worker: the application, made from the environment."""

import atexit

from flask import Flask

from api.app import create_app
from api.bootstrap import bootstrap
from api.settings import settings_from


def application() -> Flask:
    """The application of this worker; closed when the worker ends."""
    service = bootstrap(settings_from())
    atexit.register(service.close)
    if service.watcher is not None:
        service.watcher.start()
    return create_app(service)
