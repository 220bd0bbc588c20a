"""One application for all tests: putting its addresses together takes longer than most tests run."""

from functools import cache
from typing import Any, cast

from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from api.bootstrap import Service


class _Client(FlaskClient):
    """A client of one service: the application answers for whichever is asked."""

    def __init__(self, *args: Any, service: Service, **more: Any) -> None:
        super().__init__(*args, **more)
        self._service = service

    def open(self, *args: Any, **more: Any) -> Any:
        self.application.extensions["govengine"] = self._service
        return super().open(*args, **more)


@cache
def _application() -> Flask:
    app = create_app(cast("Service", None))
    app.test_client_class = _Client
    return app


class Served:
    """The application over a service, as far as tests need it."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.url_map = _application().url_map

    def test_client(self, **more: Any) -> FlaskClient:
        """An HTTP client, without a server between."""
        return _application().test_client(service=self._service, **more)


def client_on(service: Service) -> FlaskClient:
    """An HTTP client of a service, without a server between."""
    return Served(service).test_client()
