"""How scenarios went, step by step. Values: terminal, JUnit, HTML and the lab all show these."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Outcome(StrEnum):
    """How a step went."""

    PASSED = "passed"
    FAILED = "failed"
    UNDEFINED = "undefined"
    """No sentence says this."""
    NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True)
class StepResult:
    """A step as it stands in the file: `place` is `file:line`. `said` is empty unless it did not hold."""

    keyword: str
    text: str
    place: str
    outcome: Outcome = Outcome.PASSED
    said: str = ""
    table: tuple[tuple[str, ...], ...] = ()

    def to_json(self) -> Json:
        """The step as JSON; `table` only where one stands under it."""
        body: Json = {
            "keyword": self.keyword,
            "text": self.text,
            "place": self.place,
            "outcome": str(self.outcome),
            "said": self.said,
        }
        return body | ({"table": [list(row) for row in self.table]} if self.table else {})


@dataclass(frozen=True, slots=True)
class Result:
    """How one scenario went. `said` is empty when it passed; `answer` is the last answer in plain words."""

    file: str
    scenario: str
    said: str = ""
    place: str = ""
    """`file:line` of the step that did not hold, else of the scenario."""
    example: str = ""
    """Of an outline, the place of the row that was put in."""
    feature: str = ""
    steps: tuple[StepResult, ...] = ()
    answer: str = ""
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether every step held."""
        return not self.said

    @property
    def name(self) -> str:
        """The scenario's name, with the example's place where it is one of several."""
        return f"{self.scenario} (example in {self.example})" if self.example else self.scenario

    def line(self) -> str:
        """The result in one line, and in a second what did not hold."""
        if self.passed:
            return f"passed {self.file}: {self.name}"
        return f"did not pass {self.place or self.file}: {self.name}\n       {self.said}"

    def to_json(self) -> Json:
        """The result as JSON."""
        return {
            "file": self.file,
            "feature": self.feature,
            "scenario": self.scenario,
            "place": self.place,
            "example": self.example,
            "passed": self.passed,
            "said": self.said,
            "answer": self.answer,
            "steps": [step.to_json() for step in self.steps],
        }
