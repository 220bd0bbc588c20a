"""What the schemes below have set of a scheme's values."""

from datetime import date

import pytest

from govengine.scheme import Library, Version, read_version
from govengine.scheme.set_below import values_of
from tests.scheme.loading import FLOOR, LIMITS, SCHEME
from tests.scheme.test_schemes_above import TEAM


def version(files: dict[str, bytes]) -> Version:
    made, problems = read_version(files)
    assert made is not None, problems
    return made


def team(number: str, limit: str, window: str) -> Version:
    text = TEAM.replace(b'version: "1"', f'version: "{number}"'.encode())
    text = text.replace(b"{from: 2026-04-01}", window.encode())
    return version({"scheme.yaml": text + f"values: {{worker_limit: {{is: {limit}}}}}\n".encode()})


ABOVE = version({"scheme.yaml": SCHEME, "limits.csv": LIMITS})
ELSEWHERE = version(
    {
        "scheme.yaml": TEAM.replace(b"east-team", b"west-team").replace(
            b"under: [neighbourhood-support]\n", b""
        )
        + b"values: {worker_limit: {is: 400}}\n"
    }
)


def below(*versions: Version, day: str = "2026-05-01") -> list[tuple[str, str, str, bool]]:
    library = Library([ABOVE, version({"scheme.yaml": FLOOR}), *versions])
    (value,) = values_of(library, ABOVE, date.fromisoformat(day))
    assert (value.name, value.value, value.bounds) == ("worker_limit", "500", "[100..1000]")
    return [(one.version, one.value, one.since.isoformat(), one.within) for one in value.set_below]


def test_nothing_set_below() -> None:
    assert below() == []


def test_a_scheme_that_does_not_stand_under_it_sets_nothing_of_it() -> None:
    assert below(ELSEWHERE) == []


def test_since_is_the_first_day_without_a_break() -> None:
    first = team("1", "400", "{from: 2026-04-01, to: 2026-06-30}")
    second = team("2", "400.00", "{from: 2026-07-01}")
    other = team("2", "450", "{from: 2026-07-01}")
    later = team("2", "400", "{from: 2026-07-02}")
    assert below(first, second, day="2026-08-01") == [("2", "400.00", "2026-04-01", True)]
    assert below(first, other, day="2026-08-01") == [("2", "450", "2026-07-01", True)]
    assert below(first, later, day="2026-08-01") == [("2", "400", "2026-07-02", True)]


def test_what_begins_later_is_seen_and_what_has_ended_is_not() -> None:
    first = team("1", "400", "{from: 2026-04-01, to: 2026-06-30}")
    second = team("2", "300", "{from: 2026-07-01}")
    assert [one[0] for one in below(first, second, day="2026-06-30")] == ["1", "2"]
    assert [one[0] for one in below(first, second, day="2026-07-01")] == ["2"]


@pytest.mark.parametrize(("limit", "within"), [("100", True), ("99", False), ("'\"many\"'", False)])
def test_what_the_bounds_do_not_hold_is_marked(limit: str, *, within: bool) -> None:
    assert [one[3] for one in below(team("1", limit, "{from: 2026-04-01}"))] == [within]
