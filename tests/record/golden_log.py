"""The log whose files are kept for ever in `golden/format-1`. The keys and salts are for tests only.

    python -m tests.record.golden_log

writes the files where there are none yet. It never overwrites: what a released version has written must
verify in every later one, so a new format gets a new folder beside this one.
"""

import dataclasses
import json
import sys
from pathlib import Path

from govengine.record import canonical, make_disclosure, make_entry, sign_rotation
from govengine.record.bundle import BundleContents, bundle_files
from tests.record.logs import KEY, NEXT_KEY, ORIGIN, stored, treed

FOLDER = Path(__file__).parent / "golden" / "format-1"
DIGEST = "sha256:" + "0123456789abcdef" * 4
SCHEME = {"scheme.yaml": "scheme: leeds-cs\n# Llanfair-ym-Muallt \u2013 \u201cquoted\u201d\n"}

RECIPES = [
    (
        "scheme.adopted",
        {"scheme": "leeds-cs", "version": "2026-04", "layer": "organisation", "digest": DIGEST, "role": "director"},
        {"adopted_by": "a-1"},
        {},
    ),
    (
        "decision.proposed",
        {
            "kind": "s17_one_off_payment",
            "scheme": "leeds-cs",
            "schemes": [{"id": "leeds-cs", "version": "2026-04", "layer": "organisation", "digest": DIGEST}],
            "semantics": 1,
            "facts": {"decision.amount": {"value": "80.00", "from": "asserted"}},
            "provenance": {"person.ref": "asserted", "person.consent": "registered", "person.needs": "asserted"},
            "determination": {"level": "act", "may_act": True, "rules": {"g1": True, "g2": None, "g3": False}},
        },
        {"person.ref": "p-88120", "person.consent": True, "person.needs": ["food", "heating"], "person.age": 41},
        {"reference": "CASE/7 £ é \u2028 \x7f", "done": [{"by": "a-2", "ref": None}]},
    ),
    (
        "decision.proposed",
        {"kind": "s17_one_off_payment", "schemes": [], "determination": {"level": "refer"}},
        {"person.ref": "p-2", "person.consent": False},
        {"reasons": "The family\nasked \"why\"."},
    ),
    ("clock.stepped", {"clock": "2026-05-01T00:00:00.000000Z"}, {}, {}),
    ("key.rotated", {"rotation": sign_rotation(KEY, NEXT_KEY, 4)}, {}, {}),
    ("record.erased", {"erases": [{"index": 2, "names": ["person.ref", "side.reasons"]}]}, {}, {}),
    ("finding.raised", {"pattern": "thrice", "n": 9007199254740991}, {"person.ref": "p-88120"}, {}),
]  # fmt: skip


def golden_log():
    entries = []
    for index, (kind, fields, personal, side) in enumerate(RECIPES):
        salts = iter(bytes([index, number]) * 16 for number in range(20))
        recorded_at = f"2026-05-02T09:15:00.{index:06}Z"
        entries.append(
            make_entry(
                kind,
                fields,
                personal,
                side,
                salts=salts.__next__,
                entry_id=f"01J0000000000000000000000{index}",
                index=index,
                recorded_at=recorded_at,
            )
        )
    return treed(entries)


def golden_rows(log):
    """As they are stored once entry 5 has erased two values of entry 2."""
    rows = stored(log)
    side = json.loads(rows[2].side)
    for name in ("person.ref", "side.reasons"):
        side["salts"].pop(name)
    side["values"].pop("person.ref")
    side.pop("reasons")
    side["erased"] = ["person.ref", "side.reasons"]
    rows[2] = dataclasses.replace(rows[2], side=canonical(side))
    return rows


def golden_files():
    """{name: bytes}: a whole bundle, a receipt, a tlog-proof and a disclosure."""
    log = golden_log()
    rows = golden_rows(log)
    bundle = BundleContents(
        origin=ORIGIN,
        made_at="2026-06-01T08:00:00.000000Z",
        entries=lambda: rows,
        checkpoints=[log.checkpoint(4, [KEY]), log.checkpoint(7, [NEXT_KEY])],
        keys=[KEY.verifier, NEXT_KEY.verifier],
        schemes=[(DIGEST, SCHEME)],
        outside={"monday": log.checkpoint(3, [KEY])},
    )
    unstable = ("verify.py", "README.txt")
    files = {
        f"bundle/{name}": b"".join(pieces) for name, pieces in bundle_files(bundle) if name not in unstable
    }
    receipt = log.receipt(1, 7, [NEXT_KEY])
    disclosure = make_disclosure(
        log.receipt(2, 7, [NEXT_KEY]),
        json.loads(rows[2].side),
        ["person.consent"],
        [log.receipt(5, 7, [NEXT_KEY])],
    )
    return files | {
        "receipt.json": _pretty(receipt.to_json()),
        "proof.tlog-proof": receipt.tlog_proof().text().encode(),
        "disclosure.json": _pretty(disclosure.to_json()),
        "checkpoint.txt": log.checkpoint(7, [NEXT_KEY]).encode(),
    }


def _pretty(value):
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"


if __name__ == "__main__":
    if FOLDER.exists():
        sys.exit(f"{FOLDER} is there already, and is never written again.")
    for name, data in golden_files().items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(data)
