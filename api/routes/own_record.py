"""`/v1/own-record`: what is recorded about somebody who works here, for themselves."""

from typing import Any

from flask import Blueprint

from api.auth.caller import Act
from api.problems import key_of_another
from api.queries.own_record import own_record
from api.queries.reads import recorded_read
from api.routes.recording import read_as
from api.routes.request import HttpError, caller_for, json_body, read_purpose, service
from api.schemas.documented import documented
from api.schemas.own_record import OWN_RECORD_EXAMPLE, OwnRecord, OwnRecordBody

blueprint = Blueprint("own_record", __name__, url_prefix="/v1/own-record")


@blueprint.post("")
@documented(
    "Read your own record",
    "What a worker asked, did, holds and replied, and what others did and found about it, in order. The system that"
    " asks vouches that it is the worker who does. The reading is recorded.",
    body=OwnRecordBody,
    example=OWN_RECORD_EXAMPLE,
    answers={200: OwnRecord},
    problems=(400, 401, 403, 413, 415, 422, 503),
    reading=True,
)
def read() -> dict[str, Any]:
    """Read everything recorded about yourself by your body."""
    caller = caller_for(Act.READ_OWN_RECORD)
    purpose = read_purpose()
    sent = read_as(OwnRecordBody, json_body()[0])
    if caller.person not in (None, sent["ref"]):
        raise HttpError([key_of_another("/ref")])
    desk = service().desk(sandbox=caller.sandbox)
    found = own_record(desk, sent["ref"], caller.body, cursor=sent["cursor"], limit=sent["limit"])
    recorded_read(desk, caller, found.decisions, what="own record", purpose=purpose)
    return found.body
