"""The data map has every fact of every shipped scheme, and says of each what the scheme says."""

import re
from pathlib import Path

import pytest

from api.data_map import BEGIN, END, with_data_map
from api.rule_store import read_rules
from govengine.scheme.vocabulary import CORE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/data-protection.md").read_text("utf-8")
MAP = PAGE.partition(BEGIN)[2].partition(END)[0]


def declared() -> list[tuple[str, bool]]:
    """(fact, whether it is personal), as the scheme's own text declares it."""
    versions = [version for version, _ in read_rules(ROOT / "rules") if version is not None]
    newest = {version.id: version for version in sorted(versions, key=lambda v: v.text.effective.since)}
    found = []
    for version in newest.values():
        for name, fact in version.text.facts.items():
            found.append((f"{version.id}: {name}", fact.value.personal))
    return found


def test_there_are_facts_to_map():
    assert len(declared()) > 50


@pytest.mark.parametrize(("fact", "personal"), declared())
def test_each_fact_is_there_with_what_its_scheme_says(fact, personal):
    scheme, _, name = fact.partition(": ")
    section = MAP.partition(f"`{scheme}` ")[2].partition("\n### ")[0]
    rows = re.findall(rf"^\| `{re.escape(name)}` \| [^|]+ \| (yes|no) \|", section, re.MULTILINE)
    assert rows == ["yes" if personal else "no"]


def test_every_scheme_has_purpose_and_basis_or_says_that_it_does_not_state_them():
    schemes = {version.id for version, _ in read_rules(ROOT / "rules") if version is not None}
    for scheme in schemes:
        line = re.search(rf"^`{scheme}` .*Purpose: .+\. Lawful basis: .+\.$", MAP, re.MULTILINE)
        assert line, scheme
    assert all(f"`{name}`" in MAP for name in CORE if not name.startswith("history"))


def test_a_changed_scheme_changes_the_map_and_nothing_else(tmp_path):
    folder = tmp_path / "rules/neighbourhood-support/2026-04"
    folder.mkdir(parents=True)
    shipped = ROOT / "rules/neighbourhood-support/2026-04"
    for file in shipped.iterdir():
        text = file.read_text().replace("under: [statute-floor-england]\n", "")
        (folder / file.name).write_text(text.replace("person.consent", "person.agreed"))
    other = with_data_map(PAGE, tmp_path / "rules")
    assert "`person.agreed`" in other
    assert "`person.consent`" not in other.partition(BEGIN)[2]
    assert other.partition(BEGIN)[0] == PAGE.partition(BEGIN)[0]
