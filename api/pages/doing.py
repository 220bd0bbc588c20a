"""Whoever has signed in, doing what a form says: the same as a key does over HTTP, attested by the session."""

import json

from flask import request

from api.auth.caller import ApiRole, Caller
from api.commands.answered_once import Keyed, Person, request_hash
from api.commands.doing import Doing
from api.pages.visit import TOKEN
from api.routes.request import service
from api.store.accounts import Account
from govengine.scheme.words import Attested

LONGEST = 2000
"""Characters of what is typed."""


def text_of(name: str) -> str:
    """What was typed into a field, as it may go on the record."""
    return request.form.get(name, "").strip()[:LONGEST].replace("\0", "")


def doing_of(account: Account) -> Doing:
    """Whoever is here, doing what the form says in the role it says. The same form sent twice is one act."""
    said = json.dumps({**dict(request.form.lists()), TOKEN: ""}, sort_keys=True)
    digest = request_hash("POST", request.path, said.encode())
    by = Person(account.ref, request.form.get("role", "")[:LONGEST])
    desk = service().live
    return Doing(by, session_caller(account), Keyed(digest, digest), desk.rules, desk.secret)


def session_caller(account: Account) -> Caller:
    """Whoever has signed in stands where a key would: it is known that it is them, in the roles they hold."""
    return Caller(
        account.id,
        account.subject,
        account.body,
        ApiRole(account.role),
        sandbox=False,
        attested=str(Attested.SESSION),
        person=account.ref,
        acts_as=account.roles_held,
    )
