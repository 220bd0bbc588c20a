"""A pattern says what is wrong with it, and words its findings about an arrangement."""

from dataclasses import replace

import pytest

from govengine.watch import Pattern, WatchError, compile_ruleset
from tests.watch.memory_ledger import THIRD_PAYMENT


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "no-scheme"}, "watch-id"),
        ({"id": "City/Third Payment"}, "watch-id"),
        ({"kinds": ()}, "watch-kinds"),
        ({"kinds": "hardship_payment"}, "watch-kinds"),
        ({"kinds": ("",)}, "watch-kinds"),
        ({"same": ""}, "watch-same"),
        ({"count": 1}, "watch-count"),
        ({"count": 9}, "watch-count"),
        ({"count": True}, "watch-count"),
        ({"count": "3"}, "watch-count"),
        ({"count": 3.0}, "watch-count"),
        ({"within_days": 0}, "watch-within"),
        ({"within_days": 367}, "watch-within"),
    ],
    ids=str,
)
def test_each_fault_has_a_code_and_does_not_compile(change: dict[str, object], code: str) -> None:
    pattern = replace(THIRD_PAYMENT, **change)  # type: ignore[arg-type]
    (fault,) = pattern.faults("scheme.yaml:3:5")
    assert (fault.code, fault.place) == (code, "scheme.yaml:3:5")
    assert fault.what_to_do
    with pytest.raises(WatchError) as caught:
        compile_ruleset(pattern)
    assert caught.value.code == code


def test_all_faults_come_at_once() -> None:
    assert len(Pattern("", (), "", 0, 0).faults()) == 5


@pytest.mark.parametrize("count", range(2, 9))
@pytest.mark.parametrize("within", [1, 366])
def test_the_edges_are_allowed(count: int, within: int) -> None:
    assert compile_ruleset(replace(THIRD_PAYMENT, count=count, within_days=within))


def test_a_finding_has_words_without_the_author() -> None:
    pattern = Pattern("city/loans", ("crisis_loan", "rent_advance"), "person.ref", 2, 7)
    assert pattern.scheme == "city"
    assert pattern.sentence(2) == (
        "Crisis loan or rent advance for one person has been decided 2 times in 7 days: "
        "is the rule or the arrangement behind it still the right one?"
    )
    assert "at least 100 times" in pattern.sentence(100, at_least=True)
