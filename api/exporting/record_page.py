"""`docs/record.md`, made from the list of fields that the export is made from."""

from api.exporting.fields import FIELDS, Field

_HEAD = """\
# The record: thirty fields, where each is kept, and who fills it

A decision record has to answer an auditor, an ombudsman and a court years later. These are the thirty fields that
statute, guidance and the inquiries into failed systems ask for. Each has a place in the log and a source that asks for
it. The **act** is what somebody does for it to be filled.

`govengine log export` writes all thirty for every decision. A field that no act of this version fills is exported as
`not yet recorded`; it is never left empty, because an empty cell reads as *there was none*. Where part of a field is
filled, the part that is not says the same.

This page is made from the list the export is made from (`api/exporting/fields.py`), by `make docs`.
"""

_TAIL = """\

## How to read the places

The **leaf** of an entry is hashed into the log for ever; the **side row** holds personal values and free text, and can
be erased (see [evidence.md](evidence.md)). *Scheme text* is the very text that was adopted, kept by its digest. Places
in entries that do not exist yet are the names their acts will use.

## The export

    govengine log export --format ndjson --out decisions.ndjson
    govengine log export --out decisions.csv --body northbridge-council --from 2026-04-01 --to 2026-06-30

**NDJSON** has one event a line, in the shape of Open Policy Agent's decision log, so that tools for those logs read it:

| member | what it holds |
|---|---|
| `labels` | `app`, `id` (the log's origin, the name of its key), `semantics` |
| `decision_id`, `timestamp` | the decision's id; when it was recorded |
| `path`, `requested_by` | the scheme and kind; the body and client that asked |
| `bundles` | each scheme that applied, with version and digest as its `revision` |
| `input` | the question as it could be sent again, with the facts the service added |
| `result` | the determination as it was recorded |
| `erased`, `masked` | JSON pointers (RFC 6901) into the event |
| `record` | the thirty fields, by the names above |

**CSV** has a row a decision, the thirty fields as columns; a field with parts is JSON within its cell.

Days are local days of the decision, both included. `--body` takes the decisions a body is party to.

    GET /v1/export?format=csv&from=2026-04-01&to=2026-06-30

gives the same over HTTP to owners, reviewers and auditors, of decisions their body is party to: `from` and `to` are days,
`from_index` and `to_index` places in the record, all included; `personal=true` shows personal values. It is streamed in
constant memory, up to the last entry there was when it was asked for. What breaks off is gone on with by `from_index`:
each event holds its place in `record.integrity.index`.

Personal values are masked unless `--with-personal` is given: `**masked**` stands in their place. An export with them
is a reading, and the record says so before the first is written; `--purpose` says what they are needed for. What has been erased
is gone from the event and pointed at by `erased`; in CSV `**erased**` stands in its place. Both words are told apart
from recorded text by the pointers.
"""


def record_page() -> str:
    """The page."""
    filled = sum(field.filled for field in FIELDS)
    lines = [
        _HEAD,
        f"{filled} of the {len(FIELDS)} are filled by the acts of this version, some of them in part.",
        "",
        "| # | field | what it says | who asks for it | where it is kept | act |",
        "|---:|---|---|---|---|---|",
        *map(_line, FIELDS),
        _TAIL,
    ]
    return "\n".join(lines)


def _line(field: Field) -> str:
    state = "" if field.filled else "; exported as `not yet recorded`"
    return (
        f"| {field.number} | `{field.name}` | {field.meaning} | {field.source} | {field.place} | "
        f"{field.act}{state} |"
    )
