"""A case for each sentence of MEANING's rules 1 to 12, as data: facts → determination, or the codes of a load.

`cases/NN-name.yaml` holds a list of cases. Each quotes its `sentence`, gives `grants` and `safeguards` of the
scheme `here`, perhaps `above` (more schemes, by name), `also` (other keys of the scheme), what is asked
(`facts`, `done`, `as_of`, `recorded_at`, `late`, `what_if`), and what must come back: `answer`, of which only
the members named are compared, or `problems`, the codes of the errors the scheme does not load with.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from govengine.decide import determine, question_from_json, summary
from govengine.errors import Problem
from govengine.scheme import Library, read_version
from tests.decide.random_schemes import Dumper

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['sentence']}")
    for file in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
]

NOW = "2026-05-02T10:15:00+01:00"


def head(name: str, layer: str, **keys: Any) -> dict[str, Any]:
    """A scheme with a line of three, a nurse on another, a panel on none, and software."""
    return {
        "scheme": name,
        "version": "1",
        "title": name,
        "owner": "council",
        "layer": layer,
        "jurisdiction": "England",
        "effective": {"from": "2026-01-01"},
        "source": {"title": "made up"},
        "bodies": {"council": {"title": "The council"}},
        "roles": {
            **{role: {"body": "council"} for role in ("worker", "manager", "head", "nurse", "officer")},
            "panel": {"body": "council", "is": "panel"},
            "bot": {"body": "council", "is": "software"},
        },
        "lines": {"care": ["worker", "manager", "head"], "health": ["nurse"]},
        "ask": {"role": "manager"},
        "accountable": {"role": "officer"},
        "outcomes": {"home": {"title": "People keep a home", "shared_by": ["council"]}},
        "kinds": {"payment": {"is": ["spend", "individual"]}},
        "facts": {
            "decision.amount": {"type": "number"},
            "decision.channel": {"type": "string", "one_of": ["cash", "voucher"], "changeable": True},
            "person.consent": {"type": "boolean", "ask": "Has the person agreed?"},
            "person.ill": {"type": "boolean"},
            "decision.tried": {"type": "boolean", "confirm": {"ask": "Has it been tried?", "met": True}},
            "actor.trained": {"type": "boolean"},
            "actor.sure": {"type": "boolean", "confirm": {"ask": "Are you sure?", "met": True}},
        },
        **keys,
    }


def load(case: dict[str, Any]) -> tuple[Library, list[Problem]]:
    above = case.get("above", {})
    own = {key: case[key] for key in ("grants", "safeguards") if key in case}
    texts = [head("here", "organisation", under=list(above), **own, **case.get("also", {}))]
    texts += [head(name, **keys) for name, keys in above.items()]
    versions, problems = [], []
    for text in texts:
        content = yaml.dump(text, Dumper=Dumper, sort_keys=False, allow_unicode=True).encode()
        version, found = read_version({"scheme.yaml": content})
        problems += found
        if version is not None:
            versions.append(version)
    library = Library(versions)
    for version in versions:
        problems += library.problems(version)
    return library, [problem for problem in problems if problem.severity == "error"]


def ask(library: Library, case: dict[str, Any]) -> dict[str, Any]:
    as_of = datetime.fromisoformat(case.get("as_of", NOW))
    recorded_at = datetime.fromisoformat(case["recorded_at"]) if "recorded_at" in case else None
    stack = library.stack("here", as_of, recorded_at)
    facts = {"actor": {"ref": "w-1", "role": "worker"}, "decision": {"kind": "payment"}}
    for part, values in case.get("facts", {}).items():
        facts[part] = {k: v for k, v in {**facts.get(part, {}), **values}.items() if v is not None}
    sent = {"scheme": "here", "facts": facts, "done": case.get("done", [])}
    asked = question_from_json(sent, stack, as_of, recorded_at=recorded_at, late=case.get("late", False))
    determination = determine(stack, asked, what_if=case.get("what_if", False))
    return {**determination.to_json(), "summary": summary(stack, determination, asked)}


def told(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer in the short form cases are written in."""
    return {
        **answer,
        "people": [[e["role"], e["level"]] for e in answer["decided_by"]],
        "must": {e["role"]: e["must"] for e in answer["decided_by"] if e["must"]},
        "provisional": [e["role"] for e in answer["decided_by"] if e["provisional"]],
        "ask": None if answer["ask"] is None else answer["ask"]["role"],
        "other_person": bool(answer["ask"] and answer["ask"]["other_person"]),
        "route": [r["do"] for r in answer["route"]],
        "with": [w["id"].removeprefix("here/") for w in answer["with"]],
        "how": [w["how"] for w in answer["with"]],
        "duties": [d["id"].removeprefix("here/") for d in answer["duties"]],
        "uncertain": [d["id"].removeprefix("here/") for d in answer["duties"] if not d["certain"]],
        "done": [d["id"].removeprefix("here/") for d in answer["duties"] if d["done"]],
        "needed": [n.get("fact") or n["duty"].removeprefix("here/") for n in answer["needed"]],
        "relies_on": [r.removeprefix("here/") for r in answer["relies_on"]],
        "because": [
            f"{b['rule'].removeprefix('here/')} {b['held']} {len(b['clauses'])}" for b in answer["because"]
        ],
        "would_have": [w["rule"].removeprefix("here/") for w in answer["would_have"]],
        "would_change": [f"{w['fact']} {w['to']} {w['level']}" for w in answer["would_change"]],
    }


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    library, problems = load(case)
    assert sorted({p.code for p in problems}) == sorted(case.get("problems", [])), [str(p) for p in problems]
    if "answer" in case:
        answer = told(ask(library, case))
        wanted = dict(case["answer"])
        says = wanted.pop("says", "")
        assert {member: answer[member] for member in wanted} == wanted
        assert says in answer["summary"]


def test_every_rule_has_cases() -> None:
    files = {file.name[:2] for file in (Path(__file__).parent / "cases").glob("*.yaml")}
    assert files == {f"{rule:02}" for rule in range(1, 13)}
