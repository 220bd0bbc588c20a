"""Every scenario of the feature files in this folder."""

from pathlib import Path

from pytest_bdd import scenarios

scenarios(str(Path(__file__).parent))
