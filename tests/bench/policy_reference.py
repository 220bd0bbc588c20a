"""The reference engines are compared by: plain Python generated for one policy, indexed by kind, nothing explained."""

from collections.abc import Callable, Sequence

from tests.bench.policies import Request, Rule

Matcher = Callable[[Request], tuple[list[str], str]]


def reference(rules: Sequence[Rule]) -> Matcher:
    """All rules that match, and the verdict."""
    by_kind: dict[str, list[Rule]] = {}
    for rule in rules:
        by_kind.setdefault(rule.kind, []).append(rule)
    table = {kind: _function(some) for kind, some in by_kind.items()}

    def match(request: Request) -> tuple[list[str], str]:
        return table[request["decision"]["kind"]](request)

    return match


def _function(rules: Sequence[Rule]) -> Matcher:
    lines = [
        "def match(request):",
        "    matched = []",
        "    person = request['person']",
        "    if person['consent'] is not True or person['risk'] == 'high':",
        "        return matched, 'nothing'",
        "    actor = request['actor']",
        "    amount = request['decision']['amount']",
        "    role, training, organisation = actor['role'], actor['training'], actor['organisation']",
        "    forbid = escalate = permit = False",
    ]
    for rule in rules:
        sets = [
            f"{name} in {{{str(list(some))[1:-1]}}}"
            for name, some in (("role", rule.roles), ("organisation", rule.organisations))
        ]
        condition = " and ".join(
            [f"amount <= {rule.limit}", sets[0], f"{rule.training!r} in training", sets[1]]
        )
        lines += [
            f"    if {condition}:",
            f"        matched.append({rule.id!r})",
            f"        {rule.effect} = True",
        ]
    lines.append(
        "    return matched, 'forbid' if forbid else 'escalate' if escalate else 'permit' if permit else 'nothing'"
    )
    made: dict[str, Matcher] = {}
    exec("\n".join(lines), {}, made)
    return made["match"]
