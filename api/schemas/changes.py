"""Changes of schemes."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from api.schemas.acts import Owed
from api.schemas.erasures import NAME, Act, ByBody
from govengine.publishing.path import AGREEING

_WORDS = validate.Length(1, 2000)
_OWNER = {"ref": "u-17", "role": "section_151_officer"}
_WORKER = {"ref": "w-2041", "role": "support_worker"}
LARGEST_FILES = 200

CHANGE_EXAMPLE: dict[str, Any] = {
    "files": {
        "scheme.yaml": "scheme: neighbourhood-support\nversion: 2026-05\n…",
        "limits.csv": "id,for,role,decision.amount,level\n…",
    },
    "base": "2026-04",
    "why": "Rents have risen, and the old limit sends everybody to their manager.",
    "edited_by": ["w-2041"],
    "by": _WORKER,
}
AGREE_EXAMPLE: dict[str, Any] = {
    "part": "peer",
    "said": "I would have used it twice last month.",
    "by": {"ref": "m-7", "role": "team_manager"},
}
EVIDENCE_EXAMPLE: dict[str, Any] = {
    "took_part": [{"role": "tenant", "how": "Two evenings at the hall, six people, paid."}],
    "changed": "The landlord is told only with consent.",
    "not_done": "They asked for help with deposits as well; the fund cannot.",
    "by": _WORKER,
}
HOST_EXAMPLE: dict[str, Any] = {"body": "northbridge-council", "role": "service_manager", "by": _WORKER}
VIEW_EXAMPLE: dict[str, Any] = {
    "objects": True,
    "said": "People who cannot read the form are left out.",
    "by": {"ref": "c-3", "role": "team_manager"},
}
ANSWER_EXAMPLE: dict[str, Any] = {
    "objection": "01J8Z3F0000000000000000000",
    "said": "A worker reads it to them; the guide now says so.",
    "by": _OWNER,
}
ACKNOWLEDGE_EXAMPLE: dict[str, Any] = {
    "risks": ["The budget may be spent by January."],
    "statute_floor": True,
    "by": _OWNER,
}
ADOPT_EXAMPLE: dict[str, Any] = {"authority": "Cabinet, minute 14", "by": _OWNER}
ROLL_BACK_EXAMPLE: dict[str, Any] = {"why": "It sends people the wrong way.", "by": _OWNER}
WITHDRAW_EXAMPLE: dict[str, Any] = {"why": "We think again.", "by": _WORKER}


class IndexBody(Schema):
    """What figures are uprated by."""

    class Meta:
        unknown = RAISE

    index = fields.String(required=True, validate=validate.Length(1, 200))
    percent = fields.String(required=True, validate=validate.Length(1, 20))
    source = fields.String(validate=validate.Length(0, 500))
    rounded_to = fields.String(validate=validate.Length(1, 20))


class ChangeBody(ByBody):
    """A draft that is to take the place of what governs."""

    files = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 200)),
        values=fields.String(),
        required=True,
        validate=validate.Length(1, LARGEST_FILES),
        metadata={
            "description": "The version's files by name, and files of scenarios whose names end in .feature."
        },
    )
    base = fields.String(
        load_default=None,
        validate=validate.Length(1, 100),
        metadata={
            "description": "The version, or its digest, that the draft was made from; none for a first."
        },
    )
    why = fields.String(required=True, validate=_WORDS)
    edited_by = fields.List(
        fields.String(validate=validate.Length(1, 200)),
        load_default=list,
        validate=validate.Length(0, 100),
        metadata={"description": "Who edited it, besides whoever proposes it. None of them approves it."},
    )
    index = fields.Nested(
        IndexBody, load_default=None, metadata={"description": "By what figures are uprated, if that is all."}
    )


class AgreeBody(ByBody):
    """A part that somebody plays."""

    part = fields.String(required=True, validate=validate.OneOf([str(part) for part in AGREEING]))
    said = fields.String(validate=_WORDS)


class TookPartBody(Schema):
    """Somebody who took part, by role."""

    class Meta:
        unknown = RAISE

    role = fields.String(required=True, validate=validate.Length(1, 200))
    how = fields.String(required=True, validate=_WORDS)


class EvidenceBody(ByBody):
    """Co-design: who took part by role, what changed because of it, what was asked and not done."""

    took_part = fields.List(fields.Nested(TookPartBody), required=True, validate=validate.Length(1, 50))
    changed = fields.String(required=True, validate=_WORDS)
    not_done = fields.String(required=True, validate=_WORDS)


class HostBody(ByBody):
    """Who, of the body whose scheme it is, sees what comes of it."""

    body = fields.String(required=True, validate=NAME)
    role = fields.String(required=True, validate=NAME)


class ViewBody(ByBody):
    """What somebody says of it from lived experience."""

    objects = fields.Boolean(required=True)
    said = fields.String(required=True, validate=_WORDS)


class ObjectionAnswerBody(ByBody):
    """What is said to an objection."""

    objection = fields.String(required=True, validate=validate.Length(1, 100))
    said = fields.String(required=True, validate=_WORDS)


class RisksBody(ByBody):
    """The risks that whoever delegates takes, by name."""

    risks = fields.List(fields.String(validate=_WORDS), required=True, validate=validate.Length(1, 50))
    statute_floor = fields.Boolean(
        required=True,
        validate=validate.Equal(True),
        metadata={"description": "That no scheme sets aside what the law says: true."},
    )


class AdoptBody(ByBody):
    """On what authority it is adopted."""

    authority = fields.String(required=True, validate=validate.Length(1, 300))


class ChangeWhyBody(ByBody):
    """Why."""

    why = fields.String(required=True, validate=_WORDS)


class ChangeProposed(Act):
    """A proposed change: what it does, and the parts of its path."""

    scheme = fields.String(required=True)
    version = fields.String(required=True)
    effect = fields.String(required=True)
    because = fields.List(fields.String(), required=True)
    scenarios = fields.Dict(required=True)
    asks = fields.List(fields.String(), required=True)


class ChangeActed(Act):
    """An act on a change."""

    change = fields.String(required=True)


class ChangeAdopted(ChangeActed):
    """An adoption: from when on the version governs, and what is owed because of it."""

    scheme = fields.String(required=True)
    version = fields.String(required=True)
    effect = fields.String(required=True)
    since = fields.String(required=True)
    owes = fields.List(fields.Nested(Owed), required=True)


class RolledBack(ChangeActed):
    """Which version governs again, and since when."""

    scheme = fields.String(required=True)
    version = fields.String(required=True)
    restores = fields.String(required=True)
    since = fields.String(required=True)


class ChangeLine(Schema):
    """A change, and where it stands."""

    id = fields.String(required=True)
    scheme = fields.String(required=True)
    version = fields.String(required=True)
    digest = fields.String(required=True)
    effect = fields.String(required=True)
    standing = fields.String(required=True)
    proposed_at = fields.String(required=True)


class ChangeInList(ChangeLine):
    """A change in the list, with the parts that are waited for."""

    waits_for = fields.List(fields.String(), required=True)


class Changes(Schema):
    """Every change of schemes your body has a part in, the newest first."""

    changes = fields.List(fields.Nested(ChangeInList), required=True)


class ChecklistLine(Schema):
    """A part of the path: who may play it, since when it is waited for, who did."""

    part = fields.String(required=True)
    roles = fields.List(fields.Dict(), required=True)
    waits = fields.Boolean(required=True)
    since = fields.String(required=True)
    about = fields.String(required=True, allow_none=True)
    done = fields.Dict(required=True, allow_none=True)


class ChangeStory(ChangeLine):
    """A change with its checklist and all that was done about it."""

    base = fields.String(required=True, allow_none=True)
    because = fields.List(fields.String(), required=True)
    why = fields.String(required=True, allow_none=True)
    by = fields.Dict(required=True)
    edited_by = fields.List(fields.String(), required=True)
    files = fields.Dict(required=True)
    index = fields.Dict(required=True, allow_none=True)
    scenarios = fields.Dict(required=True)
    problems = fields.List(fields.String(), required=True)
    checklist = fields.List(fields.Nested(ChecklistLine), required=True)
    story = fields.List(fields.Dict(), required=True)
