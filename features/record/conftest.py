"""Steps about the service: what is recorded, and who can read it."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when
from sqlalchemy import text

from api.bootstrap import Service, bootstrap
from api.checking import read_folders
from api.commands.rotate_log_key import change_log_key
from api.evidence.daily_copy import latest
from api.evidence.offline import Evidence, check_evidence
from api.evidence.proving import disclosure_of, receipt_for
from api.evidence.verifying import Verification, verify_and_redecide, verify_log
from api.schemas.decisions import EXAMPLE
from api.settings import settings_from
from api.store.keys import create_key
from api.store.reading import entry
from api.store.signing import keys_of_log
from features.moment import moment
from govengine.errors import RecordError
from govengine.record import Receipt, SigningKey, VerifierKey, verify_receipt
from tests.api.logs import cut
from tests.application import client_on

RULES = Path(__file__).parents[2] / "rules"
BESIDE = Path(__file__).parents[1] / "deciding"


@dataclass
class Auditor:
    """Somebody who believes nobody: the keys they know, the file they were handed, and what they kept."""

    keys: list[VerifierKey] = field(default_factory=list)
    handed: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)

    def check(self) -> Evidence:
        return check_evidence(json.dumps(self.handed).encode(), self.keys)


@dataclass
class Office:
    """A service, its clock, the keys to it, and the replies so far."""

    service: Service
    clock: list[datetime]
    secret: str = ""
    replies: list[Any] = field(default_factory=list)
    auditor: Auditor = field(default_factory=Auditor)

    @property
    def http(self) -> Any:
        return client_on(self.service)

    def key_of(self, body: str) -> str:
        def command(tx: Any) -> tuple[Any, str]:
            return create_key(tx, body=body, client="features", role="caller")

        secret: str = self.service.live.appender.submit(command)[1]
        return secret

    def propose(self, amount: str, as_of: datetime | None = None) -> None:
        sent = json.loads(json.dumps(EXAMPLE))
        sent["facts"]["decision"]["amount"] = amount
        if as_of is not None:
            sent["as_of"] = as_of.isoformat()
        self.send(sent, "k-1")

    def send(self, sent: Any, key: str) -> None:
        headers = {"Authorization": f"Bearer {self.secret}", "Idempotency-Key": key}
        self.replies.append(self.http.post("/v1/decisions", json=sent, headers=headers))

    @property
    def answer(self) -> Any:
        return self.replies[-1].json["determination"]

    def verify_by(self, auditor: Auditor) -> Verification:
        live = self.service.live
        return verify_log(
            live.engine, lambda _done, _of: None, rules=live.rules, keys=auditor.keys, copies=auditor.kept
        )

    def verify(self) -> Verification:
        return verify_and_redecide(self.service.live, lambda _done, _of: None)

    @property
    def keys(self) -> list[VerifierKey]:
        with self.service.live.engine.connect() as connection:
            return [key for _, key in keys_of_log(connection)]

    @property
    def index(self) -> int:
        index: int = self.replies[0].json["receipt"]["index"]
        return index


@pytest.fixture
def office(tmp_path: Path, upgraded: Path) -> Iterator[Office]:
    """A service on an empty record."""
    clock = [moment("2 May 2026 at 10:00")]
    settings = settings_from({"GOVENGINE_WATCH": "off"}, home=tmp_path, rules=RULES)
    shutil.copy(upgraded, tmp_path / "log.db")
    service = bootstrap(settings, clock=lambda: clock[0])
    yield Office(service, clock)
    service.close()


@given("a service on which the schemes have been adopted")
def _adopted(office: Office) -> None:
    folders = sorted(path.parent for path in RULES.glob("*/*/scheme.yaml"))
    office.service.live.adopt(
        read_folders(folders), by="u-1", role="owner", authority="minute 7", example_signatures=True
    )


@given("the schemes beside the stories have been adopted")
def _adopted_too(office: Office) -> None:
    folders = sorted(path.parent for path in BESIDE.glob("*/*/scheme.yaml"))
    office.service.live.adopt(
        read_folders(folders), by="u-1", role="owner", authority="minute 8", example_signatures=True
    )


@given(parsers.parse("the clock says {when_}"))
def _clock(office: Office, when_: str) -> None:
    office.clock[0] = moment(when_)


@given(parsers.parse("a key of {body}"))
def _key(office: Office, body: str) -> None:
    office.secret = office.key_of(body)


@given(parsers.parse("a support worker's hardship payment of {amount} is proposed"))
@when(parsers.parse("a support worker's hardship payment of {amount} is proposed"))
def _proposed(office: Office, amount: str) -> None:
    office.propose(amount)
    assert office.replies[-1].status_code == 201


@when(parsers.parse("a support worker's hardship payment of {amount}, decided on {day}, is proposed"))
def _proposed_late(office: Office, amount: str, day: str) -> None:
    office.propose(amount, moment(day))
    assert office.replies[-1].status_code == 201


@when(parsers.parse("a support worker's hardship payment of {amount}, decided on {day}, is sent"))
def _sent(office: Office, amount: str, day: str) -> None:
    office.propose(amount, moment(day))


_PROPOSES = parsers.re(
    r"on (?P<day>.+) an? (?P<role>[a-z_]+) of (?P<body>[a-z-]+) proposes (?P<instead>instead )?"
    r'an? (?P<kind>[a-z_]+) of (?P<amount>[0-9.]+) for "(?P<person>[^"]+)"$'
)


@given(_PROPOSES)
@when(_PROPOSES)
def _proposes(  # noqa: PLR0917 - the parts of one sentence
    office: Office, day: str, role: str, body: str, instead: str | None, kind: str, amount: str, person: str
) -> None:
    office.clock[0] = moment(day)
    sent = {
        "scheme": "oakfield-families",
        "facts": {
            "actor": {"ref": "w-1", "role": role, "body": body},
            "person": {"ref": person},
            "decision": {"kind": kind, "amount": amount},
        },
    }
    if instead:
        sent["supersedes"] = office.replies[-1].json["id"]
    office.send(sent, f"k-{len(office.replies)}")
    assert office.replies[-1].status_code == 201, office.replies[-1].json


@when("the same request is sent again")
def _again(office: Office) -> None:
    office.propose("120.00")


@when("somebody changes one byte of that entry in the database")
def _tamper(office: Office) -> None:
    with office.service.live.engine.connect() as connection:
        for (name,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        where = {"i": office.index}
        leaf = connection.execute(text("SELECT leaf FROM entries WHERE entry_index = :i"), where).scalar_one()
        changed = bytes(leaf).replace(b'"120.00"', b'"920.00"')
        connection.execute(
            text("UPDATE entries SET leaf = :l WHERE entry_index = :i"), {"l": changed, **where}
        )
        connection.commit()


@when(parsers.parse("a key of {body} reads it"))
def _read(office: Office, body: str) -> None:
    headers = {"Authorization": f"Bearer {office.key_of(body)}"}
    office.replies.append(office.http.get(office.replies[0].headers["Location"], headers=headers))


@then("the answer has a receipt")
def _receipt(office: Office) -> None:
    given = Receipt.read(office.replies[-1].json["receipt"])
    assert verify_receipt(given, office.keys).index == given.index


@then(parsers.parse("the answer is {level}"))
def _level(office: Office, level: str) -> None:
    assert office.answer["level"] == level, office.replies[-1].json["summary"]


@then("nobody may act on the answer")
def _may_not(office: Office) -> None:
    assert office.answer["may_act"] is False


@then(parsers.parse('the duty "{duty}" is owed to the {role}'))
def _owed(office: Office, duty: str, role: str) -> None:
    owed = {one["id"]: one["tell"] for one in office.answer["duties"]}
    assert owed.get(duty) == role, owed


@then(parsers.re(r"the entry says that it was (?P<no>not )?late"))
def _late(office: Office, no: str | None) -> None:
    with office.service.live.engine.connect() as connection:
        stored = entry(connection, office.replies[-1].json["receipt"]["index"])
    assert stored is not None
    assert json.loads(stored.leaf)["late"] is not bool(no)


@then(parsers.parse('it is refused as "{code}"'))
def _refused(office: Office, code: str) -> None:
    assert (office.replies[-1].status_code, office.replies[-1].json["code"]) == (422, code)


@then("the record verifies")
def _verifies(office: Office) -> None:
    assert office.verify().report.ok


@then("every decision comes out the same when it is decided again")
def _same(office: Office) -> None:
    assert office.verify().counts.counts == {"same": 1, "different": 0, "erased": 0, "unsupported": 0}


@then("the second answer is the first")
def _first(office: Office) -> None:
    assert office.replies[0].data == office.replies[1].data


@then("the record holds one decision")
def _one(office: Office) -> None:
    headers = {"Authorization": f"Bearer {office.secret}"}
    assert len(office.http.get("/v1/decisions", headers=headers).json["decisions"]) == 1


@then("the record names that entry")
def _names(office: Office) -> None:
    result = office.verify()
    assert not result.well
    assert result.report.bad_index == office.index


@then("there is no such decision")
def _none(office: Office) -> None:
    assert office.replies[-1].status_code == 404


@then("the hashed part of the entry does not name the person")
def _unnamed(office: Office) -> None:
    with office.service.live.engine.connect() as connection:
        stored = entry(connection, office.index)
    assert stored is not None
    person = EXAMPLE["facts"]["person"]["ref"].encode()  # type: ignore[index]
    assert person not in stored.leaf
    assert stored.side is not None
    assert person in stored.side


KEPT = "what the auditor kept"


@given("the auditor keeps what the log signed")
def _keeps(office: Office) -> None:
    office.auditor.kept = {KEPT: latest(office.service.live.engine)[1]}


@given("the auditor keeps the key of the log")
def _keeps_key(office: Office) -> None:
    office.auditor.keys = office.keys


@when("the auditor is handed the receipt of that entry")
@when(parsers.parse('the auditor is handed the receipt of that entry, with "{old}" made "{new}"'))
def _handed(office: Office, old: str = "", new: str = "") -> None:
    with office.service.live.engine.connect() as connection:
        office.auditor.handed = receipt_for(connection, str(office.index)).to_json()
    office.auditor.handed["entry"] = office.auditor.handed["entry"].replace(old, new)
    office.auditor.keys = office.keys


@when(
    parsers.re(
        r"the auditor is handed that entry with only (?P<name>\S+) shown(, and shown as (?P<value>\w+))?$"
    )
)
def _shown(office: Office, name: str, value: str | None) -> None:
    with office.service.live.engine.connect() as connection:
        office.auditor.handed = disclosure_of(connection, str(office.index), [name]).to_json()
    if value is not None:
        office.auditor.handed["revealed"][name]["value"] = json.loads(value)
    office.auditor.keys = office.keys


@when("the auditor holds the key of another log")
def _other_key(office: Office) -> None:
    office.auditor.keys = [SigningKey("example.org/log", bytes(32)).verifier]


@when("somebody cuts the end of the log off, and leaves no trace")
def _cut(office: Office) -> None:
    cut(office.service, office.index)


@when("the key of the log is changed")
def _change_key(office: Office) -> None:
    change_log_key(office.service.live.appender, office.service.live.log_key)


@then("the auditor finds it in the log, unchanged")
def _found(office: Office) -> None:
    proven = office.auditor.check().proven
    assert proven.index == office.index
    assert proven.entry is not None
    assert proven.entry["id"] == office.replies[0].json["id"]


@then(parsers.parse('the auditor refuses it as "{code}"'))
def _distrusts(office: Office, code: str) -> None:
    with pytest.raises(RecordError) as refused:
        office.auditor.check()
    assert refused.value.code == code


@then(parsers.parse("the auditor reads that {name} is {value}"))
def _reads(office: Office, name: str, value: str) -> None:
    disclosed = office.auditor.check().disclosed
    assert disclosed is not None
    assert disclosed.revealed == {name: json.loads(value)}


@then(parsers.parse("the auditor is told that {name} is withheld"))
def _withheld(office: Office, name: str) -> None:
    disclosed = office.auditor.check().disclosed
    assert disclosed is not None
    assert name in disclosed.withheld


@then("what the auditor was handed does not name the person")
def _nameless(office: Office) -> None:
    person = EXAMPLE["facts"]["person"]["ref"]  # type: ignore[index]
    assert person not in json.dumps(office.auditor.handed)


@then(parsers.parse('it does not agree with what the auditor kept: "{code}"'))
def _disagrees(office: Office, code: str) -> None:
    assert [one.code for one in office.verify_by(office.auditor).problems] == [code]


@then(parsers.parse('the record says of outside time: "{said}"'))
def _times(office: Office, said: str) -> None:
    assert office.verify_by(office.auditor).to_json()["times"] == [said]


@then("the record says that the entry existed when it was kept")
def _existed(office: Office) -> None:
    seen = office.verify_by(office.auditor).signed.seen
    assert [(one.name, one.checkpoint.size) for one in seen] == [(KEPT, office.index + 1)]


@then("the log verifies by the key the auditor kept")
def _by_old_key(office: Office) -> None:
    result = office.verify_by(office.auditor)
    assert result.well, result.problems
    assert len(result.report.rotations) == 1
