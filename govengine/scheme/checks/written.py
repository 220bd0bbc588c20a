"""Where the parts of a bound rule are written: clauses and rows, found again in the text of their version."""

from collections.abc import Iterator
from functools import cached_property

from govengine.feel import Expression
from govengine.scheme.rules import Duty, Grant, Safeguard
from govengine.scheme.shape import Absent
from govengine.scheme.source import Text
from govengine.scheme.stack import Clause, Rule, Stack


class Written:
    """The texts of a stack's own version: the one its author is looking at."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.version = stack.versions[0]

    @cached_property
    def rules(self) -> dict[str, Grant | Safeguard]:
        """Grants and safeguards as written, by their full id."""
        text = self.version.text
        rules: list[Grant | Safeguard] = [*text.safeguards, *text.grants]
        return {f"{self.version.id}/{rule.id.value}": rule for rule in rules}

    def own(self) -> list[Rule]:
        """The version's own rules, bound. Those above it are looked at when they are checked themselves."""
        scheme = self.stack.scheme
        return [rule for rule in (*self.stack.grants, *self.stack.safeguards) if rule.scheme == scheme]

    def place(self, rule: Rule, clause: Clause | None = None) -> str:
        """The place of a clause; of its rule, where it stands in a named condition of another scheme."""
        if clause is not None:
            for text, offset in self._texts(rule, clause):
                return str(text.at(offset))
        return rule.place

    def is_direct(self, rule: Rule, clause: Clause) -> bool:
        """Whether a clause is written in the rule itself, not in a named condition that others share."""
        return next(self._of_rule(rule, clause), None) is not None

    def _texts(self, rule: Rule, clause: Clause) -> Iterator[tuple[Text, int]]:
        yield from self._of_rule(rule, clause)
        for version in self.stack.versions:
            for named in version.text.conditions.values():
                if _stands_in(clause.tree, clause.text, named.value):
                    yield named.value, clause.tree.start

    def _of_rule(self, rule: Rule, clause: Clause) -> Iterator[tuple[Text, int]]:
        written = self.rules.get(rule.id)
        if written is None:
            return
        for text in _conditions_of(written):
            if _stands_in(clause.tree, clause.text, text):
                yield text, clause.tree.start
        for fact, cell in written.cells if isinstance(written, Grant) else ():
            if clause.text.startswith(fact.value) and clause.text.endswith(cell.value.strip()):
                yield cell, 0


def _stands_in(tree: Expression, text: str, whole: Text) -> bool:
    return whole.value[tree.start : tree.end] == text


def _conditions_of(rule: Grant | Safeguard) -> Iterator[Text]:
    if rule.when is not None:
        yield rule.when
    duties: list[Duty] = list(rule.duties)
    if isinstance(rule, Grant) and not isinstance(rule.involve, Absent):
        duties += rule.involve
    for part in (*duties, *((rule.company,) if rule.company else ())):
        for text in (getattr(part, "when", None), part.done_when):
            if text is not None:
                yield text
