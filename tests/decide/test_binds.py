"""Double binds: both sides are named, what a higher layer asks is kept, and nothing else of the answer changes."""

from dataclasses import replace

import pytest

from govengine.decide import Done, determine
from govengine.scheme import Library, Stack, read_version
from tests.decide.made_binds import asked, files


def stack_of(*, law: bool = False, excludes: bool = True) -> Stack:
    versions = []
    for one in files(law=law, excludes=excludes):
        version, problems = read_version(one)
        assert version is not None, problems
        versions.append(version)
    library = Library(versions)
    assert [p for version in versions for p in library.problems(version) if p.severity == "error"] == []
    return library.stack("help", asked().as_of)


def test_both_duties_are_named_with_a_choice_between_them() -> None:
    (bind,) = determine(stack_of(), asked()).binds
    assert bind["id"] == "help/confidence/say-nothing + help/rent/tell-landlord"
    assert [one["keep"] for one in bind["options"]] == [
        "help/confidence/say-nothing",
        "help/rent/tell-landlord",
    ]
    assert bind["resolved_by"] == [{"role": "director", "body": "council"}]


def test_what_the_law_asks_is_kept() -> None:
    (bind,) = determine(stack_of(law=True), asked()).binds
    assert [one["keep"] for one in bind["options"]] == ["law/tell/police"]
    assert {one["duty"] for one in bind["between"]} == {"law/tell/police", "help/confidence/say-nothing"}


def test_nothing_else_of_the_answer_changes() -> None:
    with_it, without = determine(stack_of(), asked()), determine(stack_of(excludes=False), asked())
    assert with_it.binds
    assert not without.binds
    assert with_it.to_json() | {"schemes": []} == without.to_json() | {
        "schemes": [],
        "binds": list(with_it.binds),
    }


@pytest.mark.parametrize("duty", ["help/confidence/say-nothing", "help/rent/tell-landlord"])
def test_where_one_of_them_is_done_there_is_no_choice_left(duty: str) -> None:
    question = replace(asked(), done=(Done(duty, by="w-1", role="worker"),))
    assert determine(stack_of(), question).binds == ()


def test_where_one_of_them_is_not_certain_there_is_none_yet() -> None:
    facts = {name: value for name, value in asked().facts.items() if name != "person.in_hiding"}
    assert determine(stack_of(), replace(asked(), facts=facts)).binds == ()
