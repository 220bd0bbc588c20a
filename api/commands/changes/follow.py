"""A log that has no people of its own goes by what is in force elsewhere: what came of changes there comes of them here."""

from api.commands.adopt import Through, adopt
from api.rule_store import InForce
from api.store.changes import record_succession
from api.store.transaction import Transaction
from govengine.record import Kind
from govengine.scheme import Library, Version

BY = "the service"


def follow(tx: Transaction, live: InForce, here: Library) -> None:
    """Adopt what was adopted there and is not here, in its order, and take back what was taken back. Raises SchemeError."""
    versions = {(v.id, v.version): v for kept in live.library.schemes.values() for v in kept}
    known = {(v.id, v.version) for kept in here.schemes.values() for v in kept}
    came_later = {(s.scheme, s.version) for s in live.library.successions if s.instead_of is None}
    first = [version for named, version in versions.items() if named not in came_later and named not in known]
    _adopt(tx, first, here, None)
    library = Library([*first, *(v for kept in here.schemes.values() for v in kept)], here.successions)
    for one in live.library.successions[len(here.successions) :]:
        if one.instead_of is None:
            version = versions[one.scheme, one.version]
            _adopt(tx, [version], library, Through(None, None, one.since, {}))
            kept = [v for found in library.schemes.values() for v in found]
            library = Library([*kept, version], [*library.successions, one])
            continue
        says = {"restores": one.version, "scheme": one.scheme, "since": one.since.isoformat()}
        made = tx.append(
            Kind.CHANGE_ROLLED_BACK,
            {**says, "attested": "service", "change": None, "version": one.instead_of},
        )
        record_succession(tx, made, one)
        library = Library(
            [v for found in library.schemes.values() for v in found], [*library.successions, one]
        )


def _adopt(tx: Transaction, versions: list[Version], library: Library, through: Through | None) -> None:
    adopt(
        tx,
        versions,
        library,
        by=BY,
        role="sandbox",
        authority="in force",
        example_signatures=True,
        through=through,
        anew=True,
    )
