"""`make docs`: the documents that are made from what they describe, written or compared.

`python -m api.documents` writes them; a test fails while one is not what it would write.
"""

import json
from pathlib import Path

from api.data_map import with_data_map
from api.exporting.record_page import record_page
from govengine.scenarios.reference import scenarios_page
from govengine.scheme.editor_schema import editor_schema
from govengine.scheme.example import Example, example_from
from govengine.scheme.reference import scheme_format

ROOT = Path(__file__).parents[1]
SHAPES = ROOT / "tests" / "shapes"
DATA_PROTECTION = ROOT / "docs" / "data-protection.md"
"""Its data map is made, the rest is written by hand."""


def shapes_in(folder: Path) -> list[Example]:
    """The shapes whose lines the page shows: none where the folder is not there."""
    found = []
    for shape in sorted(folder.glob("[0-9][0-9]-*")):
        paths = sorted([*shape.rglob("scheme.yaml"), *shape.rglob("*.csv")])
        texts = {str(path.relative_to(shape)): path.read_text(encoding="utf-8") for path in paths}
        found.append(example_from(shape.name, texts))
    return found


def documents() -> dict[str, str]:
    """The texts by file name, in `docs/`."""
    return {
        "scheme-format.md": scheme_format(shapes_in(SHAPES)),
        "scenarios.md": scenarios_page(),
        "data-protection.md": with_data_map(DATA_PROTECTION.read_text(encoding="utf-8"), ROOT / "rules"),
        "record.md": record_page(),
        "scheme.schema.json": json.dumps(editor_schema(), ensure_ascii=False, indent=2) + "\n",
    }


def write(folder: Path) -> None:
    """Write each document into the folder."""
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(ROOT / "docs")
