"""The reply to a proposal: built around what like answers have in common, and made again from the entry.

The reply is not kept for its Idempotency-Key: the entry holds all that it is made of, and half of it is personal.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Connection

from api.commands.redecide import decided_again
from api.rule_store import RuleStore
from api.store.reading import entry
from govengine.decide import Determination, summary
from govengine.decide.alike import Kept
from govengine.errors import GovengineError
from govengine.record import StoredEntry

Json = dict[str, Any]

_OF_ITS_OWN = ("because", "as_of")
"""Members of a determination that quote the question."""


def reply_body(entry_id: str, recorded_at: str, like: Kept, answer: Determination, text: str) -> bytes:
    """The body, without its receipt. `answer` is the whole determination, `like` what it shares; `text` sums it up."""
    determination = {**like.form(_in_common), "because": answer.because, "as_of": answer.as_of}
    return _body(entry_id, recorded_at, determination, text)


def reply_again(connection: Connection, rules: RuleStore, index: int) -> bytes:
    """The same body, by deciding entry `index` again."""
    stored = entry(connection, index)
    assert stored is not None  # an Idempotency-Key is kept in the transaction that appends its entry
    return _body(stored.entry_id, stored.recorded_at, *answer_again(connection, rules, stored))


def answer_again(connection: Connection, rules: RuleStore, stored: StoredEntry) -> tuple[Json, str]:
    """The determination of a recorded decision, and its summary."""
    try:
        stack, question, again = decided_again(connection, rules, stored)
    except (KeyError, GovengineError):
        # What was answered stands in the leaf, whatever became of the rest.
        leaf = orjson.loads(stored.leaf)
        return leaf["determination"], "What this answer rested on cannot be read any more."
    return again.to_json(), summary(stack, again, question)


def _body(entry_id: str, recorded_at: str, determination: Mapping[str, Any], text: str) -> bytes:
    body = {"id": entry_id, "recorded_at": recorded_at, "determination": determination, "summary": text}
    return orjson.dumps(body)


def _in_common(determination: Determination) -> Mapping[str, orjson.Fragment | None]:
    """The members as they are sent, in their order; those that quote the question are still to be put in."""
    return {
        name: None if name in _OF_ITS_OWN else orjson.Fragment(orjson.dumps(value))
        for name, value in determination.to_json().items()
    }
