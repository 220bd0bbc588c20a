"""Text: DMN 1.5 table 75, and `string`."""

from decimal import Decimal

from govengine.dmn.functions.pattern import compiled, replacement
from govengine.dmn.functions.signature import all_items, builtin, number, text, whole
from govengine.dmn.values import Undefined, Value
from govengine.dmn.writing import written
from govengine.feel.values import ARITHMETIC


def _string(value: Value) -> str | None:
    return None if value is None else written(value)


def _substring(value: Value, start: Value, length: Value = Decimal(10**9)) -> str:
    whole_text, first, size = text(value), whole(start), int(number(length))
    if first == 0 or abs(first) > len(whole_text) or size < 1:
        raise Undefined("there is no such part")
    begin = first - 1 if first > 0 else len(whole_text) + first
    return whole_text[begin : begin + size]


def _before(value: Value, match: Value) -> str:
    head, found, _ = text(value).partition(text(match)) if match else (text(value) and "", "", "")
    return head if found else ""


def _after(value: Value, match: Value) -> str:
    if not text(match):
        return text(value)
    return text(value).partition(text(match))[2]


def _replace(value: Value, pattern: Value, by: Value, flags: Value = "") -> str:
    subject = text(value)
    how = text(flags or "")
    found = compiled(text(pattern), how, len(subject))
    made = found.sub(replacement(text(by), found.groups, literal="q" in how), subject)
    if len(made) > LONGEST_TEXT:
        raise Undefined(f"a text of more than {LONGEST_TEXT} characters")
    return made


def _matches(value: Value, pattern: Value, flags: Value = "") -> bool:
    subject = text(value)
    return compiled(text(pattern), text(flags or ""), len(subject)).search(subject) is not None


def _split(value: Value, delimiter: Value) -> tuple[str, ...]:
    subject = text(value)
    pattern = compiled(text(delimiter), "", len(subject))
    parts, last = [], 0
    for found in pattern.finditer(subject):
        if found.end() > found.start():
            parts.append(subject[last : found.start()])
            last = found.end()
    return (*parts, subject[last:])


def _join(values: Value, delimiter: Value = "") -> str:
    if values is None:
        raise Undefined("there is no list")
    parts = all_items((values,))
    return ("" if delimiter is None else text(delimiter)).join(
        text(part) for part in parts if part is not None
    )


def _number(value: Value, grouping: Value = None, decimal: Value = None) -> Decimal:
    if (
        grouping not in (None, " ", ",", ".")
        or decimal not in (None, ",", ".")
        or (decimal is not None and grouping == decimal)
    ):
        raise Undefined("these separators are not among those there are")
    plain = text(value)
    if grouping:
        plain = plain.replace(grouping, "")
    if decimal:
        plain = plain.replace(decimal, ".")
    if not plain.isascii() or not NUMBER.fullmatch(plain):
        raise Undefined("this is no number")
    return ARITHMETIC.plus(Decimal(plain))


NUMBER = compiled(r"-?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?", "", 0)
LONGEST_TEXT = 1_000_000
"""Characters that `replace` may make: a pattern that matches everywhere multiplies a text."""

TEXTS = (
    builtin("string", "from", run=_string),
    builtin("number", "from, grouping separator?, decimal separator?", run=_number),
    builtin("substring", "string, start position, length?", run=_substring),
    builtin("string length", "string", run=lambda one: Decimal(len(text(one)))),
    builtin("upper case", "string", run=lambda one: text(one).upper()),
    builtin("lower case", "string", run=lambda one: text(one).lower()),
    builtin("substring before", "string, match", run=_before),
    builtin("substring after", "string, match", run=_after),
    builtin("replace", "input, pattern, replacement, flags?", run=_replace),
    builtin("contains", "string, match", run=lambda one, part: text(part) in text(one)),
    builtin("starts with", "string, match", run=lambda one, part: text(one).startswith(text(part))),
    builtin("ends with", "string, match", run=lambda one, part: text(one).endswith(text(part))),
    builtin("matches", "input, pattern, flags?", run=_matches),
    builtin("split", "string, delimiter", run=_split),
    builtin("string join", "list, delimiter?", run=_join),
)
