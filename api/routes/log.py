"""`/log`: what anybody needs to hold the record to what it said before. Entries are for auditors."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, stream_with_context

from api.auth.caller import Act
from api.problems import problem
from api.routes.request import HttpError, caller_for, query_of, service
from api.schemas.documented import NDJSON, TEXT, documented
from api.schemas.log import Consistency, ConsistencyQuery, EntriesQuery, InclusionQuery, SizeQuery
from api.store.head import read_head
from api.store.proofs import checkpoint_from, consistency, last_checkpoint, receipt_of
from api.store.reading import leaves
from api.store.signing import keys_of_log
from govengine.errors import RecordError
from govengine.record import TlogProof

blueprint = Blueprint("log", __name__, url_prefix="/log")


@blueprint.get("/checkpoint")
@documented(
    "The latest checkpoint",
    "A signed note (C2SP): how many entries the log has and what they come to. With `size` the one for that size.",
    query=SizeQuery,
    text=TEXT,
    problems=(400, 404),
    public=True,
)
def checkpoint() -> Response:
    """The latest checkpoint, or the one of a size."""
    size = query_of(SizeQuery).get("size")
    with service().live.engine.connect() as connection:
        found = last_checkpoint(connection) if size is None else checkpoint_from(connection, size)
    if found is None or found[0] != (size or found[0]):
        raise HttpError([problem("unknown-checkpoint")])
    return Response(found[1], content_type=TEXT)


@blueprint.get("/keys")
@documented(
    "The keys the log signs with",
    "Verifier keys (C2SP), the oldest first, one a line. Get the key you trust by another way as well.",
    text=TEXT,
    public=True,
)
def keys() -> Response:
    """Every verifier key, oldest first."""
    with service().live.engine.connect() as connection:
        found = keys_of_log(connection)
    return Response("".join(f"{key.text()}\n" for _, key in found), content_type=TEXT)


@blueprint.get("/proof/inclusion")
@documented(
    "That an entry is in the log",
    "A tlog-proof (C2SP) of the entry at `index`, by the checkpoint of its batch, or by one of `size` entries.",
    query=InclusionQuery,
    text=TEXT,
    problems=(400, 404, 422),
    public=True,
)
def inclusion_proof() -> Response:
    """The proof that an entry is in the log."""
    asked = query_of(InclusionQuery)
    with service().live.engine.connect() as connection:
        if asked["index"] >= read_head(connection).size:
            raise HttpError([problem("unknown-entry")])
        receipt = receipt_of(connection, asked["index"], asked.get("size"))
    proof = TlogProof(receipt.index, receipt.proof, receipt.checkpoint)
    return Response(proof.text(), content_type=TEXT)


@blueprint.get("/proof/consistency")
@documented(
    "That the log only grew",
    "The proof that the tree of `new` entries begins with that of `old`. One from size 0 is refused: it would say nothing.",
    query=ConsistencyQuery,
    answers={200: Consistency},
    problems=(400, 422),
    public=True,
)
def consistency_proof() -> dict[str, Any]:
    """The proof that one tree begins with another."""
    asked = query_of(ConsistencyQuery)
    with service().live.engine.connect() as connection:
        if asked["new"] > read_head(connection).size:
            message = f"The log has fewer than {asked['new']} entries."
            raise RecordError([problem("proof-range", message)])
        proof = consistency(connection, asked["old"], asked["new"])
    return {**asked, "proof": [one.hex() for one in proof]}


@blueprint.get("/entries")
@documented(
    "The entries themselves",
    "The bytes that were hashed, one entry a line, without anything personal: commitments stand in its place.",
    query=EntriesQuery,
    text=NDJSON,
    problems=(400, 401, 403),
)
def entries() -> Response:
    """Leaves from an index on."""
    caller = caller_for(Act.READ_ENTRIES)
    asked = query_of(EntriesQuery)
    engine = service().desk(sandbox=caller.sandbox).engine

    def lines() -> Iterator[bytes]:
        with engine.connect() as connection:
            for leaf in leaves(connection, asked["from_index"], asked["limit"]):
                yield leaf + b"\n"

    return Response(stream_with_context(lines()), content_type=NDJSON)
