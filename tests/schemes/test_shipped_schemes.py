"""The schemes in rules/: each loads among the others, and each gives the answer its source gives."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from govengine.scheme import Library
from tests.schemes.case import FOLDERS, HERE, answer, load, load_cases, merged, seen, typed

WARNINGS: dict[str, set[str]] = {
    "woking-writeoff/2023-03": {"gap"},  # exactly £10,000: see its leaves_out
}
"""Warnings that are meant, by version."""


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


LADDERS = typed(yaml.load((HERE / "ladders.yaml").read_text("utf-8"), Loader=yaml.BaseLoader))


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
