"""The acts of a decision's life, of whoever answers for it, and of those who hand on or take back, for `COMMANDS`."""

from functools import partial
from typing import Any

from api.schemas.acts import APPROVE_EXAMPLE, DECLINE_EXAMPLE, REPLY_EXAMPLE
from api.schemas.outcomes import LEAVE_EXAMPLE, OFFER_DECISION_EXAMPLE, SIGN_EXAMPLE
from api.schemas.reply_links import LINK_EXAMPLE
from api.schemas.stops import STOP_EXAMPLE
from api.schemas.suggestions import ANSWER_EXAMPLE, SUGGEST_EXAMPLE
from tests.faults.house import (
    OFFICER,
    WORKER,
    Command,
    House,
    Reply,
    act,
    decide_about,
    done_to,
    in_a_side_row,
    taken,
)

SECOND = "neighbourhood-support/regular-support/second"
TELL = "neighbourhood-support/hardship-worker/tell-landlord"
REGULAR = "a household that has had help"
DEPARTURE = {"need": "The home would be lost.", "options": ["Wait"], "why": "No time."}
DIRECTOR = SIGN_EXAMPLE["by"]
HEAD_OF_HELP = {"ref": "h-1", "role": "head_of_help"}
PLACER = {"ref": "m-1", "role": "team_manager"}


def _needs_a_second(house: House, name: str) -> str:
    """The id of a decision about a household that has had so much that a second person has to agree."""
    if not house.earlier_help:
        for number in range(5):
            house.propose(f"help {number}", person__ref=REGULAR, decision__amount="480.00")
        house.earlier_help = True
    return house.propose(f"more for {name}", person__ref=REGULAR, decision__amount="200.00")


def _somebody_elses(house: House, name: str) -> tuple[str, str]:
    """A decision for the service manager, and the version in which they read it."""
    found = decide_about(house, name, decision__amount="620.00")
    return found, house.get("manager", f"/v1/decisions/{found}").said["version"]


def _approve(address: str, sent: dict[str, Any], words: str, house: House, name: str) -> Reply:
    found, version = house.ready[name]
    path = f"/v1/decisions/{found}/{address}"
    return house.post("manager", path, sent | {words: name}, name, **{"If-Match": version})


def _request(house: House, name: str) -> str:
    """The id of a request to agree."""
    sent = {"duty": SECOND, "by": WORKER}
    path = f"/v1/decisions/{_needs_a_second(house, name)}/requests"
    (owed,) = house.prepared("manager", path, sent, f"ask {name}")["owes"]
    return str(owed["id"])


def _reply(house: House, name: str) -> Reply:
    sent = REPLY_EXAMPLE | {"said": name}
    return house.post("manager", f"/v1/requests/{house.ready[name]}/reply", sent, name)


def _link(house: House, name: str) -> Reply:
    return house.post("manager", f"/v1/requests/{house.ready[name]}/link", LINK_EXAMPLE, name)


def _departed(house: House, name: str) -> tuple[str, str]:
    """A decision somebody took against the answer, and the role that reviews it."""
    found = decide_about(house, name, decision__amount="620.00")
    sent = {"by": WORKER, "departure": DEPARTURE}
    owes = house.prepared("manager", f"/v1/decisions/{found}/take", sent, f"take {name}")["owes"]
    return found, next(one["role"] for one in owes if one["what"] == "review")


def _review(house: House, name: str) -> Reply:
    found, role = house.ready[name]
    sent = {"finding": "sound", "said": name, "by": {"ref": "w-90", "role": role}}
    return house.post("manager", f"/v1/decisions/{found}/review", sent, name)


def _offer(house: House, name: str) -> Reply:
    sent = OFFER_DECISION_EXAMPLE | {"said": name}
    return house.post("manager", f"/v1/decisions/{house.ready[name]}/handover", sent, name)


def _offered(house: House, name: str) -> str:
    path = f"/v1/decisions/{decide_about(house, name)}/handover"
    (owed,) = house.prepared("manager", path, OFFER_DECISION_EXAMPLE, f"offer {name}")["owes"]
    return str(owed["id"])


def _accept(house: House, name: str) -> Reply:
    sent = {"accepted": True, "said": name, "by": {"ref": "w-31", "role": "team_manager"}}
    return house.post("manager", f"/v1/owed/{house.ready[name]}/answer", sent, name)


def _suggest(house: House, name: str) -> Reply:
    sent = SUGGEST_EXAMPLE | {"said": name}
    return house.post("manager", f"/v1/decisions/{house.ready[name]}/suggestions", sent, name)


def _suggested(house: House, name: str) -> str:
    path = f"/v1/decisions/{_somebody_elses(house, name)[0]}/suggestions"
    return str(house.prepared("manager", path, SUGGEST_EXAMPLE, f"suggest {name}")["id"])


def _answer_suggestion(house: House, name: str) -> Reply:
    sent = ANSWER_EXAMPLE | {"why": name}
    return house.post("manager", f"/v1/suggestions/{house.ready[name]}/answer", sent, name)


def _suspend(house: House, name: str) -> Reply:
    """A power nobody else in the house is tried by."""
    sent = {"scheme": "neighbourhood-support", "grant": "hardship-service", "why": name, "by": OFFICER}
    return house.post("owner", "/v1/suspensions", sent, name)


def _suspended(house: House, name: str) -> str:
    sent = {"scheme": "neighbourhood-support", "grant": "hardship-service", "why": "Spent.", "by": OFFICER}
    return str(house.prepared("owner", "/v1/suspensions", sent, f"suspend {name}")["id"])


def _restore(house: House, name: str) -> Reply:
    path = f"/v1/suspensions/{house.ready[name]}/restore"
    return house.post("owner", path, {"why": name, "by": OFFICER}, name)


def _stopped(house: House, name: str) -> str:
    return str(house.prepared("owner", "/v1/stops", STOP_EXAMPLE, f"stop {name}")["id"])


def _lift_stop(house: House, name: str) -> Reply:
    return house.post("owner", f"/v1/stops/{house.ready[name]}/lift", {"why": name, "by": OFFICER}, name)


def _signed(house: House, name: str) -> tuple[str, str]:
    """An outcome of the try's own that the body has signed, and what is owed about it."""
    outcome = name.replace("try-", "outcome_")
    path, sent = f"/v1/outcomes/{outcome}/signatures", SIGN_EXAMPLE | {"follow_up": ["2026-06-01"]}
    house.prepared("harbour", path, SIGN_EXAMPLE, f"sign {name} too")
    signed = house.prepared("owner", path, sent, f"sign {name}")
    return outcome, str(signed["owes"][0]["id"])


def _leave(house: House, name: str) -> Reply:
    sent = LEAVE_EXAMPLE | {"why": name}
    return house.post("owner", f"/v1/outcomes/{house.ready[name][0]}/leave", sent, name)


def _follow_up(house: House, name: str) -> Reply:
    sent = {"came": "partly", "said": name, "by": DIRECTOR}
    return house.post("owner", f"/v1/owed/{house.ready[name][1]}/done", sent, name)


def _offer_owed(house: House, name: str) -> Reply:
    to = {"body": "harbour-housing", "role": "tenancy_manager"}
    sent = {"to": to, "said": name, "by": DIRECTOR}
    return house.post("owner", f"/v1/owed/{house.ready[name][1]}/offer", sent, name)


def _placed(house: House, name: str) -> str:
    """The id of a placement in an emergency, which waits to be ratified."""
    facts = {
        "actor": PLACER | {"body": "oakfield-council"},
        "person": {"ref": f"person of {name}"},
        "decision": {"kind": "placement", "emergency": True},
        "placement": {"registered": True},
    }
    sent = {"scheme": "oakfield-families", "facts": facts}
    found = str(house.prepared("oakfield-council", "/v1/decisions", sent, f"place {name}")["id"])
    house.prepared("oakfield-council", f"/v1/decisions/{found}/take", {"by": PLACER}, f"take {name}")
    return found


def _ratify(house: House, name: str) -> Reply:
    sent = {"ratified": True, "said": name, "by": {"ref": "s-1", "role": "service_manager"}}
    return house.post("oakfield-council", f"/v1/decisions/{house.ready[name]}/ratify", sent, name)


def _bound(house: House, name: str) -> tuple[str, dict[str, Any]]:
    """A decision with two duties that exclude one another, and which those are."""
    facts = {
        "actor": {"ref": "w-1", "role": "support_worker"},
        "person": {"ref": f"person of {name}", "in_hiding": True},
        "decision": {"kind": "rent_help", "amount": "300"},
    }
    sent = {"scheme": "millbrook-help", "facts": facts}
    made = house.prepared("millbrook-council", "/v1/decisions", sent, f"bind {name}")
    return made["id"], made["determination"]["binds"][0]


def _resolve(house: House, name: str) -> Reply:
    found, bind = house.ready[name]
    keep = bind["options"][0]["keep"]
    sent = {"bind": bind["id"], "keep": keep, "why": name, "kept": "The rent is paid.", "by": HEAD_OF_HELP}
    return house.post("millbrook-council", f"/v1/decisions/{found}/resolve", sent, name)


LIFE = {
    "ask somebody": Command(
        partial(act, "requests", "question", duty=SECOND), 1, in_a_side_row, prepare=_needs_a_second
    ),
    "reply": Command(_reply, 1, in_a_side_row, prepare=_request),
    "make a link": Command(_link, 1, prepare=_request),
    "do a duty": Command(partial(act, "duties", "ref", duty=TELL), 1, in_a_side_row, prepare=taken),
    "approve a decision": Command(
        partial(_approve, "approve", APPROVE_EXAMPLE, "said"), 1, in_a_side_row, prepare=_somebody_elses
    ),
    "decline a decision": Command(
        partial(_approve, "decline", DECLINE_EXAMPLE, "why"), 1, in_a_side_row, prepare=_somebody_elses
    ),
    "reopen": Command(
        partial(act, "reopen", "why"), 1, in_a_side_row, prepare=partial(done_to, address="withdraw")
    ),
    "say what came of it": Command(
        partial(act, "outcomes", "said", came="yes"), 1, in_a_side_row, prepare=taken
    ),
    "review": Command(_review, 1, in_a_side_row, prepare=_departed),
    "ratify": Command(_ratify, 1, in_a_side_row, prepare=_placed),
    "resolve": Command(_resolve, 1, in_a_side_row, prepare=_bound),
    "offer a decision": Command(_offer, 1, in_a_side_row, prepare=decide_about),
    "accept a decision": Command(_accept, 1, in_a_side_row, prepare=_offered),
    "say that a rule did not fit": Command(
        _suggest, 1, in_a_side_row, prepare=lambda h, n: _somebody_elses(h, n)[0]
    ),
    "answer a suggestion": Command(_answer_suggestion, 1, in_a_side_row, prepare=_suggested),
    "suspend a power": Command(_suspend, 1, in_a_side_row),
    "restore a power": Command(_restore, 1, in_a_side_row, prepare=_suspended),
    "lift a stop": Command(_lift_stop, 1, in_a_side_row, prepare=_stopped),
    "leave a shared outcome": Command(_leave, 1, in_a_side_row, prepare=_signed),
    "follow up a shared outcome": Command(_follow_up, 1, in_a_side_row, prepare=_signed),
    "offer what is owed": Command(_offer_owed, 1, in_a_side_row, prepare=_signed),
}
