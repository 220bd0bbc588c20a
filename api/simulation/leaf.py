"""The entry of a simulated decision: the bytes `decision_entry` and `make_entry` would give, ten times as fast.

What is the same for every decision with one answer (the determination, the schemes, who is party to it) is made
once. A test holds every byte equal to what the service writes.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from api.commands.decision_entry import json_of, recorded_answer
from api.commands.figures import figures_of
from api.simulation.chance import Salts
from api.store.tables import EVERYTHING
from govengine.decide import Determination, Question
from govengine.feel import Value
from govengine.record import FORMAT, MAX_LEAF_BYTES, Kind, canonical, lookup_key
from govengine.record.entry import SIDE_PREFIX
from govengine.scheme import Stack

OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
MOST_KEYS = 200_000


@dataclass(frozen=True, slots=True)
class Answered:
    """A determination in the forms an entry and the read model need. Made once for all that share it."""

    determination: Determination
    recorded: orjson.Fragment
    schemes: orjson.Fragment
    level: str
    basis: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what surrounds it."""

    stack: Stack
    question: Question
    origins: Mapping[str, str]
    body: str
    client: str
    reference: str | None
    supersedes: str | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """The stored bytes, and what it is found and counted by."""

    leaf: bytes
    side: bytes | None
    keys: Mapping[str, str]
    figures: str


def answered(determination: Determination) -> Answered:
    """The forms of a determination."""
    people = [*determination.decided_by, *determination.company]
    if determination.ask:
        people.append(determination.ask)
    people += [person for bind in determination.binds for person in bind["resolved_by"]]
    return Answered(
        determination,
        orjson.Fragment(canonical(recorded_answer(determination))),
        orjson.Fragment(canonical(determination.to_json()["schemes"])),
        str(determination.level),
        str(determination.basis),
        tuple(sorted({person["body"] for person in people})),
    )


class Scribe:
    """Writes entries. `secret` keys look-ups."""

    def __init__(self, secret: bytes, salts: Salts) -> None:
        self._secret, self._salts = secret, salts
        self._keys: dict[tuple[str, Value], str] = {}
        self._shared: dict[int, tuple[str, ...]] = {}

    def entry(self, asked: Asked, answer: Answered, *, entry_id: str, index: int, recorded_at: str) -> Entry:
        """The entry `decision.proposed`."""
        question, types = asked.question, asked.stack.facts
        personal: dict[str, Any] = {}
        open_facts: dict[str, Any] = {}
        for name, value in question.facts.items():
            written = value if type(value) is str or type(value) is bool else json_of(value)
            if types[name].personal:
                personal[name] = written
            else:
                open_facts[name] = {"value": written, "from": asked.origins[name]}
        side: dict[str, Any] = {}
        if asked.reference is not None:
            side["reference"] = asked.reference
        if question.done:
            side["done"] = [{"by": one.by, "ref": one.ref} for one in question.done]
        commitments, salts = self._commit(personal, side)
        keys = self._keys_of(asked.stack, question.facts)
        leaf = orjson.dumps(
            {
                "as_of": question.as_of.isoformat(),
                "asked_at": _instant_text(asked.asked_at),
                "attested": "client",
                "authorisations": [],
                "body": asked.body,
                "client": asked.client,
                "commitments": commitments,
                "determination": answer.recorded,
                "done": [{"at": one.at, "duty": one.duty, "role": one.role} for one in question.done],
                "entry": Kind.DECISION_PROPOSED.value,
                "facts": open_facts,
                "findings": [],
                "format": FORMAT,
                "id": entry_id,
                "index": index,
                "keys": keys,
                "kind": question.kind,
                "late": question.late,
                "outcome": question.outcome,
                "provenance": {name: asked.origins[name] for name in personal},
                "recorded_at": recorded_at,
                "scheme": asked.stack.scheme,
                "schemes": answer.schemes,
                "semantics": 1,
                "supersedes": asked.supersedes,
                "suspensions": [],
                "with_schemes": [],
            },
            option=OPTIONS,
        )
        assert len(leaf) <= MAX_LEAF_BYTES
        figures = figures_of(open_facts)
        if not commitments:
            return Entry(leaf, None, keys, figures)
        written = orjson.dumps({**side, "values": personal, "salts": salts}, option=OPTIONS)
        return Entry(leaf, written, keys, figures)

    def _commit(
        self, personal: Mapping[str, Any], side: Mapping[str, Any]
    ) -> tuple[dict[str, str], dict[str, str]]:
        commitments, salts = {}, {}
        draw, sha256, dumps = self._salts.draw, hashlib.sha256, orjson.dumps
        named = personal
        if side:
            named = {**personal, **{SIDE_PREFIX + member: value for member, value in side.items()}}
        for name, value in named.items():
            salt, salts[name] = draw()
            written = dumps(value, option=OPTIONS)
            commitments[name] = sha256(b"\x02%b%b%b" % (salt, name.encode(), written)).hexdigest()
        return commitments, salts

    def _keys_of(self, stack: Stack, facts: Mapping[str, Value]) -> dict[str, str]:
        # As `history.keys_of`, each key made once: households come again, and staff every day.
        shared = self._shared.get(id(stack))
        if shared is None:
            named = {one.same for one in stack.history.values() if one.same}
            shared = tuple(sorted(named | stack.watched_facts))
            self._shared[id(stack)] = shared
        found = {EVERYTHING: stack.scheme}
        for name, value in facts.items():
            if name.endswith(".ref") or name in shared:
                key = self._keys.get((name, value))
                if key is None:
                    if len(self._keys) >= MOST_KEYS:
                        self._keys.clear()
                    key = self._keys[name, value] = lookup_key(self._secret, name, json_of(value))
                found[name] = key
        return found


def _instant_text(moment: datetime) -> str:
    # `govengine.record.instant_text` for a moment that is known to be in UTC.
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"
