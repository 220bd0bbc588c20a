"""A feature as gherkin's parser gives it, walked over: nested JSON, with the parts of rules among those of the feature."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def parts_in(feature: Json) -> Iterator[tuple[str, Json]]:
    """Each `background` and `scenario`, those under rules as well."""
    for child in feature["children"]:
        if "rule" in child:
            yield from parts_in(child["rule"])
        else:
            yield from child.items()


def scenarios_in(feature: Json) -> Iterator[Json]:
    """The scenarios and outlines."""
    return (part for what, part in parts_in(feature) if what == "scenario")


def steps_in(feature: Json) -> Iterator[Json]:
    """The steps of scenarios and backgrounds."""
    return (step for _, part in parts_in(feature) for step in part["steps"])
