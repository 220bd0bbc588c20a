"""Propose a change: the draft is read, held against what governs, its scenarios are run; then it is on the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.commands.answered_once import Answered, Done, answered_once
from api.commands.changes.change import Standing, change_of
from api.commands.changes.draft import ChangeError, Draft, read_draft
from api.commands.changes.on_change import check_base
from api.commands.doing import Doing
from api.commands.propose import NotPartyError
from api.problems import problem
from api.store.changes import changes_of, record_change
from api.store.tables import ACTOR
from api.store.transaction import Transaction
from govengine.decide.uprating import NamedIndex
from govengine.errors import Problem
from govengine.publishing import parties_of, path_for
from govengine.record import Kind, lookup_key


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """The files of the version, and of scenarios; `base` is the digest or version it was made from, None for the first.

    `edited_by` are those who edited it besides whoever proposes it, as their systems know them.
    """

    files: Mapping[str, str]
    base: str | None
    why: str
    edited_by: Sequence[str] = ()
    index: NamedIndex | None = None


def propose_change(tx: Transaction, request: ChangeRequest, doing: Doing) -> Answered:
    """Put it on the record. Raises ChangeError `draft-unsound`, `already-adopted`, `base-moved`; NotPartyError, RulesChanged."""

    def act() -> Done:
        library = doing.library(tx)
        draft = read_draft(request.files, library, tx.now)
        _check_party(draft, doing)
        check_base(request.base, draft)
        _check_new(tx, draft)
        found = draft.effect(request.index)
        tried = draft.tried()
        editors = {lookup_key(doing.secret, ACTOR, ref) for ref in (doing.by.ref, *request.edited_by)}
        now = draft.governing.versions[0] if draft.governing else None
        fields = {
            **doing.fields,
            "base": None if now is None else now.digest,
            "digest": draft.version.digest,
            "editors": sorted(editors),
            "effect": str(found.effect),
            "parties": sorted(draft.version.text.bodies),
            "scenarios": {"failed": len(tried.failed), "run": tried.run},
            "scheme": draft.version.id,
            "version": draft.version.version,
        }
        side = {
            "because": list(found.because),
            "edited_by": list(request.edited_by),
            "failed": list(tried.failed),
            "files": dict(request.files),
            "index": None if request.index is None else request.index.to_json(),
            "why": request.why,
        }
        made = tx.append(Kind.CHANGE_PROPOSED, fields, {"by": doing.by.ref}, side)
        record_change(
            tx, made, scheme=draft.version.id, version=draft.version.version, digest=draft.version.digest
        )
        doing.note(tx, made)
        path = path_for(found.effect, parties_of(draft.by_whose_rules, draft.stack))
        says = {
            "scheme": draft.version.id,
            "version": draft.version.version,
            "effect": str(found.effect),
            "because": list(found.because),
            "scenarios": {"run": tried.run, "failed": list(tried.failed)},
            "asks": [str(step.part) for step in path.steps],
        }
        return Done(made, says, "/v1/changes/")

    return answered_once(tx, doing.caller, doing.keyed, act)


def _check_party(draft: Draft, doing: Doing) -> None:
    stack = draft.by_whose_rules
    role = stack.roles.get(doing.by.role)
    if doing.caller.body not in stack.bodies:
        raise NotPartyError([problem("not-party")])
    if role is None or role.body != doing.caller.body:
        message = f"{doing.by.role} is no role of {doing.caller.body} in this scheme."
        raise ChangeError([Problem("unknown-role", message, "Send a role of your body.", "/by/role")])


def _check_new(tx: Transaction, draft: Draft) -> None:
    """The same version is proposed once: what is adopted would otherwise be a matter of who comes first."""
    named = (draft.version.id, draft.version.version)
    same = [row for row in changes_of(tx.connection) if (row.scheme, row.version) == named]
    found = [change_of(tx.connection, row, draft.library, tx.now).standing for row in same]
    if Standing.PROPOSED in found:
        message = f"{draft.version.name} is proposed already."
        what_to_do = "Have that one withdrawn, or give yours a version of its own."
        raise ChangeError([Problem("already-proposed", message, what_to_do, "/files")])
