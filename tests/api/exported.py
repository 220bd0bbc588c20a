"""An export as tests read it, and the decision they export."""

import csv
import io
import json
from typing import Any

from api.exporting.log_export import Format, export_log
from api.store.exports import Selection
from tests.api.conftest import question

HELP = "neighbourhood-support"


def exported(service, form=Format.NDJSON, selection=None, **more) -> str:
    write = io.StringIO()
    export_log(service.live, write, form, selection or Selection(), lambda _done, _of: None, **more)
    return write.getvalue()


def events(service, **more) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported(service, **more).splitlines()]


def rows(service, **more) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(service, Format.CSV, **more), newline="")))


def at(value: Any, pointer: str) -> Any:
    for escaped in pointer.split("/")[1:]:
        step = escaped.replace("~1", "/").replace("~0", "~")
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def asked(**more) -> dict[str, Any]:
    return question(decision__amount="2600.00") | {
        "outcome": "settled_home",
        "reference": "CASE-1932/7",
        "done": [
            {
                "duty": f"{HELP}/regular-support/second",
                "at": "2026-05-01",
                "by": {"ref": "w-77", "role": "team_manager"},
                "ref": "minute 4",
            }
        ],
    } | more  # fmt: skip
