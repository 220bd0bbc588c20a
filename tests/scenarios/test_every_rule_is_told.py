"""Each shipped scheme has its page in `features/schemes/`, and each of its rules is named there."""

import re
from pathlib import Path

import pytest

from api.checking import read_folders

ROOT = Path(__file__).parents[2]
SCHEMES = sorted(path for path in (ROOT / "rules").iterdir() if path.is_dir())
FEWEST = 5


def page_of(scheme: str) -> str:
    return (ROOT / "features/schemes" / f"{scheme.replace('-', '_')}.feature").read_text("utf-8")


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda path: path.name)
def test_every_rule_of_every_version_is_named(scheme: Path) -> None:
    named = set(re.findall(r"[a-z0-9][a-z0-9-]*", page_of(scheme.name)))
    for version in read_folders(path.parent for path in sorted(scheme.glob("*/scheme.yaml"))):
        rules = [*version.text.grants, *version.text.safeguards]
        assert rules
        assert {rule.id.value for rule in rules} - named == set(), version.name


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda path: path.name)
def test_every_scheme_has_a_page_of_its_own(scheme: Path) -> None:
    page = page_of(scheme.name)
    assert len(re.findall(r"^  Scenario", page, re.M)) >= FEWEST
    assert "leaves out" in page
