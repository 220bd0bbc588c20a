"""The documents are what the model gives, every key is documented, and every example loads."""

import dataclasses
import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from api.documents import documents
from govengine.errors import Problem
from govengine.scheme import words
from govengine.scheme.declarations import Fact
from govengine.scheme.editor_schema import editor_schema
from govengine.scheme.format import SchemeText
from govengine.scheme.meanings import MEANINGS
from govengine.scheme.reference import SECTIONS, scheme_format
from govengine.scheme.scalar import UNREADABLE, Shape
from govengine.scheme.shape import AbsentOr, KeysOr, ListOf, MapOf, Record, keys_of
from govengine.scheme.source import read_yaml

ROOT = Path(__file__).parents[2]


def records_in(shape: Shape) -> Iterator[type]:
    match shape:
        case Record(model):
            yield model
            for spec in keys_of(model):
                yield from records_in(spec["shape"])
        case ListOf():
            yield from records_in(shape.item)
        case MapOf():
            yield from records_in(shape.value)
        case AbsentOr():
            yield from records_in(shape.shape)
        case KeysOr():
            yield from records_in(shape.record)


RECORDS = list(dict.fromkeys(records_in(Record(SchemeText))))
KEYS = [pytest.param(model, spec, id=f"{model.__name__}.{spec['key']}") for model in RECORDS for spec in keys_of(model)]  # fmt: skip
SCHEMA = editor_schema()
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)  # `jsonschema.validate` checks the schema itself each time


@pytest.mark.parametrize("name", sorted(documents()))
def test_the_files_are_what_the_model_gives(name):
    assert (ROOT / "docs" / name).read_text("utf-8") == documents()[name], "run `make docs`"


def test_every_key_and_record_has_its_section():
    keys = [key for section in SECTIONS for key in section.keys]
    assert sorted(keys) == sorted(spec["key"] for spec in keys_of(SchemeText))
    records = [record for section in SECTIONS for record in section.records]
    assert set(records) == set(RECORDS) - {SchemeText}
    assert len(records) == len(set(records))


def test_every_field_of_the_format_is_a_key():
    for model in RECORDS:
        fields = {f.name for f in dataclasses.fields(model)} - {spec["field"] for spec in keys_of(model)}
        assert fields <= {"place", "cells"}, model


@pytest.mark.parametrize(("model", "spec"), KEYS)
def test_every_key_is_explained(model: type, spec: Any):
    assert len(spec["doc"]) > 4
    assert spec["doc"][0].isupper()
    assert spec["doc"].endswith(".")
    assert "…" not in spec["example"]
    assert spec["example"]


def minimal(model: type, key: str) -> str:
    """A record with its required keys and this one, each as its example writes it."""
    wanted = [spec for spec in keys_of(model) if spec["required"] or spec["key"] == key]
    return "".join(f"{spec['key']}: {spec['example']}\n" for spec in wanted)


@pytest.mark.parametrize(("model", "spec"), KEYS)
def test_every_example_loads(model: type, spec: Any):
    problems: list[Problem] = []
    text = minimal(model, spec["key"])
    node = read_yaml(text.encode(), "example", problems)
    value = Record(model).read(node, problems)
    assert problems == []
    assert value is not UNREADABLE
    assert getattr(value, spec["field"]) is not UNREADABLE
    schema = SCHEMA if model is SchemeText else {"$ref": f"#/definitions/{model.__name__}"}
    for loader in LOADERS:
        VALIDATOR.evolve(schema=schema).validate(yaml.load(text, loader))


class EditorLoader(yaml.CSafeLoader):
    """What an editor sees: YAML 1.2 numbers and booleans. It has no dates."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
LOADERS = (yaml.CBaseLoader, EditorLoader)


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("rules/*/*/scheme.yaml")), ids=lambda p: "/".join(p.parts[-3:-1])
)
def test_the_schema_takes_every_shipped_scheme(path: Path, loader: type):
    VALIDATOR.validate(yaml.load(path.read_text("utf-8"), loader))


@pytest.mark.parametrize(
    ("key", "value"),
    [("layre", "team"), ("layer", "towm"), ("grants", [{"id": "x"}]), ("effective", {"from": "1 April"}),
     ("under", {"a": "b"}), ("roles", {"A Role": {"body": "b"}}), ("facts", {"a.b": {"type": "number", "personal": "yes"}})],
)  # fmt: skip
def test_the_schema_sees_what_is_wrong(key: str, value: Any):
    good = yaml.load(
        (ROOT / "rules/neighbourhood-support/2026-04/scheme.yaml").read_text("utf-8"), yaml.CBaseLoader
    )
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({**good, key: value})


def test_the_schema_is_one():
    jsonschema.Draft7Validator.check_schema(json.loads(documents()["scheme.schema.json"]))


def test_every_word_has_a_meaning():
    enums = [
        e for e in vars(words).values() if isinstance(e, type) and issubclass(e, StrEnum) and e is not StrEnum
    ]
    assert set(MEANINGS) == set(enums)
    for enum in enums:
        assert list(MEANINGS[enum]) == list(enum)


def test_links_on_the_page_lead_somewhere():
    page = scheme_format()
    anchors = {
        "".join(c for c in line.lstrip("# ").lower() if c.isalnum() or c in " -_").replace(" ", "-")
        for line in page.splitlines()
        if line.startswith("#")
    }
    wanted = {part.split(")")[0] for part in page.split("](#")[1:]}
    assert wanted <= anchors
    headings = [line for line in page.splitlines() if line.startswith("#") and "yaml-language" not in line]
    names = [line.lstrip("# ").lower() for line in headings]
    assert len(names) == len(set(names))


def test_examples_of_sections_are_yaml_of_the_format():
    for section in SECTIONS:
        if section.example:
            problems: list[Problem] = []
            node = read_yaml(section.example.encode(), section.heading, problems)
            shapes = {spec["key"]: spec["shape"] for spec in keys_of(SchemeText)}
            for key, value in node.entries:
                assert shapes[key.value].read(value, problems) is not UNREADABLE
            assert problems == []


def test_types_of_facts_are_all_listed():
    spec = next(spec for spec in keys_of(Fact) if spec["key"] == "type")
    assert spec["example"] in scheme_format()
