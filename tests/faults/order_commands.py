"""What changes the order itself (changes of schemes, drafts of them), and what else is read or answered, for `COMMANDS`."""

from functools import partial
from typing import Any

from api.schemas.findings import ANSWER_EXAMPLE
from api.store.findings import findings_of
from api.store.tables import adoptions, draft_revisions, drafts, finding_seen
from api.watching.ledger import Look
from api.watching.log_ledger import LogLedger
from govengine.scheme.bound_watch import BoundWatch
from govengine.watch.finding import Finding, identity_of
from tests.api.changing import LOOSER, draft
from tests.faults.house import (
    CHECKER,
    EDITOR,
    HEAD,
    Command,
    House,
    Reply,
    called,
    in_a_side_row,
    its_name,
    reply_of,
    rows,
)
from tests.scheme.small import VISIT, small

WORKER = {"ref": "w-1", "role": "support_worker"}
MANAGER = {"ref": "t-1", "role": "team_manager"}
OFFICER = {"ref": "o-1", "role": "section_151_officer"}
DIRECTOR = {"ref": "d-1", "role": "director"}
PATTERN = "neighbourhood-support/regular-not-one-off"
RISKS = {"risks": ["The budget may be spent by January."], "statute_floor": True}
START = {"scheme": "neighbourhood-support", "from_version": "2026-04"}


def _change(name: str, why: str) -> dict[str, Any]:
    files = draft(f"2026-{name}", scenario=None, **LOOSER)
    return {"files": files, "base": "2026-04", "why": why, "by": WORKER}


def _propose(house: House, name: str) -> Reply:
    return house.post("owner", "/v1/changes", _change(name, name), name)


def _proposed(house: House, name: str) -> str:
    sent = _change(name, "Rents have risen.")
    return str(house.prepared("owner", "/v1/changes", sent, f"propose {name}")["id"])


def _on_change(address: str, house: House, name: str, *, its: str | None = None, **sent: Any) -> Reply:
    """Something about a change; `its` is the member that holds the try's name."""
    own = {} if its is None else {its: name}
    return house.post("owner", f"/v1/changes/{house.ready[name]}/{address}", sent | own, name)


def _take_part(house: House, name: str) -> Reply:
    part = {"role": "tenant", "how": name}
    sent = {"took_part": [part], "changed": "The letter.", "not_done": "Deposits.", "by": WORKER}
    return house.post("owner", f"/v1/changes/{house.ready[name]}/evidence", sent, name)


def _objected(house: House, name: str) -> tuple[str, str]:
    """A change, and the id of an objection to it."""
    change = _proposed(house, name)
    sent = {"objects": True, "said": "It leaves people out.", "by": MANAGER}
    made = house.prepared("owner", f"/v1/changes/{change}/view", sent, f"object {name}")
    return change, str(made["id"])


def _answer_objection(house: House, name: str) -> Reply:
    change, objection = house.ready[name]
    sent = {"objection": objection, "said": name, "by": OFFICER}
    return house.post("owner", f"/v1/changes/{change}/answer", sent, name)


def small_scheme(name: str, **swaps: str) -> dict[str, bytes]:
    """The files of a small scheme with this name, each text swapped for another."""
    (text,) = small(f"grants: [{VISIT}]").values()
    for old, new in ({"scheme: small": f"scheme: {name}"} | swaps).items():
        text = text.replace(old.encode(), new.encode())
    return {"scheme.yaml": text}


def _ready_to_adopt(house: House, name: str) -> str:
    """A change of wording of a scheme of the try's own, checked by somebody else than who wrote it."""
    house.adopt(small_scheme(f"of-{name}"))
    (text,) = small_scheme(f"of-{name}", **{'version: "1"': 'version: "2"', "Small": "Little"}).values()
    sent = {"files": {"scheme.yaml": text.decode()}, "base": "1", "why": "It reads better.", "by": EDITOR}
    change = str(house.prepared("e-1", "/v1/changes", sent, f"propose {name}")["id"])
    sent = {"part": "check", "by": CHECKER}
    house.prepared("c-1", f"/v1/changes/{change}/agree", sent, f"check {name}")
    return change


def _adopt_change(house: House, name: str) -> Reply:
    sent = {"authority": name, "by": CHECKER}
    return house.post("c-1", f"/v1/changes/{house.ready[name]}/adopt", sent, name)


def _adopted(house: House, name: str) -> str:
    """A change that governs."""
    before = f"adopt-{name}"
    house.ready[before] = _ready_to_adopt(house, name)
    assert (adopted := _adopt_change(house, before)).done, adopted
    return str(house.ready[before])


def _roll_back(house: House, name: str) -> Reply:
    path = f"/v1/changes/{house.ready[name]}/roll-back"
    return house.post("d-1", path, {"why": name, "by": HEAD}, name)


def _files(by: str, version: str = "2026-09") -> dict[str, Any]:
    return {"files": draft(version, scenario=None), "by": MANAGER | {"ref": by}}


def _save(house: House, name: str) -> Reply:
    path = f"/v1/drafts/{house.ready[name]}/save"
    return house.post("manager", path, _files(name, "2026-10"), name, **{"If-Match": '"1"'})


def _started(house: House, name: str) -> str:
    return str(house.prepared("manager", "/v1/drafts/import", _files("m-1"), f"begin {name}")["id"])


def _finding(house: House, name: str) -> Reply:
    ledger, watch = house.ready[name]
    made = Finding(
        pattern=PATTERN,
        identity=identity_of(PATTERN, 1, 1, [name]),
        members=(name,),
        trigger=name,
        first_day=1,
        last_day=1,
        count=1,
        at_least=False,
        sentence="A pattern.",
    )

    def record() -> None:  # it says whether it was new, and the second time it is not
        ledger.record_finding(Look(0, name, watch, name, 1), made)

    return called(record)


def _ready_to_find(house: House, _name: str) -> tuple[LogLedger, BoundWatch]:
    ledger = LogLedger(house.service.live)
    return ledger, next(one for one in ledger.watches() if one.id == PATTERN)


def _found(house: House, name: str) -> str:
    """The id of a finding."""
    house.ready[f"of {name}"] = _ready_to_find(house, name)
    assert _finding(house, f"of {name}").done
    with house.service.live.engine.connect() as connection:
        return findings_of(connection, "northbridge-council", open_only=True)[-1].id


def _own_record(house: House, _name: str) -> Reply:
    client = house.clients["caller"]
    return reply_of(client.http.post("/v1/own-record", json={"ref": "w-2041"}, headers=client.headers()))


def _authorisation(of: str) -> dict[str, Any]:
    return {
        "scheme": "earned",
        "fact": "actor.earned_autonomy",
        "how": "earned",
        "holder": {"ref": of, "role": "worker"},
        "until": "2026-06-01T00:00:00+01:00",
        "by": DIRECTOR,
    }


def _authorise(house: House, name: str) -> Reply:
    return house.post("council", "/v1/authorisations", _authorisation(name), name)


def _authorised(house: House, name: str) -> str:
    sent = _authorisation(f"holder of {name}")
    return str(house.prepared("council", "/v1/authorisations", sent, f"authorise {name}")["id"])


def _end_authorisation(house: House, name: str) -> Reply:
    sent = {"why": name, "by": DIRECTOR}
    return house.post("council", f"/v1/authorisations/{house.ready[name]}/end", sent, name)


ORDER = {
    "authorise": Command(_authorise, 1, in_a_side_row),
    "end an authorisation": Command(_end_authorisation, 1, in_a_side_row, prepare=_authorised),
    "propose a change": Command(_propose, 1, in_a_side_row),
    "agree to a change": Command(partial(_on_change, "agree", part="peer", by=MANAGER), 1, prepare=_proposed),
    "show who took part": Command(_take_part, 1, in_a_side_row, prepare=_proposed),
    "name a host": Command(
        partial(_on_change, "host", body="northbridge-council", role="service_manager", by=WORKER),
        1,
        prepare=_proposed,
    ),
    "acknowledge the risks": Command(
        partial(_on_change, "acknowledge", by=OFFICER, **RISKS), 1, prepare=_proposed
    ),
    "withdraw a change": Command(
        partial(_on_change, "withdraw", its="why", by=WORKER), 1, in_a_side_row, prepare=_proposed
    ),
    "adopt a change": Command(
        _adopt_change,
        1,
        rows(adoptions.c.scheme, lambda _, name: f"of-{name}", adoptions.c.version == "2"),
        prepare=_ready_to_adopt,
    ),
    "roll a change back": Command(_roll_back, 1, in_a_side_row, prepare=_adopted),
    "object to a change": Command(
        partial(_on_change, "view", its="said", objects=True, by=MANAGER), 1, in_a_side_row, prepare=_proposed
    ),
    "answer an objection": Command(_answer_objection, 1, in_a_side_row, prepare=_objected),
    "raise a finding": Command(
        _finding,
        1,
        rows(finding_seen.c.identity, lambda _, name: identity_of(PATTERN, 1, 1, [name])),
        prepare=_ready_to_find,
    ),
    "answer a finding": Command(
        lambda house, name: house.post(
            "manager", f"/v1/findings/{house.ready[name]}/answer", ANSWER_EXAMPLE | {"why": name}, name
        ),
        1,
        in_a_side_row,
        prepare=_found,
    ),
    "start a draft": Command(
        lambda house, name: house.post(
            "manager", "/v1/drafts", START | {"version": name, "by": MANAGER | {"ref": name}}, name
        ),
        found=rows(drafts.c.started_by, its_name),
        once=False,
    ),
    "bring in a draft": Command(
        lambda house, name: house.post("manager", "/v1/drafts/import", _files(name), name),
        found=rows(drafts.c.started_by, its_name),
        once=False,
    ),
    "save a draft": Command(
        _save, found=rows(draft_revisions.c.saved_by, its_name), once=False, prepare=_started
    ),
    "read one's own record": Command(_own_record, 1, once=False),
}
