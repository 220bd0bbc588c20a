"""Contexts: DMN 1.5 §10.3.4.7."""

from govengine.dmn.functions.signature import builtin, context, items, text
from govengine.dmn.values import Undefined, Value


def _entries(found: Value) -> tuple[Value, ...]:
    return tuple({"key": key, "value": value} for key, value in context(found).items())


def _from_entries(entries: Value) -> dict[str, Value]:
    made: dict[str, Value] = {}
    for entry in items(entries):
        pair = context(entry)
        if not {"key", "value"} <= pair.keys() or text(pair["key"]) in made:
            raise Undefined("an entry has a key of its own, and a value")
        made[text(pair["key"])] = pair["value"]
    return made


def _put(found: Value, where: Value, value: Value) -> dict[str, Value]:
    if isinstance(where, tuple):
        if not where:
            raise Undefined("there are no keys")
        key, *rest = where
        inner = _put(context(found).get(text(key), {}), tuple(rest), value) if rest else value
        return {**context(found), text(key): inner}
    return {**context(found), text(where): value}


def _merge(found: Value) -> dict[str, Value]:
    made: dict[str, Value] = {}
    for one in items(found):
        made.update(context(one))
    return made


CONTEXTS = (
    builtin("get value", "m, key", run=lambda found, key: context(found).get(text(key))),
    builtin("get entries", "m", run=_entries),
    builtin("context", "entries", run=_from_entries),
    builtin("context put", "context, key, value", "context, keys, value", run=_put),
    builtin("context merge", "contexts", run=_merge),
)
