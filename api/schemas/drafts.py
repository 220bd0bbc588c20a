"""Drafts of schemes as programs send and read them."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from api.schemas.erasures import Someone
from govengine.decide.change_effect import ChangeEffect

_BY = {"ref": "u-17", "role": "section_151_officer"}
_SCHEME = """\
scheme: harbour-repairs
version: "2026-10"
title: Small repairs at Harbour Housing
owner: harbour-housing
layer: organisation
jurisdiction: England
effective: {from: 2026-10-01}
source: {title: 'An example, made up'}
bodies: {harbour-housing: {title: Harbour Housing}}
roles: {repairs_officer: {body: harbour-housing}, repairs_manager: {body: harbour-housing}}
lines: {repairs: [repairs_officer, repairs_manager]}
ask: {role: repairs_manager}
accountable: {role: repairs_manager}
kinds: {repair: {title: small repair}}
grants:
  - {id: officer, for: [repair], role: repairs_officer, level: act}
"""

START_EXAMPLE: dict[str, Any] = {
    "scheme": "neighbourhood-support",
    "from_version": "2026-04",
    "version": "2026-10",
    "effective_from": "2026-10-01",
    "by": _BY,
}
IMPORT_EXAMPLE: dict[str, Any] = {"files": {"scheme.yaml": _SCHEME}, "by": _BY}
SAVE_EXAMPLE: dict[str, Any] = IMPORT_EXAMPLE


class _Files(fields.Dict):
    def __init__(self, **more: Any) -> None:
        super().__init__(keys=fields.String(), values=fields.String(), **more)


class StartBody(Schema):
    """A draft of a version's text, under a name of its own."""

    class Meta:
        unknown = RAISE

    scheme = fields.String(required=True, validate=validate.Length(1, 100))
    from_version = fields.String(required=True, validate=validate.Length(1, 100))
    version = fields.String(required=True, validate=validate.Length(1, 40))
    effective_from = fields.Date(metadata={"description": "The first day it would apply."})
    by = fields.Nested(Someone, required=True)


class FilesBody(Schema):
    """The texts of a version's folder, by file name."""

    class Meta:
        unknown = RAISE

    files = _Files(required=True, metadata={"description": "`scheme.yaml` and the tables beside it."})
    by = fields.Nested(Someone, required=True)


class DraftLine(Schema):
    """A draft in the list."""

    id = fields.String(required=True)
    scheme = fields.String(required=True)
    base_version = fields.String(required=True, allow_none=True)
    base_digest = fields.String(required=True, allow_none=True)
    revision = fields.Integer(required=True)
    digest = fields.String(required=True, metadata={"description": "Of its texts, character by character."})
    editors = fields.List(fields.String(), required=True)
    started_at = fields.String(required=True)
    saved_at = fields.String(required=True)


class Drafts(Schema):
    """The drafts of your body, the last saved first."""

    drafts = fields.List(fields.Nested(DraftLine), required=True)


class DraftTold(DraftLine):
    """A draft with its texts. Its ETag is what If-Match takes."""

    files = _Files(required=True)


class DraftProblem(Schema):
    """Something the check found."""

    code = fields.String(required=True)
    place = fields.String(required=True, metadata={"description": "`file:line:column`."})
    message = fields.String(required=True)
    what_to_do = fields.String(required=True)
    did_you_mean = fields.String()
    severity = fields.String(required=True)


class DraftChecked(Schema):
    """What is wrong with a draft among the schemes it would stand with."""

    ready = fields.Boolean(required=True)
    problems = fields.List(fields.Nested(DraftProblem), required=True)


class IndexQuery(Schema):
    """The index that figures were uprated by, if they were."""

    index = fields.String(load_default="")
    percent = fields.String(load_default="")
    source = fields.String(load_default="")
    rounded_to = fields.String(load_default="0.01")


class DraftChanges(Schema):
    """What a draft does against what it was started from."""

    effect = fields.String(required=True, validate=validate.OneOf(list(ChangeEffect)))
    because = fields.List(fields.String(), required=True)
    difference = fields.Dict(required=True, allow_none=True)
