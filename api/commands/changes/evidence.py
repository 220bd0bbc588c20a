"""What a change that loosens rests on: co-design, a view from lived experience, named risks, somebody who watches."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.commands.answered_once import Done
from api.commands.changes.agree import rests_on
from api.commands.changes.draft import ChangeError
from api.commands.changes.on_change import OnChange
from govengine.errors import Problem
from govengine.record import Kind


@dataclass(frozen=True, slots=True)
class TookPart:
    """Somebody who took part in making the change, by role and never by name."""

    role: str
    how: str


@dataclass(frozen=True, slots=True)
class CoDesign:
    """Who took part, what is different because of it, and what they asked for that was not done."""

    took_part: Sequence[TookPart]
    changed: str
    not_done: str


def give_evidence(on: OnChange, given: CoDesign) -> Done:
    """The evidence of co-design. Raises ChangeError `not-theirs`."""
    on.in_one_of(on.parties.peers | on.parties.owners, "say who took part")
    on.check_known()
    side = {
        "took_part": [{"role": one.role, "how": one.how} for one in given.took_part],
        "changed": given.changed,
        "not_done": given.not_done,
    }
    return on.put_on_record(Kind.CHANGE_EVIDENCED, {"rests_on": rests_on(on)}, side)


def name_host(on: OnChange, body: str, role: str) -> Done:
    """Who, of the body whose scheme it is, sees what comes of it. Raises ChangeError `not-theirs`, `no-such-host`."""
    on.in_one_of(on.parties.owners | on.parties.peers, "name who watches")
    if body != on.parties.body or role not in on.parties.hosts:
        message = f"Whoever watches holds a role of {on.parties.body}, whose scheme it is."
        what_to_do = f"Send one of: {', '.join(sorted(on.parties.hosts))}."
        raise ChangeError([Problem("no-such-host", message, what_to_do, "/role")])
    on.check_known()
    return on.put_on_record(
        Kind.CHANGE_HOST_NAMED, {"host": {"body": body, "role": role}, "rests_on": rests_on(on)}, {}
    )


def give_view(on: OnChange, said: str, *, objects: bool) -> Done:
    """A view from lived experience, which may be an objection. Raises ChangeError `not-theirs`; KeptApartError."""
    roles = on.parties.reviewers or on.parties.peers | on.parties.owners
    on.in_one_of(roles, "say so from lived experience")
    on.apart_from(on.editors, "look at it")
    on.check_known()
    return on.put_on_record(
        Kind.CHANGE_VIEWED, {"objects": objects, "rests_on": rests_on(on)}, {"said": said}
    )


def answer_objection(on: OnChange, objection: str, said: str) -> Done:
    """What is said to an objection, by whoever is accountable. Raises ChangeError `unknown-objection`, `not-theirs`."""
    on.in_one_of(on.parties.owners, "answer an objection")
    on.check_known()
    known = [
        one.stored.entry_id
        for one in on.change.story
        if one.stored.kind == Kind.CHANGE_VIEWED and one.leaf["objects"]
    ]
    if objection not in known:
        message = "Nobody objected in an entry with that id."
        what_to_do = "GET the change: its story has the objections with their ids."
        raise ChangeError([Problem("unknown-objection", message, what_to_do, "/objection")])
    return on.put_on_record(
        Kind.CHANGE_ANSWERED, {"objection": objection, "rests_on": rests_on(on)}, {"said": said}
    )


def acknowledge_risks(on: OnChange, risks: Sequence[str]) -> Done:
    """Whoever delegates names the risks they take and acknowledges the statute floor; nobody takes them instead.

    Raises ChangeError `not-theirs`: not the role, nor somebody who stands in for whoever holds it.
    """
    on.in_one_of(on.parties.sponsors, "take the risk")
    resting = rests_on(on)
    if resting:
        message = "Whoever delegates takes the risk themselves; this one stands in for them, or acts up."
        raise ChangeError([Problem("not-theirs", message, "Ask whoever holds the role.", "/by/ref")])
    on.check_known()
    fields = {"rests_on": [], "statute_floor": True}
    return on.put_on_record(Kind.CHANGE_ACKNOWLEDGED, fields, {"risks": list(risks)})
