"""Which of many regions may meet, without comparing every one with every other.

Each region is put where its values of one fact lie, halves are told apart, and so on with the best fact for
each half. What is left together is compared.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from govengine.scheme.checks.domain import Choice, Domain, Spans
from govengine.scheme.checks.region import Region

FEW = 24
"""So many regions are compared each with each."""

Reach: TypeAlias = dict[str, tuple[int, int]]
"""For each fact, the first and the last of its places that a region touches."""

_WHOLE = (0, 1 << 40)


def meeting_pairs(regions: Sequence[Region]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers of regions that no single fact keeps apart, each pair once, the lesser first."""
    reaches = _reaches(regions)
    seen: set[tuple[int, int]] = set()
    waiting = [list(range(len(regions)))]
    while waiting:
        group = waiting.pop()
        halves = _halves(group, reaches) if len(group) > FEW else None
        if halves is not None:
            waiting += halves
            continue
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if (one, other) not in seen and _may_meet(reaches[one], reaches[other]):
                    seen.add((one, other))
                    yield one, other


def _reaches(regions: Sequence[Region]) -> list[Reach]:
    names = {name for region in regions for box in region for name in box.domains}
    reaches: list[Reach] = [{} for _ in regions]
    for name in sorted(names):
        domains = [[box.domains.get(name) for box in region] for region in regions]
        points = _points([d for several in domains for d in several if d is not None])
        for number, several in enumerate(domains):
            ends = [_reach(domain, points) for domain in several]
            if ends:
                reaches[number][name] = min(low for low, _ in ends), max(high for _, high in ends)
    return reaches


def _points(domains: Sequence[Domain]) -> list[Any]:
    """Every end of a span, or every value that is chosen, in order."""
    found: set[Any] = set()
    for domain in domains:
        if isinstance(domain, Choice):
            found |= domain.values
        else:
            found |= {end for span in domain.spans for end in (span.low, span.high) if end is not None}
    return sorted(found)


def _reach(domain: Domain | None, points: list[Any]) -> tuple[int, int]:
    """Even places are points, odd ones what lies between them."""
    match domain:
        case Spans() if domain.spans:
            first, last = domain.spans[0], domain.spans[-1]
            low, high = _WHOLE
            if first.low is not None:
                low = 2 * bisect_left(points, first.low) + (not first.includes_low)
            if last.high is not None:
                high = 2 * bisect_right(points, last.high) - 2 - (not last.includes_high)
            return low, high
        case Choice(inside=True) if domain.values:
            places = [2 * bisect_left(points, value) for value in domain.values]
            return min(places), max(places)
        case _:
            return _WHOLE


def _halves(group: list[int], reaches: list[Reach]) -> list[list[int]] | None:
    """The group in two by the fact that parts it best; None where none does it any good."""
    best: list[list[int]] | None = None
    least = len(group) * 3 // 2
    for name in sorted({name for number in group for name in reaches[number]}):
        lows = sorted(reaches[number].get(name, _WHOLE)[0] for number in group)
        middle = lows[len(lows) // 2]
        left = [number for number in group if reaches[number].get(name, _WHOLE)[0] < middle]
        right = [number for number in group if reaches[number].get(name, _WHOLE)[1] >= middle]
        if left and len(right) < len(group) and len(left) + len(right) < least:
            best, least = [left, right], len(left) + len(right)
    return best


def _may_meet(one: Reach, other: Reach) -> bool:
    for name, (low, high) in one.items():
        reach = other.get(name)
        if reach is not None and (reach[0] > high or reach[1] < low):
            return False
    return True
