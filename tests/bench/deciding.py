"""A full determination, every field read, on the Leeds scheme."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.checking import drafts_in
from govengine.decide import Question, determine, question_from_json, scheme_and_moment
from govengine.scheme import Stack

RULES = Path(__file__).parents[2] / "rules"
CASES = {
    "own authority": ("s17_one_off_payment", "team_manager", {"amount": "100"}),
    "own authority, larger": ("s17_regular_payment", "service_delivery_manager", {"amount": "30"}),
    "somebody else's": ("s17_one_off_payment", "team_manager", {"amount": "140"}),
    "somebody else's, two steps up": ("care_proceedings", "social_worker", {}),
}


def asked(kind: str, role: str, more: dict[str, str]) -> dict[str, Any]:
    """A question about Leeds in May 2024."""
    facts = {"actor": {"ref": "w", "role": role}, "person": {"ref": "p"}, "decision": {"kind": kind, **more}}
    return {"scheme": "leeds-cs", "as_of": "2024-05-10T10:00:00+01:00", "facts": facts}


def ready() -> dict[str, tuple[Stack, Question]]:
    """The questions, read, with their stack compiled."""
    library, now = drafts_in(RULES), datetime.now(UTC)
    found = {}
    for name, case in CASES.items():
        sent = asked(*case)
        scheme, as_of = scheme_and_moment(sent, now)
        stack = library.stack(scheme, as_of)
        found[name] = stack, question_from_json(sent, stack, as_of, computed={})
    return found


def measures() -> Iterator[tuple[str, str, list[float]]]:
    """Microseconds for each case, and over all of them in turn."""
    cases = ready()
    samples: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(2_200):
        for name, (stack, question) in cases.items():
            began = time.perf_counter_ns()
            determine(stack, question).to_json()
            if turn >= 200:
                samples[name].append((time.perf_counter_ns() - began) / 1_000)
    for name, found in samples.items():
        yield f"determination, Leeds: {name}", "µs", found
    yield "determination, Leeds: all in turn", "µs", [one for found in samples.values() for one in found]
