"""A shape: a folder with a scheme, its neighbours and its cases."""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from govengine.scheme import Library, Version, read_version

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in HERE.glob("[0-9][0-9]-*") if path.is_dir())

Json = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """A folder."""

    folder: Path

    @cached_property
    def text(self) -> Json:
        loaded = yaml.load((self.folder / "cases.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
        return _typed(loaded)

    @cached_property
    def refused(self) -> dict[str, list[str]]:
        return self.text.get("does_not_load", {})

    @cached_property
    def versions(self) -> list[Version]:
        """The folder's own scheme first."""
        below = sorted(path.parent for path in self.folder.glob("*/scheme.yaml"))
        return [load(path) for path in (self.folder, *below) if path.name not in self.refused]

    @property
    def scheme(self) -> str:
        return self.versions[0].id

    @cached_property
    def library(self) -> Library:
        return Library(self.versions)

    def short(self, name: str) -> str:
        return name.removeprefix(f"{self.scheme}/")


def _typed(node: Any) -> Any:
    """YAML's own types are not used: amounts stay text, true and false are read."""
    match node:
        case dict():
            return {key: _typed(value) for key, value in node.items()}
        case list():
            return [_typed(value) for value in node]
        case "true" | "false":
            return node == "true"
        case "null":
            return None
    return node


def load(folder: Path) -> Version:
    """A version from its text and tables; the cases lie beside them."""
    files = {
        f.name: f.read_bytes() for f in folder.iterdir() if f.suffix == ".csv" or f.name == "scheme.yaml"
    }
    version, problems = read_version(files, folder.name)
    assert version is not None, problems
    assert not problems
    return version


@cache
def shape_of(folder: Path) -> Shape:
    return Shape(folder)


@cache
def everything() -> Library:
    return Library(version for folder in FOLDERS for version in shape_of(folder).versions)


def merged(one: Any, two: Any) -> Any:
    if isinstance(one, dict) and isinstance(two, dict):
        return one | {key: merged(one.get(key), value) for key, value in two.items()}
    return two


def leaves(facts: Json, prefix: str = "") -> Json:
    """Facts by dotted name."""
    found: Json = {}
    for name, value in facts.items():
        here = f"{prefix}{name}"
        found |= leaves(value, f"{here}.") if isinstance(value, dict) else {here: value}
    return found
