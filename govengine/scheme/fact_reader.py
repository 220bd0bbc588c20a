"""Facts read with one converter for each, made from the vocabulary when it is first used.

It takes what is plainly right. Anything else is read by `facts_from_json`, which says everything that is wrong: so
there is one place where facts are refused, and this one only saves time.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from govengine.errors import Problem
from govengine.feel import Type, Value
from govengine.feel.types import BOOLEAN, NUMBER, STRING
from govengine.scheme.vocabulary import LONGEST_TEXT, FactType, Unfit, facts_from_json, scalar_of, value_of

Converter = Callable[[Any], Value]
"""From JSON to a value. Raises Unfit."""

_Tree = dict[str, "tuple[str, Converter] | _Tree"]


class _NotPlain(Exception):  # noqa: N818 - a signal to look closer
    """Facts that are wrong, or right in a way that is not the usual one."""


class FactReader:
    """Reads the facts of one vocabulary."""

    def __init__(self, vocabulary: Mapping[str, FactType]) -> None:
        self._vocabulary = vocabulary
        self._sent = _tree({name: fact for name, fact in vocabulary.items() if not fact.computed})
        self._all = _tree(vocabulary)

    def read(self, sent: Any, *, computed_too: bool = False) -> tuple[dict[str, Value], list[Problem]]:
        """As `facts_from_json`."""
        values: dict[str, Value] = {}
        try:
            _walk(sent, self._all if computed_too else self._sent, values)
        except (Unfit, _NotPlain):
            return facts_from_json(sent, self._vocabulary, computed_too=computed_too)
        return values, []


def _walk(sent: Any, tree: _Tree, values: dict[str, Value]) -> None:
    if sent.__class__ is not dict:
        raise _NotPlain
    for key, value in sent.items():
        found = tree.get(key)
        if isinstance(found, tuple):
            name, convert = found
            values[name] = convert(value)
        elif found is None:
            raise _NotPlain
        else:
            _walk(value, found, values)


def _tree(vocabulary: Mapping[str, FactType]) -> _Tree:
    """Facts by the parts of their names. What facts are in is no fact."""
    tree: _Tree = {}
    for name in sorted(vocabulary, key=lambda name: -name.count(".")):
        *folders, last = name.split(".")
        inner: Any = tree
        for folder in folders:
            inner = inner.setdefault(folder, {})
        inner.setdefault(last, (name, _converter(vocabulary[name])))
    return tree


def _converter(fact: FactType) -> Converter:
    if fact.type.item is None:
        return _of_scalar(fact, fact.type)
    of_item = _of_scalar(fact, fact.type.item)

    def of_list(sent: Any) -> Value:
        return tuple([of_item(item) for item in sent]) if sent.__class__ is list else value_of(fact, sent)

    return of_list


def _of_scalar(fact: FactType, kind: Type) -> Converter:
    def of_boolean(sent: Any) -> Value:
        return sent if sent is True or sent is False else looked_at(sent)

    def of_text(sent: Any) -> Value:
        plain = sent.__class__ is str and sent.isascii() and "\0" not in sent
        return sent if plain and 0 < len(sent) <= LONGEST_TEXT and not sent.isspace() else looked_at(sent)

    def of_choice(sent: Any) -> Value:
        return sent if sent.__class__ is str and sent in choices else looked_at(sent)

    def of_number(sent: Any) -> Value:
        if sent.__class__ is str and _PLAIN_NUMBER.fullmatch(sent):
            value = Decimal(sent)
            if (least is None or value >= least) and (most is None or value <= most):
                return value
        return looked_at(sent)

    def looked_at(sent: Any) -> Value:
        if sent is None:
            return value_of(fact, sent)
        return scalar_of(fact, kind, sent)

    least, most = fact.least, fact.most
    choices = frozenset(filter(str.strip, fact.one_of))
    if kind == STRING:
        return of_choice if fact.one_of else of_text
    if kind == BOOLEAN and not fact.one_of:
        return of_boolean
    return of_number if kind == NUMBER and not fact.one_of else looked_at


_PLAIN_NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,12})?")
"""Fewer than the 34 digits a number may have."""
