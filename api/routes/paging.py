"""The Link header of a list that goes on (RFC 8288)."""

from urllib.parse import urlencode

from flask import request


def link_to_next(cursor: str | None) -> dict[str, str]:
    """The header that leads to the next page of this request's list; none where there is no more."""
    if cursor is None:
        return {}
    kept = [(name, value) for name, value in request.args.items() if name != "cursor"]
    return {"Link": f'<{request.path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'}
