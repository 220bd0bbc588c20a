"""The double binds of an answer, each with how it was resolved: here, and by others who met the same."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from api.store.resolutions import resolutions_of

Json = dict[str, Any]

MOST = 20


def binds_told(connection: Connection, determination: Json, body: str) -> list[Json]:
    """The binds with their last resolutions, newest first. What was said then is in the story of that decision."""
    return [
        {**bind, "resolutions": [asdict(one) for one in resolutions_of(connection, bind["id"], body, MOST)]}
        for bind in determination.get("binds", ())
    ]
