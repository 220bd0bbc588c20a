"""Adopt versions of schemes: from then on they govern (MEANING §2, "in force means adopted")."""

from collections.abc import Sequence

from api.commands.outcome_adopting import Handed, HandedIn, handed_with
from api.store.adoptions import Adoption, adopted, record_adoption, store_scheme_text
from api.store.outcomes import signatures_of, standing
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
    signatures: Sequence[HandedIn] = (),
    example_signatures: bool = False,
) -> list[Adoption]:
    """Adopt versions, the higher layers first. Those adopted with the same text already are passed over.

    `by` is who (personal), `role` in which role, `authority` what they act on. `signatures` were given on paper by
    bodies that share an outcome; with `example_signatures` those that lack are made up, and marked as examples.
    Raises SchemeError with every problem of the versions among what is in force, `outcome-unsigned` where a body
    has not signed an outcome that it shares, and RecordError `already-adopted`.
    """
    known = {(row.scheme, row.version, row.digest) for row in adopted(tx.connection)}
    fresh = [v for v in versions if (v.id, v.version, v.digest) not in known]
    library = Library([*in_force, *fresh])
    problems = [p for version in fresh for p in library.problems(version) if p.severity == "error"]
    if problems:
        raise SchemeError(problems)
    fresh.sort(key=lambda v: (v.text.layer.rank, v.name))
    stand = standing(signatures_of(tx.connection))
    handed = handed_with(fresh, library, stand, signatures, examples=example_signatures)
    return [_one(tx, v, handed[v.name], by=by, role=role, authority=authority) for v in fresh]


def _one(
    tx: Transaction, version: Version, handed: Handed, *, by: str, role: str, authority: str
) -> Adoption:
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
        **handed.fields,
    }
    appended = tx.append(Kind.SCHEME_ADOPTED, fields, {"adopted_by": by}, handed.side)
    handed.note(tx, appended)
    adoption = Adoption(
        appended.index, version.id, version.version, layer, version.digest, appended.recorded_at
    )
    record_adoption(tx, adoption)
    store_scheme_text(
        tx, version.digest, {name: text.decode("utf-8-sig") for name, text in version.files.items()}
    )
    return adoption
