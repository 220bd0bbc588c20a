"""The decisions in `cases/*.yaml`, and the answer as far as a case asks for it.

A case's `answer` states level, basis and may_act, and as much else as matters: `by` (the first of decided_by), whom
they hear first (`by_with`) and what they `must` be; `ask`; `route` (the role of the first) and `way` (what it says);
`complete`, `needed`, `with`, and `duties` and `decider_duties` (those that are certain). Lists are whole:
nothing else may be there. `change` alters facts that cases share. `first` is the answer to the case as its
source states it; `then` and `done` supply what that answer asks for. `every_fact_counts` says that each fact
alone, left out, keeps the door shut (`but` those listed).
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from govengine.decide import determine, question_from_json, scheme_and_moment, summary
from govengine.scheme import Library, Version, read_folder, read_version

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FOLDERS = sorted(path.parent for path in (ROOT / "rules").glob("*/*/scheme.yaml"))
LOCAL = sorted(path.parent for path in (ROOT / "features/schemes").glob("*/*/scheme.yaml"))


def load(folder: Path) -> Version:
    version, problems = read_version(read_folder(folder), folder.name)
    assert version is not None
    assert not problems
    return version


def load_cases() -> list[Any]:
    found = []
    for file in sorted((HERE / "cases").glob("*.yaml")):
        cases = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
        found += [pytest.param(typed(case), id=f"{file.stem}/{case['id']}") for case in cases]
    return found


def typed(node: Any) -> Any:
    """YAML's own types are not used: amounts stay text, true and false are read."""
    match node:
        case dict():
            return {key: typed(value) for key, value in node.items()}
        case list():
            return [typed(value) for value in node]
        case "true" | "false":
            return node == "true"
    return node


def merged(one: Any, two: Any) -> Any:
    if isinstance(one, dict) and isinstance(two, dict):
        return one | {key: merged(one.get(key), value) for key, value in two.items()}
    return two


def answer(library: Library, case: dict[str, Any], facts: dict[str, Any], done: list[Any]) -> dict[str, Any]:
    sent = {"scheme": case["scheme"], "as_of": f"{case['on']}T10:00:00+00:00", "facts": facts, "done": done}
    scheme, as_of = scheme_and_moment(sent, NOW)
    stack = library.stack(scheme, as_of)
    question = question_from_json(sent, stack, as_of)
    determination = determine(stack, question)
    assert summary(stack, determination, question)
    return determination.to_json()


def seen(got: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """What was got, as far as it was asked for."""
    parts = {
        **{name: got[name] for name in ("level", "basis", "may_act", "complete")},
        "by": next((entry["role"] for entry in got["decided_by"]), None),
        "by_with": [one["role"] for entry in got["decided_by"][:1] for one in entry["with"]],
        "must": next((entry["must"] for entry in got["decided_by"]), None),
        "ask": got["ask"] and got["ask"]["role"],
        "route": next((route["to"] and route["to"]["role"] for route in got["route"]), None),
        "way": next((route["do"] for route in got["route"]), None),
        "needed": sorted(item.get("fact") or item["duty"] for item in got["needed"]),
        "with": sorted(entry["id"] for entry in got["with"]),
        "duties": _certain(got["duties"]),
        "decider_duties": _certain(next((entry["duties"] for entry in got["decided_by"]), [])),
    }
    return {name: parts[name] for name in wanted}


def _certain(duties: list[dict[str, Any]]) -> dict[str, str]:
    return {duty["id"]: duty["at"] for duty in duties if duty["certain"]}
