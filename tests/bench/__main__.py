"""`python -m tests.bench`: medians of deciding and of loading, as a table. Numbers, never a test.

Runs swing by half on a shared machine: compare two versions side by side, not with a number from yesterday.
"""

import platform
import statistics
import time
from collections.abc import Callable

from govengine.decide import Question, determine, question_from_json, scheme_and_moment
from govengine.scheme import Library, Stack
from tests.bench.cases import city, questions, stack
from tests.decide import meaning_example


def _micro(run: Callable[[], object], times: int = 5) -> float:
    """The shortest of a few runs: what is above it is the machine's."""
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - begun)
    return best * 1e6


def _deciding(governs: Stack, asked: list[Question]) -> list[float]:
    for question in asked:
        determine(governs, question)
    return [_micro(lambda q=question: determine(governs, q).to_json()) for question in asked]  # type: ignore[misc]


def _loading(kinds: int, rules: int) -> tuple[float, float]:
    begun = time.perf_counter()
    versions = city(kinds, rules)
    library = Library(versions)
    problems = library.problems(versions[0])
    checked = time.perf_counter() - begun
    assert not problems, [str(p) for p in problems]
    begun = time.perf_counter()
    stack(versions)
    return checked, time.perf_counter() - begun


def main() -> None:
    """Print the table."""
    print(f"Python {platform.python_version()}, {platform.machine()}\n")  # noqa: T201
    rows = []
    governs = stack(city())
    times = _deciding(governs, questions())
    example = meaning_example.QUESTION
    small = meaning_example.stack()
    _, as_of = scheme_and_moment(example, meaning_example.NOW)
    rows.append(("a city's scheme, 25 kinds: whole answer, p50", f"{statistics.median(times):.0f} µs"))
    rows.append(("the same, p95", f"{statistics.quantiles(times, n=20)[-1]:.0f} µs"))
    mine = _deciding(small, [question_from_json(example, small, as_of)] * 20)
    rows.append(("MEANING's example: whole answer", f"{statistics.median(mine):.0f} µs"))
    for kinds, rules in ((50, 1_000), (250, 1_000)):
        checked, bound = _loading(kinds, rules)
        rows.append((f"{rules} rules, {kinds} kinds: read and checked", f"{checked:.2f} s"))
        rows.append((f"{rules} rules, {kinds} kinds: bound once more", f"{bound:.2f} s"))
    for what, value in rows:
        print(f"{what:55} {value:>10}")  # noqa: T201


if __name__ == "__main__":
    main()
