"""A proposed change as the record has it: its text, what was done about it, where it stands, who is waited for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Connection

from api.auth.caller import Caller
from api.commands.changes.draft import ChangeError, Draft, read_draft
from api.store.accounts import account_by_id
from api.store.authorisations import authorisation_by_id
from api.store.changes import ChangeRow
from api.store.keys import key_by_id
from api.store.reading import entry
from api.store.subjects import stored_about
from api.store.tables import ACTOR
from govengine.decide.change_effect import ChangeEffect
from govengine.publishing import Done, Line, Part, Parties, Path, lines, parties_of, path_for
from govengine.record import Kind, StoredEntry
from govengine.scheme import Library
from govengine.scheme.words import Attested


class Standing(StrEnum):
    """Where a change stands."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"
    ROLLED_BACK = "rolled_back"


_SETTLED = {
    Kind.SCHEME_ADOPTED: Standing.ADOPTED,
    Kind.CHANGE_WITHDRAWN: Standing.WITHDRAWN,
    Kind.CHANGE_ROLLED_BACK: Standing.ROLLED_BACK,
}
_PLAYED = {
    Kind.CHANGE_EVIDENCED: Part.CO_DESIGN,
    Kind.CHANGE_HOST_NAMED: Part.HOST,
    Kind.CHANGE_VIEWED: Part.LIVED_EXPERIENCE,
    Kind.CHANGE_ANSWERED: Part.ANSWER,
    Kind.CHANGE_ACKNOWLEDGED: Part.SPONSOR,
    Kind.SCHEME_ADOPTED: Part.ADOPT,
}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry about a change, with its side row."""

    stored: StoredEntry
    leaf: Mapping[str, Any]
    side: Mapping[str, Any]

    @property
    def by(self) -> str | None:
        """Who it is from; None once that has been erased."""
        values = self.side.get("values", {})
        found: str | None = values.get("by", values.get("adopted_by"))
        return found

    @property
    def key(self) -> str:
        """By what people are told apart: a look-up key, which an erasure leaves in the leaf."""
        return str(self.leaf.get("keys", {}).get(ACTOR, self.by))


def _told(stored: StoredEntry) -> Told:
    return Told(stored, orjson.loads(stored.leaf), orjson.loads(stored.side) if stored.side else {})


@dataclass(frozen=True, slots=True)
class Change:
    """A proposed change as the record has it. `story` is what was done about it, in order."""

    row: ChangeRow
    proposed: Told
    story: tuple[Told, ...]
    draft: Draft | None
    """None once it is settled, or where it would not load any more."""
    unsound: ChangeError | None

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        settled = [_SETTLED[Kind(one.stored.kind)] for one in self.story if one.stored.kind in _SETTLED]
        return settled[-1] if settled else Standing.PROPOSED

    @property
    def effect(self) -> ChangeEffect:
        """What it does, as it was found when it was proposed."""
        return ChangeEffect(self.proposed.leaf["effect"])

    @property
    def files(self) -> Mapping[str, str]:
        """The text that was proposed; nothing where it has been erased."""
        found: Mapping[str, str] = self.proposed.side.get("files", {})
        return found

    def done(self, connection: Connection, moment: str) -> Iterator[Done]:
        """What was played so far; what no longer counts says why."""
        scenarios = self.proposed.leaf["scenarios"]
        if scenarios["run"] and not scenarios["failed"]:
            yield Done(Part.SCENARIOS, "", "", self.proposed.stored.recorded_at)
        for one in self.story:
            kind = Kind(one.stored.kind)
            part = Part(one.leaf["part"]) if kind is Kind.CHANGE_AGREED else _PLAYED.get(kind)
            if part is not None:
                yield Done(
                    part,
                    one.key,
                    one.leaf.get("by_role", one.leaf.get("role", "")),
                    one.stored.recorded_at,
                    one.by,
                    one.leaf.get("objection"),
                    one.stored.entry_id,
                    bool(one.leaf.get("objects")),
                    lapsed(connection, one, moment),
                )

    def parties(self, draft: Draft) -> Parties:
        """Who may have which part."""
        return parties_of(draft.by_whose_rules, draft.stack)

    def checklist(
        self, connection: Connection, draft: Draft, moment: str, effect: ChangeEffect | None = None
    ) -> tuple[Path, tuple[Line, ...]]:
        """The path by an effect (the one it was proposed with, if left out), and how far it has come."""
        path = path_for(effect or self.effect, self.parties(draft))
        found = tuple(self.done(connection, moment))
        return path, lines(path, found, self.proposed.stored.recorded_at)


def lapsed(connection: Connection, one: Told, moment: str) -> str | None:
    """Why whoever did this no longer counts, if so: what they acted on is over. None while they count."""
    for named in one.leaf.get("rests_on", ()):
        found = authorisation_by_id(connection, named)
        if found is None or not found.at(moment):
            return "acting_up_ended"
    role = one.leaf.get("by_role")
    match one.leaf.get("attested"):
        case Attested.TOKEN:
            key = key_by_id(connection, one.leaf["client"])
            held = key is not None and key.revoked_at is None and role in key.roles_held
        case Attested.SESSION:
            account = account_by_id(connection, one.leaf["client"])
            held = account is not None and account.disabled_at is None and role in account.roles_held
        case _:
            held = True
    return None if held else "role_ended"


def change_of(connection: Connection, row: ChangeRow, library: Library, moment: Any) -> Change:
    """The change with everything about it; its draft read among what is in force, while it is only proposed."""
    stored = entry(connection, row.entry_index)
    assert stored is not None  # a row has its entry: the database holds it to that
    proposed, story = _told(stored), tuple(map(_told, stored_about(connection, row.entry_index)))
    found = Change(row, proposed, story, None, None)
    if found.standing is not Standing.PROPOSED or not found.files:
        return found
    try:
        draft = read_draft(found.files, library, moment)
    except ChangeError as error:
        return Change(row, proposed, story, None, error)
    return Change(row, proposed, story, draft, None)


def is_party(change: Change, library: Library, caller: Caller) -> bool:
    """Whether a body has a part in the scheme that would change: as it was proposed, or as it governs."""
    bodies = set(change.proposed.leaf["parties"])
    bodies |= {name for version in library.schemes.get(change.row.scheme, ()) for name in version.text.bodies}
    return caller.body in bodies
