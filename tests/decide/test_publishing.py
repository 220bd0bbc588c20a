"""The path of a change follows what it does; a wider effect never asks for less, and nobody plays two of the parts."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.decide.change_effect import ChangeEffect
from govengine.publishing import Done, Part, Parties, lines, path_for, ready, wider
from govengine.publishing.path import AGREEING

PARTIES = Parties(
    body="council",
    owners=frozenset({"officer"}),
    peers=frozenset({"worker", "manager", "officer"}),
    finance=frozenset({"treasurer"}),
    reviewers=frozenset({"citizen"}),
    sponsors=frozenset({"officer", "director"}),
    hosts=frozenset({"manager"}),
    bears_on_people=True,
)
WIDE = {
    Part.PEER,
    Part.OWNER,
    Part.SCENARIOS,
    Part.CO_DESIGN,
    Part.LIVED_EXPERIENCE,
    Part.SPONSOR,
    Part.HOST,
    Part.ADOPT,
}


@pytest.mark.parametrize(
    ("effect", "parts", "review"),
    [
        (ChangeEffect.TEXT_ONLY, {Part.CHECK, Part.ADOPT}, None),
        (ChangeEffect.TIGHTENS, {Part.PEER, Part.OWNER, Part.ADOPT}, 30),
        (ChangeEffect.UPRATES, {Part.FINANCE, Part.OWNER, Part.ADOPT}, None),
        (ChangeEffect.LOOSENS, WIDE, None),
        (ChangeEffect.NEW_KIND, WIDE, None),
    ],
)
def test_gates_follow_the_effect(effect, parts, review):
    path = path_for(effect, PARTIES)
    assert {step.part for step in path.steps} == parts
    assert path.review_days == review


def test_each_delegator_takes_the_risk_themselves():
    steps = [one for one in path_for(ChangeEffect.LOOSENS, PARTIES).steps if one.part is Part.SPONSOR]
    assert [one.roles for one in steps] == [{"director"}, {"officer"}]


def test_without_a_finance_officer_uprating_takes_the_path_of_what_loosens():
    nobody = replace(PARTIES, finance=frozenset())
    assert path_for(ChangeEffect.UPRATES, nobody).steps == path_for(ChangeEffect.LOOSENS, nobody).steps


def test_the_wider_of_two_effects_asks_for_no_less_than_either():
    for one, other in product(ChangeEffect, repeat=2):
        asked = {step.part for step in path_for(wider(one, other), PARTIES).steps} - {Part.CHECK}
        for each in (one, other):
            wanted = {step.part for step in path_for(each, PARTIES).steps} - {Part.CHECK, Part.FINANCE}
            assert wanted <= asked
        assert wider(one, other) is wider(other, one)


PEOPLE = st.sampled_from(["a", "b", "c"])
ROLES = st.sampled_from(["worker", "officer", "treasurer", "citizen", "director"])
DONE = st.builds(
    Done,
    part=st.sampled_from(list(Part)),
    person=PEOPLE,
    role=ROLES,
    at=st.sampled_from(["1", "2"]),
    void=st.sampled_from([None, None, "lapsed"]),
)


@given(st.sampled_from(list(ChangeEffect)), st.lists(DONE, max_size=14))
def test_nobody_counts_twice_and_nothing_void_counts(effect, done):
    checklist = lines(path_for(effect, PARTIES), done, "0")
    agreed = [line.done for line in checklist if line.done and line.step.part in AGREEING]
    assert len({one.person for one in agreed}) == len(agreed)
    assert all(line.done.void is None for line in checklist if line.done)
    assert all(line.done.role in line.step.roles for line in checklist if line.done and line.step.roles)


@given(st.lists(DONE, max_size=14), DONE)
def test_what_is_ready_stays_so_when_more_is_done(done, more):
    path = path_for(ChangeEffect.TIGHTENS, PARTIES)
    if ready(lines(path, done, "0")):
        assert ready(lines(path, [*done, more], "0"))


def test_an_objection_waits_for_its_answer_since_it_was_made():
    objection = Done(Part.LIVED_EXPERIENCE, "z", "citizen", "5", id="e-1", objects=True)
    path = path_for(ChangeEffect.LOOSENS, PARTIES)
    (waiting,) = [line for line in lines(path, [objection], "0") if line.step.part is Part.ANSWER]
    assert (waiting.waits, waiting.since) == (True, "5")
    answer = Done(Part.ANSWER, "o", "officer", "6", about="e-1")
    (answered,) = [line for line in lines(path, [objection, answer], "0") if line.step.part is Part.ANSWER]
    assert not answered.waits
