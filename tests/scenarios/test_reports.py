"""What people and machines are shown: nothing that was written runs, and nothing is lost."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from api.checking import drafts_in
from govengine.scenarios import run_text
from govengine.scenarios.coverage import Collector
from govengine.scenarios.html_report import html_report
from govengine.scenarios.junit_report import junit_report
from govengine.scenarios.terminal_report import lines_of_coverage, lines_of_run
from tests.scenarios.test_feature import PAGE, SCENARIO
from tests.scenarios.test_runner import ROOT

HOSTILE = "<script>alert(1)</script> & \"'> \u202eright to left \u0645\u0631\u062d\u0628\u0627 =HYPERLINK(1) ]]> \x1b[31m"
TEXT = (
    f"Feature: f {HOSTILE}\n"
    + SCENARIO
    + f"  Scenario: {HOSTILE}\n    Given x {HOSTILE}\n    Then they may act\n"
    + SCENARIO.replace("is refer", f'is refer\n    And the summary says "{HOSTILE.replace(chr(34), "")}"')
    + f"  Scenario: table\n    Given these facts\n      | {HOSTILE} | y |\n    Then they may act\n"
)


@pytest.fixture(scope="module")
def library():
    return drafts_in(ROOT / "rules")


@pytest.fixture(scope="module")
def ran(library):
    collector = Collector()
    results = [
        *run_text(TEXT, f"a/{HOSTILE}.feature", library, observe=collector.observe),
        *run_text("nonsense", "b.feature", library),
    ]
    return results, collector.coverage(library)


class Reader(HTMLParser):
    """The elements of a page, the text in it, and elements that are left open or end without a beginning."""

    def __init__(self):
        super().__init__()
        self.open, self.elements, self.text, self.ids = [], [], "", []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.text += data


def test_the_page_shows_everything_and_runs_nothing(ran):
    results, coverage = ran
    page = html_report("Scenarios", results, coverage)
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    tags = {tag for tag, _ in reader.elements}
    assert tags & {"script", "img", "link", "iframe", "object", "form"} == set()
    assert not [
        value for _, attrs in reader.elements for name, value in attrs.items() if name.startswith("on")
    ]
    assert not re.search(r"https?:|url\(|@import", page)
    assert reader.text.count("<script>alert(1)</script>") >= 4
    for result in results:
        assert result.scenario in reader.text
        assert result.passed or result.said.split(": ", 1)[-1][:30] in reader.text


def test_the_page_is_one_that_everybody_can_use(ran):
    results, coverage = ran
    reader = Reader()
    reader.feed(html_report("Scenarios", results, coverage))
    elements = [tag for tag, _ in reader.elements]
    assert elements.count("h1") == 1
    assert ("html", {"lang": "en"}) in reader.elements
    assert len(reader.ids) == len(set(reader.ids))
    links = [attrs["href"] for tag, attrs in reader.elements if tag == "a"]
    assert {link.removeprefix("#") for link in links} <= set(reader.ids)
    assert all("scope" in attrs for tag, attrs in reader.elements if tag == "th")
    headings = [int(tag[1]) for tag in elements if re.fullmatch(r"h\d", tag)]
    assert all(after <= before + 1 for before, after in pairwise(headings))
    for word in ("refused", "denied", "not allowed", "failed to", "should try harder"):
        assert word not in reader.text


def test_what_did_not_pass_stands_open_and_is_linked(ran):
    results, _ = ran
    page = html_report("Scenarios", results)
    assert page.count("<details id=") == len(results)
    assert page.count(" open><summary>") == sum(not result.passed for result in results)
    assert html_report("Scenarios", []).count("There was nothing to run") == 1


def test_junit_is_xml_with_counts_that_add_up(ran):
    results, _ = ran
    root = ElementTree.fromstring(junit_report(results))
    assert root.tag == "testsuites"
    suites = root.findall("testsuite")
    assert len(suites) == 2
    for counted in ("tests", "failures", "errors"):
        assert int(root.get(counted)) == sum(int(suite.get(counted)) for suite in suites)
    for suite in suites:
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases)
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors")) == len(suite.findall("testcase/error"))
    assert int(root.get("tests")) == len(results)
    assert int(root.get("failures")) == 3
    assert int(root.get("errors")) == 1
    failure = root.find("testsuite/testcase/failure")
    assert "<script>alert(1)</script>" in failure.get("message")
    assert "\x1b" not in junit_report(results)


def test_the_terminal_shows_the_step_its_place_and_why(library):
    results = list(run_text(PAGE.replace("is refer", "is act"), "x.feature", library))
    lines = list(lines_of_run(results))
    assert lines[0] == "x.feature:8: y"
    assert "  > Then the level is act" in lines
    assert lines[-1] == "0 passed, 1 did not"


def test_the_terminal_gets_no_commands_from_what_was_written(ran):
    results, _ = ran
    shown = "\n".join(lines_of_run(results))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\u0645\u0631\u062d\u0628\u0627" in shown


def test_the_terminal_says_what_was_never_seen(ran):
    _, coverage = ran
    lines = "\n".join(lines_of_coverage(coverage))
    assert "neighbourhood-support/2026-04: rules " in lines
    assert "the amount is up to £500: not yet seen true, false, decisive" in lines
