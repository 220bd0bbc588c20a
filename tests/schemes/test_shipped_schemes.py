"""The schemes in rules/: each loads among the others, and each gives the answer its source gives.

`cases/*.yaml` are the decisions. A case's `answer` states level, basis and may_act, and as much else as
matters: `by` (first of decided_by) and what they `must` be, `ask`, `route` (the role of the first),
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
WARNINGS: dict[str, set[str]] = {
    "woking-writeoff/2023-03": {"gap"},  # exactly £10,000: see its leaves_out
}
"""Warnings that are meant, by version."""

FOLDERS = sorted(path.parent for path in (ROOT / "rules").glob("*/*/scheme.yaml"))
LOCAL = sorted(path.parent for path in (ROOT / "features/schemes").glob("*/*/scheme.yaml"))


def load(folder: Path) -> Version:
    version, problems = read_version(read_folder(folder), folder.name)
    assert version is not None
    assert not problems
    return version


@pytest.fixture(scope="module")
def shipped() -> Library:
    return Library([load(folder) for folder in FOLDERS])


@pytest.fixture(scope="module")
def library() -> Library:
    return Library([load(folder) for folder in (*FOLDERS, *LOCAL)])


def load_cases() -> list[Any]:
    found = []
    for file in sorted((HERE / "cases").glob("*.yaml")):
        cases = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
        found += [pytest.param(_typed(case), id=f"{file.stem}/{case['id']}") for case in cases]
    return found


def _typed(node: Any) -> Any:
    """YAML's own types are not used: amounts stay text, true and false are read."""
    match node:
        case dict():
            return {key: _typed(value) for key, value in node.items()}
        case list():
            return [_typed(value) for value in node]
        case "true" | "false":
            return node == "true"
    return node


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_loads_among_the_others(folder: Path, shipped: Library) -> None:
    version = load(folder)
    assert version.name == f"{folder.parent.name}/{folder.name}"
    problems = shipped.problems(version)
    assert not [str(p) for p in problems if p.severity == "error"]
    assert {p.code for p in problems} == WARNINGS.get(version.name, set())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_says_what_it_leaves_out_and_in_whose_words(folder: Path) -> None:
    text = load(folder).text
    assert text.source.seen or text.source.adopted
    assert text.leaves_out
    assert all(named.value.title for named in text.kinds.values())
    for named in text.facts.values():
        fact = named.value
        assert fact.title or fact.ask or fact.confirm


@pytest.mark.parametrize("folder", [f for f in FOLDERS if f.parent.name == "leeds-cs"], ids=lambda f: f.name)
def test_every_kind_of_leeds_is_listed_as_no_doubt(folder: Path) -> None:
    """`in-doubt-ask` names the kinds of the list one by one; a new kind has to be added there."""
    text = load(folder).text
    rule = next(rule for rule in text.safeguards if rule.id.value == "in-doubt-ask")
    assert rule.when is not None
    assert all(f'"{kind}"' in rule.when.value for kind in text.kinds)


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
        "must": next((entry["must"] for entry in got["decided_by"]), None),
        "ask": got["ask"] and got["ask"]["role"],
        "route": next((route["to"] and route["to"]["role"] for route in got["route"]), None),
        "needed": sorted(item.get("fact") or item["duty"] for item in got["needed"]),
        "with": sorted(entry["id"] for entry in got["with"]),
        "duties": _certain(got["duties"]),
        "decider_duties": _certain(next((entry["duties"] for entry in got["decided_by"]), [])),
    }
    return {name: parts[name] for name in wanted}


def _certain(duties: list[dict[str, Any]]) -> dict[str, str]:
    return {duty["id"]: duty["at"] for duty in duties if duty["certain"]}


@pytest.mark.parametrize("case", load_cases())
def test_case(case: dict[str, Any], library: Library) -> None:
    facts, done = merged(case["facts"], case.get("change", {})), case.get("done", [])
    if "first" in case:
        first = answer(library, case, facts, [])
        assert seen(first, case["first"]) == case["first"]
        assert first["may_act"] is False
        facts = merged(facts, case.get("then", {}))
    assert seen(answer(library, case, facts, done), case["answer"]) == case["answer"]


def leaves(facts: dict[str, Any], path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The path of every fact but the kind and who is asking."""
    found = []
    for name, value in facts.items():
        here = (*path, name)
        if isinstance(value, dict):
            found += leaves(value, here)
        elif here not in (("decision", "kind"), ("actor", "role")):
            found.append(here)
    return found


def without(facts: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    head, *rest = path
    if not rest:
        return {name: value for name, value in facts.items() if name != head}
    return facts | {head: without(facts[head], tuple(rest))}


@pytest.mark.parametrize("case", [case for case in load_cases() if "every_fact_counts" in case.values[0]])
def test_each_fact_that_is_missing_keeps_the_door_shut(case: dict[str, Any], library: Library) -> None:
    """A condition of the source that could be left unsaid would be a condition left out."""
    facts = merged(case["facts"], case.get("change", {}))
    assert answer(library, case, facts, [])["may_act"] is True
    for path in leaves(facts):
        if ".".join(path) not in case["every_fact_counts"].get("but", []):
            got = answer(library, case, without(facts, path), [])
            assert (got["may_act"], got["complete"]) == (False, False), path


LADDERS = _typed(yaml.load((HERE / "ladders.yaml").read_text("utf-8"), Loader=yaml.BaseLoader))


@pytest.mark.parametrize("ladder", LADDERS["ladders"], ids=lambda one: f"{one['scheme']}-{one['on']}")
def test_more_money_never_makes_it_easier(ladder: dict[str, Any], library: Library) -> None:
    ranks = ["act", "consult", "agree", "refer", "stop"]
    lines = library.stack(ladder["scheme"], datetime.fromisoformat(f"{ladder['on']}T10:00:00+00:00")).lines
    for role in {role for line in lines.values() for role in line}:
        last = 0
        for amount in (amount for row in LADDERS["amounts"] for amount in row):
            facts = merged(ladder["facts"], {"actor": {"role": role}, "decision": {ladder["fact"]: amount}})
            got = answer(library, ladder, facts, [])
            assert ranks.index(got["level"]) >= last, (role, amount)
            last = ranks.index(got["level"])
