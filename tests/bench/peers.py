"""Other engines on the same policies, each in the form that suits it best; `pip install --group peers`.

Each is given our index on the kind of decision for free: it only ever sees the rules of the kind that was asked
about, as one expression that gives a truth for each of them. So what is timed is what an engine does with five rules
and a request, not how it finds them. A peer that is not installed is left out.
"""

import importlib
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from typing import Any

from tests.bench.policies import Request, Rule

Truths = Callable[[Request], Sequence[bool]]
"""Of some rules, whether each matches the request."""

Matcher = Callable[[Request], list[str]]


def _datalogic(rules: Sequence[Rule]) -> Truths:
    from datalogic_py import Engine

    def condition(rule: Rule) -> dict[str, Any]:
        return {
            "and": [
                {"<=": [{"var": "decision.amount"}, rule.limit]},
                {"in": [{"var": "actor.role"}, list(rule.roles)]},
                {"in": [rule.training, {"var": "actor.training"}]},
                {"===": [{"var": "person.consent"}, True]},
                {"!==": [{"var": "person.risk"}, "high"]},
                {"in": [{"var": "actor.organisation"}, list(rule.organisations)]},
            ]
        }

    compiled = Engine().compile([condition(rule) for rule in rules])
    return compiled.evaluate  # type: ignore[no-any-return]


def _zen(rules: Sequence[Rule]) -> Truths:
    from zen import compile_expression

    def condition(rule: Rule) -> str:
        return (
            f"(decision.amount <= {rule.limit} and actor.role in {list(rule.roles)} and "
            f"contains(actor.training, '{rule.training}') and person.consent == true and person.risk != 'high' "
            f"and actor.organisation in {list(rule.organisations)})"
        )

    expression = compile_expression("[" + ", ".join(map(condition, rules)) + "]")
    return expression.evaluate  # type: ignore[no-any-return]


def _cel_text(rules: Sequence[Rule]) -> str:
    def condition(rule: Rule) -> str:
        return (
            f"(decision.amount <= {rule.limit} && actor.role in {list(rule.roles)} && "
            f"'{rule.training}' in actor.training && person.consent && person.risk != 'high' && "
            f"actor.organisation in {list(rule.organisations)})"
        )

    return "[" + ", ".join(map(condition, rules)) + "]"


def _cel_cpp(rules: Sequence[Rule]) -> Truths:
    from cel_expr_python import cel

    shared = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
    env = cel.NewEnv(variables=dict.fromkeys(("actor", "decision", "person", "context"), shared))
    expression = env.compile(_cel_text(rules))
    return lambda request: expression.eval(data=request).plain_value()


def _cel_rust(rules: Sequence[Rule]) -> Truths:
    import cel

    program = cel.compile(_cel_text(rules))
    return program.execute  # type: ignore[no-any-return]


def _rule_engine(rules: Sequence[Rule]) -> Truths:
    from rule_engine import Context, resolve_item
    from rule_engine import Rule as Text

    context = Context(resolver=resolve_item)

    def condition(rule: Rule) -> str:
        return (
            f"decision['amount'] <= {rule.limit} and actor['role'] in {list(rule.roles)} and "
            f"'{rule.training}' in actor['training'] and person['consent'] and person['risk'] != 'high' and "
            f"actor['organisation'] in {list(rule.organisations)}"
        )

    compiled = [Text(condition(rule), context=context) for rule in rules]
    return lambda request: [rule.matches(request) for rule in compiled]


PEERS = {
    "datalogic-py": ("datalogic_py", _datalogic),
    "zen-engine": ("zen", _zen),
    "cel-expr-python": ("cel_expr_python", _cel_cpp),
    "common-expression-language": ("cel", _cel_rust),
    "rule-engine": ("rule_engine", _rule_engine),
}
"""Each by its distribution: the module it is imported by, and what makes a policy of it."""


def peers(rules: Sequence[Rule]) -> Iterator[tuple[str, Matcher]]:
    """Every peer that is installed, with its version, and its rules that match a request."""
    for name, (module, build) in PEERS.items():
        try:
            importlib.import_module(module)
        except ImportError:
            continue
        yield f"{name} {version(name)}", indexed(rules, build)


def indexed(rules: Sequence[Rule], build: Callable[[Sequence[Rule]], Truths]) -> Matcher:
    """A matcher that asks the peer about the rules of the one kind alone."""
    by_kind: dict[str, list[Rule]] = {}
    for rule in rules:
        by_kind.setdefault(rule.kind, []).append(rule)
    table = {kind: ([rule.id for rule in some], build(some)) for kind, some in by_kind.items()}

    def match(request: Request) -> list[str]:
        ids, truths = table[request["decision"]["kind"]]
        return [one for one, holds in zip(ids, truths(request), strict=True) if holds]

    return match
