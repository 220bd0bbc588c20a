"""Every package is listed in pyproject.toml, or an installed service would lack it."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_package_is_listed():
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    there = {
        ".".join(found.parent.relative_to(ROOT).parts)
        for part in ("api", "govengine")
        for found in (ROOT / part).rglob("__init__.py")
    }
    assert sorted(listed) == sorted(there)
