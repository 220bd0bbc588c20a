"""Every state of the pages about drafts, and how somebody gets there."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from tests.browser.cases import doncaster, save
from tests.browser.conftest import Site, sign_in

Reach = Callable[[Any, Site], object]
_NUMBERS = count(1)


def draft(page: Any, base: str = "neighbourhood-support/2026-04") -> str:
    """A draft of this version: its address."""
    page.goto("/drafts")
    page.get_by_label("Start from").select_option(base)
    page.get_by_label("Name of the new version").fill(f"draft-{next(_NUMBERS)}")
    page.get_by_role("button", name="Start the draft").click()
    address: str = page.url
    return address


def _draft(page: Any, _site: Site) -> None:
    draft(page)


def _draft_typed(value: str) -> Reach:
    def reach(page: Any, _site: Site) -> None:
        draft(page)
        page.get_by_label("worker limit: figure").first.fill(value)
        page.get_by_role("button", name="Save and check").click()

    return reach


def _draft_not_loading(page: Any, _site: Site) -> None:
    draft(page)
    page.locator("summary", has_text="Show the rule text").click()
    text = page.get_by_label("scheme.yaml")
    text.fill(text.input_value().replace("role: support_worker", "role: suport_worker"))
    page.get_by_role("button", name="Save the text and check").click()


def _drafts(page: Any, _site: Site) -> None:
    draft(page)
    page.goto("/drafts")
    page.get_by_role("button", name="Start the draft").click()


def _draft_merge(page: Any, site: Site) -> None:
    address = draft(page)
    other = page.context.new_page()
    other.goto(address)
    other.get_by_label("worker limit: figure").first.fill("650")
    other.get_by_role("button", name="Save and check").click()
    other.close()
    page.get_by_label("worker limit: figure").first.fill("600")
    page.get_by_role("button", name="Save and check").click()


def _draft_merge_wrong(page: Any, site: Site) -> None:
    _draft_merge(page, site)
    page.get_by_role("button", name="Save both together").click()


def _draft_table(page: Any, _site: Site) -> None:
    page.goto(draft(page) + "/tables/limits.csv")


def _draft_table_wrong(page: Any, site: Site) -> None:
    _draft_table(page, site)
    page.get_by_label("Row 1, the amount").fill("=1+1")
    page.get_by_role("button", name="Save the table").click()


def _draft_changes(page: Any, site: Site) -> None:
    _draft_typed("600")(page, site)
    page.goto(page.url + "/changes")


def _draft_changes_told(page: Any, site: Site) -> None:
    doncaster(page, "2024-25", "52,000")
    save(page, "A budget over the limit")
    address = draft(page, "doncaster-asc/2024-25")
    page.get_by_label("sign off limit: figure").first.fill("55000")
    page.get_by_role("button", name="Save and check").click()
    page.goto(address + "/changes")


def _proposer(page: Any, site: Site) -> str:
    """A draft of somebody who may propose it, signed in in place of whoever was: its address."""
    name = f"proposer-{next(_NUMBERS)}"
    site.account(name, acts_as=["support_worker", "team_manager"])
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in")
    sign_in(page, name)
    doncaster(page, "2024-25", "52,000")
    save(page, "A budget over the limit")
    return draft(page, "doncaster-asc/2024-25")


def _draft_proposal(page: Any, site: Site) -> None:
    page.goto(_proposer(page, site) + "/propose")


def _draft_proposal_wrong(page: Any, site: Site) -> None:
    _draft_proposal(page, site)
    page.get_by_role("button", name="Propose this change").click()


def _draft_proposal_without_role(page: Any, site: Site) -> None:
    page.goto(draft(page) + "/propose")


DRAFTS: Mapping[str, Reach] = {
    "drafts-empty": lambda page, _site: page.goto("/drafts"),
    "drafts-wrong": _drafts,
    "draft": _draft,
    "draft-wrong": _draft_typed("=1+1"),
    "draft-not-loading": _draft_not_loading,
    "draft-merge": _draft_merge,
    "draft-merge-wrong": _draft_merge_wrong,
    "draft-table": _draft_table,
    "draft-table-wrong": _draft_table_wrong,
    "draft-changes": _draft_changes,
    "draft-changes-told": _draft_changes_told,
    "draft-proposal": _draft_proposal,
    "draft-proposal-wrong": _draft_proposal_wrong,
    "draft-proposal-without-role": _draft_proposal_without_role,
}
