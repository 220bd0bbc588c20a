"""Each case of each shape: asked of the judge, asked of a service, and recorded."""

from typing import Any

import pytest

from api.evidence.verifying import verify_and_redecide
from api.store.head import read_head
from govengine.decide import question_from_json, scheme_and_moment
from govengine.errors import Problem, RequestError
from tests.shapes.case import ALWAYS, MEMBERS, Case, all_cases
from tests.shapes.hall import Hall
from tests.shapes.recorded import check_entry
from tests.shapes.seen import judged, seen, wanted_of
from tests.shapes.shape import Json


@pytest.mark.parametrize("case", all_cases())
def test_case(case: Case, hall: Hall) -> None:
    assert set(case.text) <= MEMBERS
    last: Json = {}
    for one in case.earlier:
        last = _recorded(hall.propose(one, **_replacing(one, last)))
    if case.refused:
        _is_refused(case, hall)
        return
    wanted = case.text["answer"]
    assert set(ALWAYS) <= set(wanted)
    stack, determination, words = judged(case)
    got = determination.to_json()
    assert seen(case.shape, got, dict(determination.truths), wanted) == wanted_of(wanted)
    for text in wanted.get("says", ()):
        assert text in words, words

    more = _replacing(case, last)
    reply = _recorded(hall.propose(case, **more))
    assert (reply["determination"], reply["summary"]) == (got, words)
    check_entry(case, hall, stack, reply, more.get("supersedes"))
    assert verify_and_redecide(hall.service.live, lambda _done, _of: None).well


def _replacing(case: Case, last: Json) -> dict[str, str]:
    return {"supersedes": last["id"]} if "supersedes" in case.text else {}


def _recorded(reply: Any) -> Json:
    assert reply.status_code == 201, reply.json
    body: Json = reply.json
    return body


def _is_refused(case: Case, hall: Hall) -> None:
    with hall.service.live.engine.connect() as connection:
        before = read_head(connection).size
    with pytest.raises(RequestError) as refusal:
        _read_and_look_at_the_clock(case)
    assert [problem.code for problem in refusal.value.problems] == [case.refused]
    reply = hall.propose(case)
    assert (reply.status_code, reply.json["code"]) == (422, case.refused)
    with hall.service.live.engine.connect() as connection:
        assert read_head(connection).size - before <= 1, "at most the key"


def _read_and_look_at_the_clock(case: Case) -> None:
    scheme, as_of = scheme_and_moment(case.sent, case.clock)
    stack = case.shape.library.stack(scheme, as_of, case.clock)
    question_from_json(case.sent, stack, as_of, computed={}, recorded_at=case.clock)
    if as_of > case.clock:  # the judge has no clock; the service refuses what has not come yet
        raise RequestError([Problem("future-as-of", "", "")])
