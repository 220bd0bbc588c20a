"""The auditor's program, in an environment of its own."""

import pytest

from tests.record.bundles import empty_environment, run, unpack
from tests.record.logs import KEY


@pytest.fixture(scope="session")
def python(tmp_path_factory):
    """The Python of an environment that holds `cryptography` and nothing of ours."""
    return empty_environment(tmp_path_factory.mktemp("empty"))


@pytest.fixture
def check(python, tmp_path):
    """Write the files of a bundle to a folder, and run the program in it."""

    def checked(files, *arguments, keys=(KEY.verifier,)):
        folder = unpack(files, tmp_path / "bundle")
        given = [part for key in keys for part in ("--key", key.text())]
        return run(python, folder / "verify.py", folder, *given, *arguments)

    return checked
