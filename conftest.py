"""What was skipped is said in one line at the end; where `GOVENGINE_NO_SKIPS` is set, nothing may be."""

import os
from collections import Counter
from typing import Any

import pytest

from tests import counts


def _reasons(reporter: Any) -> Counter[str]:
    found: Counter[str] = Counter()
    for report in reporter.stats.get("skipped", []):
        text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        found[text.removeprefix("Skipped: ")] += 1
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Properties are tried on more examples by `make test-all`."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("generated")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The divisor of the long counts, and `skipped: N (why)`."""
    if terminalreporter.config.getoption("markexpr").startswith("long"):
        terminalreporter.write_line(f"long counts: each divided by {counts.DIVISOR} (GOVENGINE_DIVISOR)")
    reasons = _reasons(terminalreporter)
    if reasons:
        why = "; ".join(
            f"{n} {reason}" if len(reasons) > 1 else reason for reason, n in sorted(reasons.items())
        )
        terminalreporter.write_line(f"skipped: {reasons.total()} ({why})")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run that skipped something where nothing may be skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        reporter is not None
        and os.environ.get("GOVENGINE_NO_SKIPS")
        and _reasons(reporter)
        and exitstatus == 0
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
