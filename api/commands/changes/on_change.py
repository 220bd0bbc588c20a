"""What every act on a change shares: finding it, who may, and putting the act on record."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from api.commands.acts.people import KeptApartError
from api.commands.answered_once import Done as Answered
from api.commands.changes.change import Change, Standing, change_of, is_party
from api.commands.changes.draft import ChangeError, Draft
from api.commands.doing import Doing
from api.problems import key_of_another, problem
from api.store.authorisations import stood_in_for
from api.store.changes import find_change
from api.store.subjects import mark_about
from api.store.tables import ACTOR
from api.store.transaction import Transaction
from govengine.errors import Problem
from govengine.publishing import Parties
from govengine.record import Kind, lookup_key
from govengine.scheme import Library
from govengine.scheme.words import Attested

Json = dict[str, Any]
CERTAIN = frozenset({Attested.TOKEN, Attested.SESSION})
"""How it has to be known who adopts a change or rolls it back, whatever the scheme says."""


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
