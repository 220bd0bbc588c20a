"""What a watch counts as owed: whichever entry made it so, also where it is about no decision."""

from datetime import timedelta

import orjson
import pytest
from sqlalchemy import select

from api.bootstrap import bootstrap
from api.store.reading import stored_entries
from api.store.tables import entries, obligations
from api.watching import WatchChild, Watcher
from api.watching.groups import LOOKED_AT, OWED
from api.watching.log_ledger import LogLedger
from tests.api.conftest import HARBOUR, NORTHBRIDGE, adopt_all
from tests.api.test_outcomes import leave

pytestmark = pytest.mark.watch

WATCH = """\
watches:
  - id: reviews-overdue
    of: owed
    for: [hardship_payment]
    same: {same}
    without: answer
    count: 2
    within: P90D
    asks: {{role: team_manager}}
    because: Does anybody have the time to review?
"""


@pytest.fixture(params=["kind", "scheme", "rule", "role"])
def service(request, settings, clock):
    pytest.importorskip("durable", reason="durable_rules is not installed: it needs a C compiler")
    scheme = settings.rules / "neighbourhood-support" / "2026-04" / "scheme.yaml"
    text = scheme.read_text("utf-8").replace("watches:\n", WATCH.format(same=request.param))
    scheme.write_text(text, "utf-8")
    made = bootstrap(settings, clock=clock)
    adopt_all(made)
    yield made
    made.close()


@pytest.fixture
def watcher(service, tmp_path):
    made = Watcher(LogLedger(service.live), WatchChild(tmp_path / "shim"))
    yield made
    made.close()


def found(service, watcher):
    while watcher.look() or watcher.look_at_due():
        pass
    with service.live.engine.connect() as connection:
        return [orjson.loads(e.leaf) for e in stored_entries(connection) if e.kind == "finding.raised"]


def test_reviews_after_a_body_left_an_outcome_are_overdue_in_time(service, watcher, client_of, clock):
    owner = client_of(NORTHBRIDGE, "owner")
    owed = [one for body in (HARBOUR, NORTHBRIDGE) for one in leave(client_of(body, "owner")).json["owes"]]
    clock.now += timedelta(days=30)
    assert found(service, watcher) == []
    clock.now += timedelta(days=1)
    (finding,) = found(service, watcher)
    assert finding["pattern"] == "neighbourhood-support/reviews-overdue"
    assert finding["count"] == 2
    clock.now += timedelta(days=1)
    assert len(found(service, watcher)) == 1, "once"
    with service.live.engine.connect() as connection:
        kinds = set(
            connection.scalars(
                select(entries.c.kind)
                .join(obligations, obligations.c.entry_index == entries.c.entry_index)
                .where(obligations.c.what.in_([str(one) for one in OWED]))
            )
        )
    assert kinds == {"outcome.left"} <= set(LOOKED_AT)
    assert {one["id"] for one in owner.get("/v1/owed").json["owed"]} == {one["id"] for one in owed}


def test_reviews_that_were_done_are_not(service, watcher, client_of, clock):
    owner = client_of(NORTHBRIDGE, "owner")
    leave(client_of(HARBOUR, "owner"))
    for one in leave(owner).json["owes"]:
        sent = {"said": "It can stand.", "by": {"ref": "u-17", "role": one["role"]}}
        assert owner.post(f"/v1/owed/{one['id']}/done", sent).status_code == 201
    clock.now += timedelta(days=31)
    assert found(service, watcher) == []
