"""What the record must hold of a case: what was asked and answered, and nothing about a person."""

import json
import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from api.store.reading import entry
from govengine.scheme import Stack
from tests.shapes.case import Case
from tests.shapes.hall import Hall
from tests.shapes.seen import LATE_AFTER, seen, wanted_of
from tests.shapes.shape import Json, leaves


def check_entry(case: Case, hall: Hall, stack: Stack, reply: Json, supersedes: str | None) -> None:
    """The entry says what was asked and answered, and nothing about a person."""
    with hall.service.live.engine.connect() as connection:
        stored = entry(connection, reply["receipt"]["index"])
    assert stored is not None
    leaf, side, wanted = json.loads(stored.leaf), json.loads(stored.side or b"{}"), case.text["answer"]
    assert (leaf["entry"], leaf["id"], leaf["kind"]) == (
        "decision.proposed",
        reply["id"],
        case.facts["decision"]["kind"],
    )
    assert (leaf["as_of"], leaf["supersedes"]) == (reply["determination"]["as_of"], supersedes)
    assert datetime.fromisoformat(leaf["recorded_at"]) == case.clock
    assert leaf["late"] is (case.clock - datetime.fromisoformat(leaf["as_of"]) > LATE_AFTER)
    assert leaf["schemes"] == reply["determination"]["schemes"]
    answer, rules = leaf["determination"], leaf["determination"]["rules"]
    in_the_entry = {name: value for name, value in wanted.items() if name in answer or name == "by"}
    for made_again in ("because", "would_change"):
        assert made_again not in answer
        in_the_entry.pop(made_again, None)
    whole = {"because": [], "would_change": [], "schemes": leaf["schemes"], **answer}
    assert seen(case.shape, whole, rules, in_the_entry) == wanted_of(in_the_entry)

    asked = leaves(case.facts)
    if "actor.body" not in asked:
        asked["actor.body"] = case.body
    personal = {name: value for name, value in asked.items() if stack.facts[name].personal}
    derived = case.history
    open_facts = {name: fact["value"] for name, fact in leaf["facts"].items() if fact["from"] != "derived"}
    assert open_facts == {name: as_recorded(name, asked[name]) for name in asked.keys() - personal.keys()}
    computed = {name: Decimal(f["value"]) for name, f in leaf["facts"].items() if f["from"] == "derived"}
    computed |= {
        name: Decimal(side["values"][name]) for name, how in leaf["provenance"].items() if how == "derived"
    }
    assert computed == derived
    private = set(personal) | {name for name in derived if stack.facts[name].personal}
    assert set(leaf["provenance"]) == private
    beside = {"side.done"} if "done" in case.text else set()
    assert set(leaf["commitments"]) == private | beside
    assert set(side.get("salts", ())) == private | beside
    assert_nothing_personal(stored.leaf, personal, case.text.get("done", ()))


def as_recorded(name: str, value: Any) -> Any:
    """Roles and classes are lists, whoever sends them."""
    return [value] if name in ("actor.role", "decision.classes") and isinstance(value, str) else value


def assert_nothing_personal(leaf: bytes, personal: Json, done: Any) -> None:
    """No reference, date or text of a person; numbers and yes or no could stand there by chance."""
    texts = [text for value in personal.values() for text in (value if isinstance(value, list) else [value])]
    texts += [text for one in done for text in (one.get("by", {}).get("ref"), one.get("ref")) if text]
    for text in texts:
        if isinstance(text, str) and re.search(r"[a-z]", text):
            assert json.dumps(text)[1:-1].encode() not in leaf, text
