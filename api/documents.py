"""`make docs`: the documents that are made from the model, written or compared.

`python -m api.documents` writes them; a test fails while one is not what it would write.
"""

import json
from pathlib import Path

from govengine.scheme.editor_schema import editor_schema
from govengine.scheme.reference import scheme_format


def documents() -> dict[str, str]:
    """The texts by file name, in `docs/`."""
    return {
        "scheme-format.md": scheme_format(),
        "scheme.schema.json": json.dumps(editor_schema(), ensure_ascii=False, indent=2) + "\n",
    }


def write(folder: Path) -> None:
    """Write each document into the folder."""
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).parents[1] / "docs")
