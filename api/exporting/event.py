"""A decision as an event in the shape of Open Policy Agent's decision log.

`input` is the question as it could be sent again, `result` the recorded determination, `bundles` the schemes.
`masked` and `erased` are JSON pointers (RFC 6901) into the event: what stands for a masked value is no value,
and an erased one is left out. `record` holds the thirty fields, a member OPA's readers pass over.
"""

from collections.abc import Mapping
from typing import Any

from api.exporting.fields import values_of
from api.exporting.recorded import ERASED, MASKED, Recorded
from govengine.record import Checkpoint
from govengine.record.note import split_note

Json = dict[str, Any]


def event_of(decision: Recorded) -> Json:
    """The event of a decision."""
    leaf = decision.leaf
    body: Json = {
        "labels": {"app": "govengine", "id": _origin(decision), "semantics": str(leaf["semantics"])},
        "decision_id": leaf["id"],
        "timestamp": leaf["recorded_at"],
        "path": f"{leaf['scheme']}/{leaf['kind']}",
        "requested_by": f"{leaf['body']}/{leaf['client']}",
        "bundles": {
            scheme["id"]: {"revision": f"{scheme['version']}@{scheme['digest']}"}
            for scheme in leaf["schemes"]
        },
        "input": _input(decision),
        "result": decision.answer,
        "record": values_of(decision),
    }
    erased: list[str] = []
    masked: list[str] = []
    shown = _without_erased(body, "", erased, masked)
    return {**shown, "erased": sorted(erased), "masked": sorted(masked)}


def _input(decision: Recorded) -> Json:
    """The question as it was sent, the facts the service added among its facts."""
    leaf = decision.leaf
    sent: Json = {"scheme": leaf["scheme"], "as_of": leaf["as_of"], "facts": _nested(decision.facts)}
    for name in ("outcome", "supersedes", "with_schemes"):
        if leaf.get(name):
            sent[name] = leaf[name]
    if "reference" in decision.side:
        sent["reference"] = decision.side["reference"]
    if decision.done:
        sent["done"] = [_done(one) for one in decision.done]
    return sent


def _done(one: Mapping[str, Any]) -> Json:
    by = {"ref": one["by"], "role": one["role"]}
    found = {
        "duty": one["duty"],
        "at": one["at"],
        "by": {k: v for k, v in by.items() if v is not None},
        "ref": one["ref"],
    }
    return {name: value for name, value in found.items() if value is not None and value != {}}


def _nested(facts: Mapping[str, Any]) -> Json:
    nested: Json = {}
    for name, value in facts.items():
        *path, last = name.split(".")
        inner = nested
        for step in path:
            inner = inner.setdefault(step, {})
        inner[last] = value
    return nested


def _without_erased(value: Any, place: str, erased: list[str], masked: list[str]) -> Any:
    # By identity: a recorded text that reads like a marker is still a recorded text.
    if value is MASKED:
        masked.append(place)
        return value
    if isinstance(value, dict):
        kept = {}
        for name, member in value.items():
            pointer = f"{place}/{name.replace('~', '~0').replace('/', '~1')}"
            if member is ERASED:
                erased.append(pointer)
            else:
                kept[name] = _without_erased(member, pointer, erased, masked)
        return kept
    if isinstance(value, list):
        return [_without_erased(item, f"{place}/{n}", erased, masked) for n, item in enumerate(value)]
    return value


def _origin(decision: Recorded) -> str:
    return "unsigned" if decision.note is None else Checkpoint.parse(split_note(decision.note)[0]).origin
