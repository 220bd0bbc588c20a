"""64 markers planted in everything a person can write, and looked for byte by byte after the erasure.

Before it each of them is found, so that the test can fail. What is searched: every file of the database (tables,
indexes, free pages, the write-ahead log), the files the service keeps beside it, the log output, a fresh bundle.
"""

import io
import logging
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from api.evidence.verifying import verify_and_redecide
from api.exporting.log_export import Format, export_log
from api.store.exports import Selection
from api.store.proofs import last_checkpoint
from api.store.reading import snapshot, stored_entries
from api.store.signing import keys_of_log
from govengine.record.bundle import BundleContents, bundle_files
from tests.api.conftest import NORTHBRIDGE
from tests.faults.marked_scheme import FACTS, TEXT

MARKERS = 64
LEAD = {"ref": "u-lead", "role": "lead"}


class Markers:
    """Makes markers and finds them."""

    def __init__(self) -> None:
        self._run = f"mk{secrets.token_hex(6)}"
        self.planted: dict[int, str] = {}

    def plant(self, where: str) -> str:
        number = len(self.planted) + 1
        self.planted[number] = where
        return f"{self._run}-{number:02d}-"

    def found(self, *searched: bytes) -> set[int]:
        pattern = re.compile(rb"%b-(\d\d)-" % self._run.encode())
        return {int(number) for data in searched for number in pattern.findall(data)}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules" / "marked" / "2026-01"
    folder.mkdir(parents=True)
    (folder / "scheme.yaml").write_text(TEXT)
    return tmp_path / "rules"


def bundle(service) -> bytes:
    """Everything an auditor who may see all would be given."""
    with snapshot(service.live.engine) as connection:
        newest = last_checkpoint(connection)
        contents = BundleContents(
            "o",
            "2026-05-02",
            lambda: stored_entries(connection),
            [newest[1]],
            [key for _, key in keys_of_log(connection)],
        )
        return b"".join(piece for _, pieces in bundle_files(contents) for piece in pieces)


def export(service) -> bytes:
    """Every decision with its personal values, in both forms."""
    written = io.StringIO()
    for form in Format:
        export_log(service.live, written, form, Selection(), lambda _done, _of: None, with_personal=True)
    return written.getvalue().encode()


def files_of(service, tmp_path: Path) -> Iterator[Path]:
    """The files of the database and of the service."""
    with service.live.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            yield from Path(connection.execute(text("SHOW data_directory")).scalar_one()).rglob("*")
    yield from tmp_path.rglob("*")


def read_files(service, tmp_path: Path, *, write_ahead: bool) -> list[bytes]:
    if service.live.engine.dialect.name == "postgresql":
        with service.live.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
    return [
        path.read_bytes()
        for path in files_of(service, tmp_path)
        if path.is_file() and ("pg_wal" in path.parts) == write_ahead
    ]


def live(service) -> bytes:
    """What the tables say, whatever the files do."""
    tables = ("entries", "side_rows", "idempotency", "decision_keys", "decisions")
    with service.live.engine.connect() as connection:
        rows = [row for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))]
    return b"\n".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for row in rows
        for value in row
    )


def store_uncompressed(service) -> None:
    """PostgreSQL packs long values; packed, a marker is there and no search for its bytes finds it."""
    if service.live.engine.dialect.name == "postgresql":
        with service.live.engine.begin() as connection:
            for table, column in (("side_rows", "body"), ("idempotency", "body"), ("entries", "leaf")):
                connection.execute(text(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL"))


def do_acts(markers: Markers, caller, decision: str, actor: str) -> None:
    """Everything people do with it afterwards, with a marker in each place for words and references."""
    plant, worker = markers.plant, {"ref": actor, "role": "worker"}
    taking = {
        "by": worker,
        "follow_up": ["2027-05-01", "2027-06-01"],
        "departure": {"need": plant("need"), "options": [plant("option")], "why": plant("why it departs")},
        **{name: plant(f"{name} of the taking") for name in ("said", "matters", "interests", "capacity")},
    }
    reviewer = {"ref": plant("reviewer"), "role": "lead"}
    acts = (
        ("take", taking),
        ("outcomes", {"by": worker, "came": "yes", "said": plant("what came of it")}),
        ("review", {"by": reviewer, "finding": "sound", "said": plant("what a review found")}),
        ("review-asked", {"by": worker, "asker": "person", "said": plant("why they ask for a review")}),
        ("complaints", {"by": worker, "asker": "person", "said": plant("what they complain of")}),
        ("acknowledge", {"by": reviewer, "said": plant("what they are told of it")}),
    )
    for name, sent in acts:
        key = plant(f"header Idempotency-Key of {name}")
        reply = caller.post(f"/v1/decisions/{decision}/{name}", sent, key)
        assert reply.status_code == 201, reply.text
    hand_over(markers, caller, decision, worker)


def hand_over(markers: Markers, caller, decision: str, worker: dict[str, str]) -> None:
    """A follow-up offered and accepted."""
    plant, receiver = markers.plant, {"ref": markers.plant("receiver"), "role": "lead"}
    owed = caller.get(f"/v1/decisions/{decision}").json["owed"]
    follow_up = next(one["id"] for one in owed if one["what"] == "follow_up")
    to = {"body": NORTHBRIDGE, "role": "lead"}
    offer = {"by": worker, "to": to, "said": plant("what is said with an offer")}
    path = f"/v1/owed/{follow_up}/offer"
    offered = caller.post(path, offer, plant("header Idempotency-Key of an offer"))
    assert offered.status_code == 201, offered.text
    answer = {"by": receiver, "accepted": True, "said": plant("what is said to an offer")}
    path = f"/v1/owed/{offered.json['owes'][0]['id']}/answer"
    answered = caller.post(path, answer, plant("header Idempotency-Key of an answer"))
    assert answered.status_code == 201, answered.text


def plant_everywhere(markers: Markers, client_of) -> tuple[str, str]:
    """One marker in each place that takes a person's words. The decision's id, and the person's reference."""
    caller, auditor = client_of(NORTHBRIDGE), client_of(role="auditor")
    plant = markers.plant
    person = plant("fact person.ref")
    facts = {name: plant(f"fact {name}") for name in FACTS}
    sent = {
        "scheme": "marked",
        "reference": plant("reference"),
        "facts": {
            "actor": {"ref": plant("fact actor.ref"), "role": "worker", "body": NORTHBRIDGE},
            "person": {"ref": person, **{name.partition(".")[2]: value for name, value in facts.items()}},
            "decision": {"kind": "visit"},
        },
        "done": [
            {
                "duty": "marked/worker-visits/lead",
                "at": "2026-05-01",
                "by": {"ref": plant("view, by whom"), "role": "lead"},
                "ref": plant("view, where it is"),
            }
        ],
    }
    proposed = caller.propose(sent, plant("header Idempotency-Key of the proposal"))
    assert proposed.status_code == 201, proposed.text
    decision = proposed.json["id"]
    purpose = {"Read-Purpose": plant("header Read-Purpose")}
    assert caller.http.get(f"/v1/decisions/{decision}", headers=caller.headers(**purpose)).status_code == 200
    correction = {
        "facts": {"person.note_01": plant("corrected fact"), "person.ref": plant("corrected reference")},
        "why": plant("reason of a correction"),
        "by": {"ref": "u-3", "role": "worker"},
    }
    path = f"/v1/decisions/{decision}/corrections"
    reply = caller.post(path, correction, plant("header Idempotency-Key of a correction"))
    assert reply.status_code == 201, reply.text
    do_acts(markers, caller, decision, sent["facts"]["actor"]["ref"])
    for covers in ({"person_ref": person}, {"decision": decision}):
        hold = {"covers": covers, "reason": plant("reason of a hold"), "by": LEAD}
        placed = auditor.post("/v1/holds", hold, plant("header Idempotency-Key of a hold"))
        assert placed.status_code == 201, placed.text
        lifting = {"reason": plant("reason of lifting it"), "by": LEAD}
        lifted = auditor.post(f"/v1/holds/{placed.json['id']}/lift", lifting)
        assert lifted.status_code == 201, lifted.text
    return decision, person


def erase(markers: Markers, client_of, person: str) -> Iterator[None]:
    owner, reviewer = client_of(role="owner"), client_of(role="reviewer")
    sent = {
        "selector": {"person_ref": person},
        "basis": "unlawful",
        "overrides": ["officer_decision"],
        "note": markers.plant("note of the erasure"),
        "by": LEAD,
    }
    proposed = owner.post("/v1/erasures", sent, markers.plant("header Idempotency-Key of the erasure"))
    assert proposed.status_code == 201, proposed.text
    purpose = reviewer.headers(**{"Read-Purpose": markers.plant("header Read-Purpose of the approver")})
    story = reviewer.http.get(f"/v1/erasures/{proposed.json['id']}", headers=purpose)
    assert story.status_code == 200, story.text
    yield
    done = reviewer.post(f"/v1/erasures/{proposed.json['id']}/approve", {"by": LEAD | {"ref": "u-dpo"}})
    assert done.status_code == 201, done.text
    yield


@pytest.mark.usefixtures("rules")
def test_what_was_erased_is_nowhere(service, client_of, tmp_path, caplog, say):
    caplog.set_level(logging.DEBUG)
    store_uncompressed(service)
    markers = Markers()
    other = Markers()
    _, person = plant_everywhere(markers, client_of)
    plant_everywhere(other, client_of)
    steps = erase(markers, client_of, person)
    next(steps)
    everywhere = set(markers.planted)
    assert len(everywhere) == MARKERS, markers.planted
    missing = everywhere - markers.found(live(service))
    assert not missing, [markers.planted[number] for number in missing]
    assert markers.found(*read_files(service, tmp_path, write_ahead=False)) == everywhere
    assert len(markers.found(bundle(service))) >= 30, "headers are in no bundle"
    assert len(markers.found(export(service))) >= 25, "notes and headers are in no export"

    next(steps)
    in_files = markers.found(*read_files(service, tmp_path, write_ahead=False))
    in_write_ahead = markers.found(*read_files(service, tmp_path, write_ahead=True))
    say(
        f"{service.live.engine.dialect.name}: {MARKERS} markers planted and found; after erasure"
        f" {len(in_files)} in the files, {len(in_write_ahead)} in pg_wal"
    )
    places = {
        "tables": live(service),
        "log output": caplog.text.encode(),
        "bundle": bundle(service),
        "export": export(service),
        "register": (service.settings.home / "erasures.register").read_bytes(),
    }
    for place, data in places.items():
        assert not markers.found(data), (place, [markers.planted[n] for n in markers.found(data)])
    assert not in_files, [markers.planted[number] for number in in_files]

    assert len(other.found(live(service))) == len(other.planted), "nobody else lost anything"
    result = verify_and_redecide(service.live, lambda _done, _of: None)
    assert result.well, result.problems
    counts = {str(outcome): number for outcome, number in result.counts.counts.items()}
    assert (counts["same"], counts["erased"]) == (2, 2), "each proposed and taken"
