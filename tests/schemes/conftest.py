"""The shipped schemes, and with them the small one through which the statute floor is asked."""

import pytest

from govengine.scheme import Library
from tests.schemes.case import FOLDERS, LOCAL, load


@pytest.fixture(scope="session")
def shipped() -> Library:
    return Library([load(folder) for folder in FOLDERS])


@pytest.fixture(scope="session")
def library() -> Library:
    return Library([load(folder) for folder in (*FOLDERS, *LOCAL)])
