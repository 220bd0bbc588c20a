"""Every scenario of the feature files in this folder."""

from pathlib import Path

import pytest
from pytest_bdd import scenarios

pytestmark = [pytest.mark.watch]

scenarios(str(Path(__file__).parent))
