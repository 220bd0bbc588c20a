"""Who does something that is no act on a decision, with which key, and by which rules: what such commands share."""

from dataclasses import dataclass
from typing import Any

from api.auth.caller import Caller
from api.commands.answered_once import Keyed, Person
from api.rule_store import RulesChanged, RuleStore
from api.store.adoptions import last_adoption
from api.store.erasing import key_about_person
from api.store.tables import ACTOR
from api.store.transaction import Appended, Transaction
from govengine.record import lookup_key
from govengine.scheme import Library


@dataclass(frozen=True, slots=True)
class Doing:
    """`secret` keys look-ups of people."""

    by: Person
    caller: Caller
    keyed: Keyed
    rules: RuleStore
    secret: bytes

    def library(self, tx: Transaction) -> Library:
        """What is in force. Raises RulesChanged."""
        if last_adoption(tx) != self.rules.in_force.upto:
            raise RulesChanged
        return self.rules.in_force.library

    @property
    def who(self) -> dict[str, Any]:
        """What the leaf of an entry says of who did it."""
        return {
            "attested": self.caller.attested,
            "body": self.caller.body,
            "by_role": self.by.role,
            "client": self.caller.client,
        }

    @property
    def fields(self) -> dict[str, Any]:
        """The same, and by which key they find it in their own record."""
        return self.who | {"keys": {ACTOR: self._key}}

    def note(self, tx: Transaction, made: Appended) -> None:
        """Let whoever did it find the entry just appended in their own record."""
        key_about_person(tx, made.index, (ACTOR, self._key))

    @property
    def _key(self) -> str:
        return lookup_key(self.secret, ACTOR, self.by.ref)
