"""Expressions where they are written: read, checked, and every fault placed in its file."""

import re
from collections.abc import Mapping

from govengine.errors import Problem
from govengine.feel import (
    BOOLEAN,
    UNKNOWN,
    Expression,
    Fault,
    Lexicon,
    SyntaxFault,
    Type,
    Value,
    check,
    compile_expression,
    lexicon_of,
    parse,
    parse_unary_tests,
)
from govengine.feel.builtins import BUILTINS, Builtin
from govengine.feel.types import STRING, list_of
from govengine.scheme.look_alike import as_it_looks, strange_characters
from govengine.scheme.scalar import wrong
from govengine.scheme.source import Text

NO_NAMES = lexicon_of(())


def _not_run(*_: Value) -> Value:
    raise ValueError("seniority.py writes it out before anything runs")


_ROLES = (STRING, list_of(STRING))
SENIOR = "senior"
CONDITION_FUNCTIONS = {**BUILTINS, SENIOR: Builtin((_ROLES, _ROLES), BOOLEAN, _not_run)}
"""The language's own functions, and the one that only a scheme, which knows its lines, gives a meaning."""


def expression(
    text: Text,
    scope: Mapping[str, Type],
    lexicon: Lexicon,
    problems: list[Problem],
    functions: Mapping[str, Builtin] = BUILTINS,
) -> Expression | None:
    """A checked tree, or None with the problems placed. `lexicon` holds the names of `scope`."""
    try:
        tree = parse(text.value, lexicon)
    except SyntaxFault as error:
        problems.append(_look_alike(text) or _placed(text, error.fault))
        return None
    return _checked(text, tree, scope, problems, functions)


def unary_tests(
    text: Text,
    subject: str,
    scope: Mapping[str, Type],
    lexicon: Lexicon,
    problems: list[Problem],
) -> Expression | None:
    """A table's cell as a checked tree; None when it holds for any value, or with the problems placed."""
    try:
        tree = parse_unary_tests(text.value, subject, lexicon)
    except SyntaxFault as error:
        problems.append(_look_alike(text) or _placed(text, error.fault))
        return None
    return None if tree is None else _checked(text, tree, scope, problems, BUILTINS)


def constant(text: Text, problems: list[Problem]) -> Value | None:
    """The value of an expression that reads nothing; None with a problem when it is not one."""
    tree = expression(text, {}, NO_NAMES, problems)
    if tree is None:
        return None
    value = compile_expression(tree)({})
    if value is UNKNOWN:
        problems.append(
            wrong(text, "no-value", "This has no value.", "Write a number, a date or a text in quotes.")
        )
        return None
    return value


def _checked(
    text: Text,
    tree: Expression,
    scope: Mapping[str, Type],
    problems: list[Problem],
    functions: Mapping[str, Builtin],
) -> Expression | None:
    checked, faults = check(tree, scope, functions)
    alike = _look_alike(text) if faults else None
    problems.extend([alike] if alike else [_placed(text, fault) for fault in faults])
    return None if faults else checked


def _placed(text: Text, fault: Fault) -> Problem:
    return wrong(text.at(fault.start), fault.code, fault.message, fault.what_to_do, fault.did_you_mean)


_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def _look_alike(text: Text) -> Problem | None:
    """Where a text that cannot be made sense of has a letter that looks like a plain one, that is the reason."""
    bare = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text.value)
    for offset, character in enumerate(bare):
        plain = as_it_looks(character)
        if not character.isascii() and len(plain) == 1 and plain.isascii() and plain.isalnum():
            (shown,) = strange_characters(character)
            message = f"The character here looks like {plain} and is {shown}."
            return wrong(text.at(offset), "look-alike", message, "Type it again as a plain letter.")
    return None
