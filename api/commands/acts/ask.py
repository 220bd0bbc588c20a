"""Ask somebody to be heard, to recommend or to agree: a request to a role in a body, with a clock."""

from dataclasses import dataclass

from api.commands.acts.on_decision import ActError, Deed, OnDecision
from api.commands.acts.standing import REPLY_WITHIN, Json, due
from api.store.obligations import REPLIES, Owing, What, open_about
from govengine.decide import Determination
from govengine.errors import Problem
from govengine.life import Act
from govengine.record import instant_text

_WHAT = {"consulted": What.CONSULT, "recommends": What.RECOMMEND, "agrees": What.AGREE}


@dataclass(frozen=True, slots=True)
class Question:
    """Who is asked, by the id they have in the answer's `with`, and what else is said to them."""

    duty: str
    said: str | None = None


def ask(on: OnDecision, question: Question) -> Deed:
    """The request. Raises ActError `nobody-to-ask`, `already-asked`."""
    on.check_possible(Act.ASK)
    _, answer = on.answer()
    asked = _asked(answer, question.duty)
    if asked is None:
        names = sorted({one["id"] for one in _everybody(answer)})
        what_to_do = f"Ask one of: {', '.join(names)}." if names else "Nobody needs to be asked."
        raise ActError(
            [Problem("nobody-to-ask", "The answer asks for nobody of that name.", what_to_do, "/duty")]
        )
    waiting = [one for one in open_about(on.tx.connection, on.row.entry_index) if one.duty == asked["id"]]
    if any(one.what in REPLIES for one in waiting):
        message = f"{on.stack.title_of(asked['role'])} has been asked."
        raise ActError([Problem("already-asked", message, "Wait for the reply, or ask who could hurry it.")])
    due_at = due(asked["within"], on.tx.now) or instant_text(on.tx.now + REPLY_WITHIN)
    owing = Owing(_WHAT[asked["how"]], asked["id"], asked["body"], asked["role"], due_at)
    side = {} if question.said is None else {"question": question.said}
    return Deed(Act.ASK, {"asked": {"how": asked["how"], "role": asked["role"]}}, side=side, owes=[owing])


def _everybody(answer: Determination) -> list[Json]:
    return [*answer.company, *(one for entry in answer.decided_by for one in entry["with"])]


def _asked(answer: Determination, duty: str) -> Json | None:
    matching = [one for one in _everybody(answer) if one["id"] == duty or one["id"].endswith("/" + duty)]
    return matching[0] if matching else None
