"""The sentences scenarios are made of: what is so, asking, the answer, and what is owed."""

from govengine.scenarios import answer, owed, situation
from govengine.scenarios.sentence import STEPS, Step

__all__ = ["STEPS", "Step", "answer", "owed", "situation"]
