"""A caller: one client of one body, in one role (DESIGN §4)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from govengine.scheme.words import Attested


class ApiRole(StrEnum):
    """What a key may be used for."""

    CALLER = "caller"
    WORKER = "worker"
    MANAGER = "manager"
    OWNER = "owner"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Act(StrEnum):
    """What may be asked of the service."""

    PROPOSE = "propose"
    READ_DECISIONS = "read decisions"
    EXPORT = "export decisions"
    READ_SCHEMES = "read schemes"
    READ_QUESTIONS = "read questions the schemes leave open"
    READ_AGREEMENT = "read how people agree with rules in shadow"
    WHAT_IF = "ask what-ifs"
    DRAFT = "draft changes to schemes"
    EXERCISE = "take part in exercises"
    CORRECT = "correct decisions"
    DECIDE = "take and follow up decisions"
    APPROVE = "approve or decline decisions"
    REPLY = "reply to requests"
    REVIEW = "review decisions"
    AUTHORISE = "authorise people"
    SUSPEND = "suspend and restore powers"
    SIGN = "sign and leave shared outcomes"
    READ_OWN_RECORD = "read one's own record"
    READ_OWED = "read what is owed"
    READ_FINDINGS = "read what the watch found"
    ANSWER_FINDINGS = "answer what the watch found"
    SUGGEST = "say that a rule did not fit"
    READ_SUGGESTIONS = "read suggestions about rules"
    ANSWER_SUGGESTIONS = "answer suggestions about rules"
    PROPOSE_ERASURE = "propose erasures"
    READ_ERASURES = "read proposed erasures"
    APPROVE_ERASURE = "approve erasures"
    WITHDRAW_ERASURE = "withdraw proposed erasures"
    HOLD = "place and lift holds"
    READ_ENTRIES = "read entries of the log"
    READ_CHANGES = "read changes of schemes"
    CHANGE = "propose changes of schemes and have a part in them"
    ADOPT = "adopt changes of schemes and roll them back"


_EVERYBODY = frozenset(ApiRole)
_NOT_ADMIN = _EVERYBODY - {ApiRole.ADMIN}

MAY: dict[Act, frozenset[ApiRole]] = {
    Act.PROPOSE: frozenset({ApiRole.CALLER, ApiRole.WORKER, ApiRole.MANAGER, ApiRole.OWNER}),
    Act.READ_DECISIONS: _NOT_ADMIN,  # an administrator reads no personal facts
    Act.EXPORT: frozenset({ApiRole.OWNER, ApiRole.REVIEWER, ApiRole.AUDITOR}),  # many at once
    Act.READ_SCHEMES: _EVERYBODY,
    Act.READ_QUESTIONS: frozenset({ApiRole.MANAGER, ApiRole.OWNER, ApiRole.REVIEWER, ApiRole.AUDITOR}),
    Act.READ_AGREEMENT: frozenset({ApiRole.MANAGER, ApiRole.OWNER, ApiRole.REVIEWER, ApiRole.AUDITOR}),
    Act.WHAT_IF: frozenset({ApiRole.MANAGER}),
    Act.DRAFT: frozenset({ApiRole.MANAGER, ApiRole.OWNER}),  # a draft governs nobody
    Act.EXERCISE: _NOT_ADMIN - {ApiRole.CALLER},  # people, not systems
    Act.DECIDE: frozenset({ApiRole.CALLER, ApiRole.WORKER, ApiRole.MANAGER, ApiRole.OWNER}),
    Act.APPROVE: frozenset({ApiRole.CALLER, ApiRole.WORKER, ApiRole.MANAGER, ApiRole.OWNER}),
    Act.REPLY: frozenset({ApiRole.CALLER, ApiRole.WORKER, ApiRole.MANAGER, ApiRole.OWNER, ApiRole.REVIEWER}),
    Act.REVIEW: frozenset({ApiRole.CALLER, ApiRole.MANAGER, ApiRole.OWNER, ApiRole.REVIEWER}),
    Act.AUTHORISE: frozenset({ApiRole.MANAGER, ApiRole.OWNER}),
    Act.SUSPEND: frozenset({ApiRole.MANAGER, ApiRole.OWNER}),  # never an administrator
    Act.SIGN: frozenset({ApiRole.MANAGER, ApiRole.OWNER}),  # for the whole body
    Act.READ_OWN_RECORD: frozenset({ApiRole.CALLER, ApiRole.WORKER}),  # nobody browses other people's
    Act.READ_OWED: _NOT_ADMIN,
    # A caller and a worker say in which role they ask; only what that role is asked is shown.
    Act.READ_FINDINGS: frozenset({ApiRole.CALLER, ApiRole.MANAGER, ApiRole.OWNER, ApiRole.REVIEWER}),
    Act.ANSWER_FINDINGS: frozenset({ApiRole.CALLER, ApiRole.MANAGER, ApiRole.OWNER, ApiRole.REVIEWER}),
    Act.CORRECT: frozenset({ApiRole.CALLER, ApiRole.WORKER, ApiRole.MANAGER, ApiRole.OWNER}),
    Act.SUGGEST: frozenset({ApiRole.CALLER, ApiRole.WORKER, ApiRole.MANAGER, ApiRole.OWNER}),
    Act.READ_SUGGESTIONS: _NOT_ADMIN,
    Act.ANSWER_SUGGESTIONS: frozenset({ApiRole.CALLER, ApiRole.MANAGER, ApiRole.OWNER}),
    Act.PROPOSE_ERASURE: frozenset({ApiRole.MANAGER, ApiRole.OWNER}),
    Act.READ_ERASURES: frozenset({ApiRole.MANAGER, ApiRole.OWNER, ApiRole.REVIEWER, ApiRole.AUDITOR}),
    Act.APPROVE_ERASURE: frozenset({ApiRole.OWNER, ApiRole.REVIEWER}),  # never by whoever proposed it
    # By whoever proposed it, or who could approve it.
    Act.WITHDRAW_ERASURE: frozenset({ApiRole.MANAGER, ApiRole.OWNER, ApiRole.REVIEWER}),
    Act.HOLD: frozenset({ApiRole.OWNER, ApiRole.AUDITOR}),
    Act.READ_ENTRIES: frozenset({ApiRole.AUDITOR}),
    Act.READ_CHANGES: _NOT_ADMIN,
    Act.CHANGE: frozenset({ApiRole.CALLER, ApiRole.WORKER, ApiRole.MANAGER, ApiRole.OWNER, ApiRole.REVIEWER}),
    Act.ADOPT: frozenset({ApiRole.WORKER, ApiRole.MANAGER, ApiRole.OWNER}),
}
"""Which roles may ask for what. A sandbox key may also ask what-ifs."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who holds the key. `client` is the key's own id: Idempotency-Keys belong to it.

    `person` is whoever it belongs to alone, and `acts_as` the roles of schemes they hold; a body's system has neither.
    """

    client: str
    name: str
    body: str
    role: ApiRole
    sandbox: bool
    attested: str = str(Attested.CLIENT)
    person: str | None = None
    acts_as: frozenset[str] = frozenset()

    def may(self, act: Act) -> bool:
        """Whether the role covers the act."""
        return self.role in MAY[act] or (act is Act.WHAT_IF and self.sandbox)

    def speaks_for(self, ref: str, roles: Collection[str]) -> bool:
        """Whether that is who they are, in roles they hold. A body's system speaks for everybody of its body."""
        return self.person is None or (ref == self.person and self.acts_as.issuperset(roles))
