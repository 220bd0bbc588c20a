"""JSON in, without surprises: no duplicate keys, no NaN, numbers as decimals, a bound on nesting."""

import json
from decimal import Decimal
from typing import Any

from govengine.errors import Problem, RequestError

DEEPEST = 30


def read_json(body: bytes | str) -> Any:
    """The value of a JSON text; numbers become Decimal, read from their digits.

    Raises RequestError `not-json`, `duplicate-member` or `too-deep`, each with what to do.
    """
    try:
        text = body.decode("utf-8") if isinstance(body, bytes) else body
        value = json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_no_constant,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise _bad("not-json", "The body is not UTF-8.", "Send UTF-8.") from error
    except RecursionError as error:
        raise _bad("too-deep", "The body nests too deep.", f"Nest at most {DEEPEST} levels.") from error
    except json.JSONDecodeError as error:
        message = f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise _bad("not-json", message, "Send well-formed JSON.") from error
    if text.count("{") + text.count("[") > DEEPEST and _depth(value) > DEEPEST:
        raise _bad("too-deep", "The body nests too deep.", f"Nest at most {DEEPEST} levels.")
    return value


def _bad(code: str, message: str, what_to_do: str) -> RequestError:
    return RequestError([Problem(code, message, what_to_do, "")])


MOST_DIGITS = 1000


def _number(text: str) -> Decimal | str:
    # What is too long to be a number anybody means stays text: the fact's own check then says what is wrong.
    return Decimal(text) if len(text) <= MOST_DIGITS and _small_exponent(text) else text


def _small_exponent(text: str) -> bool:
    _, _, exponent = text.lower().partition("e")
    return len(exponent) <= len("+9999")


def _no_constant(name: str) -> Any:
    raise _bad("not-json", f"{name} is not JSON.", "Send a number with digits, or leave the fact out.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _bad("duplicate-member", f"{twice[:80]!r} stands twice in one object.", "Send it once.")
    return found


def _depth(value: Any) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        deepest = max(deepest, depth)
        if depth <= DEEPEST:
            inner = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
            waiting += [(one, depth + 1) for one in inner]
    return deepest
