"""Links by which a body without a system replies."""

from typing import Any

from marshmallow import RAISE, Schema, fields

from api.schemas.erasures import Act, Someone

LINK_EXAMPLE: dict[str, Any] = {"by": {"ref": "w-2041", "role": "support_worker"}}


class LinkBody(Schema):
    """A link for a request."""

    class Meta:
        unknown = RAISE

    by = fields.Nested(Someone, required=True)
    until = fields.AwareDateTime(
        metadata={
            "description": "When it opens nothing any more: within 31 days; a week from now if left out."
        }
    )


class Linked(Act):
    """A link. It is in this reply alone: no list and no entry has it."""

    request = fields.String(required=True)
    until = fields.String(required=True)
    path = fields.String(
        required=True, metadata={"description": "The address of the page, after that of this service."}
    )
