"""The register of shared outcomes: the words, who has signed, what each body takes on, and what is owed."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection

from api.desk import Desk
from api.store.obligations import open_about
from api.store.outcome_entries import entries_about_outcome
from api.store.outcomes import Signature, signatures_of, standing
from api.store.reading import entry
from govengine.record import StoredEntry

Json = dict[str, Any]


def outcomes(desk: Desk) -> list[Json]:
    """Every outcome that anybody has signed or that a scheme in force shares, by name."""
    with desk.engine.connect() as connection:
        given = signatures_of(connection)
    shared = _shared(desk)
    names = sorted({one.outcome for one in given} | set(shared))
    return [
        _line(name, [one for one in given if one.outcome == name], shared.get(name, [])) for name in names
    ]


def outcome(desk: Desk, name: str) -> Json | None:
    """One outcome with its story: who signed and left, followed up and reviewed, in the order of the record."""
    shared = _shared(desk).get(name, [])
    with desk.engine.connect() as connection:
        given = signatures_of(connection, name)
        if not given and not shared:
            return None
        owed = [
            one
            for index in dict.fromkeys(one.entry_index for one in given)
            for one in open_about(connection, index)
            if one.outcome == name
        ]
        story = list(_story(connection, name))
    return {
        **_line(name, given, shared),
        "story": story,
        "owed": [one.to_json() for one in owed],
    }


def _line(name: str, given: Sequence[Signature], shared: Sequence[Json]) -> Json:
    stand = standing(given)
    signed = {one.body for one in stand}
    words = stand[-1].words if stand else None
    wanted = words.shared_by if words else tuple(shared[0]["shared_by"]) if shared else ()
    return {
        "outcome": name,
        "title": words.title if words else shared[0]["title"] if shared else None,
        "measure": words.measure if words else None,
        "shared_by": list(wanted),
        "lacks": [body for body in wanted if body not in signed] if len(wanted) > 1 else [],
        "signatures": [_signature(one) for one in given],
        "schemes": sorted({one["scheme"] for one in shared}),
    }


def _signature(one: Signature) -> Json:
    return {
        "id": one.id,
        "body": one.body,
        "by": {"ref": one.by, "role": one.role},
        "attested": one.attested,
        "share": one.share,
        "since": one.since,
        "until": one.until,
    }


def _shared(desk: Desk) -> dict[str, list[Json]]:
    """What the schemes in force declare, newest version first."""
    found: dict[str, list[Json]] = {}
    for name, versions in desk.rules.in_force.library.schemes.items():
        for version in reversed(versions):
            for outcome_name, named in version.text.outcomes.items():
                line = {
                    "scheme": name,
                    "title": named.value.title.value,
                    "shared_by": [body.value for body in named.value.shared_by],
                }
                found.setdefault(outcome_name, []).append(line)
    return found


def _story(connection: Connection, name: str) -> Sequence[Json]:
    return [
        _told(stored, name)
        for index in entries_about_outcome(connection, name)
        if (stored := entry(connection, index)) is not None
    ]


def _told(stored: StoredEntry, name: str) -> Json:
    leaf = orjson.loads(stored.leaf)
    side = orjson.loads(stored.side) if stored.side else {"values": {}}
    told: Json = {"id": stored.entry_id, "act": stored.kind, "recorded_at": stored.recorded_at}
    signed = [
        {"body": one["body"], "role": one["role"], "attested": one["attested"]}
        for one in leaf.get("signatures", ())
        if one["outcome"] == name
    ]
    if signed:
        return told | {"signed": signed}
    told["by"] = {"ref": side["values"].get("by"), "role": leaf["by_role"], "body": leaf["body"]}
    told |= {n: leaf[n] for n in ("came", "what", "duty", "to", "accepted") if leaf.get(n) is not None}
    return told | {n: side[n] for n in ("said", "why") if n in side}
