"""Reply to a request: a view, by somebody in the role that was asked or above it."""

from dataclasses import dataclass
from enum import StrEnum

from api.commands.acts.on_decision import ActError, Deed, OnDecision
from api.commands.acts.people import apart_from, at_least, in_one_of, who_asked
from api.problems import problem
from api.store.obligations import Obligation, What, open_about
from govengine.errors import Problem
from govengine.life import Act


class View(StrEnum):
    """What somebody who was asked says."""

    HEARD = "heard"
    RECOMMENDS = "recommends"
    RECOMMENDS_AGAINST = "recommends_against"
    AGREES = "agrees"
    DOES_NOT_AGREE = "does_not_agree"


_FITS = {
    What.CONSULT: (View.HEARD,),
    What.RECOMMEND: (View.RECOMMENDS, View.RECOMMENDS_AGAINST),
    What.AGREE: (View.AGREES, View.DOES_NOT_AGREE),
}
_DISCHARGES = (View.HEARD, View.RECOMMENDS, View.AGREES)


@dataclass(frozen=True, slots=True)
class Reply:
    """The view, and what they say in their own words. `title` is what they call their post, where nobody vouches for it."""

    view: View
    said: str
    title: str | None = None


def views_on(what: What) -> tuple[View, ...]:
    """What can be replied to a request of this kind."""
    return _FITS[what]


def reply(on: OnDecision, request: Obligation, given: Reply) -> Deed:
    """The reply. Raises ActError `already-answered`, `view-of-another-kind`, `not-theirs`; KeptApartError.

    It answers the request also where it rose to another role, which was asked the same.
    """
    on.check_possible(Act.REPLY)
    waiting = open_about(on.tx.connection, on.row.entry_index)
    same = [one.id for one in waiting if one.duty == request.duty and one.what is request.what]
    if request.id not in same:
        raise ActError([problem("already-answered")])
    fits = _FITS[request.what]
    if given.view not in fits:
        message = f"They are asked to {request.what}, and {given.view} is no reply to that."
        what_to_do = f"Send one of: {', '.join(fits)}."
        raise ActError([Problem("view-of-another-kind", message, what_to_do, "/view")])
    assert request.role is not None  # a request is always to a role
    in_one_of(on, at_least(on, request.role), "reply")
    apart_from(on, who_asked(on), "reply")
    discharges = request.duty if given.view in _DISCHARGES else None
    asked, answer = on.answer(on.question if discharges is None else on.done_too(request.duty))
    return Deed(
        Act.REPLY,
        {
            "asked": {"how": str(request.what), "role": request.role},
            "discharges": discharges,
            "view": str(given.view),
        },
        side={"said": given.said} | ({} if given.title is None else {"title": given.title}),
        advice=(asked, answer),
        counts=on.course.counts or bool(answer.may_act),
        ends=same,
    )
