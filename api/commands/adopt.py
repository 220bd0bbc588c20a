"""Adopt versions of schemes: from then on they govern (MEANING §2, "in force means adopted")."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from api.commands.outcome_adopting import Handed, HandedIn, handed_with
from api.store.adoptions import Adoption, adopted, record_adoption, store_scheme_text
from api.store.changes import record_succession
from api.store.obligations import Owing
from api.store.outcomes import signatures_of, standing
from api.store.subjects import mark_about
from api.store.transaction import Appended, Transaction
from govengine.errors import GovengineError, Problem, SchemeError
from govengine.record import Kind
from govengine.scheme import Library, Succession, Version


class ChangeNeededError(GovengineError):
    """A scheme that governs was to be adopted anew without a change."""


@dataclass(frozen=True, slots=True)
class Adopted(Adoption):
    """An adoption just made, with its entry."""

    made: Appended


@dataclass(frozen=True, slots=True)
class Through:
    """The change that an adoption carries out: its id, from which day on, and what its entry says besides.

    `owes` are reviews that fall due because of it.
    """

    change: str | None
    change_index: int | None
    since: date
    fields: Mapping[str, Any]
    owes: Sequence[Owing] = ()


def adopt(
    tx: Transaction,
    versions: Sequence[Version],
    in_force: Library,
    *,
    by: str,
    role: str,
    authority: str,
    signatures: Sequence[HandedIn] = (),
    example_signatures: bool = False,
    through: Through | None = None,
    anew: bool = False,
) -> list[Adopted]:
    """Adopt versions, the higher layers first. Those adopted with the same text already are passed over.

    `by` is who (personal), `role` in which role, `authority` what they act on. `signatures` were given on paper by
    bodies that share an outcome; with `example_signatures` those that lack are made up, and marked as examples.
    `through` is the change that is carried out; without one only a scheme that has never governed is adopted, unless
    `anew`: a log that has no people of its own follows another. Raises ChangeNeededError `needs-change`, SchemeError with every problem of the versions among what is in force, `outcome-unsigned` where a body
    has not signed an outcome that it shares, and RecordError `already-adopted`.
    """
    rows = adopted(tx.connection)
    known = {(row.scheme, row.version, row.digest) for row in rows}
    fresh = [v for v in versions if (v.id, v.version, v.digest) not in known]
    if through is None and not anew:
        _check_first(fresh, {row.scheme for row in rows}, {(row.scheme, row.version) for row in rows})
    kept = [v for versions in in_force.schemes.values() for v in versions]
    followed = () if through is None else (Succession(v.id, v.version, through.since) for v in fresh)
    library = Library([*kept, *fresh], [*in_force.successions, *followed])
    problems = [p for version in fresh for p in library.problems(version) if p.severity == "error"]
    if problems:
        raise SchemeError(problems)
    fresh.sort(key=lambda v: (v.text.layer.rank, v.name))
    stand = standing(signatures_of(tx.connection))
    handed = handed_with(fresh, library, stand, signatures, examples=example_signatures)
    return [_one(tx, v, handed[v.name], through, by=by, role=role, authority=authority) for v in fresh]


def _check_first(
    fresh: Sequence[Version], governed: Collection[str], versions: Collection[tuple[str, str]]
) -> None:
    """What has governed once is changed by a change, which has its gates. Raises ChangeNeededError."""
    problems = [
        Problem(
            "needs-change",
            f"{version.id} has been adopted before, so {version.name} is a change of it.",
            "Propose it: POST /v1/changes. docs/changing-a-scheme.md says how.",
        )
        for version in fresh
        if version.id in governed and (version.id, version.version) not in versions
    ]
    if problems:
        raise ChangeNeededError(problems)


def _one(
    tx: Transaction,
    version: Version,
    handed: Handed,
    through: Through | None,
    *,
    by: str,
    role: str,
    authority: str,
) -> Adopted:
    layer = str(version.text.layer)
    if through is not None:
        handed.owes.extend(through.owes)
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
    if through is not None:
        fields |= {**through.fields, "change": through.change, "since": through.since.isoformat()}
    appended = tx.append(Kind.SCHEME_ADOPTED, fields, {"adopted_by": by}, handed.side)
    handed.note(tx, appended)
    adoption = Adoption(
        appended.index, version.id, version.version, layer, version.digest, appended.recorded_at
    )
    record_adoption(tx, adoption)
    if through is not None:
        record_succession(tx, appended, Succession(version.id, version.version, through.since))
        if through.change_index is not None:
            mark_about(tx, appended.index, [through.change_index])
    store_scheme_text(
        tx, version.digest, {name: text.decode("utf-8-sig") for name, text in version.files.items()}
    )
    return Adopted(**asdict(adoption), made=appended)
