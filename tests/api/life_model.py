"""What the life of a decision is supposed to be, written again from the guide and nothing else.

Only hardship payments of the example scheme: up to £500 are the worker's, up to £2,000 the service manager's, and with
more than £2,500 for one household in 90 days a second person agrees to what is the worker's.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

WORKERS_LIMIT, MANAGERS_LIMIT, HOUSEHOLD_LIMIT = Decimal(500), Decimal(2000), Decimal(2500)
SECOND, LANDLORD = (
    "neighbourhood-support/regular-support/second",
    "neighbourhood-support/hardship-worker/tell-landlord",
)
ABOVE = {
    "support_worker": {"support_worker", "team_manager", "service_manager"},
    "team_manager": {"team_manager", "service_manager"},
    "service_manager": {"service_manager"},
    "section_151_officer": {"section_151_officer"},
}

NOW_POSSIBLE = {
    "proposed": "ask reply discharge approve decline take leave withdraw complain acknowledge resolve",
    "approved": "ask reply discharge decline take leave withdraw tell complain acknowledge resolve",
    "declined": "take leave withdraw reopen review tell ask_review complain acknowledge",
    "taken": "reply discharge reopen ratify record_outcome review tell ask_review complain acknowledge resolve",
    "not_taken": "reopen review tell ask_review complain acknowledge",
    "withdrawn": "reopen complain acknowledge",
}
CALLED = {
    "ask": "requests",
    "discharge": "duties",
    "leave": "not-take",
    "record_outcome": "outcomes",
    "tell": "notice",
    "ask_review": "review-asked",
    "complain": "complaints",
}
LEADS_TO = {
    "approve": "approved",
    "decline": "declined",
    "take": "taken",
    "leave": "not_taken",
    "withdraw": "withdrawn",
    "reopen": "proposed",
}


@dataclass(frozen=True)
class Who:
    """A person in a role. The same person may act in several."""

    ref: str
    role: str


@dataclass(frozen=True)
class Due:
    """Something owed."""

    what: str
    duty: str
    role: str | None
    day: date | None = None
    """The day of a follow-up, which is due when it is over."""


@dataclass(frozen=True)
class Reply:
    """What the service is to answer: a status, and the code of what it says is wrong."""

    status: int = 201
    code: str | None = None


DONE = Reply()
NOT_NOW = Reply(409, "not-possible-now")
NOT_THEIRS = Reply(403, "not-theirs")
KEPT_APART = Reply(403, "kept-apart")


@dataclass
class Decision:
    """A decision as it stands. `done` are duties, `part` whoever decided or agreed."""

    id: str
    actor: str
    household: str
    amount: Decimal
    day: date
    version: str
    counts: bool
    may_act: bool
    state: str = "proposed"
    replaced: bool = False
    done: set[str] = field(default_factory=set)
    owed: list[Due] = field(default_factory=list)
    part: set[str] = field(default_factory=set)
    approver: str | None = None
    acts: list[str] = field(default_factory=list)

    @property
    def possible(self) -> list[str]:
        return [] if self.replaced else NOW_POSSIBLE[self.state].split()

    @property
    def callable(self) -> list[str]:
        """What is possible, as it is called."""
        return [CALLED.get(name, name) for name in self.possible]

    @property
    def asked(self) -> list[Due]:
        return [one for one in self.owed if one.what == "agree"]


@dataclass
class Model:
    """All decisions, and what day it is."""

    today: date
    decisions: list[Decision] = field(default_factory=list)

    def had(self, one: Decision) -> Decimal:
        """What the household has had besides, in the fullest 90 days that hold this decision's day and are over."""
        others = [
            other
            for other in self.decisions
            if other.id != one.id and other.household == one.household and other.counts and not other.replaced
        ]
        firsts = [one.day - timedelta(days=before) for before in range(90)]
        over = [first for first in firsts if first + timedelta(days=89) <= max(self.today, one.day)]
        return max(
            sum(
                (other.amount for other in others if first <= other.day < first + timedelta(days=90)),
                Decimal(0),
            )
            for first in over
        )

    def is_much(self, one: Decision) -> bool:
        return self.had(one) + one.amount > HOUSEHOLD_LIMIT

    def level(self, one: Decision) -> str:
        """The level for the worker who asked."""
        if one.amount > WORKERS_LIMIT:
            return "refer"
        return "agree" if self.is_much(one) else "act"

    def ready(self, one: Decision) -> bool:
        """Whether the worker who asked may act."""
        return self.level(one) == "act" or (self.level(one) == "agree" and SECOND in one.done)

    def expected(
        self, one: Decision, act: str, who: Who, *, departs: bool = False, view: str = "agrees"
    ) -> Reply:
        """What becomes of an act that somebody asks for."""
        if act not in one.possible:
            return NOT_NOW
        themselves = who.ref == one.actor
        match act:
            case "ask":
                if self.level(one) != "agree":
                    return Reply(422, "nobody-to-ask")
                return Reply(409, "already-asked") if one.asked else DONE
            case "reply":
                if view == "heard":
                    return Reply(422, "view-of-another-kind")
                if who.role not in ABOVE["team_manager"]:
                    return NOT_THEIRS
                return KEPT_APART if themselves else DONE
            case "discharge":
                owed = one.amount <= WORKERS_LIMIT and LANDLORD not in one.done
                return DONE if owed else Reply(422, "not-owed")
            case "approve":
                if one.amount <= WORKERS_LIMIT:
                    return Reply(409, "nothing-to-approve")
                if themselves:
                    return KEPT_APART
                return DONE if who.role == "service_manager" and one.amount <= MANAGERS_LIMIT else NOT_THEIRS
            case "decline":
                by = "support_worker" if one.amount <= WORKERS_LIMIT else "service_manager"
                if who.role not in ABOVE[by]:
                    return NOT_THEIRS
                return KEPT_APART if themselves else DONE
            case "take":
                if who.ref not in {one.actor, one.approver}:
                    return NOT_THEIRS
                return DONE if departs or self.is_within(one) else Reply(409, "needs-departure")
            case "leave":
                return DONE if who.ref in {one.actor, one.approver} else NOT_THEIRS
            case "ratify":
                return Reply(422, "not-owed")
            case "review":
                reviewers = [due.role for due in one.owed if due.what == "review"]
                if reviewers and not any(who.role in ABOVE[role] for role in reviewers):
                    return NOT_THEIRS
                return KEPT_APART if who.ref in {one.actor, *one.part} else DONE
        return DONE

    def is_within(self, one: Decision) -> bool:
        """Whether it can be taken without departing from anything."""
        return one.state == "approved" or (one.state == "proposed" and self.ready(one))

    def do(self, one: Decision, act: str, who: Who, *, departs: bool = False, view: str = "agrees") -> None:
        """What the decision is once that was done."""
        before = one.state
        one.acts.append(act)
        match act:
            case "ask":
                one.owed.append(Due("agree", SECOND, "team_manager"))
            case "reply":
                one.owed = [due for due in one.owed if due.what != "agree"]
                one.part.add(who.ref)
                if view == "agrees":
                    one.done.add(SECOND)
                self._advised(one)
                one.counts = one.counts or one.may_act
            case "discharge":
                one.owed = [due for due in one.owed if due.duty != LANDLORD]
                one.done.add(LANDLORD)
                self._advised(one)
                one.counts = one.counts or (before != "taken" and one.may_act)
            case "approve":
                # Whoever approves is the second person themselves; the engine's word is about one person alone.
                one.approver, one.counts, one.may_act = who.ref, True, not self.is_much(one)
                one.part.add(who.ref)
            case "decline":
                self._advised(one)
                one.counts, one.approver = False, None
                one.part.add(who.ref)
            case "take":
                self._take(one, who, departs=departs)
            case "leave" | "withdraw":
                one.counts, one.owed, one.approver = False, [], None
            case "reopen":
                self._advised(one)
                one.counts = one.counts if before == "taken" else one.may_act
            case "record_outcome":
                self._followed_up(one)
            case "review":
                one.owed = [due for due in one.owed if due.what != "review"]
        one.state = LEADS_TO.get(act, before)

    def _take(self, one: Decision, who: Who, *, departs: bool) -> None:
        approved = one.state == "approved"
        one.owed = [due for due in one.owed if due.what != "agree"]
        if one.amount <= WORKERS_LIMIT and LANDLORD not in one.done:
            one.owed.append(Due("duty", LANDLORD, None))
        if departs:
            workers = one.amount <= WORKERS_LIMIT
            one.owed.append(Due("review", "review", "team_manager" if workers else "section_151_officer"))
        day = self.looks_again
        one.owed.append(Due("follow_up", f"follow-up/{day.isoformat()}", who.role, day))
        one.may_act = not self.is_much(one) if approved else self.ready(one)
        one.counts, one.approver = True, None
        one.part.add(who.ref)

    @property
    def looks_again(self) -> date:
        """The day that everybody sets who takes a decision."""
        return self.today + timedelta(days=30)

    def _followed_up(self, one: Decision) -> None:
        """An outcome does what is due by now, or else the next."""
        waiting = sorted((due for due in one.owed if due.day is not None), key=lambda due: due.day)
        does = [due for due in waiting if due.day < self.today] or waiting[:1]
        for due in does:
            one.owed.remove(due)

    def _advised(self, one: Decision) -> None:
        one.may_act = self.ready(one)
