"""What the server loads in each worker: the application, made from the environment."""

import atexit
import multiprocessing
import os
import signal
import threading

from flask import Flask

from api.app import create_app
from api.bootstrap import bootstrap
from api.settings import settings_from


def application() -> Flask:
    """The application of this worker; closed when the worker ends, which is when the server ends."""
    _end_with_server()
    service = bootstrap(settings_from())
    atexit.register(service.close)
    if service.watcher is not None:
        service.watcher.start()
    service.copies.start()
    service.sweeper.start()
    return create_app(service)


def _end_with_server() -> None:
    # A server that is killed cannot end its worker, which would go on answering at the address of the next one.
    server = multiprocessing.parent_process()
    if server is None:
        return

    def wait() -> None:
        server.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="end with server", daemon=True).start()
