"""Adopt versions of schemes: from then on they govern (MEANING §2, "in force means adopted")."""

from collections.abc import Sequence

from api.store.adoptions import Adoption, adopted, record_adoption, store_scheme_text
from api.store.transaction import Transaction
from govengine.errors import SchemeError
from govengine.record import Kind
from govengine.scheme import Library, Version


def adopt(
    tx: Transaction,
    versions: Sequence[Version],
    in_force: Sequence[Version],
    *,
    by: str,
    role: str,
    authority: str,
) -> list[Adoption]:
    """Adopt versions, the higher layers first. Those adopted with the same text already are passed over.

    `by` is who (personal), `role` in which role, `authority` what they act on. Raises SchemeError with every
    problem of the versions among what is in force, and RecordError `already-adopted`.
    """
    known = {(row.scheme, row.version, row.digest) for row in adopted(tx.connection)}
    fresh = [v for v in versions if (v.id, v.version, v.digest) not in known]
    library = Library([*in_force, *fresh])
    problems = [p for version in fresh for p in library.problems(version) if p.severity == "error"]
    if problems:
        raise SchemeError(problems)
    return [
        _one(tx, v, by, role, authority) for v in sorted(fresh, key=lambda v: (v.text.layer.rank, v.name))
    ]


def _one(tx: Transaction, version: Version, by: str, role: str, authority: str) -> Adoption:
    layer = str(version.text.layer)
    fields = {
        "scheme": version.id,
        "version": version.version,
        "layer": layer,
        "digest": version.digest,
        "owner": version.text.owner.value,
        "role": role,
        "authority": authority,
        "attested": "client",
    }
    appended = tx.append(Kind.SCHEME_ADOPTED, fields, {"adopted_by": by})
    adoption = Adoption(
        appended.index, version.id, version.version, layer, version.digest, appended.recorded_at
    )
    record_adoption(tx, adoption)
    store_scheme_text(
        tx, version.digest, {name: text.decode("utf-8-sig") for name, text in version.files.items()}
    )
    return adoption
