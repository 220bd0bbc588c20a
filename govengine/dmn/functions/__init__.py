"""FEEL's built-in functions in DMN models (DMN 1.5 §10.3.4), with null as the specification says."""

from govengine.dmn.functions.contexts import CONTEXTS
from govengine.dmn.functions.lists import LISTS
from govengine.dmn.functions.moments import MOMENTS
from govengine.dmn.functions.numbers import NUMBERS
from govengine.dmn.functions.ranges import RANGES
from govengine.dmn.functions.texts import TEXTS
from govengine.dmn.values import Function

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for family in (TEXTS, NUMBERS, LISTS, MOMENTS, RANGES, CONTEXTS)
    for function in family
}
"""Every built-in, by name. `now` and `today` are not among them: a result must not depend on when it is asked."""

__all__ = ["FUNCTIONS"]
