"""What each of the thirty fields holds for one recorded decision. One function a field, named as the field."""

from datetime import date
from typing import Any, Final

from api.exporting.recorded import Recorded
from govengine.record import Checkpoint, Kind
from govengine.record.binary import to_base64
from govengine.record.note import split_note
from govengine.scheme import Layer, Version

NOT_YET: Final = "not yet recorded"
NOT_SENT: Final = "not sent"
NONE: Final = "none"
NOBODY: Final = "nobody so far"

CONSENT = "person.consent"
EMERGENCY = "decision.emergency"
RATIFY = "/ratify"


def record_id(decision: Recorded) -> Any:
    """Field 1."""
    return {"id": decision.leaf["id"], "format": decision.leaf["format"]}


def decided_and_recorded(decision: Recorded) -> Any:
    """Field 2."""
    leaf = decision.leaf
    return {
        "decided_at": leaf["as_of"],
        "asked_at": leaf["asked_at"],
        "recorded_at": leaf["recorded_at"],
        "late": leaf["late"],
    }


def proposal(decision: Recorded) -> Any:
    """Field 3."""
    return {
        "kind": decision.leaf["kind"],
        "facts": dict(decision.facts),
        "reference": decision.side.get("reference", NOT_SENT),
    }


def facts_provenance(decision: Recorded) -> Any:
    """Field 4."""
    leaf = decision.leaf
    origins = {name: fact["from"] for name, fact in leaf["facts"].items()} | leaf["provenance"]
    missing = {need["fact"]: "missing" for need in decision.answer["needed"] if need.get("fact")}
    return dict(sorted((missing | origins).items()))


def actor(decision: Recorded) -> Any:
    """Field 5."""
    facts, leaf = decision.facts, decision.leaf
    return {
        "ref": facts.get("actor.ref", NOT_SENT),
        "role": facts.get("actor.role", NOT_SENT),
        "body": facts.get("actor.body", leaf["body"]),
        "client": leaf["client"],
        "attested": leaf["attested"],
    }


def authority(decision: Recorded) -> Any:
    """Field 6."""
    answer = decision.answer
    return {
        "scheme": _name(decision, decision.leaf["scheme"]),
        "relies_on": answer["relies_on"] or NONE,
        "decided_by": [f"{one['body']}/{one['role']}" for one in answer["decided_by"]] or NONE,
        "line": answer["accountability"]["line"] or NONE,
    }


def delegation_validity(decision: Recorded) -> Any:
    """Field 7."""
    effective = _own(decision).text.effective
    return {
        "from": effective.since.isoformat(),
        "to": _until(effective.until),
        "delegated_by": decision.answer["accountability"].get("delegated_by", NONE),
        "authorisations": [
            {
                "id": one.leaf["id"],
                "to": one.leaf["fact"],
                "how": one.leaf["how"],
                "from": one.leaf["since"],
                "until": one.leaf["until"],
                "holder": {"ref": one.values["holder"], "role": one.leaf["holder_role"]},
                "agreed_by": {"ref": one.values["by"], "role": one.leaf["by_role"]},
                "evidence": one.side.get("evidence", NOT_SENT),
            }
            for one in decision.authorisations
        ]
        or NONE,
    }


def rules_in_force(decision: Recorded) -> Any:
    """Field 8."""
    windows = {v.digest: v.text.effective for v in decision.versions}
    return {
        "semantics": decision.leaf["semantics"],
        "schemes": [
            {
                **scheme,
                "from": windows[scheme["digest"]].since.isoformat(),
                "to": _until(windows[scheme["digest"]].until),
            }
            for scheme in decision.leaf["schemes"]
        ],
    }


def evaluation_trace(decision: Recorded) -> Any:
    """Field 9."""
    return decision.answer["rules"] or "no rule bears on this kind"


def advice(decision: Recorded) -> Any:
    """Field 10."""
    answer = decision.answer
    names = ("level", "may_act", "complete", "basis")
    return {name: answer[name] for name in names} | {
        "decided_by": [one["role"] for one in answer["decided_by"]] or NONE,
        "ask": answer["ask"]["role"] if answer["ask"] else NONE,
    }


def shared_outcome(decision: Recorded) -> Any:
    """Field 17."""
    found = decision.answer["accountability"]
    return {"outcome": found["outcome"] or NONE, "agreed_by": found["shared_by"] or NONE}


def capacity_and_statute(decision: Recorded) -> Any:
    """Field 19."""
    statutes = {v.id for v in decision.versions if v.text.layer is Layer.STATUTE}
    considered = {
        rule: held for rule, held in decision.answer["rules"].items() if rule.partition("/")[0] in statutes
    }
    return {
        "consent": decision.facts.get(CONSENT, NOT_SENT),
        "statute_considered": considered or NONE,
        "capacity": [
            {"at": one.leaf["recorded_at"], "basis": one.side["capacity"]}
            for one in decision.entries_of(Kind.DECISION_TAKEN)
            if "capacity" in one.side
        ]
        or "not noted",
    }


def lawful_basis(decision: Recorded) -> Any:
    """Field 20."""
    return {
        version.id: {
            "lawful_basis": version.text.lawful_basis.value if version.text.lawful_basis else "not stated",
            "purpose": version.text.purpose.value if version.text.purpose else "not stated",
        }
        for version in decision.versions
    }


def retention(decision: Recorded) -> Any:
    """Field 24."""
    return decision.retention


def sampling(decision: Recorded) -> Any:
    """Field 25."""
    return {
        "assured": decision.answer["accountability"].get("assure", NONE),
        "selected": NOT_YET,
    }


def corrections(decision: Recorded) -> Any:
    """Field 28."""
    return {
        "supersedes": decision.leaf["supersedes"] or NONE,
        "superseded_by": decision.superseded_by or NONE,
        "corrected": [
            {
                "at": one.leaf["recorded_at"],
                "facts": one.leaf["facts"]
                | {
                    name: {"was": one.values[f"was.{name}"], "is": one.values[f"is.{name}"]}
                    for name in one.leaf["personal"]
                },
                "by": {"ref": one.values["corrected_by"], "role": one.leaf["by_role"]},
                "why": one.side["why"],
                "new_decision": one.leaf["new_decision"] or NONE,
            }
            for one in decision.entries_of(Kind.DECISION_CORRECTED)
        ]
        or NONE,
    }


def integrity(decision: Recorded) -> Any:
    """Field 29."""
    signed: Any = "no checkpoint"
    if decision.note is not None:
        checkpoint = Checkpoint.parse(split_note(decision.note)[0])
        signed = {
            "origin": checkpoint.origin,
            "size": checkpoint.size,
            "root": to_base64(checkpoint.root),
        }
    return {
        "index": decision.stored.index,
        "leaf_hash": decision.stored.leaf_hash.hex(),
        "checkpoint": signed,
    }


def access_log(decision: Recorded) -> Any:
    """Field 30."""
    return [
        {
            "at": one.leaf["recorded_at"],
            "by": f"{one.leaf['body']}/{one.leaf['key']}",
            "role": one.leaf["role"],
            "what": one.leaf["what"],
            "purpose": one.side.get("purpose", NOT_SENT),
        }
        for one in decision.entries_of(Kind.RECORD_READ)
    ] or NOBODY


def _own(decision: Recorded) -> Version:
    return next(v for v in decision.versions if v.id == decision.leaf["scheme"])


def _name(decision: Recorded, scheme: str) -> str:
    return next(v.name for v in decision.versions if v.id == scheme)


def _until(day: date | None) -> str:
    return day.isoformat() if day else "no end set"
