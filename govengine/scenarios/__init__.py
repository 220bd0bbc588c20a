"""Scenarios in Gherkin over any scheme's own words. The same steps serve `govengine test`, pytest and the lab."""

from govengine.scenarios.beside import library_beside
from govengine.scenarios.result import Outcome, Result, StepResult
from govengine.scenarios.runner import feature_files, run_feature, run_file, run_paths, run_text
from govengine.scenarios.steps import STEPS, Step
from govengine.scenarios.world import World

__all__ = [
    "STEPS",
    "Outcome",
    "Result",
    "Step",
    "StepResult",
    "World",
    "feature_files",
    "library_beside",
    "run_feature",
    "run_file",
    "run_paths",
    "run_text",
]
