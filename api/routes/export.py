"""`/v1/export`: recorded decisions as they leave the log, streamed."""

from collections.abc import Iterator
from itertools import chain

from flask import Blueprint, Response, stream_with_context

from api.auth.caller import Act
from api.exporting.log_export import Format, export_stream
from api.routes.request import caller_for, query_of, read_purpose, service
from api.schemas.documented import CSV, NDJSON, documented
from api.schemas.export import ExportQuery
from api.store.exports import Selection

blueprint = Blueprint("export", __name__, url_prefix="/v1/export")

KINDS = {Format.NDJSON: NDJSON, Format.CSV: CSV}


@blueprint.get("")
@documented(
    "Export decisions",
    "Decisions your body is party to, in the order of the record: events as OPA logs them, or CSV with the thirty "
    "fields as columns. Personal values are masked; with `personal=true` they are shown, and the reading is recorded "
    "before the first of them is sent. It goes up to the last entry there was when you asked. What breaks off can be "
    "gone on with: each event holds its index in `record.integrity.index`.",
    query=ExportQuery,
    text=(NDJSON, CSV),
    problems=(400, 401, 403, 503),
    reading=True,
)
def export() -> Response:
    """Export decisions."""
    caller = caller_for(Act.EXPORT)
    asked = query_of(ExportQuery)
    form = Format(asked["format"])
    selection = Selection(
        caller.body, asked["from_day"], asked["to_day"], asked["from_index"], asked["to_index"]
    )
    desk = service().desk(sandbox=caller.sandbox)
    pieces = export_stream(
        desk, form, selection, reader=caller if asked["personal"] else None, purpose=read_purpose()
    )
    # The first is made before the reply begins: what stands in its way is then an answer, not a broken one.
    sent: Iterator[bytes] = chain([next(pieces, b"")], pieces)
    name = f'attachment; filename="decisions.{form}"'
    return Response(
        stream_with_context(sent), content_type=KINDS[form], headers={"Content-Disposition": name}
    )
