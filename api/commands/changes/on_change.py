"""What every act on a change shares: finding it, what has been done about it, who may, and putting the act on record."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Connection

from api.auth.caller import Caller
from api.commands.acts.people import KeptApartError
from api.commands.answered_once import Done as Answered
from api.commands.changes.draft import ChangeError, Draft, read_draft
from api.commands.doing import Doing
from api.problems import key_of_another, problem
from api.store.accounts import account_by_id
from api.store.authorisations import authorisation_by_id, stood_in_for
from api.store.changes import ChangeRow, find_change
from api.store.keys import key_by_id
from api.store.reading import entry
from api.store.subjects import entries_about, mark_about
from api.store.tables import ACTOR
from api.store.transaction import Transaction
from govengine.decide.change_effect import ChangeEffect
from govengine.errors import Problem
from govengine.publishing import Done, Line, Part, Parties, Path, lines, parties_of, path_for
from govengine.record import Kind, StoredEntry, lookup_key
from govengine.scheme import Library
from govengine.scheme.words import Attested

Json = dict[str, Any]
CERTAIN = frozenset({Attested.TOKEN, Attested.SESSION})
"""How it has to be known who adopts a change or rolls it back, whatever the scheme says."""


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


def _told(connection: Connection, index: int) -> Told | None:
    stored = entry(connection, index)
    if stored is None:
        return None
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
    proposed = _told(connection, row.entry_index)
    assert proposed is not None  # a row has its entry: the database holds it to that
    about = (_told(connection, index) for index in entries_about(connection, row.entry_index))
    story = tuple(one for one in about if one is not None)
    found = Change(row, proposed, story, None, None)
    if found.standing is not Standing.PROPOSED or not found.files:
        return found
    try:
        draft = read_draft(found.files, library, moment)
    except ChangeError as error:
        return Change(row, proposed, story, None, error)
    return Change(row, proposed, story, draft, None)


@dataclass(frozen=True, slots=True)
class OnChange:
    """A change as an act finds it under the log lock."""

    tx: Transaction
    doing: Doing
    change: Change
    library: Library

    @property
    def draft(self) -> Draft:
        """The draft, which is still only proposed and loads. Raises ChangeError `change-over`, `draft-unsound`."""
        if self.change.standing is not Standing.PROPOSED:
            message = f"The change is {str(self.change.standing).replace('_', ' ')}."
            raise ChangeError([Problem("change-over", message, "Propose another, if one is needed.")])
        if self.change.draft is None:
            raise self.change.unsound or ChangeError([problem("erased-decision")])
        return self.change.draft

    def check_base(self) -> None:
        """What it was made from still governs. Raises ChangeError `base-moved`."""
        check_base(self.change.proposed.leaf["base"], self.draft)

    @property
    def parties(self) -> Parties:
        """Who may have which part."""
        return self.change.parties(self.draft)

    @property
    def moments(self) -> tuple[str, str]:
        """When somebody who stands in for another counts as them: now, and when it was proposed."""
        return self.tx.recorded_at, self.change.proposed.stored.recorded_at

    def counts_as(self, keys: Collection[str]) -> frozenset[str]:
        """These people, by look-up key, and for whom they stand in."""
        return frozenset(keys) | stood_in_for(self.tx.connection, keys, self.moments)

    def apart_from(self, keys: Collection[str], to_do: str) -> None:
        """Whoever acts is none of these people, nor stands in for one or the other way about. Raises KeptApartError."""
        own = lookup_key(self.doing.secret, ACTOR, self.doing.by.ref)
        if self.counts_as([own]) & self.counts_as(keys):
            message = f"Another person has to {to_do}: this one had a part in the change."
            raise KeptApartError(
                [Problem("kept-apart", message, "Ask somebody who had no part in it.", "/by/ref")]
            )

    @property
    def editors(self) -> frozenset[str]:
        """Everybody who edited the draft, and whoever proposed it."""
        return frozenset(self.change.proposed.leaf["editors"])

    def in_one_of(self, roles: Collection[str], to_do: str) -> None:
        """Whoever acts does so in one of these roles, of the key's body. Raises ChangeError `not-theirs`."""
        stack = self.draft.by_whose_rules
        if self.doing.by.role not in roles:
            who = (
                " or ".join(sorted(stack.title_of(role) for role in roles)) or "nobody whom the scheme names"
            )
            raise ChangeError(
                [Problem("not-theirs", f"To {to_do} is for: {who}.", "Ask one of them.", "/by/role")]
            )
        role = stack.roles.get(self.doing.by.role)
        if role is None or role.body != self.doing.caller.body:
            message = (
                f"{self.doing.by.role} is no role of {self.doing.caller.body} in the scheme that governs."
            )
            raise ChangeError([Problem("not-theirs", message, "Use a key of the role's body.", "/by/role")])

    def check_known(self, ways: Collection[Attested] = frozenset(Attested)) -> None:
        """It is known well enough who acts. Raises KeptApartError `known-too-little`."""
        stack = (self.change.draft.by_whose_rules if self.change.draft else None) or self._governing()
        taken = frozenset(ways) & (frozenset(Attested) if stack is None else stack.attested_by("adopt"))
        if self.doing.caller.attested not in taken:
            message = f"Who does this is known by: {self.doing.caller.attested}. Asked for: {', '.join(sorted(taken))}."
            what_to_do = "Sign in, or use a key of your own."
            raise KeptApartError([Problem("known-too-little", message, what_to_do, "/by")])

    def _governing(self) -> Any:
        return self.library.stack(self.change.row.scheme, self.tx.now, self.tx.now)

    def put_on_record(self, kind: Kind, fields: Json, side: Json, says: Json | None = None) -> Answered:
        """Append the entry of an act on the change."""
        named = {**self.doing.fields, **fields, "change": self.change.row.id}
        made = self.tx.append(kind, named, {"by": self.doing.by.ref}, side)
        mark_about(self.tx, made.index, [self.change.row.entry_index])
        self.doing.note(self.tx, made)
        return Answered(made, {"change": self.change.row.id, **(says or {})})


def on_change(tx: Transaction, change_id: str, doing: Doing) -> OnChange:
    """The change under the lock. Raises ChangeError `unknown-change`, RulesChanged."""
    library = doing.library(tx)
    row = find_change(tx.connection, change_id)
    change = None if row is None else change_of(tx.connection, row, library, tx.now)
    if change is None or not is_party(change, library, doing.caller):
        raise ChangeError([problem("unknown-change")])
    return OnChange(tx, doing, change, library)


def is_party(change: Change, library: Library, caller: Caller) -> bool:
    """Whether a body has a part in the scheme that would change: as it was proposed, or as it governs."""
    bodies = set(change.proposed.leaf["parties"])
    bodies |= {name for version in library.schemes.get(change.row.scheme, ()) for name in version.text.bodies}
    return caller.body in bodies


def check_key(doing: Doing) -> None:
    """Somebody's own key is used in their name. Raises KeptApartError."""
    if not doing.caller.speaks_for(doing.by.ref, [doing.by.role]):
        raise KeptApartError([key_of_another("/by")])


def check_base(base: str | None, draft: Draft) -> None:
    """The version a draft was made from is the one that governs. Raises ChangeError `base-moved`."""
    if draft.pending is not None:
        message = f"{draft.pending.version} has been adopted and begins on {draft.pending.since.isoformat()}."
        what_to_do = "Make the draft from that once it has begun, or have it rolled back first."
        raise ChangeError([Problem("base-moved", message, what_to_do, "/base")])
    now = None if draft.governing is None else draft.governing.versions[0]
    if base == (None if now is None else now.digest) or (now is not None and base == now.version):
        return
    named = "no version governs" if now is None else f"{now.name} governs"
    message = f"The draft was made from {base or 'nothing'}, and by now {named}."
    what_to_do = "Make it again from what governs, so that nothing is undone unseen, and propose that."
    raise ChangeError([Problem("base-moved", message, what_to_do, "/base")])
