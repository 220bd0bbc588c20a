"""A draft on its way to those who agree to it: what is sent of it, and the scenarios that go with it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from api.commands.changes.propose_change import ChangeRequest
from api.drafting.changes import Changes, asked_of
from api.lab.case import Case
from api.lab.scenario import feature_text
from api.rule_store import RuleStore
from api.store.accounts import Account
from api.store.drafts import Draft
from govengine.decide.uprating import NamedIndex


def scenarios_of(
    rules: RuleStore, changes: Changes, cases: Sequence[tuple[str, str, Case]], now: datetime
) -> dict[str, str]:
    """Feature files by name, for saved cases as (id, title, case): each says what the draft answers.

    Whoever proposes has looked at each answer. From then on it is a promise: a later version that answers otherwise
    breaks it. Cases that cannot be asked of the draft are left out.
    """
    found = {}
    for number, (_, title, case) in enumerate(cases, start=1):
        answered = asked_of(rules, changes.version, case, now)
        if answered is not None:
            found[f"scenario-{number}.feature"] = feature_text(title, answered[0])
    return found


def request_of(
    draft: Draft,
    scenarios: Mapping[str, str],
    *,
    governs: bool,
    why: str,
    index: NamedIndex | None,
    people: Iterable[Account],
) -> ChangeRequest:
    """The draft as it is proposed. Its editors are named as their body's systems know them.

    A draft of a scheme of which no version governs replaces nothing, whatever it was started from.
    """
    refs = {account.id: account.ref for account in people}
    return ChangeRequest(
        files={**draft.files, **scenarios},
        base=draft.base_digest if governs else None,
        why=why,
        edited_by=[refs.get(one, one) for one in draft.editors],
        index=index,
    )
