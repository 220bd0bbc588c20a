"""The chosen entries of a window in their order, ready to be joined: places, days and sums so far."""

from collections.abc import Mapping, Sequence

from govengine.watch.limits import MAX_INTEGER, ZERO

Weights = Mapping[int, Sequence[int]]


def events_of(
    days: Mapping[int, int], chosen: Sequence[int], weights: Weights, pivot: int
) -> list[dict[str, int]]:
    """A fact for each chosen rank, in the order of ranks. Empty when the pivot is not among them.

    `days` and `weights` are by rank. `rank` is the place among the chosen, from 1. `left` and `right` say on which
    side of the pivot it stands, so that only stretches that hold it are joined. `from0` and `upto0` are the sum of
    the first weight before it and with it. Raises OverflowError for a sum beyond what the engine can compare.
    """
    order = sorted(chosen)
    if pivot not in order:
        return []
    middle = order.index(pivot)
    sums = [ZERO] * (len(weights[pivot]) if pivot in weights else 0)
    events = []
    for place, rank in enumerate(order):
        event = {"rank": place + 1, "day": days[rank]}
        event |= {"left": int(place <= middle), "right": int(place >= middle)}
        for number, weight in enumerate(weights.get(rank, ())):
            event[f"from{number}"] = sums[number]
            sums[number] += weight
            event[f"upto{number}"] = sums[number]
            if not 0 <= sums[number] <= MAX_INTEGER:
                raise OverflowError
        events.append(event)
    return events
