"""Scenarios in Gherkin over any scheme's own words. The same steps serve `govengine test` and pytest-bdd."""

from govengine.scenarios.beside import library_beside
from govengine.scenarios.runner import Result, run_paths, run_text
from govengine.scenarios.steps import STEPS, Step
from govengine.scenarios.world import World

__all__ = ["STEPS", "Result", "Step", "World", "library_beside", "run_paths", "run_text"]
