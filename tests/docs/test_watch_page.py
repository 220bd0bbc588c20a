"""The patterns on the page for managers are those of the stories, word for word."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_patterns_are_those_that_are_told():
    page = (ROOT / "docs/watch.md").read_text("utf-8")
    scheme = (ROOT / "features/watch/riverside-help/2026-04/scheme.yaml").read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 10
    assert scheme.endswith("watches:\n" + "".join(blocks))
