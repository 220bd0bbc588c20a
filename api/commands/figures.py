"""The numbers of a decision that are not personal, as limits add them up."""

import re
from collections.abc import Mapping
from typing import Any

import orjson

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def figures_of(facts: Mapping[str, Mapping[str, Any]]) -> str:
    """Those among the facts of a leaf, as JSON text: {name: number as text}, in the order of their names."""
    found = {
        name: fact["value"]
        for name, fact in facts.items()
        if isinstance(fact["value"], str) and _NUMBER.fullmatch(fact["value"])
    }
    return orjson.dumps(found, option=orjson.OPT_SORT_KEYS).decode()
