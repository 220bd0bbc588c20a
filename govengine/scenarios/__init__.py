"""Scenarios in Gherkin over any scheme's own words. The same steps serve `govengine test`, pytest and the lab."""

from govengine.scenarios.beside import library_beside, library_in
from govengine.scenarios.result import Outcome, Result, StepResult
from govengine.scenarios.runner import Page, pages_at, run_paths, run_text
from govengine.scenarios.steps import STEPS, Step
from govengine.scenarios.world import World

__all__ = [
    "STEPS",
    "Outcome",
    "Page",
    "Result",
    "Step",
    "StepResult",
    "World",
    "library_beside",
    "library_in",
    "pages_at",
    "run_paths",
    "run_text",
]
