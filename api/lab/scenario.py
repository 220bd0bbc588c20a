"""A case and its answer as a feature file that can be run."""

import unicodedata

from api.commands.evaluate import WhatIf
from govengine.scenarios.written import feature_of, scenario_of

LONGEST_TITLE = 120


def title_from(text: str) -> str:
    """A title on one line, without characters that cannot be seen or that turn the direction of writing."""
    seen = "".join(" " if unicodedata.category(one).startswith(("C", "Z")) else one for one in text)
    return " ".join(seen.split())[:LONGEST_TITLE]


def feature_text(title: str, found: WhatIf) -> str:
    """The file. It holds what the scheme says now; running it shows whether a later version says the same."""
    scenario = scenario_of(title, found.stack, found.question, found.determination)
    return feature_of(found.stack.versions[0].text.title.value, [scenario])
