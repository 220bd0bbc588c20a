"""The log of a service whose files are kept for ever in `golden/format-1`: decisions of every level, each kind of
entry around them, and the texts of the schemes they rest on.

    python -m tests.api.golden_service

writes the files where there are none yet, and never over them: what a released version recorded must verify and
be decided the same in every later one. So a new format, or a new number of semantics, gets a new folder beside
this one, written once by the version that brings it.
"""

import hashlib
import sys
import tempfile
import zipfile
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from api.bootstrap import bootstrap
from api.checking import read_folders
from api.commands.rotate_log_key import change_log_key
from api.evidence.bundling import BundleWanted, write_bundle
from api.evidence.daily_copy import latest
from api.settings import Settings
from api.store.keys import create_key
from tests.application import client_on

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "golden" / "format-1"
SCHEMES = (
    ROOT / "rules/statute-floor-england/2026-11",
    ROOT / "rules/neighbourhood-support/2026-04",
    ROOT / "features/deciding/harbour-tenancies/2026-04",
    ROOT / "tests/shapes/08-consult-with",
)
BEGINS = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
NORTHBRIDGE, KESTREL = "northbridge-council", "kestrel-council"


def _payment(amount, *, role="support_worker", person="p-1", consent=True, **more):
    person_facts = {"ref": person} | ({} if consent is None else {"consent": consent})
    facts = {
        "actor": {"ref": "w-1", "role": role, "body": NORTHBRIDGE},
        "person": person_facts | more.pop("person_more", {}),
        "decision": {"kind": "hardship_payment", "amount": amount, "other_help_tried": True},
    }
    return NORTHBRIDGE, {"scheme": "neighbourhood-support", "facts": facts} | more


def _taxi(**more):
    facts = {
        "actor": {"ref": "o-1", "role": "transport_officer", "body": KESTREL},
        "person": {"ref": "pupil-1"},
        "decision": {"kind": "taxi", "special_needs": True},
    }
    return KESTREL, {"scheme": "kestrel-schools", "facts": facts} | more


def proposals():
    """(body, what is proposed), in order: histories and what supersedes what rest on it."""
    adviser = {"duty": "needs/special_needs_adviser", "by": {"ref": "a-1", "role": "special_needs_adviser"}}
    other = {"with_schemes": ["harbour-tenancies"], "person": "p-4", "person_more": {"tenancy_ending": False}}
    return [
        _payment("120.00", outcome="settled_home", reference="CASE-1/é \u201cquoted\u201d"),
        _payment("620.00"),
        _payment("80.00", person="p-2", consent=False),
        _payment("80.00", person="p-2", consent=None),
        _payment("1500.00", role="service_manager", person="p-3"),
        _payment("1500.00", role="service_manager", person="p-3"),
        _payment("320.00", **other),
        _payment("10.005", as_of="2026-09-01T12:00:00+01:00", person="p-5"),
        _taxi(),
        _taxi(done=[adviser | {"ref": "note-7"}]),
        _payment("130.00"),
    ]


def write(folder):
    """Record it all in a fresh service, and write what an auditor would be given."""
    moments = (BEGINS + timedelta(minutes=n) for n in count())
    drawn = (hashlib.shake_256(n.to_bytes(8)) for n in count())
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(f"sqlite:///{home}/log.db", Path(home, "rules"), Path(home), watch=False)
        service = bootstrap(
            settings, clock=lambda: next(moments), random=lambda size: next(drawn).digest(size)
        )
        service.live.adopt(
            read_folders(SCHEMES), by="u-1", role="owner", authority="minute 7", example_signatures=True
        )
        http = client_on(service)
        outside, previous = {}, None
        for number, (body, sent) in enumerate(proposals()):
            _, secret = service.live.appender.submit(
                lambda tx, body=body: create_key(tx, body=body, client=body, role="caller")
            )
            headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": f"k-{number}"}
            if number == len(proposals()) - 1:
                sent["supersedes"] = previous
            reply = http.post("/v1/decisions", json=sent, headers=headers)
            assert reply.status_code == 201, reply.json
            previous = previous or reply.json["id"]
            if number == 3:
                outside = {"monday": latest(service.live.engine)[1]}
            if number == 5:
                change_log_key(service.live.appender, service.live.log_key, by="u-9")
        path = Path(home, "bundle.zip")
        wanted = BundleWanted(everything=True, outside=outside)
        write_bundle(service.live.engine, path, wanted, next(moments), lambda done, of: None)
        service.close()
        with zipfile.ZipFile(path) as packed:
            members = set(packed.namelist()) - {"verify.py", "README.txt"}
            packed.extractall(folder, members)


if __name__ == "__main__":
    if FOLDER.exists():
        sys.exit(f"{FOLDER} is there already, and is never written again.")
    write(FOLDER)
