"""A real service with the shipped schemes in force, and Debian's Chromium in front of it.

No browser is ever fetched: where there is none, these tests are skipped in one line.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from api.auth.passwords import first_password, hash_password
from api.bootstrap import Service, bootstrap
from api.rule_store import read_rules
from api.settings import ASSETS, Settings
from api.store.accounts import create_account, set_password

RULES = Path(__file__).parents[2] / "rules"
EVERY_WIDGET = Path(__file__).parent / "every-widget"
MISSING = "the browser tests need Chromium: apt-get install chromium"
PASSWORD = "correct horse battery staple"
NORTHBRIDGE = "northbridge-council"


def chromium() -> str | None:
    """Where Chromium is."""
    return (
        os.environ.get("GOVENGINE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@dataclass
class Site:
    """A service that listens."""

    service: Service
    address: str

    def account(
        self,
        name: str,
        role: str = "manager",
        *,
        first: bool = False,
        body: str = NORTHBRIDGE,
        acts_as: Sequence[str] = (),
    ) -> str:
        """The password of a new account; one that has to be changed, if it is its `first`.

        With `acts_as`, the body's systems know them by the same name, in these roles of schemes.
        """
        password = first_password() if first else PASSWORD
        hashed = hash_password(password)

        def command(tx: Any) -> None:
            person = name if acts_as else None
            made = create_account(
                tx, "local", name, body=body, role=role, password_hash=hashed, person=person, acts_as=acts_as
            )
            assert made is not None, f"{name} has an account already"
            set_password(tx, made.id, hashed, must_change=first)

        self.service.live.appender.submit(command)
        return password


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One service for the whole session: every test signs in with an account of its own."""
    from werkzeug.serving import make_server

    if not (ASSETS.is_dir()):
        pytest.skip("the pages' stylesheet is not installed: govengine assets")
    home = tmp_path_factory.mktemp("home")
    rules = home / "rules"
    shutil.copytree(RULES, rules)
    shutil.copytree(EVERY_WIDGET, rules / EVERY_WIDGET.name)  # a draft: nobody has adopted it
    service = bootstrap(Settings(f"sqlite:///{home / 'log.db'}", rules, home, watch=False))
    versions = [version for version, _ in read_rules(RULES) if version is not None]
    service.live.adopt(versions, by="u-1", role="owner", authority="minute 7", example_signatures=True)
    server = make_server("127.0.0.1", 0, create_app(service), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(service, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        service.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.skip(MISSING)
    path = chromium()
    if path is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Any, site: Site) -> Iterator[Callable[..., Any]]:
    """`new_page(script=False)`: a tab of a browser of its own. JavaScript is off unless a test asks for it."""
    contexts = []

    def make(*, script: bool = False, width: int = 1024, height: int = 768, scale: float = 1) -> Any:
        context = browser.new_context(
            base_url=site.address,
            java_script_enabled=script,
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            locale="en-GB",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """A tab without JavaScript: as the pages promise to work."""
    return new_page()


def sign_in(page: Any, name: str, password: str = PASSWORD) -> None:
    """Sign in on the page that asks for it."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
