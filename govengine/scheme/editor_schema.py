"""A JSON Schema of the format for editors, made from the same keys as the reader and the documentation.

Editors see YAML's own types: `min: 0` is a number to them and `met: true` a boolean, and some read a date as
a date. The reader takes each of these from its text. So a scalar may be of any of those types here, and
patterns bind only what is text. The schema is never stricter than the reader; `govengine check` says the rest.
"""

import re
from typing import Any

from govengine.scheme.declarations import WINDOW
from govengine.scheme.format import SchemeText
from govengine.scheme.meanings import MEANINGS
from govengine.scheme.scalar import DAY, DURATION, FLAG, LONGEST_NAME, MOMENT, WHOLE, Choice, Shape, Word
from govengine.scheme.shape import AbsentOr, KeysOr, ListOf, MapOf, Record, keys_of
from govengine.scheme.words import Window

Json = dict[str, Any]

_SCALAR = ["string", "number", "boolean"]
_NAME = r"^[a-z][a-z0-9]*([._-][a-z0-9]+)*$"
_DATE = r"^\d{4}-\d{2}-\d{2}$"
_MOMENT = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$"
_DURATION = r"^-?P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$"


def editor_schema() -> Json:
    """The schema of `scheme.yaml` (draft 7, which editors know)."""
    records: dict[str, Json] = {}
    top = _record(SchemeText, records)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A scheme of govengine",
        "$comment": "Made by `make docs` from the model in govengine/scheme. Change that, not this file.",
        **top,
        "definitions": dict(sorted(records.items())),
    }


def _record(model: type, records: dict[str, Json]) -> Json:
    specs = keys_of(model)
    return {
        "type": "object",
        "description": re.sub(r" \(MEANING [^)]*\)", "", " ".join((model.__doc__ or "").split())),
        "properties": {
            spec["key"]: {"description": _described(spec), **_of(spec["shape"], records)} for spec in specs
        },
        "required": [spec["key"] for spec in specs if spec["required"]],
        "additionalProperties": False,
    }


def _described(spec: Any) -> str:
    return f"{spec['doc']}\n\n{spec['key']}: {spec['example']}"


def _of(shape: Shape, records: dict[str, Json]) -> Json:
    match shape:
        case Record(model):
            if model.__name__ not in records:
                records[model.__name__] = {}
                records[model.__name__] = _record(model, records)
            # `allOf`, because in draft 7 whatever stands beside a reference is passed over.
            return {"allOf": [{"$ref": f"#/definitions/{model.__name__}"}]}
        case ListOf():
            item = _of(shape.item, records)
            many = {"type": "array", "items": item}
            return {"anyOf": [many, item]} if shape.or_one else many
        case MapOf():
            return {
                "type": "object",
                "propertyNames": {"pattern": _NAME, "maxLength": LONGEST_NAME},
                "additionalProperties": _of(shape.value, records),
            }
        case AbsentOr():
            none = {
                "type": "object",
                "properties": {"none": {"description": "Why there is none.", "type": _SCALAR}},
                "required": ["none"],
                "additionalProperties": False,
            }
            return {"anyOf": [none, _of(shape.shape, records)]}
        case KeysOr():
            return {"anyOf": [_of(shape.record, records), _of(shape.shape, records)]}
        case Choice():
            meanings = MEANINGS[shape.enum]
            return {
                "anyOf": [{"const": str(word), "description": meaning} for word, meaning in meanings.items()]
            }
        case Word():
            return {"type": _SCALAR, "pattern": _NAME, "maxLength": LONGEST_NAME}
        case _ if shape is FLAG:
            return {"enum": [True, False, "true", "false"]}
        case _ if shape is WHOLE:
            return {"type": ["integer", "string"], "minimum": 0, "pattern": r"^\d{1,9}$"}
        case _ if shape is DAY:
            return {"type": "string", "pattern": _DATE}
        case _ if shape is MOMENT:
            return {"type": "string", "pattern": _MOMENT}
        case _ if shape is DURATION:
            return {"type": "string", "pattern": _DURATION}
        case _ if shape is WINDOW:
            words = [{"const": str(word), "description": MEANINGS[Window][word]} for word in Window]
            return {"anyOf": [{"type": "string", "pattern": _DURATION}, *words]}
        case _:
            return {"type": _SCALAR}
