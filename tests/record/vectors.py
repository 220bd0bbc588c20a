"""Other people's test vectors, in the folder that GOVENGINE_VECTORS names."""

import os
from pathlib import Path

import pytest


def vectors(folder):
    """The folder of one set of vectors; without it the test is skipped with one line."""
    root = os.environ.get("GOVENGINE_VECTORS")
    if not root:
        pytest.skip("third-party vectors: set GOVENGINE_VECTORS to the folder that holds them")
    found = Path(root) / folder
    assert found.is_dir(), f"GOVENGINE_VECTORS has no folder {folder}"
    return found
