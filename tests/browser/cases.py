"""A case of the lab, as somebody types it in a browser."""

from typing import Any


def begin(page: Any, scheme: str, version: str, role: str, kind: str = "") -> None:
    """A case of this scheme, before its facts are told."""
    page.goto(f"/lab/schemes/{scheme}")
    page.locator(f'input[name=version][value="{version}"]').check()
    if kind:
        page.locator(f'input[name=kind][value="{kind}"]').check()
    page.locator(f'input[name=role][value="{role}"]').check()
    page.get_by_role("button", name="Continue").click()


def ask(page: Any) -> None:
    """On to the answer."""
    page.get_by_role("button", name="Ask whose decision it is").click()


def doncaster(page: Any, version: str, amount: str, role: str = "team_manager") -> None:
    """Somebody asks about a budget."""
    begin(page, "doncaster-asc", version, role)
    page.get_by_label("What is the personal budget for a year?").fill(amount)
    ask(page)


def save(page: Any, title: str) -> None:
    """Keep the case."""
    page.get_by_label("Title of the scenario").fill(title)
    page.get_by_role("button", name="Save as scenario").click()
